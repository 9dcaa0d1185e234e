/** The p-quantile (0…1) of numbers in rising order, Hyndman and Fan's type 7; null where there are none. */
export function quantile(rising: Float64Array, p: number): number | null {
  if (rising.length === 0) return null;
  const place = (rising.length - 1) * p;
  const below = rising[Math.floor(place)] as number;
  const above = rising[Math.ceil(place)] as number;
  return below + (place - Math.floor(place)) * (above - below);
}
