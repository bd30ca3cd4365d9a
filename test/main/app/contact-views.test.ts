// The contacts for the main window are computed several times a second: an unchanged contact is the same object.
import { expect, it, vi } from 'vitest';
import { createContactViews } from '../../../src/main/app/contact-views.ts';
import { openBook } from '../../../src/main/contacts/book.ts';
import type { BookState } from '../../../src/main/contacts/book-state.ts';
import { pinOf } from '../../../src/main/people/person-pin.ts';
import { ADDRESS, HandChain, realDevice } from '../../core/keys/hand-written-chain.ts';
import { holds } from '../people/reader-rig.ts';
import { MemoryStore } from '../memory-store.ts';

function fixture() {
  const nothing = (): void => undefined;
  const book = openBook(new MemoryStore<BookState>(), nothing, nothing);
  for (const name of ['anna', 'ben', 'cleo']) book.add(`${name}@klinik.example`, name);
  const presences = new Map<string, 'online' | 'unknown'>();
  const claims = new Map<string, readonly string[]>();
  let news = 0;
  const account = {
    presenceOf: (address: string) => presences.get(address) ?? 'unknown',
    foreignClaims: { devicesOf: (address: string) => claims.get(address) },
    organisation: { confirmations: { markOf: () => ({ kind: 'none' as const }) } },
  };
  const made = createContactViews();
  type Asked = Parameters<typeof made>[1];
  const views = (contacts: Parameters<typeof made>[0], of: Asked) => made(contacts, of, news);
  return { book, presences, claims, account: account as unknown as Asked, views, happens: () => void news++ };
}

it('an unchanged list of contacts is the same object', () => {
  const { book, account, views } = fixture();
  expect(views(book.contacts(), account)).toBe(views(book.contacts(), account));
});

it('a contact who comes online is a new object, and the others stay the same', () => {
  const { book, presences, account, views, happens } = fixture();
  const before = views(book.contacts(), account);
  presences.set('ben@klinik.example', 'online');
  happens();
  const after = views(book.contacts(), account);
  expect(after.map((view, index) => view === before[index])).toEqual([true, false, true]);
  expect(after[1]?.presence).toBe('online');
});

it('the dispute or the removal of a contact is shown at once', () => {
  const { book, account, views } = fixture();
  views(book.contacts(), account);
  book.remove('anna@klinik.example');
  book.noteDispute('ben@klinik.example', 5);
  expect(views(book.contacts(), account).map(({ address, trust }) => [address, trust.kind])).toEqual([
    ['ben@klinik.example', 'changed'],
    ['cleo@klinik.example', 'new'],
  ]);
});

it('a contact is shown as pinned once somebody is pinned for the address', () => {
  const { book, account, views } = fixture();
  book.add(ADDRESS, 'Dora');
  const dora = () => views(book.contacts(), account).find(({ address }) => address === ADDRESS);
  expect(dora()?.isPinned).toBe(false);
  book.pinNew(ADDRESS, pinOf(holds(HandChain.begin(realDevice(1))), 0));
  expect(dora()?.isPinned).toBe(true);
});

it('the presence of contacts is read anew when the account changes or ends', () => {
  const { book, presences, account, views } = fixture();
  presences.set('ben@klinik.example', 'online');
  views(book.contacts(), account);
  expect(views(book.contacts(), undefined).map(({ presence }) => presence)).toEqual(['unknown', 'unknown', 'unknown']);
  const next = { ...account!, presenceOf: () => 'away' as const };
  expect(views(book.contacts(), next).map(({ presence }) => presence)).toEqual(['away', 'away', 'away']);
});

it('a second claimant of an address is shown only if somebody is pinned for that address', () => {
  const { book, claims, account, views, happens } = fixture();
  book.pinNew(ADDRESS, pinOf(holds(HandChain.begin(realDevice(1))), 0));
  for (const name of ['anna', 'ben']) claims.set(`${name}@klinik.example`, ['x']);
  const before = views(book.contacts(), account);
  expect(before.map(({ claimedBy }) => claimedBy)).toEqual([['x'], undefined, undefined]);
  expect(views(book.contacts(), account)).toBe(before);
  claims.clear();
  happens();
  expect(views(book.contacts(), account).map(({ claimedBy }) => claimedBy)).toEqual([undefined, undefined, undefined]);
});

it('no contact is queried when nothing can have changed', () => {
  const { book, account, views } = fixture();
  const before = views(book.contacts(), account);
  const asked = vi.spyOn(account!, 'presenceOf');
  expect(views(book.contacts(), account)).toBe(before);
  expect(asked).not.toHaveBeenCalled();
});
