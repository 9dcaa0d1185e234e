import { permutation, seededRandom } from '../lib/random.ts';

/** The places of a run's samples in the order in which every model is asked, drawn before anything is. */
export const askingOrder = (samples: number, seed: number): Uint32Array =>
  permutation(samples, seededRandom('order', seed));
