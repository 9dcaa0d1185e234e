/** What makes a model worth its money: quality 0…1 and a cost in any unit, with 95 % limits; null where unknown. */
export interface Offer {
  readonly quality: Limited;
  readonly cost: Limited;
}

interface Limited {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** How an offer stands among the others. */
export interface Standing {
  /** True: no other is as good for less, or better for as much or less. Null where its quality or cost is unknown. */
  readonly pareto: boolean | null;
  /** The place of the one that beats it; of several the cheapest that does so beyond doubt, else the cheapest. */
  readonly dominated_by: number | null;
  /** Of one that is beaten: true where none beats it beyond what the intervals leave open. */
  readonly near_tie: boolean | null;
}

/** Whether the offer at one place is better than that at another, on the same samples; null where that was not compared. */
export type IsBetter = (place: number, other: number) => boolean | null;

/** How each offer stands. One without a known quality and cost dominates nobody. */
export function frontierOf(offers: readonly Offer[], isBetter: IsBetter = () => null): Standing[] {
  return offers.map((offer, place) => {
    if (!isKnown(offer)) return { pareto: null, dominated_by: null, near_tie: null };
    const winners = [...offers.keys()].filter((other) => dominates(offers[other], offer)).sort(byCost(offers));
    if (winners.length === 0) return { pareto: true, dominated_by: null, near_tie: null };
    const sure = winners.find((other) => {
      const rival = offers[other] as Offer;
      return (isBetter(other, place) ?? isAbove(rival.quality, offer.quality)) && isNoDearer(rival.cost, offer.cost);
    });
    return { pareto: false, dominated_by: sure ?? winners[0] ?? null, near_tie: sure === undefined };
  });
}

const isKnown = ({ quality, cost }: Offer): boolean => quality.value !== null && cost.value !== null;

/** By the figures themselves. */
function dominates(a: Offer | undefined, b: Offer): boolean {
  if (!a || !isKnown(a)) return false;
  const [quality, cost] = [difference(a.quality, b.quality), difference(a.cost, b.cost)];
  return quality >= 0 && cost <= 0 && (quality > 0 || cost < 0);
}

const difference = (a: Limited, b: Limited): number => (a.value ?? Number.NaN) - (b.value ?? Number.NaN);

const byCost = (offers: readonly Offer[]) => (a: number, b: number) =>
  (offers[a]?.cost.value ?? 0) - (offers[b]?.cost.value ?? 0);

/** Their intervals have nothing in common. */
const isAbove = ({ low }: Limited, { high }: Limited): boolean => low !== null && high !== null && low > high;

/** Costs without limits are as exact as they are told. */
const isNoDearer = (a: Limited, b: Limited): boolean =>
  a.high === null || b.low === null || a.value === b.value ? difference(a, b) <= 0 : a.high <= b.low;
