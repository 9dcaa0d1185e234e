import { readFile } from 'node:fs/promises';
import { isNode, isSeq } from 'yaml';
import { UserError } from '../domain/errors.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import { parseYaml, YamlProblem, type YamlText } from '../lib/yaml.ts';
import { type DatasetFormat, fileError } from './define.ts';
import { isObject } from './jsonl.ts';

export const yaml: DatasetFormat = {
  name: 'yaml',
  summary: 'a list of mappings; read whole, so for small sets',
  extensions: ['.yaml', '.yml'],

  async *read(path) {
    const { document, value: rows, placeOf } = await readYaml(path);
    if (!isSeq(document.contents) || !Array.isArray(rows))
      throw new UserError(`${path}: not a list; a dataset in YAML is a list of mappings`);

    for (const [index, item] of document.contents.items.entries()) {
      const at = `${path}:${placeOf((isNode(item) && item.range?.[0]) || 0).line}`;
      const values: unknown = rows[index];
      if (!isObject(values)) throw new UserError(`${at}: not a mapping; every item of the list must be one`);
      yield { at, values };
    }
  },
};

async function readYaml(path: string): Promise<YamlText> {
  try {
    return parseYaml(decodeUtf8(await readFile(path)), { exactText: true });
  } catch (error) {
    if (error instanceof YamlProblem) throw new UserError(`${path}:${error.place.line}: not YAML: ${error.message}`);
    throw fileError(path, error);
  }
}
