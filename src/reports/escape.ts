import { forTerminal } from '../lib/terminal-text.ts';

/** A text for a cell of a Markdown table, shown as it is. */
export const forMarkdown = (text: string): string => forTerminal(text).replace(/[\\`*_{}[\]<>()#+!|~$]/g, '\\$&');
