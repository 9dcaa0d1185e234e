import type { Rubric } from './rubric.ts';

/** The rubrics that a suite may name. Another word in one of them is another version of the grader. */
export const builtInRubrics = {
  'faithful-summary': {
    criterion:
      'Faithfulness of a summary: whether every claim in it is supported by the text that it summarizes. Take the claims one by one. Style, length and what is left out do not matter here, unless leaving it out makes a claim misleading.',
    levels: [
      { name: 'faithful', value: 1, when: 'Every claim is stated in the text or follows from it.' },
      {
        name: 'minor errors',
        value: 0.5,
        when: 'A detail that changes no decision is wrong or not in the text; the main claims are supported.',
      },
      {
        name: 'unfaithful',
        value: 0,
        when: 'A main claim contradicts the text or is not in it: a party, an amount, a date, an obligation, an outcome. Or it is no summary of this text.',
      },
    ],
  },
  helpfulness: {
    criterion:
      'Helpfulness: whether the answer does for the person who asked what they need done. Length is no merit in itself.',
    levels: [
      { name: 'solves it', value: 1, when: 'It does all that was asked, correctly, and can be used as it stands.' },
      { name: 'mostly', value: 0.75, when: 'It does what was asked, with a small gap or flaw that is easily mended.' },
      { name: 'partly', value: 0.5, when: 'A useful part of what was asked is there; an important part is not.' },
      { name: 'barely', value: 0.25, when: 'It is about the right thing, and hardly helps.' },
      { name: 'useless', value: 0, when: 'It does not answer, is wrong where it matters, or would do harm.' },
    ],
  },
  'correctness-vs-reference': {
    criterion:
      'Correctness: whether the answer says the same as the reference. Other words, order and length do not matter; what it says beyond the reference matters only where it contradicts the reference.',
    levels: [
      { name: 'correct', value: 1, when: 'It says all that the reference says, and nothing that contradicts it.' },
      {
        name: 'partly correct',
        value: 0.5,
        when: 'It says an essential part of what the reference says, and contradicts none of it.',
      },
      {
        name: 'incorrect',
        value: 0,
        when: 'It contradicts the reference, or says nothing essential of what the reference says.',
      },
    ],
    needsReference: true,
  },
  correctness: {
    criterion:
      'Correctness: whether what the answer says is true and answers the question. Work the question out yourself before you look at the answer’s reasons; a confident tone is no evidence.',
    levels: [
      { name: 'correct', value: 1, when: 'The question is answered, and nothing that matters is wrong.' },
      {
        name: 'partly correct',
        value: 0.5,
        when: 'The main point is right, and something beside it is wrong or missing.',
      },
      { name: 'incorrect', value: 0, when: 'The main point is wrong or missing.' },
    ],
  },
  tone: {
    criterion:
      'Tone: whether the answer speaks to the person who asked as a good professional would: polite, plain, calm, and fit for the occasion. Whether its facts are right does not matter here.',
    levels: [
      { name: 'fitting', value: 1, when: 'A good professional could have sent it as it stands.' },
      {
        name: 'slightly off',
        value: 0.5,
        when: 'Too stiff, too familiar, too gushing or too curt, but not offensive.',
      },
      { name: 'unfit', value: 0, when: 'Rude, mocking, blaming, or otherwise nothing that one could send.' },
    ],
  },
  concise: {
    criterion:
      'Conciseness: whether the answer gives what was asked without a word that could go. What it lacks counts against it only where the question is not answered.',
    levels: [
      { name: 'concise', value: 1, when: 'The question is answered, and nothing could be taken away.' },
      {
        name: 'some padding',
        value: 0.5,
        when: 'The question is answered, with repetition or remarks nobody asked for.',
      },
      { name: 'padded', value: 0, when: 'What was asked is lost among other words, or is not there.' },
    ],
  },
} as const satisfies Readonly<Record<string, Rubric>>;
