// Names that occur twice in one policy file. `JSON.parse` silently takes the last one, so a line pasted a second time
// could switch off the first (RFC 8259 §4 leaves it open, RFC 7493 §2.3 forbids it).

/** The names that occur more than once in the outermost object of this JSON text. */
export function repeatedNames(text: string): readonly string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') depth++;
    if (character === '}' || character === ']') depth--;
    if (character !== '"') continue;
    const end = endOfText(text, at);
    if (depth === 1 && isName(text, end)) {
      const name = JSON.parse(text.slice(at, end)) as string; // `\u0041` and `A` are one name
      if (seen.has(name)) twice.add(name);
      seen.add(name);
    }
    at = end - 1;
  }
  return [...twice];
}

// The position behind the closing quotation mark of the text that opens at `start`.
function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function isName(text: string, end: number): boolean {
  let at = end;
  while (at < text.length && ' \t\r\n'.includes(text[at] ?? '')) at++;
  return text[at] === ':';
}
