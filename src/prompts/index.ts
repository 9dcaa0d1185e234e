/** A prompt that comes with llm-bench: one user message, as a template. */
export interface BuiltInPrompt {
  readonly name: string;
  readonly summary: string;
  /** True when it asks for reasoning before the answer. */
  readonly chainOfThought: boolean;
  readonly template: string;
}

const choices = (of: string, sign: string) =>
  `{% for choice in ${of}choices %}{{ choice.letter }}${sign} {{ choice.text }}\n{% endfor %}`;

/**
 * The five-shot prompt of https://github.com/hendrycks/test (evaluate.py), its two spaces after "about" included; sent as
 * one message, and the letter is read from what the model writes.
 */
const mmlu: BuiltInPrompt = {
  name: 'mmlu',
  summary: 'multiple choice, the answer at once; takes shots',
  chainOfThought: false,
  template:
    'The following are multiple choice questions (with answers){% if group %} about  {{ group | replace: "_", " " }}{% endif %}.\n\n' +
    `{% for shot in shots %}{{ shot.input }}\n${choices('shot.', '.')}Answer: {{ shot.target }}\n\n{% endfor %}` +
    `{{ input }}\n${choices('', '.')}Answer:`,
};

/** The zero-shot prompt of https://github.com/openai/simple-evals (common.py). */
const mmluCot: BuiltInPrompt = {
  name: 'mmlu-cot',
  summary: 'multiple choice, reasoning first; no shots',
  chainOfThought: true,
  template:
    "Answer the following multiple choice question. The last line of your response should be of the following format: 'Answer: $LETTER' " +
    '(without quotes) where LETTER is one of {% for choice in choices %}{{ choice.letter }}{% endfor %}. Think step by step before answering.\n\n' +
    '{{ input }}\n{% for choice in choices %}\n{{ choice.letter }}) {{ choice.text }}{% endfor %}',
};

const classify: BuiltInPrompt = {
  name: 'classify',
  summary: 'one label of the label grader’s set; takes shots',
  chainOfThought: false,
  template:
    'Classify the text. Answer with exactly one of the labels and nothing else.\n\n' +
    'Labels: {{ labels | join: ", " }}\n\n' +
    '{% for shot in shots %}Text: {{ shot.input }}\nLabel: {{ shot.target }}\n\n{% endfor %}' +
    'Text: {{ input }}\nLabel:',
};

const summarize: BuiltInPrompt = {
  name: 'summarize',
  summary: 'a summary in two sentences; takes shots',
  chainOfThought: false,
  template:
    'Summarize the text in two sentences. Answer with the summary and nothing else.\n\n' +
    '{% for shot in shots %}Text: {{ shot.input }}\nSummary: {{ shot.target }}\n\n{% endfor %}' +
    'Text: {{ input }}\nSummary:',
};

export const builtInPrompts: readonly BuiltInPrompt[] = [mmlu, mmluCot, classify, summarize];
