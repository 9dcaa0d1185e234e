import { promisify } from 'node:util';
import { deflateRaw, type InputType } from 'node:zlib';

const deflate: (buffer: InputType, options: { level: number }) => Promise<Buffer> = promisify(deflateRaw);

/** Texts that stand in every prompt again are found as well by the quick levels. */
const LEVEL = 5;

/** A text, compressed, in letters that no text can break out of. */
export const packed = async (text: string): Promise<string> =>
  (await deflate(Buffer.from(text), { level: LEVEL })).toString('base64');
