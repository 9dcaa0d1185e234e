/** Where vendors tell an answer token by token. */
const TOKENS = /^(top_)?logprobs(Result)?$/;

/** A value in JSON without the tokens of its answer one by one: a secret is there in pieces, none of which can be known. */
export const withoutTokens = (value: unknown): string | undefined =>
  JSON.stringify(value, (key, inner) => (TOKENS.test(key) && inner ? 'left out' : inner));
