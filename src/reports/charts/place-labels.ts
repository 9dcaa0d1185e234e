/** A rectangle by its left upper corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Segment {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
}

/** A point that wants a label of a width. */
interface Wanting {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface PlacedLabel extends Box {
  /** From the point to its label, where that is too far to be seen as its own. */
  readonly leader: Segment | null;
}

interface PlacingInput {
  /** In the order in which they choose. */
  readonly wanting: readonly Wanting[];
  /** Where labels may stand. */
  readonly room: Box;
  /** What labels rather do not cross: whiskers, the frontier. */
  readonly lines: readonly Segment[];
  /** Points that want none. */
  readonly others?: readonly Pick<Wanting, 'x' | 'y'>[];
  /** Labels that stand already. */
  readonly placed?: readonly PlacedLabel[];
}

/** Pixels: a line of text, half of a mark, and from a mark to its label. */
const [HEIGHT, MARK, NEAR] = [14, 6, 9];
const DISTANCES = [NEAR, 18, 30, 44];
/** Right, left, above, below, and between them, in the order in which they are tried. */
const DIRECTIONS = [
  ...[
    [1, 0],
    [-1, 0],
    [0, -1],
    [0, 1],
  ],
  ...[
    [0.8, -0.7],
    [0.8, 0.7],
    [-0.8, -0.7],
    [-0.8, 0.7],
  ],
  ...[
    [0.35, -1],
    [0.35, 1],
    [-0.35, -1],
    [-0.35, 1],
  ],
] as const;

/** What crossing a line, and being further away by a step, weigh against each other. */
const [CROSSING, STEP] = [12, 10];

/** A place for each label that covers no point and no other label; null where there is none. Greedy, so the first choose best. */
export function placeLabels({ wanting, room, lines, others = [], placed = [] }: PlacingInput): (PlacedLabel | null)[] {
  const marks = [...wanting, ...others].map(markBox);
  const taken = [...placed];
  return wanting.map((point) => {
    const own = markBox(point);
    const strange = marks.filter((mark) => !overlaps(mark, own));
    const free = placesAround(point).filter(
      ({ label }) =>
        isInside(label, room) &&
        ![...marks, ...taken].some((other) => overlaps(label, other)) &&
        !strange.some((mark) => label.leader && crosses(label.leader, mark)),
    );
    const costs = free.map(({ label, cost }) => cost + crossings(label, [...lines, ...leadersOf(taken)], taken));
    const best = free[costs.indexOf(Math.min(...costs))];
    if (!best) return null;
    taken.push(best.label);
    return best.label;
  });
}

const markBox = ({ x, y }: Pick<Wanting, 'x' | 'y'>): Box => ({
  x: x - MARK,
  y: y - MARK,
  width: 2 * MARK,
  height: 2 * MARK,
});

function placesAround({ x, y, width }: Wanting): { label: PlacedLabel; cost: number }[] {
  return DISTANCES.flatMap((distance, ring) =>
    DIRECTIONS.map(([right, down], direction) => {
      const near = [x + right * distance, y + down * distance] as const;
      const box = {
        x: near[0] - (Math.abs(right) < 0.5 ? width / 2 : right > 0 ? 0 : width),
        y: near[1] - (down === 0 ? HEIGHT / 2 : down > 0 ? 0 : HEIGHT),
        ...{ width, height: HEIGHT },
      };
      const leader = ring < 2 ? null : { from: [x, y] as const, to: near };
      return { label: { ...box, leader }, cost: ring * STEP + direction };
    }),
  );
}

const leadersOf = (labels: readonly PlacedLabel[]): Segment[] => labels.flatMap(({ leader }) => leader ?? []);

function crossings(label: PlacedLabel, lines: readonly Segment[], taken: readonly Box[]): number {
  const { leader } = label;
  const crossed = lines.filter((line) => crosses(line, label)).length;
  const covered = leader ? taken.filter((other) => crosses(leader, other)).length : 0;
  return (crossed + 3 * covered) * CROSSING;
}

export const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

export const isInside = (box: Box, room: Box): boolean =>
  box.x >= room.x &&
  box.y >= room.y &&
  box.x + box.width <= room.x + room.width &&
  box.y + box.height <= room.y + room.height;

/** Whether a line runs through a box: what of the line is left when cut at each of the four sides (Liang and Barsky). */
function crosses({ from: [x, y], to }: Segment, box: Box): boolean {
  const [dx, dy] = [to[0] - x, to[1] - y];
  const sides = [
    ...[
      [-dx, x - box.x],
      [dx, box.x + box.width - x],
    ],
    ...[
      [-dy, y - box.y],
      [dy, box.y + box.height - y],
    ],
  ] as [number, number][];
  if (sides.some(([slope, distance]) => slope === 0 && distance < 0)) return false;
  const cuts = sides.filter(([slope]) => slope !== 0);
  const enters = Math.max(0, ...cuts.filter(([slope]) => slope < 0).map(([slope, distance]) => distance / slope));
  const leaves = Math.min(1, ...cuts.filter(([slope]) => slope > 0).map(([slope, distance]) => distance / slope));
  return enters <= leaves;
}
