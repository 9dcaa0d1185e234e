import { open, rename, rm, writeFile } from 'node:fs/promises';

/** Writes a whole file so that a reader, or a crash, sees the old one or the new one and never a part. */
export async function writeWhole(
  path: string,
  content: string | AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  const temporary = `${path}.new`;
  try {
    await writeSynced(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeSynced(path: string, content: Parameters<typeof writeFile>[1]): Promise<void> {
  await using file = await open(path, 'w');
  await writeFile(file, content);
  await file.sync();
}
