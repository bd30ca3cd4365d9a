// The trust book: a changed key is never trusted silently, whatever the directory serves and whatever the disk does.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { issueCertificate } from '../../../src/core/keys/certificate.ts';
import { type DeviceList, issueDeviceList, readDeviceList } from '../../../src/core/keys/device-list.ts';
import { makeSigningKey, type UserKey } from '../../../src/core/keys/identity.ts';
import { type Book, openBook } from '../../../src/main/contacts/book.ts';
import { BookState } from '../../../src/main/contacts/book-state.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { MemoryStore } from '../memory-store.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const BERT = 'bert@demo.example';
const bertKey = makeSigningKey(new Uint8Array(32).fill(1));
const falseKey = makeSigningKey(new Uint8Array(32).fill(2));

function list(key: UserKey, at: number, previous?: DeviceList): DeviceList {
  const device = deviceKeysOf(new Uint8Array(32).fill(7));
  const certificate = issueCertificate(key, {
    address: BERT,
    keys: device,
    name: 'desk',
    since: 1000,
    until: 2000,
  });
  const payload = issueDeviceList(key, { address: BERT, devices: [certificate], at }, previous);
  return unwrap(readDeviceList(payload, BERT), 'a list just issued reads');
}

const first = list(bertKey, 1);
const second = list(bertKey, 2, first);
const third = list(bertKey, 3, second);
const forged = list(bertKey, 99, first); // version 2, other bytes

const nothing = (): void => undefined;

function book(store = new MemoryStore<BookState>()): {
  book: Book;
  store: MemoryStore<BookState>;
  disk: () => number;
  events: RecordEvent[];
} {
  let failures = 0;
  const events: RecordEvent[] = [];
  return {
    book: openBook(
      store,
      () => failures++,
      (event) => events.push(event),
    ),
    store,
    disk: () => failures,
    events,
  };
}

/** The same book after a restart. */
const again = (store: MemoryStore<BookState>): Book => openBook(store, nothing, nothing);

describe('the security record', () => {
  test('hears of a key change once, of its acceptance and of a verification, and never whose it is', () => {
    const { book: mine, events } = book();
    mine.accept(BERT, first, 10);
    mine.markVerified(BERT, falseKey.publicKey, 15);
    mine.markVerified(BERT, bertKey.publicKey, 20);
    mine.accept(BERT, list(falseKey, 9), 30);
    mine.accept(BERT, list(falseKey, 9), 40);
    mine.noteChange(BERT, 'rollback', 50);
    mine.acceptKey(BERT, 60);
    expect(events).toEqual([
      { kind: 'peer-verified', way: 'code' },
      { kind: 'key-change', change: 'identity' },
      { kind: 'key-accepted' },
    ]);
    expect(JSON.stringify(events)).not.toContain('bert');
  });

  test('hears nothing of what could not be kept', () => {
    const store = new MemoryStore<BookState>();
    const { book: mine, events } = book(store);
    mine.accept(BERT, first, 10);
    store.isFull = true;
    expect(mine.markVerified(BERT, bertKey.publicKey, 20)).toBe(false);
    expect(events).toEqual([]);
  });
});

describe('pins', () => {
  test('the first list is pinned, newer ones are followed, and all of it outlives a restart', () => {
    const { book: mine, store } = book();
    expect(mine.trustOf(BERT)).toEqual({ kind: 'new' });
    expect(mine.accept(BERT, first, 10)).toBe('ok');
    expect(mine.trustOf(BERT)).toEqual({ kind: 'pinned', since: 10 });
    expect(mine.accept(BERT, third, 20)).toBe('ok');
    expect(mine.accept(BERT, third, 30)).toBe('ok');
    const later = again(store);
    expect(later.trustOf(BERT)).toEqual({ kind: 'pinned', since: 10 });
    expect(later.pin(BERT)).toEqual({ person: bertKey.publicKey, version: 3, hash: third.hash });
  });

  test('reading the same list again writes nothing', () => {
    const { book: mine, store } = book();
    mine.accept(BERT, first, 10);
    mine.accept(BERT, first, 20);
    expect(store.writes).toBe(1);
  });

  test.each([
    ['another identity', list(falseKey, 2), 'identity'],
    ['an older list', first, 'rollback'],
    ['other bytes under the same version', forged, 'conflict'],
    ['a successor of another list', list(bertKey, 4, forged), 'broken-chain'],
  ] as const)(
    '%s is a change, stays one after a restart, and the true list does not quietly heal it',
    (_what, served, change) => {
      const { book: mine, store, events } = book();
      mine.accept(BERT, second, 10);
      expect(mine.markVerified(BERT, bertKey.publicKey, 15)).toBe(true);
      expect(mine.accept(BERT, served, 20)).toBe('changed');
      const later = again(store);
      expect(later.trustOf(BERT)).toEqual({ kind: 'changed', seenAt: 20, verifiedAt: 15, change: 'identity' });
      expect(events.at(-1)).toEqual({ kind: 'key-change', change });
      expect(later.accept(BERT, second, 30)).toBe('changed');
      expect(later.accept(BERT, third, 30)).toBe('changed');
      expect(later.pin(BERT)).toMatchObject({ version: 2, person: bertKey.publicKey });
      expect(later.markVerified(BERT, bertKey.publicKey, 40)).toBe(false);
    },
  );

  test('only the person who has read the change ends it, and verification is gone with it', () => {
    const { book: mine, store } = book();
    mine.accept(BERT, first, 10);
    mine.markVerified(BERT, bertKey.publicKey, 15);
    expect(mine.acceptKey(BERT, 25)).toBe('not-changed');
    mine.accept(BERT, list(falseKey, 2), 20);
    expect(mine.acceptKey(BERT, 25)).toBe('accepted');
    expect(again(store).trustOf(BERT)).toEqual({ kind: 'new' });
    expect(mine.accept(BERT, list(falseKey, 2), 30)).toBe('ok');
    expect(again(store).trustOf(BERT)).toEqual({ kind: 'pinned', since: 30 });
  });

  test('the first change noted is the one that is told', () => {
    const { book: mine } = book();
    mine.accept(BERT, first, 10);
    mine.noteChange(BERT, 'identity', 20);
    mine.noteChange(BERT, 'rollback', 30);
    expect(mine.trustOf(BERT)).toEqual({ kind: 'changed', seenAt: 20, change: 'identity' });
  });

  test('a full disk does not make a pin or a change forgotten while the app runs', () => {
    const { book: mine, store, disk } = book();
    store.isFull = true;
    expect(mine.accept(BERT, first, 10)).toBe('ok');
    expect(mine.accept(BERT, list(falseKey, 2), 20)).toBe('changed');
    expect(mine.trustOf(BERT)).toMatchObject({ kind: 'changed' });
    expect(disk()).toBe(2);
    store.isFull = false;
    mine.noteFailedSecureCall('carl@demo.example');
    expect(again(store).trustOf(BERT)).toMatchObject({ kind: 'changed', change: 'identity' });
  });
});

describe('verification', () => {
  test('it holds for the pinned identity only, and outlives a restart', () => {
    const { book: mine, store } = book();
    expect(mine.markVerified(BERT, bertKey.publicKey, 5)).toBe(false);
    mine.accept(BERT, first, 10);
    expect(mine.markVerified(BERT, falseKey.publicKey, 15)).toBe(false);
    expect(mine.trustOf(BERT)).toEqual({ kind: 'pinned', since: 10 });
    expect(mine.markVerified(BERT, bertKey.publicKey, 15)).toBe(true);
    expect(mine.accept(BERT, second, 20)).toBe('ok');
    expect(again(store).trustOf(BERT)).toEqual({ kind: 'verified', at: 15, way: 'code' });
  });

  test('what could not be written is not shown as verified', () => {
    const { book: mine, store, disk } = book();
    mine.accept(BERT, first, 10);
    store.isFull = true;
    expect(mine.markVerified(BERT, bertKey.publicKey, 15)).toBe(false);
    expect(mine.trustOf(BERT)).toEqual({ kind: 'pinned', since: 10 });
    expect(disk()).toBe(1);
  });

  test('a word of another device marks what it finds, and never what was marked or lost here since', () => {
    const { book: mine, store, events } = book();
    expect(mine.hearVerified(BERT, bertKey.publicKey, 5)).toBe('unpinned');
    mine.accept(BERT, first, 10);
    expect(mine.hearVerified(BERT, falseKey.publicKey, 15)).toBe('other');
    store.isFull = true;
    expect(mine.hearVerified(BERT, bertKey.publicKey, 15)).toBe('disk');
    store.isFull = false;
    expect([mine.trustOf(BERT).kind, events]).toEqual(['pinned', []]);
    expect(mine.hearVerified(BERT, bertKey.publicKey, 15)).toBe('marked');
    expect(mine.hearVerified(BERT, bertKey.publicKey, 16)).toBe('known');
    mine.noteChange(BERT, 'rollback', 20);
    expect(mine.hearVerified(BERT, bertKey.publicKey, 15)).toBe('other');
    expect(events).toEqual([
      { kind: 'peer-verified', way: 'own-device' },
      { kind: 'key-change', change: 'rollback' },
    ]);
  });

  test('a word from before a change was read marks nobody any more, whoever has kept it, also after a restart', () => {
    const { book: mine, store } = book();
    const minutes = (count: number): number => count * 60_000;
    mine.accept(BERT, second, 0);
    mine.hearVerified(BERT, bertKey.publicKey, 10);
    expect(mine.accept(BERT, forged, 20)).toBe('changed'); // the same identity, another list
    expect(mine.acceptKey(BERT, minutes(30))).toBe('accepted');
    const later = again(store);
    expect(later.hearVerified(BERT, bertKey.publicKey, 10)).toBe('old'); // before anything is pinned by it
    later.accept(BERT, forged, minutes(31));
    expect(later.hearVerified(BERT, bertKey.publicKey, 10)).toBe('old');
    expect(later.hearVerified(BERT, bertKey.publicKey, minutes(35))).toBe('old'); // that device's clock may be ahead
    expect(later.trustOf(BERT).kind).toBe('pinned');
    expect(later.hearVerified(BERT, bertKey.publicKey, minutes(35) + 1)).toBe('marked');
  });

  test('failed secure calls are counted per address until read or verified', () => {
    const { book: mine, store } = book();
    mine.accept(BERT, first, 10);
    mine.noteFailedSecureCall(BERT);
    mine.noteFailedSecureCall(BERT);
    mine.noteFailedSecureCall('carl@demo.example');
    expect(again(store).failedSecureCalls()).toEqual([
      { address: BERT, count: 2 },
      { address: 'carl@demo.example', count: 1 },
    ]);
    mine.markVerified(BERT, bertKey.publicKey, 15);
    mine.clearFailedSecureCalls('carl@demo.example');
    expect(again(store).failedSecureCalls()).toEqual([]);
  });
});

test('a book of the version before opens, and all who were verified in it still are', () => {
  const text = `{"entries":[
    {"address":"anna@demo.example","name":"Anna","pin":{"person":"${'A'.repeat(43)}","version":3,"hash":"${'A'.repeat(43)}","sinceMs":1},
     "verified":{"atMs":5,"way":"code"},"failedSecureCalls":1},
    {"address":"bert@demo.example","removedName":"","change":{"kind":"rollback","seenAtMs":7},"alwaysRings":true,"failedSecureCalls":0}]}`;
  const store = new MemoryStore<BookState>();
  store.write(v.parse(BookState, JSON.parse(text)));
  const opened = again(store);
  expect(opened.trustOf('anna@demo.example')).toEqual({ kind: 'verified', at: 5, way: 'code' });
  expect(opened.trustOf(BERT).kind).toBe('changed');
  expect(opened.failedSecureCalls()).toEqual([{ address: 'anna@demo.example', count: 1 }]);
});

describe('contacts', () => {
  test('a contact that is removed and restored, or added anew, is trusted exactly as before', () => {
    const { book: mine, store } = book();
    expect(mine.add(BERT, 'Bert')).toBe('added');
    expect(mine.add(BERT, 'Other')).toBe('exists');
    mine.accept(BERT, first, 10);
    mine.markVerified(BERT, bertKey.publicKey, 15);
    expect(mine.remove(BERT)).toBe('removed');
    expect(mine.remove(BERT)).toBe('unknown');
    expect(mine.contacts()).toEqual([]);
    expect(mine.contact(BERT)).toBeUndefined();
    expect(mine.accept(BERT, list(falseKey, 2), 20)).toBe('changed');
    expect(again(store).restore(BERT)).toBe('restored');
    const later = again(store);
    expect(later.contact(BERT)).toEqual({ name: 'Bert', alwaysRings: false });
    expect(later.restore(BERT)).toBe('unknown');
    expect(later.trustOf(BERT).kind).toBe('changed');
    later.remove(BERT);
    expect(later.add(BERT, 'Bert again')).toBe('added');
    expect(later.restore(BERT)).toBe('unknown');
    expect(later.trustOf(BERT).kind).toBe('changed');
  });

  test('they are listed by name, nameless ones by address, with their trust', () => {
    const { book: mine } = book();
    mine.add('zoe@demo.example', 'Anna');
    mine.add('carl@demo.example', '');
    mine.add(BERT, 'Doris');
    mine.accept(BERT, first, 10);
    expect(mine.contacts()).toEqual([
      { address: 'zoe@demo.example', name: 'Anna', trust: { kind: 'new' }, person: undefined, alwaysRings: false },
      { address: 'carl@demo.example', name: '', trust: { kind: 'new' }, person: undefined, alwaysRings: false },
      {
        address: BERT,
        name: 'Doris',
        trust: { kind: 'pinned', since: 10 },
        person: bertKey.publicKey,
        alwaysRings: false,
      },
    ]);
  });

  test('what a person does is not done where it cannot be written', () => {
    const { book: mine, store, disk } = book();
    store.isFull = true;
    expect(mine.add(BERT, 'Bert')).toBe('disk');
    expect(mine.contacts()).toEqual([]);
    store.isFull = false;
    mine.add(BERT, 'Bert');
    store.isFull = true;
    expect(mine.remove(BERT)).toBe('disk');
    expect(mine.contact(BERT)).toEqual({ name: 'Bert', alwaysRings: false });
    expect(disk()).toBe(2);
  });

  test('every change is told once', () => {
    const { book: mine } = book();
    let told = 0;
    mine.onChange(() => told++);
    mine.add(BERT, 'Bert');
    mine.accept(BERT, first, 10);
    mine.accept(BERT, first, 11);
    mine.remove(BERT);
    expect(told).toBe(3);
  });
});
