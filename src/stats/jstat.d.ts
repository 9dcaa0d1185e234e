declare module 'jstat' {
  interface Distribution2 {
    inv(p: number, first: number, second: number): number;
    cdf(x: number, first: number, second: number): number;
  }
  const library: { jStat: { normal: Distribution2; loggam(x: number): number } };
  export = library;
}
