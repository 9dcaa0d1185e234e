import { normalized } from '../../lib/fold.ts';
import { LINE_END } from '../normalize.ts';
import { CHAT_MARKUP } from './data.ts';

/**
 * What is flagged, and not punished: an answer that speaks to whoever grades it. Each pattern looks at a bounded stretch,
 * so that its time grows with the length of the text.
 */
const SIGNS: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  {
    name: 'tells the judge to ignore its rules',
    pattern:
      /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:rubrics?|instructions?|criteri(?:on|a)|guidelines|prompt)\b/iu,
  },
  {
    name: 'asks for a grade',
    pattern:
      /\b(?:give|assign|award|output|return|deserves?|should (?:get|receive)|must (?:get|receive|be given))\b.{0,40}\b(?:full marks|(?:score|rating|grade) (?:of|is|:)|(?:highest|top|maximum|perfect|best) (?:possible )?(?:score|rating|grade|verdict|marks?))|\b(?:score|rate|grade) (?:this|it|me|my)\b|^\W{0,3}(?:score|rating|grade|verdict)\W{0,3}\d/iu,
  },
  {
    name: 'speaks to the judge',
    pattern:
      /\b(?:dear|attention|note to|message (?:to|for)|hey|hello),? (?:the )?(?:ai |llm )?(?:grader|evaluator|judge)s?\b/iu,
  },
  { name: 'holds a verdict', pattern: /["'“]verdict\\?["'”]\s{0,9}:/iu },
  {
    name: 'holds a fake delimiter',
    pattern: /^\W{0,9}[-=#*<]{3}\s{0,9}(?:(?:begin|end|start|stop)\b.{0,20}\b)?(?:answer|question|reference|data)\b/iu,
  },
  {
    name: 'holds chat-role markup',
    pattern: new RegExp(`${CHAT_MARKUP.source}|^(?:human|assistant):`, 'iu'),
  },
];

/** How an answer speaks to whoever grades it, in words; nothing where it does not. */
export function instructionsIn(answer: string): string[] {
  const lines = normalized(answer, 'NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .split(LINE_END);
  return SIGNS.filter(({ pattern }) => lines.some((line) => pattern.test(line))).map(({ name }) => name);
}
