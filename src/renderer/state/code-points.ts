// What the characters of an address are, for whoever wants to know it exactly: pictures of letters can be alike, numbers are not.

/** The distinct characters before the @ that are no ASCII, in their order, each with its code point: `ü U+00FC`. */
export function codePointsOf(address: string): readonly string[] {
  const local = address.slice(0, Math.max(0, address.lastIndexOf('@')));
  const foreign = new Set(Array.from(local).filter((character) => !/^[ -~]$/.test(character)));
  return [...foreign].map((character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    // A mark needs something to stand on, and what draws nothing is drawn as nothing.
    return `${/\p{M}/u.test(character) ? '\u25CC' : ''}${character} U+${hex}`;
  });
}
