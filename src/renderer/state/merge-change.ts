// Merges changes into the main view, all at once. Pure. Unchanged parts stay the same objects, so that screens that
// show only unchanged parts are not redrawn.
import type { MainChange, MainView } from '../../contract/page-view.ts';

/**
 * `view` with the changed parts and contacts. Each unchanged contact is the same object, and new contacts come last.
 */
export function mergeChange(view: MainView, { parts, contacts }: MainChange): MainView {
  // A part is undefined only where the view allows it, such as an offer that no longer exists.
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
