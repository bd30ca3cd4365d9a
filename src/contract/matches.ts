// How lists are searched: one answer for the page, and for main where the list is longer than what the page has.

/** Whether any of `texts` contains what was searched for, without regard to case. */
export function matches(query: string, ...texts: readonly string[]): boolean {
  const wanted = query.trim().toLocaleLowerCase();
  return texts.some((text) => text.toLocaleLowerCase().includes(wanted));
}
