// Brings a whole view into the place of another one. Pure.
import type { PageView } from '../../contract/page-view.ts';

/**
 * `after`, in which each part that says the same as in `before` is the very same object: what a page is told a second time, as each is
 * when it has loaded, draws nothing anew. It is `before` itself where nothing is different.
 */
export function keepSame<V extends PageView>(before: V, after: V): V {
  const names = new Set([...Object.keys(before), ...Object.keys(after)] as (keyof V)[]);
  const same = [...names].filter((name) => JSON.stringify(before[name]) === JSON.stringify(after[name]));
  if (same.length === names.size) return before;
  const kept = same.filter((name) => name in before).map((name) => [name, before[name]]);
  return { ...after, ...(Object.fromEntries(kept) as Partial<V>) };
}
