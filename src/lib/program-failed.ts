/** Why a program gave nothing that could be used, in words, and how long it ran for that. */
export class ProgramFailed extends Error {
  override name = 'ProgramFailed';
  readonly tookMs: number;

  constructor(message: string, tookMs = 0) {
    super(message);
    this.tookMs = tookMs;
  }
}
