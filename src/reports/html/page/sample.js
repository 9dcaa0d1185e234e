import { element } from './element.js';
import { visible } from './visible.js';
import { countWords, dollars, outcomeClass, valueWords } from './words.js';

/** @typedef {import('../shown.ts').ShownSample} ShownSample */
/** @typedef {import('../shown.ts').ShownAnswer} ShownAnswer */

/**
 * @typedef {object} Opened
 * @property {ShownSample | undefined} sample undefined where its texts are left out
 * @property {readonly string[]} models
 * @property {boolean} isBinary
 */

/**
 * What was asked, what was wanted, and side by side what each model said.
 * @param {Opened} opened
 * @returns {Node[]}
 */
export function sampleView({ sample, models, isBinary }) {
  if (!sample) {
    return [
      element(
        'p',
        {},
        'The texts of this sample are left out of the page, since all would be too many; they stand in samples.jsonl, outcomes.jsonl and scores.jsonl of the run’s folder.',
      ),
    ];
  }
  const answers = sample.answers.map((answer) => answerCard(answer, models[answer.model] ?? '', isBinary));
  return [
    element('section', { class: 'asked', 'aria-label': 'Prompt' }, ...sample.messages.flatMap(messageParts)),
    element('h4', {}, sample.targets.length > 1 ? 'Targets, any of them right' : 'Target'),
    ...sample.targets.map((target) => textBox(target, 'Target')),
    element('h4', {}, 'Answers'),
    answers.length > 0 ? element('div', { class: 'answers' }, ...answers) : element('p', {}, 'Nobody was asked yet.'),
  ];
}

/** @param {{ readonly role: string, readonly content: string }} message */
const messageParts = ({ role, content }) => [
  element('h4', {}, `Prompt, ${visible(role)}`),
  textBox(content, `Prompt, ${visible(role)}`),
];

/**
 * @param {string} text
 * @param {string} label
 */
const textBox = (text, label) =>
  element('pre', { tabindex: 0, role: 'region', 'aria-label': label, dir: 'auto' }, visible(text));

/**
 * @param {ShownAnswer} answer
 * @param {string} model
 * @param {boolean} isBinary
 */
function answerCard(answer, model, isBinary) {
  const { epoch, state, value, failure, scores, warnings } = answer;
  const name = `${visible(model)}${epoch > 1 ? `, epoch ${epoch}` : ''}`;
  const known = value ?? Number.NaN;
  const word = state === 'scored' ? valueWords(known, isBinary) : state;
  return element(
    'article',
    { class: 'answer' },
    element('h5', {}, name, ' ', element('span', { class: `outcome ${outcomeClass(known, 1)}` }, word)),
    element('p', { class: 'facts' }, factsOf(answer)),
    answer.answer === null
      ? element('p', { class: 'failure' }, visible(failure ?? ''))
      : textBox(answer.answer, `Answer of ${name}`),
    scores.length > 0 && element('dl', {}, ...scores.flatMap(scoreParts)),
    ...warnings.map((warning) => element('p', { class: 'failure' }, `Warning: ${visible(warning)}`)),
  );
}

/** @param {ShownAnswer['scores'][number]} score */
function scoreParts({ grader, state, value, extracted, explanation, parts }) {
  const figures = Object.entries(parts).map(([name, part]) => `${visible(name)} ${part.toFixed(3)}`);
  const words = [
    state === 'scored' ? null : state,
    value === null ? null : `value ${Number(value.toFixed(4))}`,
    ...figures,
    extracted === null ? null : `read: “${visible(extracted)}”`,
    visible(explanation),
  ];
  return [element('dt', {}, visible(grader)), element('dd', { dir: 'auto' }, words.filter(Boolean).join('; '))];
}

/**
 * Money, time and tokens, as far as they are known.
 * @param {ShownAnswer} answer
 * @returns {string}
 */
function factsOf({
  cost_usd,
  cost_estimated,
  latency_ms,
  input_tokens,
  output_tokens,
  tries,
  finish_reason,
  snapshot,
  reused_from,
}) {
  const facts = [
    cost_usd === null ? 'cost unknown' : `${cost_estimated ? '~' : ''}${dollars(cost_usd)}`,
    latency_ms === null ? null : `${(latency_ms / 1000).toLocaleString('en-US', { maximumSignificantDigits: 3 })} s`,
    input_tokens === null ? null : `${countWords(input_tokens, 'token')} in`,
    output_tokens === null ? null : `${output_tokens.toLocaleString('en-US')} out`,
    tries > 1 ? `${tries} tries` : null,
    finish_reason === null || finish_reason === 'stop' ? null : `ended by ${visible(finish_reason)}`,
    snapshot === null ? null : visible(snapshot),
    reused_from === null ? null : `taken from ${visible(reused_from)}`,
  ];
  return facts.filter((fact) => fact !== null).join(' · ');
}
