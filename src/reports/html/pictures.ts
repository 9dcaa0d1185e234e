import type { Classified } from '../../domain/classified.ts';
import type { Scorecard } from '../../domain/scorecard.ts';
import type { Picture } from '../charts/svg.ts';
import { blocksOf } from '../table.ts';
import { forHtml } from './escape.ts';

/** Larger matrices are for programs. */
const MOST_LABELS = 20;

/** The run as pictures, drawn into the page. What draws is loaded only here, since most commands need none. */
export async function picturesHtml(scorecard: Scorecard): Promise<string> {
  if (scorecard.rows.length === 0) return '';
  const { svgOf } = await import('../charts/svg.ts');
  const pictures = (await picturesOf(scorecard)).map(
    (picture) =>
      `<div class="picture" role="group" aria-label="${forHtml(picture.title)}" tabindex="0">${svgOf(picture)}</div>\n`,
  );
  return `<div class="pictures">\n${pictures.join('')}</div>\n`;
}

async function picturesOf(scorecard: Scorecard): Promise<Picture[]> {
  const [{ priceQuality }, { qualityDots }, { costStackOf }, { latencyBars }] = await Promise.all([
    import('../charts/price-quality.ts'),
    import('../charts/quality-dots.ts'),
    import('../charts/cost-bars.ts'),
    import('../charts/latency-bars.ts'),
  ]);
  return [
    ...blocksOf(scorecard).map(priceQuality),
    qualityDots(scorecard),
    costStackOf(scorecard),
    latencyBars(scorecard),
    ...(await matrices(scorecard.classification ?? [])),
  ];
}

async function matrices(classification: readonly Classified[]): Promise<Picture[]> {
  const { confusionMatrix } = await import('../charts/confusion-matrix.ts');
  return classification
    .filter(({ labels }) => labels.length <= MOST_LABELS)
    .map(({ task, grader, model, labels, confusion }) => {
      const answers = [...labels, null];
      const times = (target: string, predicted: string | null) =>
        confusion.find((cell) => cell.target === target && cell.predicted === predicted)?.n ?? 0;
      return confusionMatrix({
        ...{ title: `${task} · ${grader}: answers of ${model}`, protocol: 'a line a target', labels },
        answers: answers.map((answer) => answer ?? 'no label'),
        counts: labels.map((target) => answers.map((answer) => times(target, answer))),
      });
    });
}
