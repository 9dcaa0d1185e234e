import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInside, overlaps, placeLabels } from './place-labels.ts';

const room = { x: 0, y: 0, width: 600, height: 300 };

test('a lone label stands right of its point', () => {
  expect(placeLabels({ wanting: [{ x: 100, y: 100, width: 50 }], room, lines: [] })).toEqual([
    { x: 109, y: 93, width: 50, height: 14, leader: null },
  ]);
});

test('at the right edge it stands left', () => {
  expect(placeLabels({ wanting: [{ x: 590, y: 100, width: 50 }], room, lines: [] })).toMatchObject([{ x: 531, y: 93 }]);
});

test('it rather stands above than across a line', () => {
  const lines = [{ from: [0, 100], to: [600, 100] } as const];
  expect(placeLabels({ wanting: [{ x: 100, y: 100, width: 50 }], room, lines })).toMatchObject([{ x: 75, y: 77 }]);
});

test('far from its point it has a leader', () => {
  const crowd = Array.from({ length: 12 }, (_, index) => ({ x: 300 + (index % 4) * 3, y: 150 + index, width: 60 }));
  const placed = placeLabels({ wanting: crowd, room, lines: [] }).filter((label) => label !== null);
  expect(placed.length).toBeGreaterThan(6);
  expect(placed.some(({ leader }) => leader !== null)).toBe(true);
});

test('no label covers another or a point, or leaves the room, whatever is wanted', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          x: fc.integer({ min: 0, max: 600 }),
          y: fc.integer({ min: 0, max: 300 }),
          width: fc.integer({ min: 5, max: 170 }),
        }),
        { maxLength: 30 },
      ),
      (wanting) => {
        const placed = placeLabels({ wanting, room, lines: [] });
        const labels = placed.filter((label) => label !== null);
        expect(placed).toHaveLength(wanting.length);
        for (const [index, label] of labels.entries()) {
          expect(isInside(label, room)).toBe(true);
          expect(labels.slice(index + 1).filter((other) => overlaps(label, other))).toEqual([]);
          expect(wanting.filter(({ x, y }) => overlaps(label, { x, y, width: 0.1, height: 0.1 }))).toEqual([]);
        }
      },
    ),
  ));
