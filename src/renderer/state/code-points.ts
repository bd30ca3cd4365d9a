// The code points of an address's characters, for exact comparison: letters can look alike, numbers do not.

/** The distinct characters before the @ that are not ASCII, in order, each with its code point: `ü U+00FC`. */
export function codePointsOf(address: string): readonly string[] {
  const local = address.slice(0, Math.max(0, address.lastIndexOf('@')));
  const foreign = new Set(Array.from(local).filter((character) => !/^[ -~]$/.test(character)));
  return [...foreign].map((character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    // A combining mark needs a base character, and an invisible character is shown as nothing.
    return `${/\p{M}/u.test(character) ? '\u25CC' : ''}${character} U+${hex}`;
  });
}
