import { systemCode, UserError } from '../domain/errors.ts';
import { NOT_UTF8 } from '../lib/utf8.ts';

/** A row of a dataset as its file holds it. */
export interface RawSample {
  /** `file:line`, for messages. */
  readonly at: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A kind of file that holds rows. */
export interface DatasetFormat {
  readonly name: string;
  readonly summary: string;
  /** With the dot. */
  readonly extensions: readonly string[];
  /** The rows in file order. Throws a UserError that names file and line where the file is not what it should be. */
  read(path: string): AsyncIterable<RawSample>;
}

/** A split of a dataset, found but not yet read. */
export interface Dataset {
  /** As the suite names it. */
  readonly name: string;
  readonly files: readonly string[];
  /** The column that groups its samples unless the task names another. */
  readonly group?: string;
  /** What a group belongs to, where there is a second level. */
  readonly categoryOf?: (group: string) => string | null;
  /** The rows in order; may be called again. */
  read(): AsyncIterable<RawSample>;
}

/** The error to throw for what went wrong with a file: a UserError where the system says why, else the error itself. */
export function fileError(path: string, error: unknown): unknown {
  switch (systemCode(error)) {
    case 'ENOENT':
      return new UserError(`${path}: no such file`);
    case 'EACCES':
      return new UserError(`${path}: may not be read (permission denied)`);
    case 'EISDIR':
      return new UserError(`${path}: is a folder, not a file`);
    case 'ERR_INVALID_ARG_VALUE':
      return new UserError(`${JSON.stringify(path)} cannot be the name of a file`);
    case NOT_UTF8:
      return new UserError(`${path}: is not UTF-8; save it as UTF-8`);
    default:
      return isOfTheSystem(error) ? new UserError(`${path}: cannot be read (${systemCode(error)})`) : error;
  }
}

const isOfTheSystem = (error: unknown): boolean => error instanceof Error && 'syscall' in error;
