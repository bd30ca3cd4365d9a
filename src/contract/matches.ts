// How lists are searched: one answer for the page, and for main if the list is longer than the page's.

/** Whether any of `texts` contains the trimmed `query`, ignoring case. */
export function matches(query: string, ...texts: readonly string[]): boolean {
  const wanted = query.trim().toLocaleLowerCase();
  return texts.some((text) => text.toLocaleLowerCase().includes(wanted));
}
