import { allEnded } from '../../lib/all-ended.ts';
import { askVerdict } from './ask-verdict.ts';
import { aroundIt, type Pair } from './case.ts';
import type { Finding } from './panel.ts';
import { PREFERENCES, pairwisePrompt } from './prompt.ts';
import type { Verdict } from './verdict.ts';

/** What a verdict is worth to the answer that is shown first. */
const WORTH: Readonly<Record<string, number>> = { first: 1, tie: 0.5, second: 0 };

/** What a pair comes to for the answer judged. */
export const PAIR_LEVELS: readonly { readonly name: string; readonly value: number }[] = [
  { name: 'loss', value: 0 },
  { name: 'tie', value: 0.5 },
  { name: 'win', value: 1 },
];

export const PAIRWISE_PARTS: readonly string[] = ['consistent', 'first_position'];

/**
 * What one judge of the panel, by its place, says in both orders. A win counts only if both agree, else the pair ties: of
 * GPT-4's verdicts 65 % outlast the swap (Zheng et al. 2023, arXiv 2306.05685). `first_position` is the share of the two
 * verdicts that went to the answer shown first.
 */
export async function preferenceBy(judge: number, pair: Pair): Promise<Finding> {
  const [straight, swapped] = (await allEnded([askOnce(judge, pair, false), askOnce(judge, pair, true)])) as [
    Verdict,
    Verdict,
  ];
  if ('problem' in straight) return straight;
  if ('problem' in swapped) return swapped;

  const [shownFirst, shownSecond] = [worth(straight.verdict), 1 - worth(swapped.verdict)];
  const isConsistent = shownFirst === shownSecond;
  const value = isConsistent ? shownFirst : 0.5;
  return {
    value,
    said: value === 1 ? 'win' : value === 0 ? 'loss' : 'tie',
    reason: isConsistent
      ? straight.reason
      : `"${straight.verdict}", swapped "${swapped.verdict}": ${straight.reason} / ${swapped.reason}`,
    parts: {
      consistent: isConsistent ? 1 : 0,
      first_position: (worth(straight.verdict) + worth(swapped.verdict)) / 2,
    },
  };
}

const worth = (verdict: string): number => WORTH[verdict] as number;

function askOnce(judge: number, pair: Pair, isSwapped: boolean): Promise<Verdict> {
  const shown = isSwapped ? [pair.beside, pair.answer] : [pair.answer, pair.beside];
  const answers = shown.map((answer, index) => ({ title: index === 0 ? 'FIRST ANSWER' : 'SECOND ANSWER', ...answer }));
  return askVerdict(
    {
      judge,
      isSwapped,
      names: PREFERENCES,
      shown: [...shown.map(({ text }) => text), ...aroundIt(pair)],
      structured: pair.structured,
      prompt: (attempt, delimiter) => pairwisePrompt({ ...pair, answers, attempt }, delimiter),
    },
    pair.ask,
  );
}
