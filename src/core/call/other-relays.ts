// Which relays a page is told of before it gathers new candidates. Accounts pass through here and are not kept
// (docs/decisions/0071).

/**
 * The current relays if they differ from those that the page was told; undefined if the page keeps what it has. An
 * empty list is worse than the old one, because an old relay may still be in use. Compared by value and in order.
 */
export function otherRelays<T extends readonly unknown[]>(told: T, now: T): T | undefined {
  return now.length === 0 || JSON.stringify(told) === JSON.stringify(now) ? undefined : now;
}
