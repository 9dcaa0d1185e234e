/** The cells of a CSV by the letter of RFC 4180, independent of what wrote it and of any library. */
export function plainCsv(text: string): string[][] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n]|$)/y;
  const rows: string[][] = [[]];
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (!found) throw new Error('not CSV');
    const [, quoted, bare = '', end] = found;
    rows.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '\n' && cell.lastIndex < text.length) rows.push([]);
  }
  return rows;
}
