import { randomBytes } from 'node:crypto';
import { sha256 } from './hash.ts';

/** Draws a number in [0, 1). */
export type Random = () => number;

/** 128 bits that nobody can guess, as 32 hex digits. */
export const newSalt = (): string => randomBytes(16).toString('hex');

/**
 * A generator that gives the same numbers for the same seeds, on every machine: sfc32 (Doty-Humphrey, PractRand),
 * started from the SHA-256 of the seeds.
 */
export function seededRandom(...seeds: (string | number)[]): Random {
  const bits = sha256(JSON.stringify(seeds));
  let [a, b, c, counter] = [0, 8, 16, 24].map((at) => Number.parseInt(bits.slice(at, at + 8), 16) | 0) as Four;
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
}
type Four = [number, number, number, number];

/** Numbers that differ from run to run: for waiting times and names, never for results. */
export const unseededRandom: Random = Math.random;

/** A whole number from 0 to `below` − 1. */
export const randomBelow = (random: Random, below: number): number => Math.floor(random() * below);

/** The numbers 0 … n − 1 in random order (Fisher–Yates). */
export function permutation(n: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, index) => index);
  for (let last = n - 1; last > 0; last--) {
    const other = randomBelow(random, last + 1);
    const moved = order[last] as number;
    order[last] = order[other] as number;
    order[other] = moved;
  }
  return order;
}
