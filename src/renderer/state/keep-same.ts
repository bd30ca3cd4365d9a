// Replaces one whole view by another. Pure.
import type { PageView } from '../../contract/page-view.ts';

/**
 * `after`, but with the object from `before` for each part that has not changed. So nothing is redrawn if a page gets
 * the same view twice, for example after loading. The result is `before` itself if nothing differs.
 */
export function keepSame<V extends PageView>(before: V, after: V): V {
  const names = new Set([...Object.keys(before), ...Object.keys(after)] as (keyof V)[]);
  const same = [...names].filter((name) => JSON.stringify(before[name]) === JSON.stringify(after[name]));
  if (same.length === names.size) return before;
  const kept = same.filter((name) => name in before).map((name) => [name, before[name]]);
  return { ...after, ...(Object.fromEntries(kept) as Partial<V>) };
}
