/** Where a key stands in a value: keys of mappings and places in lists. */
export type Path = readonly PropertyKey[];

class About {
  readonly path: Path;

  constructor(path: Path) {
    this.path = path;
  }
}

/** Options for an Error that is about the key at a path: who knows the file can say where that is. */
export const about = (...path: Path): { cause: unknown } => ({ cause: new About(path) });

/** The path that an error was said to be about. */
export const pathOf = (error: unknown): Path | undefined =>
  error instanceof Error && error.cause instanceof About ? error.cause.path : undefined;
