/** A text in NFKC without zero-width characters and Markdown or TeX markup; line ends stay. */
export const plainText = (text: string): string =>
  unwrapTex(text.normalize('NFKC').replace(/[\u200B-\u200D\u2060\uFEFF\u00AD]/g, ''))
    .replace(/\\[()[\]]/g, '')
    .replace(/[*_#>`$]/g, '');

/** `\boxed{\text{C}}` → `C` */
function unwrapTex(text: string): string {
  const inner = text.replace(/\\(?:boxed|text|mathrm|mathbf)\s*\{([^{}]*)\}/g, '$1');
  return inner === text ? text : unwrapTex(inner);
}
