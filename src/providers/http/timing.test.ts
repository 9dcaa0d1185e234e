import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../../testing/arbitrary.ts';
import { arrivalOfEvent, type Timing } from './timing.ts';

/** A reply whose pieces came one a millisecond, from 0 on. */
const cameAs = (pieces: readonly Uint8Array[]): Timing => ({
  asked: true,
  sentAt: 0,
  endedAt: pieces.length,
  status: 200,
  arrived: pieces.map((piece, at) => ({ at, bytes: Uint8Array.from(piece) })),
});

const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

test('an event has come when its last byte has, in whatever pieces', () =>
  fc.assert(
    fc.property(fc.array(anyText(), { minLength: 1, maxLength: 6 }), lineEnd, fc.boolean(), (texts, end, isChatty) => {
      const events = texts.map(
        (text) => `${isChatty ? `: ping${end}${end}event: x${end}` : ''}data: ${JSON.stringify(text)}${end}${end}`,
      );
      const bytes = Buffer.from(events.join(''));
      const timing = cameAs([...bytes].map((byte) => Uint8Array.of(byte)));
      const ends = events.map((_, index) => Buffer.byteLength(events.slice(0, index + 1).join('')) - 1);
      expect(events.map((_, index) => arrivalOfEvent(timing, index + 1))).toEqual(ends);
    }),
  ));

test('an event that came with others came with them', () => {
  const timing = cameAs([Buffer.from('data: 1\n\ndata: 2\n\nda'), Buffer.from('ta: 3\n'), Buffer.from('\n')]);
  expect([1, 2, 3].map((n) => arrivalOfEvent(timing, n))).toEqual([0, 0, 2]);
});
