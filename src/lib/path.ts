/** What starts with `./`, `../` or `/` is a path; anything else is a name. */
export const PATH: RegExp = /^\.{0,2}\//;
