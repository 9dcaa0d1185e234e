/** The most letters of one text that the page holds; what is more stands in the run's folder. */
export const MOST_LETTERS = 40_000;

/** A text without its middle where it is too long: a question stands at the end of its prompt, an answer's last line counts. */
export function shortened(text: string): string {
  if (text.length <= MOST_LETTERS) return text;
  const half = MOST_LETTERS / 2;
  const left = text.length - MOST_LETTERS;
  return `${text.slice(0, half)}\n[… ${left.toLocaleString('en-US')} characters left out …]\n${text.slice(-half)}`;
}
