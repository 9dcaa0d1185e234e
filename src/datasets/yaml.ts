import { readFile } from 'node:fs/promises';
import { isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { UserError } from '../domain/errors.ts';
import { type DatasetFormat, fileError } from './define.ts';
import { isObject } from './jsonl.ts';

export const yaml: DatasetFormat = {
  name: 'yaml',
  summary: 'a list of mappings; read whole, so for small sets',
  extensions: ['.yaml', '.yml'],

  async *read(path) {
    const text = await readFile(path, 'utf8').catch((error) => Promise.reject(fileError(path, error)));
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const lineOf = (offset: number) => `${path}:${lines.linePos(offset).line}`;

    const broken = document.errors[0];
    if (broken) throw new UserError(`${lineOf(broken.pos[0])}: not YAML: ${broken.message}`);
    if (!isSeq(document.contents)) throw new UserError(`${path}: not a list; a dataset in YAML is a list of mappings`);

    for (const item of document.contents.items) {
      const at = lineOf((isNode(item) && item.range?.[0]) || 0);
      const values: unknown = isNode(item) ? item.toJS(document) : item;
      if (!isObject(values)) throw new UserError(`${at}: not a mapping; every item of the list must be one`);
      yield { at, values };
    }
  },
};
