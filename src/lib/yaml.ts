import { type Document, isCollection, LineCounter, type Node, parseDocument, visit } from 'yaml';

/** A YAML text, read, that knows where its parts stand. */
export interface YamlText {
  readonly document: Document.Parsed;
  readonly value: unknown;
  /** Line and column, from 1. */
  placeOf(offset: number): Place;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Why a YAML text cannot be used, and where it is wrong. */
export class YamlProblem extends Error {
  override name = 'YamlProblem';
  readonly place: Place;

  constructor(message: string, place: Place) {
    super(message);
    this.place = place;
  }
}

/** Far more than people write, and few enough that aliases of aliases cannot fill the memory. */
const MOST_ALIASES = 10_000;

/** The parser gives up at some hundreds, sooner or later as the machine will. */
const MOST_LEVELS = 200;
const TOO_DEEP = `nested more than ${MOST_LEVELS} levels deep`;

/**
 * Reads one document of YAML 1.2; `<<` merges, as in most tools, and keys are text. With `exactText`, a number or truth
 * value that would not be written back as it stands (`007`, `1.10`, `True`) stays the text that it is. Throws a
 * YamlProblem.
 */
export function parseYaml(text: string, { exactText = false } = {}): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    stringKeys: true,
    resolveKnownTags: false,
  });
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const fail = (message: string, offset = 0): never => {
    throw new YamlProblem(message, placeOf(offset));
  };

  const broken = document.errors[0] ?? document.warnings[0];
  if (broken) fail(inOurWords[broken.code] ?? broken.message, broken.pos[0]);
  try {
    checkNodes(document, fail);
    if (exactText) keepText(document);
    return { document, value: document.toJS({ maxAliasCount: MOST_ALIASES }), placeOf };
  } catch (error) {
    if (error instanceof YamlProblem) throw error;
    return fail(whyNoValue(error));
  }
}

/** What the parser says in terms of its own API. */
const inOurWords: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'a second document begins here (---); put it into a file of its own',
  RESOURCE_EXHAUSTION: TOO_DEEP,
  NON_STRING_KEY: 'a key must be text',
};

function whyNoValue(error: unknown): string {
  if (error instanceof RangeError) return TOO_DEEP;
  if (error instanceof ReferenceError) return `its aliases unfold into more than ${MOST_ALIASES} parts`;
  return error instanceof Error ? error.message : String(error);
}

/** The parser itself takes an alias to nothing, and one that stands in what it names. */
function checkNodes(document: Document.Parsed, fail: (message: string, offset?: number) => never): void {
  const anchors = new Map<string, Node>();
  visit(document, {
    Alias(_, alias, above) {
      const named = anchors.get(alias.source);
      if (!named) fail(`no anchor &${alias.source} before this alias`, alias.range?.[0]);
      if (above.includes(named as Node)) fail(`*${alias.source} stands in what it names`, alias.range?.[0]);
    },
    Value(_, node, above) {
      if (above.length >= MOST_LEVELS && [...above, node].filter(isCollection).length > MOST_LEVELS) {
        fail(TOO_DEEP, node.range?.[0]);
      }
      if (node.anchor) anchors.set(node.anchor, node);
    },
  });
}

function keepText(document: Document.Parsed): void {
  visit(document, {
    Scalar(_, scalar) {
      const isGuess = typeof scalar.value === 'number' || typeof scalar.value === 'boolean';
      if (isGuess && scalar.source !== undefined && scalar.source !== String(scalar.value)) {
        scalar.value = scalar.source;
      }
    },
  });
}
