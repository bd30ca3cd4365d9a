// The initials that are shown for a person.

/** At most two initials of a name without its titles, or the first letter of an address. */
export function initials(name: string, address: string): string {
  const all = name.split(/\s+/u).filter((word) => /^\p{L}/u.test(word));
  const plain = all.filter((word) => !/^\p{L}.*\p{L}\.$/u.test(word)); // without titles such as "Prof. Dr. med."
  const words = plain.length > 0 ? plain : all;
  const first = words[0] ?? address;
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return `${Array.from(first)[0] ?? ''}${last === undefined ? '' : (Array.from(last)[0] ?? '')}`.toLocaleUpperCase();
}
