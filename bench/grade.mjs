// Grading alone, on one core: answers a second, each kind of grading in turns. Prints one line of JSON.

import * as jsRouge from 'js-rouge';
import { gradeAnswer } from '../dist/graders/grade-answer.js';
import { graders } from '../dist/graders/index.js';

const MS = 500;
const WORDS =
  'the court of appeal held that each party shall give notice within thirty days after this agreement ends and any liability is limited to fees paid under it'.split(
    ' ',
  );

/** Texts that differ, so that nothing is remembered; the same in every run. */
let state = 7;
const below = (/** @type {number} */ most) => {
  state = (state * 48_271) % 2_147_483_647;
  return state % most;
};
const text = (/** @type {number} */ words) =>
  Array.from({ length: words }, () => `${WORDS[below(WORDS.length)]}${below(12) === 0 ? '.' : ''}`).join(' ');

const reasoning = Array.from({ length: 50 }, () => text(400).slice(0, 2000));
const pairs = Array.from({ length: 100 }, () => ({ answer: text(100), target: text(60) }));
const letters = ['A', 'B', 'C', 'D'];
const choices = ['red', 'green', 'blue', 'grey'];

const short = letters.map((letter) => ({ answer: `Answer: ${letter}`, target: 'B' }));
const long = reasoning.map((words, at) => ({ answer: `${words}\nAnswer: ${letters[at % 4]}`, target: 'B' }));

console.log(
  JSON.stringify({
    exact_short: perSecond(short, by('exact')),
    choice_short: perSecond(short, by('choice')),
    exact_2kb: perSecond(long, by('exact')),
    choice_2kb: perSecond(long, by('choice')),
    rouge: perSecond(pairs, by('rouge')),
    rouge_stems: perSecond(pairs, by('rouge', { stem: true })),
    js_rouge: perSecond(pairs, ({ answer, target }) => {
      jsRouge.n(answer, target, { n: 1 });
      jsRouge.n(answer, target, { n: 2 });
      jsRouge.l(answer, target, {});
    }),
  }),
);

/** @typedef {{ answer: string, target: string }} Pair */

/** @param {string} name @param {object} given @returns {(pair: Pair) => unknown} */
function by(name, given = {}) {
  const grader = graders.find((one) => one.name === name);
  if (grader === undefined || !('grade' in grader)) throw new Error(`no grader ${name}`);
  const options = grader.options.parse(given);
  return ({ answer, target }) =>
    gradeAnswer(
      grader,
      options,
      { input: '', target, choices, group: null, category: null, metadata: {} },
      { answer, finish_reason: 'stop' },
    );
}

/** @param {readonly Pair[]} all @param {(pair: Pair) => unknown} work */
function perSecond(all, work) {
  const round = () => {
    for (const one of all) work(one);
  };
  for (const end = performance.now() + MS / 2; performance.now() < end; ) round();
  const began = performance.now();
  let rounds = 0;
  for (; performance.now() - began < MS; rounds++) round();
  return (1000 * rounds * all.length) / (performance.now() - began);
}
