/** What makes a model worth its money: quality 0…1 and a cost in any unit; null where unknown. */
interface Offer {
  readonly quality: number | null;
  readonly cost: number | null;
}

/**
 * Whether each offer is on the Pareto frontier: no other is as good for less, or better for as much or less. Null where
 * its quality or cost is unknown; such an offer dominates nobody.
 */
export function onFrontier(offers: readonly Offer[]): (boolean | null)[] {
  const known = offers.filter(isKnown);
  return offers.map((offer) => (isKnown(offer) ? !known.some((other) => dominates(other, offer)) : null));
}

type Known = { readonly quality: number; readonly cost: number };

const isKnown = (offer: Offer): offer is Known => offer.quality !== null && offer.cost !== null;

const dominates = (a: Known, b: Known): boolean =>
  a.quality >= b.quality && a.cost <= b.cost && (a.quality > b.quality || a.cost < b.cost);
