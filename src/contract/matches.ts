// How lists are searched.

/** Whether any of `texts` contains what was searched for, without regard to case. */
export function matches(query: string, ...texts: readonly string[]): boolean {
  const wanted = query.trim().toLocaleLowerCase();
  return texts.some((text) => text.toLocaleLowerCase().includes(wanted));
}
