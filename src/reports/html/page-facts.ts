/** What the page's program must know before it unpacks anything. */
export interface PageFacts {
  readonly models: readonly string[];
  readonly tasks: readonly { readonly name: string; readonly metric: string; readonly binary: boolean }[];
  /** The model that others are compared with at first, by its place. */
  readonly baseline: number;
}
