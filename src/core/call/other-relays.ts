// Which relays a page is told of before it gathers new candidates. Accounts pass through here and are not kept
// (docs/decisions/0071).

/**
 * The current relays if they differ from those that the page was told, compared by value and in order. Undefined if the
 * page keeps what it has. If there are no relays now, the page also keeps what it has, because an old relay may be in
 * use.
 */
export function otherRelays<T extends readonly unknown[]>(told: T, now: T): T | undefined {
  return now.length === 0 || JSON.stringify(told) === JSON.stringify(now) ? undefined : now;
}
