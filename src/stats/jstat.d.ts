declare module 'jstat' {
  interface Distribution1 {
    inv(p: number, parameter: number): number;
  }
  interface Distribution2 {
    inv(p: number, first: number, second: number): number;
    cdf(x: number, first: number, second: number): number;
  }
  const library: { jStat: { studentt: Distribution1; normal: Distribution2 } };
  export = library;
}
