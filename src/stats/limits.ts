/** The two ends of an interval; its confidence is said where it is made. */
export interface Limits {
  readonly low: number;
  readonly high: number;
}

/** Of what has none. */
export const NO_LIMITS = { low: null, high: null } as const;
