import type { Table } from '../table.ts';
import { UNKNOWN } from '../words.ts';
import { forHtml } from './escape.ts';

/** A table with its caption; its columns can be sorted once the page's program runs. */
export function htmlTable({ title, protocol, columns, rows }: Table, id: string): string {
  const heads = columns.map(({ title, align }) => `<th scope="col"${classOf(align)}>${forHtml(title)}</th>`);
  const pareto = columns.findIndex((column) => column.title === 'Pareto');
  const lines = rows.map((cells) => {
    const [first = '', ...others] = cells.map(forHtml);
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

const classOf = (align: 'left' | 'right' | undefined): string => (align === 'right' ? ' class="figure"' : '');
