import { z } from 'zod';

/** A word for a thing. */
export const name = z.string().trim().min(1);

/** Dollars. */
export const usd = z.number().nonnegative();
