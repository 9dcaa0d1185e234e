import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Confusion, classification } from './classification.ts';

const digits = (value: number | null) => value?.toFixed(6);

/** x: 3 right, 1 taken for y; y: 2 right, 1 no label; z: 1 right, 1 taken for x, 1 no label. */
const WORKED: Confusion = {
  labels: ['x', 'y', 'z'],
  counts: [
    [3, 1, 0, 0],
    [0, 2, 0, 1],
    [1, 0, 1, 1],
  ],
};

const matrices = ({ withOther }: { withOther: boolean }) =>
  fc.integer({ min: 1, max: 5 }).chain((size) => {
    const row = fc.tuple(
      fc.array(fc.nat(20), { minLength: size, maxLength: size }),
      withOther ? fc.nat(20) : fc.constant(0),
    );
    return fc
      .array(
        row.map(([counts, other]) => [...counts, other]),
        { minLength: size, maxLength: size },
      )
      .map((counts): Confusion => ({ labels: counts.map((_, at) => `l${at}`), counts }));
  });

describe('the worked example has', () => {
  const figures = classification(WORKED);

  test('its accuracy, and F1 by label, macro, weighted and micro', () => {
    expect(figures.n).toBe(10);
    expect(digits(figures.accuracy)).toBe('0.600000');
    expect(figures.by_label.map(({ f1 }) => digits(f1))).toEqual(['0.750000', '0.666667', '0.500000']);
    expect(digits(figures.macro.f1.value)).toBe('0.638889');
    expect(digits(figures.weighted_f1)).toBe('0.650000');
    expect(digits(figures.micro_f1)).toBe('0.666667');
  });

  test('its κ and Matthews’ correlation', () => {
    expect(digits(figures.kappa)).toBe('0.444444');
    expect(digits(figures.mcc)).toBe('0.470792');
  });

  test('its precision and recall by label', () => {
    expect(figures.by_label.map(({ precision }) => digits(precision))).toEqual(['0.750000', '0.666667', '1.000000']);
    expect(figures.by_label.map(({ recall }) => digits(recall))).toEqual(['0.750000', '0.666667', '0.333333']);
  });
});

test('a label that is neither asked nor answered has no F1, and the macro mean says over how many it is', () => {
  const { by_label, macro } = classification({
    labels: ['x', 'y'],
    counts: [
      [3, 0, 1],
      [0, 0, 0],
    ],
  });
  expect(by_label[1]).toEqual({ label: 'y', support: 0, precision: null, recall: null, f1: null });
  expect(macro.f1).toEqual({ value: 6 / 7, known: 1, labels: 2 });
});

test('a label that is asked and never answered has no precision, and F1 0', () => {
  const counts = [
    [2, 0, 0],
    [1, 0, 1],
  ];
  expect(classification({ labels: ['x', 'y'], counts }).by_label[1]).toMatchObject({
    precision: null,
    recall: 0,
    f1: 0,
  });
});

test('without any sample all is unknown', () => {
  expect(classification({ labels: ['x'], counts: [[0, 0]] })).toMatchObject({
    n: 0,
    accuracy: null,
    macro: { f1: { value: null, known: 0, labels: 1 } },
    weighted_f1: null,
    micro_f1: null,
    kappa: null,
    mcc: null,
  });
});

test('where all targets are one label, κ is unknown if all answers are too, and Matthews’ correlation always', () => {
  const of = (counts: number[][]) => classification({ labels: ['x', 'y'], counts });
  const nothing = [0, 0, 0];
  expect(of([[4, 0, 0], nothing])).toMatchObject({ kappa: null, mcc: null });
  expect(of([[3, 1, 0], nothing])).toMatchObject({ kappa: 0, mcc: null });
});

describe('for any matrix', () => {
  test('shares lie within 0…1, correlations within −1…1', () => {
    fc.assert(
      fc.property(matrices({ withOther: true }), (confusion) => {
        const { accuracy, by_label, macro, weighted_f1, micro_f1, kappa, mcc } = classification(confusion);
        const shares = [accuracy, weighted_f1, micro_f1, ...Object.values(macro).map(({ value }) => value)];
        for (const share of [...shares, ...by_label.flatMap(({ precision, recall, f1 }) => [precision, recall, f1])]) {
          expect(share ?? 0).toBeGreaterThanOrEqual(0);
          expect(share ?? 0).toBeLessThanOrEqual(1 + 1e-12);
        }
        for (const one of [kappa, mcc]) expect(Math.abs(one ?? 0)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  test('F1 is the harmonic mean of precision and recall where both are known and not 0', () => {
    fc.assert(
      fc.property(matrices({ withOther: true }), (confusion) => {
        for (const { precision, recall, f1 } of classification(confusion).by_label) {
          if (precision && recall) expect(f1).toBeCloseTo(2 / (1 / precision + 1 / recall), 12);
        }
      }),
    );
  });

  test('recall weighted by support is the accuracy', () => {
    fc.assert(
      fc.property(matrices({ withOther: true }), (confusion) => {
        const { n, accuracy, by_label } = classification(confusion);
        fc.pre(n > 0);
        const weighted = by_label.reduce((sum, { support, recall }) => sum + support * (recall ?? 0), 0) / n;
        expect(weighted).toBeCloseTo(accuracy as number, 12);
      }),
    );
  });

  test('the order of the labels is no matter', () => {
    fc.assert(
      fc.property(matrices({ withOther: true }), ({ labels, counts }) => {
        const turned = counts.toReversed().map((row) => [...row.slice(0, -1).reverse(), row.at(-1) as number]);
        const [one, other] = [classification({ labels, counts }), classification({ labels, counts: turned })];
        expect(digits(other.macro.f1.value)).toBe(digits(one.macro.f1.value));
        expect([other.micro_f1, other.kappa].map(digits)).toEqual([one.micro_f1, one.kappa].map(digits));
        expect(digits(other.mcc)).toBe(digits(one.mcc));
      }),
    );
  });

  test('whose answers are all labels, micro F1 is the accuracy, and κ and correlation do not ask which side is which', () => {
    fc.assert(
      fc.property(matrices({ withOther: false }), ({ labels, counts }) => {
        const one = classification({ labels, counts });
        const turned = labels.map((_, at) => [...counts.map((row) => row[at] as number), 0]);
        const other = classification({ labels, counts: turned });
        expect(digits(one.micro_f1)).toBe(digits(one.accuracy));
        expect([other.kappa, other.mcc].map(digits)).toEqual([one.kappa, one.mcc].map(digits));
      }),
    );
  });
});

test('all right is 1 throughout, as soon as there are two labels', () => {
  const counts = [
    [5, 0, 0],
    [0, 2, 0],
  ];
  expect(classification({ labels: ['x', 'y'], counts })).toMatchObject({
    accuracy: 1,
    macro: { precision: { value: 1 }, recall: { value: 1 }, f1: { value: 1 } },
    weighted_f1: 1,
    micro_f1: 1,
    kappa: 1,
    mcc: 1,
  });
});
