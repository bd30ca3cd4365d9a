// The trust book: pins, disputes, recoveries, verifications and contacts. An identity that contradicts a pin is never
// silently trusted, whatever the disk does.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { type Book, openBook } from '../../../src/main/contacts/book.ts';
import { BookState } from '../../../src/main/contacts/book-state.ts';
import { keepPin, type PersonPin, pinOf } from '../../../src/main/people/person-pin.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { ADDRESS as BERT, HandChain, realDevice } from '../../core/keys/hand-written-chain.ts';
import { MemoryStore } from '../memory-store.ts';
import { holds } from '../people/reader-rig.ts';

const [a, b, thief] = [realDevice(1), realDevice(2), realDevice(3)];
const first = HandChain.begin(a);
const second = first.adding(a, b);
const third = second.dropping(a, b);
const other = HandChain.begin(thief);
const [person, stranger] = [first.person, other.person];

const nothing = (): void => undefined;
const pin = (chain: HandChain, atMs: number): PersonPin => pinOf(holds(chain), atMs);
const step = (chain: HandChain, isRecovered = false) => ({ kind: 'follow' as const, held: holds(chain), isRecovered });

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
  test('the security record notes disputes, recoveries, decisions and verifications, and never an address', () => {
    const { book: mine, events } = book();
    mine.pinNew(BERT, pin(first, 10));
    mine.markVerified(BERT, stranger, 15);
    mine.markVerified(BERT, person, 20);
    mine.noteDispute(BERT, 30);
    mine.noteDispute(BERT, 40);
    mine.noteDispute(BERT, 50);
    mine.decide(BERT, holds(first), 60);
    mine.follow(BERT, step(second, true), 70);
    mine.follow(BERT, step(third, true), 80);
    mine.acceptKey(BERT);
    expect(events).toEqual([
      { kind: 'peer-verified', way: 'code' },
      { kind: 'key-change', change: 'disputed' },
      { kind: 'dispute-decided', whose: 'other' },
      { kind: 'key-change', change: 'recovered' },
      { kind: 'key-accepted' },
    ]);
    expect(JSON.stringify(events)).not.toContain('anna');
  });

  test('the security record notes nothing about a verification that could not be saved', () => {
    const store = new MemoryStore<BookState>();
    const { book: mine, events } = book(store);
    mine.pinNew(BERT, pin(first, 10));
    store.isFull = true;
    expect(mine.markVerified(BERT, person, 20)).toBe(false);
    expect(events).toEqual([]);
  });
});

describe('pins', () => {
  test('the first person is pinned, their chain is followed, and both survive a restart', () => {
    const { book: mine, store } = book();
    expect(mine.trustOf(BERT)).toEqual({ kind: 'new' });
    expect(mine.pinNew(BERT, pin(first, 10))).toBe('ok');
    expect(mine.trustOf(BERT)).toEqual({ kind: 'pinned', since: 10 });
    mine.follow(BERT, step(third), 20);
    const later = again(store);
    expect(later.trustOf(BERT)).toEqual({ kind: 'pinned', since: 10 });
    expect(later.pin(BERT)).toEqual(pin(third, 10));
    expect(later.pin(BERT)).toBe(later.pin(BERT)); // a stored pin is read once
  });

  test('pinning the same person again writes nothing, and no other person replaces them', () => {
    const { book: mine, store } = book();
    mine.pinNew(BERT, pin(second, 10));
    expect(mine.pinNew(BERT, pin(first, 20))).toBe('ok');
    expect(mine.pinNew(BERT, pin(other, 20))).toBe('changed');
    expect(store.writes).toBe(1);
    expect(mine.pin(BERT)).toEqual(pin(second, 10));
  });

  test('a dispute survives a restart, and while it waits nobody is newly pinned or verified', () => {
    const { book: mine, store } = book();
    mine.pinNew(BERT, pin(second, 10));
    expect(mine.markVerified(BERT, person, 15)).toBe(true);
    mine.noteDispute(BERT, 20);
    const later = again(store);
    expect(later.trustOf(BERT)).toEqual({ kind: 'changed', seenAt: 20, verifiedAt: 15 });
    expect(later.pinNew(BERT, pin(second, 30))).toBe('changed');
    expect(later.markVerified(BERT, person, 40)).toBe(false);
    expect(() => later.follow(BERT, step(third), 50)).toThrow('nothing moves a pin');
    expect(later.pin(BERT)).toEqual(pin(second, 10));
    expect([later.trustOf(BERT).kind, later.isDisputed(BERT)]).toEqual(['changed', true]);
  });

  test('a dispute cannot be marked as read like a recovery, and its decision ends the verification', () => {
    const { book: mine, store } = book();
    mine.pinNew(BERT, pin(first, 10));
    mine.markVerified(BERT, person, 15);
    expect(mine.acceptKey(BERT)).toBe('not-changed');
    mine.noteDispute(BERT, 20);
    expect(mine.acceptKey(BERT)).toBe('not-changed');
    expect(again(store).trustOf(BERT).kind).toBe('changed');
    mine.decide(BERT, holds(first), 25);
    expect(again(store).trustOf(BERT)).toEqual({ kind: 'pinned', since: 10 });
  });

  test('a dispute keeps the time at which it was first seen', () => {
    const { book: mine, store } = book();
    mine.noteDispute(BERT, 20);
    mine.noteDispute(BERT, 30);
    expect(store.writes).toBe(1);
    expect(mine.trustOf(BERT)).toEqual({ kind: 'changed', seenAt: 20 });
  });

  test('a decision pins the chosen chain, keeps the time of the pin, and ends dispute, recovery and verification', () => {
    const { book: mine, store, events } = book();
    mine.pinNew(BERT, pin(first, 10));
    mine.markVerified(BERT, person, 15);
    mine.follow(BERT, step(second, true), 16);
    mine.noteDispute(BERT, 20);
    expect(mine.decide(BERT, holds(third), 400_000)).toBe('decided');
    expect(events.at(-1)).toEqual({ kind: 'dispute-decided', whose: 'other' });
    const later = again(store);
    expect([later.pin(BERT), later.trustOf(BERT)]).toEqual([pin(third, 10), { kind: 'pinned', since: 10 }]);
    // A note from before the decision, which a broker has kept.
    expect(later.hearVerified(BERT, person, 399_999)).toBe('old');
    expect(later.markVerified(BERT, person, 400_001)).toBe(true);
  });

  test('a decision for an address without a pin pins the person from the time of the decision', () => {
    const { book: mine } = book();
    mine.noteDispute(BERT, 20);
    expect(mine.decide(BERT, holds(third), 30)).toBe('decided');
    expect([mine.pin(BERT), mine.trustOf(BERT)]).toEqual([pin(third, 30), { kind: 'pinned', since: 30 }]);
  });

  test('a decision that could not be saved has no effect', () => {
    const { book: mine, store, events } = book();
    mine.pinNew(BERT, pin(second, 10));
    mine.noteDispute(BERT, 20);
    store.isFull = true;
    expect(mine.decide(BERT, holds(third), 30)).toBe('disk');
    expect([mine.pin(BERT), mine.trustOf(BERT).kind, events.length]).toEqual([pin(second, 10), 'changed', 1]);
  });

  test('a dispute at an address without a contact is listed until it is decided', () => {
    const { book: mine } = book();
    mine.noteDispute(BERT, 20);
    expect(mine.disputed()).toEqual([{ address: BERT, seenAt: 20 }]);
    mine.add(BERT, 'Bert');
    expect(mine.disputed()).toEqual([]);
    mine.remove(BERT);
    expect(mine.disputed()).toEqual([{ address: BERT, seenAt: 20 }]);
    mine.decide(BERT, holds(third), 30);
    expect(mine.disputed()).toEqual([]);
  });

  test('a pin and a dispute that a full disk refuses stay in memory and are written later', () => {
    const { book: mine, store, disk } = book();
    store.isFull = true;
    expect(mine.pinNew(BERT, pin(first, 10))).toBe('ok');
    mine.noteDispute(BERT, 20);
    expect(mine.trustOf(BERT)).toMatchObject({ kind: 'changed' });
    expect(disk()).toBe(2);
    store.isFull = false;
    mine.noteFailedSecureCall('carl@demo.example');
    expect(again(store).trustOf(BERT)).toMatchObject({ kind: 'changed' });
    expect(again(store).pin(BERT)).toEqual(pin(first, 10));
  });

  test('forgetting a person ends the dispute, and the next person is pinned', () => {
    const { book: mine, store } = book();
    mine.add(BERT, 'Bert');
    expect(mine.forget(BERT, 5)).toBe('not-known');
    mine.pinNew(BERT, pin(first, 10));
    mine.noteDispute(BERT, 20);
    store.isFull = true;
    expect(mine.forget(BERT, 30)).toBe('disk');
    store.isFull = false;
    expect(mine.forget(BERT, 400_000)).toBe('forgotten');
    const later = again(store);
    expect([later.trustOf(BERT), later.pin(BERT)]).toEqual([{ kind: 'new' }, undefined]);
    expect(later.contact(BERT)?.name).toBe('Bert');
    expect(later.hearVerified(BERT, person, 399_999)).toBe('old');
    expect(later.pinNew(BERT, pin(other, 40))).toBe('ok');
  });

  test.each([
    ['by code', (mine: Book) => mine.markVerified(BERT, person, 15)],
    ['by another own device', (mine: Book) => mine.hearVerified(BERT, person, 15)],
    [
      'before they recovered',
      (mine: Book) => (mine.markVerified(BERT, person, 15), mine.follow(BERT, step(second, true), 16)),
    ],
    [
      'before their devices disagreed',
      (mine: Book) => (mine.markVerified(BERT, person, 15), mine.noteDispute(BERT, 16)),
    ],
  ])('a person verified %s cannot be forgotten alone, only removed with the contact', (_how, verify) => {
    const { book: mine, store, events } = book();
    mine.add(BERT, 'Bert');
    mine.ringAlways(BERT, true);
    mine.pinNew(BERT, pin(first, 10));
    verify(mine);
    expect(mine.forget(BERT, 30)).toBe('verified');
    expect(mine.pin(BERT)?.person).toEqual(person);
    store.isFull = true;
    expect(mine.removeForGood(BERT, 30)).toBe('disk');
    store.isFull = false;
    expect(mine.removeForGood(BERT, 400_000)).toBe('removed');
    expect(events.at(-1)).toEqual({ kind: 'verification-ended', by: 'removed' });
    const later = again(store);
    expect([later.trustOf(BERT), later.contact(BERT)]).toEqual([{ kind: 'new' }, undefined]);
    expect([later.restore(BERT), later.removeForGood(BERT, 500_000)]).toEqual(['unknown', 'unknown']);
    expect(later.hearVerified(BERT, person, 399_999)).toBe('old'); // a note that a broker has kept
    expect(later.pinNew(BERT, pin(other, 40))).toBe('ok');
  });

  test('a newcomer verified by code replaces only a pinned person who is verified and not in a dispute', () => {
    const { book: mine, store, events } = book();
    mine.add(BERT, 'Bert');
    expect(mine.replace(BERT, person, pin(other, 20))).toBe('changed'); // nobody is pinned
    mine.pinNew(BERT, pin(first, 10));
    expect(mine.replace(BERT, person, pin(other, 20))).toBe('changed'); // nobody was verified
    mine.markVerified(BERT, person, 15);
    expect(mine.replace(BERT, stranger, pin(other, 20))).toBe('changed');
    store.isFull = true;
    expect(mine.replace(BERT, person, pin(other, 20))).toBe('disk');
    store.isFull = false;
    expect(mine.trustOf(BERT)).toEqual({ kind: 'verified', at: 15, way: 'code' });
    expect(mine.pin(BERT)?.person).toEqual(person);
    mine.follow(BERT, step(second, true), 18);
    expect(mine.replace(BERT, person, pin(other, 20))).toBe('replaced');
    const later = again(store);
    // The recovery of the replaced person no longer counts.
    expect(later.trustOf(BERT)).toEqual({ kind: 'verified', at: 20, way: 'code' });
    expect([later.pin(BERT)?.person, later.contact(BERT)?.name]).toEqual([stranger, 'Bert']);
    expect(events.slice(-2)).toEqual([
      { kind: 'verification-ended', by: 'replaced' },
      { kind: 'peer-verified', way: 'code' },
    ]);
    later.noteDispute(BERT, 30);
    expect(later.replace(BERT, stranger, pin(first, 40))).toBe('changed');
  });

  test('a dispute can be forgotten if nobody is pinned', () => {
    const { book: mine } = book();
    mine.noteDispute(BERT, 20);
    expect(mine.forget(BERT, 30)).toBe('forgotten');
    expect([mine.isDisputed(BERT), mine.disputed()]).toEqual([false, []]);
  });
});

describe('recoveries', () => {
  test('a verified person who recovered counts as not verified until the recovery is marked as read', () => {
    const { book: mine, store } = book();
    mine.pinNew(BERT, pin(first, 10));
    mine.markVerified(BERT, person, 15);
    mine.follow(BERT, step(second, true), 20);
    const later = again(store);
    expect(later.trustOf(BERT)).toEqual({ kind: 'pinned', since: 10, recovered: { seenAt: 20, verifiedAt: 15 } });
    expect(later.hearVerified(BERT, person, 400_000)).toBe('known');
    expect(later.trustOf(BERT).kind).toBe('pinned');
    expect(later.acceptKey(BERT)).toBe('accepted');
    expect(later.acceptKey(BERT)).toBe('not-changed');
    expect(again(store).trustOf(BERT)).toEqual({ kind: 'verified', at: 15, way: 'code' });
  });

  test('marking a recovery as read ends the verification if policy demands a new comparison', () => {
    const { book: mine, store } = book();
    mine.pinNew(BERT, pin(first, 10));
    mine.markVerified(BERT, person, 15);
    mine.follow(BERT, step(second, true), 20);
    expect(mine.acceptKey(BERT, 30)).toBe('accepted');
    expect(again(store).trustOf(BERT)).toEqual({ kind: 'pinned', since: 10 });
    expect(mine.hearVerified(BERT, person, 15)).toBe('old');
    expect(mine.markVerified(BERT, person, 40)).toBe(true);
    expect(again(store).trustOf(BERT)).toEqual({ kind: 'verified', at: 40, way: 'code' });
  });

  test('a verification note does not mark a recovery as read', () => {
    const { book: mine } = book();
    mine.pinNew(BERT, pin(first, 10));
    mine.follow(BERT, step(second, true), 20);
    expect(mine.hearVerified(BERT, person, 30)).toBe('marked');
    expect(mine.trustOf(BERT)).toEqual({ kind: 'pinned', since: 10, recovered: { seenAt: 20, verifiedAt: 30 } });
  });

  test('comparing the code ends a recovery', () => {
    const { book: mine } = book();
    mine.pinNew(BERT, pin(first, 10));
    mine.follow(BERT, step(second, true), 20);
    expect(mine.markVerified(BERT, person, 30)).toBe(true);
    expect(mine.trustOf(BERT)).toEqual({ kind: 'verified', at: 30, way: 'code' });
  });

  test('a recovery during a dispute cannot be marked as read, and ends with the decision', () => {
    const { book: mine } = book();
    mine.pinNew(BERT, pin(first, 10));
    mine.follow(BERT, step(second, true), 20);
    mine.noteDispute(BERT, 30);
    expect(mine.trustOf(BERT)).toEqual({ kind: 'changed', seenAt: 30 });
    expect(mine.acceptKey(BERT)).toBe('not-changed');
    mine.decide(BERT, holds(third), 40);
    expect(mine.trustOf(BERT)).toEqual({ kind: 'pinned', since: 10 });
  });
});

describe('verifications', () => {
  test('a verification applies to the pinned identity only and survives a restart', () => {
    const { book: mine, store } = book();
    expect(mine.markVerified(BERT, person, 5)).toBe(false);
    mine.pinNew(BERT, pin(first, 10));
    expect(mine.markVerified(BERT, stranger, 15)).toBe(false);
    expect(mine.trustOf(BERT)).toEqual({ kind: 'pinned', since: 10 });
    expect(mine.markVerified(BERT, person, 15)).toBe(true);
    mine.follow(BERT, step(second), 20);
    expect(again(store).trustOf(BERT)).toEqual({ kind: 'verified', at: 15, way: 'code' });
  });

  test('a verification that could not be saved does not count', () => {
    const { book: mine, store, disk } = book();
    mine.pinNew(BERT, pin(first, 10));
    store.isFull = true;
    expect(mine.markVerified(BERT, person, 15)).toBe(false);
    expect(mine.trustOf(BERT)).toEqual({ kind: 'pinned', since: 10 });
    expect(disk()).toBe(1);
  });

  test('a verification note marks only the pinned person, only once, and not while a dispute waits', () => {
    const { book: mine, store, events } = book();
    expect(mine.hearVerified(BERT, person, 5)).toBe('unpinned');
    mine.pinNew(BERT, pin(first, 10));
    expect(mine.hearVerified(BERT, stranger, 15)).toBe('other');
    store.isFull = true;
    expect(mine.hearVerified(BERT, person, 15)).toBe('disk');
    store.isFull = false;
    expect([mine.trustOf(BERT).kind, events]).toEqual(['pinned', []]);
    expect(mine.hearVerified(BERT, person, 15)).toBe('marked');
    expect(mine.hearVerified(BERT, person, 16)).toBe('known');
    mine.noteDispute(BERT, 20);
    expect(mine.hearVerified(BERT, person, 15)).toBe('other');
    expect(events).toEqual([
      { kind: 'peer-verified', way: 'own-device' },
      { kind: 'key-change', change: 'disputed' },
    ]);
  });

  test('a verification note from before a dispute was decided never counts, even after a restart', () => {
    const { book: mine, store } = book();
    const minutes = (count: number): number => count * 60_000;
    mine.pinNew(BERT, pin(second, 0));
    mine.hearVerified(BERT, person, 10);
    mine.noteDispute(BERT, 20);
    expect(mine.decide(BERT, holds(second), minutes(30))).toBe('decided');
    const later = again(store);
    expect(later.hearVerified(BERT, person, 10)).toBe('old');
    expect(later.hearVerified(BERT, person, minutes(35))).toBe('old'); // that device's clock may be ahead
    expect(later.trustOf(BERT).kind).toBe('pinned');
    expect(later.hearVerified(BERT, person, minutes(35) + 1)).toBe('marked');
  });

  test('failed secure calls are counted per address until the count is read or the person is verified', () => {
    const { book: mine, store } = book();
    mine.pinNew(BERT, pin(first, 10));
    mine.noteFailedSecureCall(BERT);
    mine.noteFailedSecureCall(BERT);
    mine.noteFailedSecureCall('carl@demo.example');
    expect(again(store).failedSecureCalls()).toEqual([
      { address: BERT, count: 2 },
      { address: 'carl@demo.example', count: 1 },
    ]);
    mine.markVerified(BERT, person, 15);
    mine.clearFailedSecureCalls('carl@demo.example');
    expect(again(store).failedSecureCalls()).toEqual([]);
  });
});

test('a book written by an earlier version opens with its verified people', () => {
  const kept = JSON.stringify(keepPin(pin(first, 1)));
  const text = `{"entries":[
    {"address":"${BERT}","name":"Anna","pin":${kept},"verified":{"atMs":5,"way":"code"},"failedSecureCalls":1},
    {"address":"carl@demo.example","removedName":"","change":{"seenAtMs":7},"alwaysRings":true,
     "accepted":{"atMs":6},"recovery":{"seenAtMs":7},"failedSecureCalls":0}]}`;
  const store = new MemoryStore<BookState>();
  store.write(v.parse(BookState, JSON.parse(text)));
  const opened = again(store);
  expect(opened.trustOf(BERT)).toEqual({ kind: 'verified', at: 5, way: 'code' });
  expect(opened.pin(BERT)).toEqual(pin(first, 1));
  expect(opened.trustOf('carl@demo.example').kind).toBe('changed');
  expect(opened.failedSecureCalls()).toEqual([{ address: BERT, count: 1 }]);
});

describe('contacts', () => {
  test('a dispute noted while a contact is removed stays when the contact is restored or added anew', () => {
    const { book: mine, store } = book();
    expect(mine.add(BERT, 'Bert')).toBe('added');
    expect(mine.add(BERT, 'Other')).toBe('exists');
    mine.pinNew(BERT, pin(first, 10));
    mine.markVerified(BERT, person, 15);
    expect(mine.remove(BERT)).toBe('removed');
    expect(mine.remove(BERT)).toBe('unknown');
    expect(mine.contacts()).toEqual([]);
    expect(mine.contact(BERT)).toBeUndefined();
    mine.noteDispute(BERT, 20);
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

  test('contacts are listed by name, nameless contacts by address, with their trust', () => {
    const { book: mine } = book();
    mine.add('zoe@demo.example', 'Anna');
    mine.add('carl@demo.example', '');
    mine.add(BERT, 'Doris');
    mine.pinNew(BERT, pin(first, 10));
    expect(mine.contacts()).toEqual([
      { address: 'zoe@demo.example', name: 'Anna', trust: { kind: 'new' }, person: undefined, alwaysRings: false },
      { address: 'carl@demo.example', name: '', trust: { kind: 'new' }, person: undefined, alwaysRings: false },
      {
        address: BERT,
        name: 'Doris',
        trust: { kind: 'pinned', since: 10 },
        person,
        alwaysRings: false,
      },
    ]);
  });

  test('adding or removing a contact fails while the disk is full', () => {
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

  test('adding, pinning and removing a contact each call a listener once, and pinning the same person again does not', () => {
    const { book: mine } = book();
    let told = 0;
    mine.onChange(() => told++);
    mine.add(BERT, 'Bert');
    mine.pinNew(BERT, pin(first, 10));
    mine.pinNew(BERT, pin(first, 11));
    mine.remove(BERT);
    expect(told).toBe(3);
  });
});
