// The newest run in a folder, read once, and then all its models compared in pairs. Prints one line of JSON.
import { couplesOf } from '../dist/analysis/comparisons.js';
import { chosenTasks, compareCouples, openComparedRun } from '../dist/app/compared.js';

const results = process.argv[2] ?? 'results';
const began = performance.now();
const { manifest, standings } = await openComparedRun(results, 'latest');
const read = performance.now();
const couples = couplesOf(
  manifest.models.map(({ id }) => standings.contender(id)),
  undefined,
);
compareCouples(couples, chosenTasks(manifest, { runs: [], results }), manifest);
console.log(JSON.stringify({ reading_s: (read - began) / 1000, comparing_s: (performance.now() - read) / 1000 }));
