// How lists are searched: the same rule for the page's own list and for main's, which may be longer.

/** Whether any of `texts` contains the trimmed `query`, ignoring case. */
export function matches(query: string, ...texts: readonly string[]): boolean {
  const wanted = query.trim().toLocaleLowerCase();
  return texts.some((text) => text.toLocaleLowerCase().includes(wanted));
}
