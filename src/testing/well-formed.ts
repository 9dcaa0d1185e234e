const TOKEN = /<\/([a-z]+)>|<([a-z]+)((?: [a-zA-Z0-9:-]+="[^"<>]*")*)(\/?)>|&(?:amp|lt|gt|quot|#39);|[^<>&]/gu;

/** What keeps a text from being well-formed XML of the kind that we write; none when all is well. */
export function xmlProblems(text: string): string[] {
  const open: string[] = [];
  const problems: string[] = [];
  let read = 0;
  for (const { 0: token, 1: closed, 2: opened, 4: isEmpty, index } of text.matchAll(TOKEN)) {
    if (index !== read) problems.push(`stray markup at ${read}: ${text.slice(read, read + 40)}`);
    read = index + token.length;
    if (opened && !isEmpty) open.push(opened);
    if (closed && open.pop() !== closed) problems.push(`</${closed}> closes nothing at ${index}`);
  }
  if (read !== text.length) problems.push(`stray markup at ${read}`);
  if (/\p{Cs}|[\uFFFE\uFFFF]|(?!\n)\p{Cc}/u.test(text)) problems.push('a character that XML does not hold');
  return [...problems, ...open.map((name) => `<${name}> is not closed`)];
}
