import type { Table } from '../table.ts';
import { UNKNOWN } from '../words.ts';
import { forHtml } from './escape.ts';

/** A table with its caption; its columns can be sorted once the page's program runs. */
export function htmlTable({ title, protocol, columns, rows }: Table, id: string): string {
  const heads = columns.map(({ title, align }) => `<th scope="col"${classOf(align)}>${cellText(title, align)}</th>`);
  const pareto = columns.findIndex((column) => column.title === 'Pareto');
  const lines = rows.map((cells) => {
    const [first = '', ...others] = cells.map((cell, place) => cellText(cell, columns[place]?.align));
    const isDominated = cells[pareto] === 'no';
    return `<tr${isDominated ? ' class="dominated"' : ''}><th scope="row"${classOf(columns[0]?.align)}>${first}</th>${others
      .map((cell, place) => `<td${classOf(columns[place + 1]?.align)}>${cell || UNKNOWN}</td>`)
      .join('')}</tr>\n`;
  });
  return `<div class="wide" role="region" aria-labelledby="${id}" tabindex="0"><table class="sortable">
<caption id="${id}">${forHtml(title)} <span class="protocol">${forHtml(protocol)}</span></caption>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
${lines.join('')}</tbody>
</table></div>
`;
}

/** A figure stands in one line, and what goes with it (`[78.5–93.1]`, `(est.)`) below it where there is no room beside it. */
function cellText(cell: string, align: 'left' | 'right' | undefined): string {
  const at = align === 'right' ? cell.search(/ [[(]/) : -1;
  if (at === -1) return forHtml(cell);
  return `<span>${forHtml(cell.slice(0, at))}</span> <span>${forHtml(cell.slice(at + 1))}</span>`;
}

const classOf = (align: 'left' | 'right' | undefined): string => (align === 'right' ? ' class="figure"' : '');
