// Brings what has changed into the main view, all of it at once. Pure. What has not changed stays the very same object, so that a
// screen that shows only that is not drawn again.
import type { MainChange, MainView } from '../../contract/page-view.ts';

/** `view` with `change` in it; of the contacts each that did not change is the same object, and new ones come last. */
export function mergeChange(view: MainView, { parts, contacts }: MainChange): MainView {
  // A part is undefined only where it may be: an offer that is gone, say.
  return { ...view, ...(parts as Partial<MainView>), contacts: mergeContacts(view.contacts, contacts) };
}

function mergeContacts(known: MainView['contacts'], { set, gone }: MainChange['contacts']): MainView['contacts'] {
  if (set.length === 0 && gone.length === 0) return known;
  const changed = new Map(set.map((contact) => [contact.address, contact]));
  const left = new Set(gone);
  const kept = known.filter(({ address }) => !left.has(address) || changed.has(address));
  const merged = kept.map((contact) => changed.get(contact.address) ?? contact);
  for (const { address } of kept) changed.delete(address);
  return [...merged, ...changed.values()];
}
