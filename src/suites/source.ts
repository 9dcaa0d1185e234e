import { isCollection, isNode, isScalar, type ParsedNode } from 'yaml';
import { UserError } from '../domain/errors.ts';
import type { Path } from '../lib/about.ts';
import { parseYaml, YamlProblem, type YamlText } from '../lib/yaml.ts';

/** A suite's text, parsed, that knows where each value stands. */
export interface SuiteSource {
  readonly value: unknown;
  /** `file:line:column` of the value at a path, or of the nearest one above it that exists. */
  at(path: Path): string;
  /** The same for the key of a mapping. */
  atKey(path: Path): string;
}

/** Throws a UserError with line and column for text that is not YAML. */
export function parseSuiteSource(text: string, file: string): SuiteSource {
  const { document, value, placeOf } = readYaml(text, file);
  const place = (offset: number) => {
    const { line, column } = placeOf(offset);
    return `${file}:${line}:${column}`;
  };
  const nodeAt = (path: Path): ParsedNode | undefined => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node)) return node as ParsedNode;
    }
    return document.contents ?? undefined;
  };
  return {
    value,
    at: (path) => place(nodeAt(path)?.range?.[0] ?? 0),
    atKey: (path) =>
      place(keyOffset(document.getIn(path.slice(0, -1), true), path.at(-1)) ?? nodeAt(path)?.range?.[0] ?? 0),
  };
}

function readYaml(text: string, file: string): YamlText {
  try {
    return parseYaml(text);
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    const { line, column } = error.place;
    throw new UserError(`${file}:${line}:${column}: not YAML: ${error.message}`);
  }
}

function keyOffset(node: unknown, key: PropertyKey | undefined): number | undefined {
  if (!isCollection(node)) return undefined;
  for (const item of node.items as { key?: unknown }[]) {
    if (isScalar(item.key) && String(item.key.value) === key) return item.key.range?.[0];
  }
  return undefined;
}
