import { z } from 'zod';
import type { Answer, JudgeReply } from '../../domain/task.ts';
import { fold } from '../../lib/fold.ts';
import { finalText } from '../grade-answer.ts';
import { flatObjects } from './flat-objects.ts';

/** What a judge said; or why that is no verdict. */
export type Verdict = { readonly verdict: string; readonly reason: string } | { readonly problem: string };

/** The verdicts that a judge may give, as the schema that its reply must follow. */
export const responseSchema = (names: readonly string[]): Readonly<Record<string, unknown>> => ({
  type: 'object',
  properties: { reason: { type: 'string' }, verdict: { type: 'string', enum: names } },
  required: ['reason', 'verdict'],
  additionalProperties: false,
});

/**
 * The verdict of a reply: the enum field of its one object, which may stand in a fence or after free reasoning. Prose is
 * never read. An object that stands in what the judge was shown was echoed, and is nobody's verdict; two verdicts are none.
 */
export function readVerdict(reply: Answer, names: readonly string[], shown: readonly string[]): Verdict {
  if (reply.finish_reason === 'length') return { problem: 'its reply was cut off by the token limit' };
  if (reply.finish_reason === 'content-filter') return { problem: 'it declined to judge' };

  const schema = verdictSchema(names);
  const found = candidates(reply.answer).flatMap((text) => {
    const { data } = schema.safeParse(parsed(text));
    return data ? [data] : [];
  });
  if (found.length === 0) return { problem: 'its reply holds no verdict' };
  const echoes = new Set(shown.flatMap(verdictsIn));
  const others = new Map(found.map((one) => [signature(one), one] as const).filter(([name]) => !echoes.has(name)));
  const own = notSpeltIn(shown, [...others.values()]);
  const [first] = own;
  if (!first) return { problem: 'its reply only repeats a verdict that stands in what it was shown' };
  if (own.some(({ verdict }) => verdict !== first.verdict)) return { problem: 'its reply holds different verdicts' };
  return { verdict: first.verdict, reason: first.reason };
}

export const isReply = (reply: JudgeReply): reply is Answer => !('failure' in reply);

const verdictSchema = (names: readonly string[]) =>
  z.looseObject({
    reason: z.string().trim().min(1),
    verdict: z
      .string()
      .transform((said) => names.find((name) => fold(name) === fold(said)))
      .pipe(z.enum(names)),
  });

/**
 * The whole reply where it is one object: what a string in it quotes is no reasoning block. Else the objects in its final
 * text. Small models leave line ends in strings as they are, which JSON forbids: they are spaces here.
 */
function candidates(reply: string): string[] {
  const whole = reply.replace(/[\u0000-\u001F]/g, ' ').trim();
  const objects = flatObjects(whole);
  return objects[0] === whole ? objects : flatObjects(finalText(whole));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What tells one verdict from others, whatever its white space, case and escapes. */
const signature = ({ reason, verdict }: { readonly reason?: unknown; readonly verdict?: unknown }): string =>
  fold(`${reason} ${verdict}`).replace(/[\s\\]/g, '');

/** The signature of each verdict that stands in a text, or would once its escapes are taken away. */
const verdictsIn = (text: string): string[] =>
  formsOf(fold(text.replace(/[\u0000-\u001F]/g, ' ')))
    .flatMap((form) => flatObjects(form, { overlapping: true }))
    .map((object) => signature((parsed(object) ?? {}) as Record<string, unknown>));

interface Said {
  readonly reason: string;
  readonly verdict: string;
}

/**
 * Those that do not stand in a text in another spelling, which a judge that repeats them sets right: in single or curly
 * quotes, in HTML, or as lines of YAML.
 */
function notSpeltIn<T extends Said>(texts: readonly string[], all: readonly T[]): T[] {
  if (all.length === 0) return [];
  const spelt = texts.flatMap((text) => [text, unescaped(text)]).map(lettersOf);
  return all.filter(({ reason, verdict }) => {
    const [why, which] = [`reason${lettersOf(reason)}`, `verdict${lettersOf(verdict)}`];
    return why === 'reason' || !spelt.some((text) => text.includes(why + which) || text.includes(which + why));
  });
}

/** A text in letters and digits alone. */
const lettersOf = (text: string): string => fold(text.replace(ENTITY, '').replace(/[^\p{L}\p{N}]+/gu, ''));

/** `&quot;`, `&#34;` */
const ENTITY = /&#?\w{1,8};/g;

/** A text as it stands, with one and two levels of escapes taken away, and with all. */
function formsOf(text: string): string[] {
  const once = unescaped(text);
  return [text, once, unescaped(once), unescaped(text.replace(/\\+/g, '\\'))];
}

/** `{\"a\":\"b\\n\"}` → `{"a":"b "}`; what shows nothing becomes a space. */
const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code?: string, sign = '') =>
    code === undefined ? (/[bfnrt]/.test(sign) ? ' ' : sign) : visible(String.fromCharCode(Number.parseInt(code, 16))),
  );

const visible = (sign: string): string => (sign < ' ' ? ' ' : sign);
