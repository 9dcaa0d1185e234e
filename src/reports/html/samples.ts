import { metricsOf } from '../../domain/run.ts';
import type { Scorecard } from '../../domain/scorecard.ts';
import type { PageFacts } from './page-facts.ts';
import type { Section } from './sections.ts';
import { MOST_LETTERS } from './shortened.ts';

/** Where samples are listed, filtered and opened: empty until the page's program fills it. */
export const samplesSection = (scorecard: Scorecard): Section => ({
  id: 'samples',
  title: 'Samples',
  body: `<noscript><p>To look at samples the page needs JavaScript. All of them stand in samples.jsonl, outcomes.jsonl and scores.jsonl of the run’s folder.</p></noscript>
<p class="aside">Texts of more than ${MOST_LETTERS.toLocaleString('en-US')} characters are shown without their middle; the run’s folder has them whole, in samples.jsonl, outcomes.jsonl and scores.jsonl. <span id="left-out"></span></p>
<div id="filters" role="search" aria-label="Samples"></div>
<p id="found" role="status"></p>
<div id="list"></div>
<div id="sample" hidden></div>
<script type="application/json" id="facts">${inScript(factsOf(scorecard))}</script>
`,
});

function factsOf({ models, tasks, comparisons = [], economics }: Scorecard): PageFacts {
  const baseline = economics?.incumbent ?? comparisons[0]?.baseline;
  return {
    models,
    tasks: tasks.map(({ name, metric, graders }) => ({
      ...{ name, metric },
      binary: graders.find((one) => metricsOf(one).includes(metric))?.binary ?? false,
    })),
    baseline: Math.max(0, models.indexOf(baseline ?? '')),
  };
}

/** JSON in plain letters, in which no name can end the script that holds it. */
const inScript = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<\u007F-\uFFFF]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
