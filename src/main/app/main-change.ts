// What has changed in the main view, part by part. A call changes the view each second, and such an update must not
// send five thousand contacts. Pure.
import type { MainChange, MainView } from '../../contract/page-view.ts';
import type { ContactView } from '../../contract/view.ts';

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function contactChange(before: readonly ContactView[], after: readonly ContactView[]): MainChange['contacts'] {
  if (before === after) return { set: [], gone: [] };
  const old = new Map(before.map((contact) => [contact.address, contact]));
  const set = after.filter((contact) => !isSame(old.get(contact.address), contact));
  for (const { address } of after) old.delete(address);
  return { set, gone: [...old.keys()] };
}

/** The change from `before` to `after`. Undefined if there is none. A part that is gone is sent as undefined. */
export function mainChange(before: MainView, after: MainView): MainChange | undefined {
  const names = new Set([...Object.keys(before), ...Object.keys(after)] as (keyof MainView)[]);
  names.delete('contacts');
  const parts = [...names].filter((name) => !isSame(before[name], after[name])).map((name) => [name, after[name]]);
  const contacts = contactChange(before.contacts, after.contacts);
  if (parts.length + contacts.set.length + contacts.gone.length === 0) return undefined;
  return { parts: Object.fromEntries(parts) as MainChange['parts'], contacts };
}
