import type { CompleteInput } from './complete.ts';
import type { Reserved } from './outcome.ts';

/** Output set aside where no `max_tokens` bounds it. */
const USUAL_OUTPUT = 1024;

/** A rough count of tokens: a quarter of the characters. */
const roughTokens = (text: string): number => Math.ceil(text.length / 4);

/** What a call that never told its usage is booked at. */
export const reservationFor = ({ messages, settings }: CompleteInput, answer?: string): Reserved => ({
  input: messages.reduce((sum, { content }) => sum + roughTokens(content), 0),
  output: answer === undefined ? (settings.max_tokens ?? USUAL_OUTPUT) : roughTokens(answer),
});
