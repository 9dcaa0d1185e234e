/** A figure that can be drawn. */
export const isKnown = (value: number | null): value is number => value !== null && Number.isFinite(value);
