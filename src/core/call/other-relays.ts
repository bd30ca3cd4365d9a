// Which relays a page is told of before it gathers new candidates. Accounts pass through here; none is kept (docs/decisions/0071).

/**
 * The relays that there are now, where they are others than the page was told; undefined: it stays with what it has. None is worse than
 * old ones: a relay that was used may still be. They are compared by value; order counts.
 */
export function otherRelays<T extends readonly unknown[]>(told: T, now: T): T | undefined {
  return now.length === 0 || JSON.stringify(told) === JSON.stringify(now) ? undefined : now;
}
