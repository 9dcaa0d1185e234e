import { isCollection, isNode, isScalar, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import { UserError } from '../domain/errors.ts';

/** Where something stands in a value: keys and places, as zod gives them. */
export type Path = readonly PropertyKey[];

/** A suite's text, parsed, that knows where each value stands. */
export interface SuiteSource {
  readonly value: unknown;
  /** `file:line:column` of the value at a path, or of the nearest one above it that exists. */
  at(path: Path): string;
  /** The same for the key of a mapping. */
  atKey(path: Path): string;
}

/** Throws a UserError with line and column for text that is not YAML. `<<` merges, as in most tools. */
export function parseSuiteSource(text: string, file: string): SuiteSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, uniqueKeys: true });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const broken = document.errors[0];
  if (broken) throw new UserError(`${place(broken.pos[0])}: not YAML: ${broken.message}`);

  const nodeAt = (path: Path): ParsedNode | undefined => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node)) return node as ParsedNode;
    }
    return document.contents ?? undefined;
  };
  return {
    value: toValue(document, place),
    at: (path) => place(nodeAt(path)?.range?.[0] ?? 0),
    atKey: (path) =>
      place(keyOffset(document.getIn(path.slice(0, -1), true), path.at(-1)) ?? nodeAt(path)?.range?.[0] ?? 0),
  };
}

function toValue(document: ReturnType<typeof parseDocument>, place: (offset: number) => string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new UserError(`${place(0)}: not YAML that we read: ${(error as Error).message}`);
  }
}

function keyOffset(node: unknown, key: PropertyKey | undefined): number | undefined {
  if (!isCollection(node)) return undefined;
  for (const item of node.items as { key?: unknown }[]) {
    if (isScalar(item.key) && item.key.value === key) return item.key.range?.[0];
  }
  return undefined;
}
