/** What a judge is shown of a text. */
export interface Cut {
  readonly text: string;
  readonly isCut: boolean;
}

/** At most so many letters of a text, without half a letter at the end. */
export function cutAt(text: string, most: number): Cut {
  if (text.length <= most) return { text, isCut: false };
  const half = /[\uD800-\uDBFF]/.test(text.charAt(most - 1));
  return { text: text.slice(0, half ? most - 1 : most), isCut: true };
}

/** Characters that show nothing, move what is shown or stand for no letter; JSON itself escapes those below U+0020. */
const UNSEEN = /[\u007F-\u009F\u2028\u2029\uFFF9-\uFFFB]|\p{Default_Ignorable_Code_Point}|\p{Bidi_Control}/gu;

/** The first sign of what servers take for the end of a turn or of a message: `<|im_start|>`, `[INST]`, `<<SYS>>`, `</s>` … */
export const CHAT_MARKUP =
  /<(?=[|｜]|<\/?SYS>>|\/?s>|\/?(?:start|end)_of_turn>|\/?(?:bos|eos|pad|unk)>)|\[(?=\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_RESULTS)\])/gi;

const escaped = (text: string): string =>
  text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/**
 * A text as JSON on one line in which nothing can end the data, open a turn or hide: control and invisible characters,
 * chat-role markup and the delimiter are escaped. Whoever reads it as JSON has the text as it was.
 */
export const asData = (text: string, delimiter: string): string =>
  JSON.stringify(text).replace(UNSEEN, escaped).replace(CHAT_MARKUP, escaped).replaceAll(delimiter, escaped);
