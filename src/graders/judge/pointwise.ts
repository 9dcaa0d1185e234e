import { askVerdict } from './ask-verdict.ts';
import { aroundIt, type Case } from './case.ts';
import type { Finding } from './panel.ts';
import { pointwisePrompt } from './prompt.ts';
import type { Level } from './rubric.ts';

/** The level that one judge of the panel, by its place, chooses for an answer. */
export async function levelBy(judge: number, one: Case): Promise<Finding> {
  const { levels } = one.rubric;
  const said = await askVerdict(
    {
      judge,
      names: levels.map(({ name }) => name),
      shown: [one.answer.text, ...aroundIt(one)],
      structured: one.structured,
      prompt: (attempt, delimiter) =>
        pointwisePrompt({ ...one, answers: [{ title: 'ANSWER', ...one.answer }], attempt }, delimiter),
    },
    one.ask,
  );
  if ('problem' in said) return said;
  const { value } = levels.find(({ name }) => name === said.verdict) as Level;
  return { value, said: said.verdict, reason: said.reason, parts: {} };
}
