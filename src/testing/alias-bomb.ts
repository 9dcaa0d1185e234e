const NAMES = [...'abcdefghi'];

/** YAML of a few lines that unfolds into a thousand million texts: each line names the one before it ten times. */
export const ALIAS_BOMB = NAMES.map((name, n) => {
  const item = n === 0 ? 'x' : `*${NAMES[n - 1]}`;
  return `${name}: &${name} [${Array(10).fill(item).join(', ')}]`;
}).join('\n');
