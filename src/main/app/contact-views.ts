// The contacts as the main window shows them. They are part of every view, and a call can change the view twenty times
// a second. A list that cannot have changed is not examined again, and an unchanged contact stays the same object.
import type { ContactView } from '../../contract/view.ts';
import type { Contact } from '../contacts/contact-list.ts';
import type { Account } from './account.ts';

type Asked = Pick<Account, 'presenceOf' | 'foreignClaims'> & {
  readonly organisation: { readonly confirmations: Pick<Account['organisation']['confirmations'], 'markOf'> };
};
interface Made {
  readonly account: Asked | undefined;
  readonly view: ContactView;
}

const NO_MARK = { kind: 'none' } as const;

/** Views of contacts. `news` changes whenever presence, claims or marks may have changed. */
export function createContactViews(): (
  contacts: readonly Contact[],
  account: Asked | undefined,
  news: number,
) => ContactView[] {
  const made = new WeakMap<Contact, Made>();
  let last: ContactView[] = [];
  let madeOf: readonly unknown[] = [];

  function viewOf(contact: Contact, account: Asked | undefined): ContactView {
    const { address, name, trust, person, alwaysRings } = contact;
    const before = made.get(contact);
    const presence = account?.presenceOf(address) ?? 'unknown';
    const organisation = account?.organisation.confirmations.markOf(address) ?? NO_MARK;
    // If nobody is pinned for the address, the claimants are shown as a choice instead (claims.ts).
    const claimedBy = person && account?.foreignClaims.devicesOf(address, person);
    const isOld = before?.account === account;
    if (
      isOld &&
      before !== undefined &&
      before.view.presence === presence &&
      before.view.claimedBy === claimedBy &&
      isSameMark(before.view.organisation, organisation)
    ) {
      return before.view;
    }
    const isPinned = person !== undefined;
    const plain = { address, name, trust, alwaysRings, presence, isPinned, organisation };
    const view = { ...plain, ...(claimedBy && { claimedBy }) };
    made.set(contact, { account, view });
    return view;
  }

  return (contacts, account, news) => {
    const now = [contacts, account, news];
    if (now.every((each, index) => each === madeOf[index])) return last;
    madeOf = now;
    const next = contacts.map((contact) => viewOf(contact, account));
    const isSame = next.length === last.length && next.every((view, index) => view === last[index]);
    if (!isSame) last = next;
    return last;
  };
}

function isSameMark(one: ContactView['organisation'], other: ContactView['organisation']): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
