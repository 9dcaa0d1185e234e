import { harmless } from '../../lib/harmless.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text for the body or an attribute of HTML, shown as it is. */
export const forHtml = (text: string): string => harmless(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
