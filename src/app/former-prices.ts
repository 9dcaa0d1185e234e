import type { ModelSpec } from '../domain/model.ts';
import type { ModelPrice } from '../domain/price.ts';
import { billedAt, type Manifest } from '../domain/run.ts';
import { judgesOf, type Suite } from '../domain/suite.ts';
import { digest } from '../lib/hash.ts';

/** What a run's judges were billed at and no longer are: what was paid stays paid, whoever judges now. */
export const formerPrices = (before: Manifest, suite: Suite, now: readonly ModelPrice[], until: string): ModelPrice[] =>
  billedAt(before).flatMap((then) => {
    if (then.until !== undefined) return [then];
    const judge = judgesOf(before.suite).find(({ id }) => id === then.model);
    if (!judge || then.price === null) return [];
    const same = judgesOf(suite).find((one) => identityOf(one) === identityOf(judge));
    const next = now.find(({ model }) => model === then.model);
    return same && next && !isOtherDay(then, next) ? [] : [{ ...then, until }];
  });

const identityOf = ({ id, model, base_url, command }: ModelSpec): string => digest({ id, model, base_url, command });

/** True where a list has another price by now, or none. What the user gives in its place sets right what was billed before. */
const isOtherDay = (then: ModelPrice, now: ModelPrice): boolean =>
  (now.origin === null || now.origin === 'catalogue' || now.origin === 'genai-prices') &&
  digest(then.price) !== digest(now.price);
