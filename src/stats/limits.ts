/** The two ends of an interval; its confidence is said where it is made. */
export interface Limits {
  readonly low: number;
  readonly high: number;
}
