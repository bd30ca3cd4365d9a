// Lookups of people in a directory where anybody may write: whom a lookup finds, what happens to the pin, and what is
// noted.
import { beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../../src/core/bytes.ts';
import { writeHint } from '../../../src/core/signal/hint.ts';
import { chainHead } from '../../../src/core/keys/chain-head.ts';
import { type Book, openBook } from '../../../src/main/contacts/book.ts';
import { pinOf } from '../../../src/main/people/person-pin.ts';
import { createLog } from '../../../src/main/log.ts';
import { type ChainPeople, createChainPeople, type Dispute } from '../../../src/main/people/chain-people.ts';
import type { Credentials } from '../../../src/main/people/address-reading.ts';
import type { AddressClaim } from '../../../src/main/people/foreign-claims.ts';
import type { LookOptions, PeerPerson, Sight } from '../../../src/main/people/people.ts';
import {
  ADDRESS,
  type Actor,
  HandChain,
  paperDevice,
  realDevice,
  realRecovery,
} from '../../core/keys/hand-written-chain.ts';
import { MemoryStore } from '../memory-store.ts';
import { createRig, holds, open } from './reader-rig.ts';

const [a, b, c, thief] = [realDevice(1), realDevice(2), realDevice(3), realDevice(4)];
const two = HandChain.begin(a).adding(a, b);
const three = two.adding(b, c);
const other = HandChain.begin(thief);

let rig: ReturnType<typeof createRig>;
let book: Book;
let changes: string[];
let people: ChainPeople;
let claims: AddressClaim[];
let unclaimed: string[];
let lines: string[];
let credentials: Credentials | undefined;
let seen: Set<string>;
let confirmed: HandChain | undefined;
beforeEach(() => {
  rig = createRig();
  changes = [];
  book = openBook(
    new MemoryStore(),
    () => undefined,
    (event) => event.kind === 'key-change' && changes.push(event.change),
  );
  claims = [];
  unclaimed = [];
  lines = [];
  credentials = undefined;
  seen = new Set();
  confirmed = undefined;
  people = createChainPeople({
    reader: rig.reader,
    pins: book,
    organisation: {
      devicesOf: () => [],
      credentials: () => credentials,
      oneOf: async (persons) =>
        Promise.resolve(persons.find(({ person }) => confirmed && toHex(person) === toHex(confirmed.person))),
    },
    onClaim: (claim) => claims.push(claim),
    onNoClaim: (address) => unclaimed.push(address),
    onDevices: (_address, devices) => devices.forEach((device) => seen.add(device)),
    firstSeenMs: () => undefined,
    clock: rig.clock,
    log: createLog('debug', (_level, line) => lines.push(line)),
  });
});

const pinned = (chain: HandChain): void => void book.pinNew(ADDRESS, pinOf(holds(chain), 0));
const look = (more: Partial<LookOptions> = {}): Promise<Sight> =>
  people.look(ADDRESS, { timeoutMs: 3000, maxAgeMs: 0, ...more });
const glance = (): ReturnType<ChainPeople['glance']> => people.glance(ADDRESS, { timeoutMs: 3000, maxAgeMs: 0 });
const invitedBy = (device: Actor, { person, links }: HandChain, carried = links): Pick<LookOptions, 'invited'> => ({
  invited: { person, device: device.id, chain: carried },
});
const silence = (): void => void (rig.directory.before = () => Promise.resolve('timeout'));
const ids = ({ devices }: PeerPerson): readonly string[] => devices.map(({ id }) => id);

/** A lookup's result in short: its kind, the person found with their devices, and whether they are confirmed. */
function brief(sight: Sight): unknown {
  if (sight.kind === 'several') return { kind: 'several', claims: sight.claims.map(ids) };
  if (sight.kind === 'changed') return { kind: 'changed', devices: ids(sight.peer) };
  if (sight.kind !== 'person') return sight.kind;
  return { devices: ids(sight.peer), isConfirmed: sight.isConfirmed };
}
const heldLinks = (): number | undefined => book.pin(ADDRESS)?.held.chain.links.length;

describe('looking up a pinned person', () => {
  test('a lookup that reads an added device updates the pin, and lists devices in the order of adding', async () => {
    pinned(two);
    rig.directory.publish(three, a, b);
    expect(brief(await look())).toEqual({ devices: [a.id, b.id, c.id], isConfirmed: true });
    expect(heldLinks()).toBe(3);
    expect(people.held(ADDRESS)?.head).toEqual(chainHead(open(three)));
  });

  test('repeated lookups return the same object for a person as long as they read nothing new', async () => {
    pinned(two);
    rig.directory.publish(three, a);
    const [first, second] = [await look(), await look()];
    expect(first.kind === 'person' && second.kind === 'person' && first.peer === second.peer).toBe(true);
    expect(people.held(ADDRESS)).toBe(first.kind === 'person' ? first.peer : undefined);
  });

  test('a lookup ignores the fork of a removed device and the devices added on that fork', async () => {
    pinned(two.dropping(a, b));
    rig.directory.publish(two.dropping(a, b), a);
    rig.directory.publish(two.adding(b, thief), b, thief);
    expect(brief(await look())).toEqual({ devices: [a.id], isConfirmed: true });
    await rig.settle();
    expect(heldLinks()).toBe(3);
    expect(lines).toEqual([expect.stringContaining('cut or overruled links count for nothing')]);
  });

  test('links that a decision overruled count for nothing, and the log says so', async () => {
    const overruled = open(three)
      .links.slice(2)
      .map(({ hash }) => hash);
    book.pinNew(ADDRESS, pinOf({ ...holds(two), overruled }, 0));
    rig.directory.publish(three, a);
    await look();
    await rig.settle();
    expect([heldLinks(), lines]).toEqual([2, [expect.stringContaining('overruled links')]]);
  });

  test('a lookup does not return a device that only a losing branch has removed', async () => {
    const four = three.adding(a, thief);
    pinned(four);
    rig.directory.publish(four.dropping(a, c), a);
    rig.directory.publish(four.dropping(b, thief), b);
    expect(brief(await look())).toEqual({ devices: [a.id, b.id], isConfirmed: true });
  });

  test('a lookup follows the removal of a thief who added two more links', async () => {
    const stolen = HandChain.begin(a).adding(a, thief);
    pinned(stolen);
    rig.directory.publish(stolen.dropping(a, thief), a);
    rig.directory.publish(stolen.adding(thief, b).adding(b, c), thief, b);
    expect(brief(await look())).toEqual({ devices: [a.id], isConfirmed: true });
    expect(changes).toEqual([]);
  });

  test('a lookup keeps the newer chain if the directory shows an older chain', async () => {
    pinned(three);
    rig.directory.publish(two, a, b);
    const sight = await look();
    expect(brief(sight)).toEqual({ devices: [a.id, b.id, c.id], isConfirmed: true });
    const peer = sight.kind === 'person' ? sight.peer : undefined;
    expect(peer?.relation(chainHead(open(three)))).toBe('same');
    expect(peer?.relation(chainHead(open(two)))).toBe('earlier');
    expect(peer?.relation(chainHead(open(three.adding(c, thief))))).toBe('unknown');
  });

  test('a lookup finds nothing while the directory withholds the pinned person, who stays held', async () => {
    pinned(two);
    expect(await look()).toEqual({ kind: 'none' });
    silence();
    expect(await look()).toEqual({ kind: 'timeout' });
    const held = people.held(ADDRESS);
    expect(held && ids(held)).toEqual([a.id, b.id]);
  });

  test('a lookup reports another claimant without changing the pin', async () => {
    pinned(two);
    rig.directory.publish(other, thief);
    expect(await look()).toMatchObject({ kind: 'other' });
    expect(heldLinks()).toBe(2);
    expect(changes).toEqual([]);
  });

  test('a lookup finds the pinned person and reports another claimant until a complete reading finds none', async () => {
    pinned(two);
    rig.directory.publish(two, a);
    rig.directory.publish(other, thief);
    expect(brief(await look())).toEqual({ devices: [a.id, b.id], isConfirmed: true });
    await rig.settle();
    expect(new Set(claims.flatMap(({ devices }) => devices))).toEqual(new Set([thief.id]));
    expect(unclaimed).toEqual([]);
    rig.directory.payloads.delete(thief.id);
    await look();
    await rig.settle();
    expect(unclaimed).toContain(ADDRESS);
  });

  test('a lookup answers before it notes a recovery on an unknown device, which the next lookup returns', async () => {
    const paper = realRecovery(1);
    const safe = two.adding(a, paper);
    pinned(safe);
    rig.directory.publish(safe, a);
    rig.directory.publish(safe.next(paper, { add: [safe.member(c)], drop: [a.id, b.id, paper.id] }), c);
    expect(brief(await look())).toEqual({ devices: [a.id, b.id], isConfirmed: true });
    await rig.settle();
    expect(changes).toEqual(['recovered']);
    expect(brief(await look())).toEqual({ devices: [c.id], isConfirmed: true });
    expect(changes).toEqual(['recovered']);
  });

  test('a lookup does not undo a removal that reached the pin meanwhile', async () => {
    pinned(two);
    rig.directory.publish(three, a);
    rig.directory.before = async () => {
      book.follow(ADDRESS, { kind: 'follow', held: holds(two.dropping(a, b)), isRecovered: false }, 1);
      return Promise.resolve(undefined);
    };
    const sight = await look();
    expect(brief(sight)).toEqual({ devices: [a.id], isConfirmed: true });
    expect(heldLinks()).toBe(3);
  });
});

describe('people forgotten during a lookup', () => {
  const forgetMeanwhile = (): void =>
    void (rig.directory.before = async () => {
      book.forget(ADDRESS, 1);
      return Promise.resolve(undefined);
    });

  test('a forgotten person is not found again if the directory has nothing of them', async () => {
    pinned(two);
    forgetMeanwhile();
    expect(await look()).toEqual({ kind: 'none' });
    pinned(two);
    rig.directory.publish(other, thief);
    expect(brief(await look())).toEqual({ devices: [thief.id], isConfirmed: true });
  });

  test('a forgotten person is found as new if the directory has them', async () => {
    pinned(two.dropping(a, b));
    rig.directory.publish(two, a);
    forgetMeanwhile();
    expect(brief(await look())).toEqual({ devices: [a.id, b.id], isConfirmed: true });
  });
});

describe('disputes found by lookups', () => {
  const [left, right] = [two.dropping(a, b), two.dropping(b, a)];
  beforeEach(() => {
    rig.directory.publish(left, a);
    rig.directory.publish(right, b);
  });

  test('a dispute about the pinned person is noted, and the pin stays', async () => {
    pinned(two);
    expect(brief(await look())).toEqual({ kind: 'changed', devices: [a.id, b.id] });
    expect(changes).toEqual(['disputed']);
    expect(heldLinks()).toBe(2);
  });

  test('a dispute is noted once', async () => {
    pinned(two);
    await look();
    await look();
    expect(changes).toEqual(['disputed']);
  });

  test('a dispute at first contact is noted and pins nobody', async () => {
    for (const _ of [1, 2]) {
      expect(brief(await look())).toEqual({ kind: 'changed', devices: [a.id] });
      expect(book.pin(ADDRESS)).toBeUndefined();
    }
    expect(changes).toEqual(['disputed']);
  });

  test('a caller stays unconfirmed while a dispute is noted, even if the directory withholds one side', async () => {
    await look();
    rig.directory.publish(left, a, b);
    expect(brief(await look(invitedBy(a, left)))).toEqual({ devices: [a.id], isConfirmed: false });
  });

  /** The dispute as it is shown to the person. */
  async function shown(): Promise<Dispute> {
    const dispute = await people.dispute(ADDRESS, { timeoutMs: 3000, maxAgeMs: 0 });
    if (typeof dispute === 'string') throw new Error(dispute);
    return dispute;
  }
  const sideOf = ({ sides }: Dispute, device: Actor): Dispute['sides'][number] =>
    sides.find(({ devices }) => devices.includes(device.id))!;

  test.each([true, false])('a decision for one side ends a dispute (about a pinned person: %s)', async (isPinned) => {
    if (isPinned) pinned(two);
    await look();
    const dispute = await shown();
    expect(dispute.sides.map(({ devices }) => devices)).toHaveLength(2);
    expect(people.decide(dispute, sideOf(dispute, a), 5)).toBe('decided');
    expect(brief(await look())).toEqual({ devices: [a.id], isConfirmed: true });
    expect(heldLinks()).toBe(3);
    expect(await people.dispute(ADDRESS, { timeoutMs: 3000, maxAgeMs: 0 })).toBe('over');
  });

  test('a decided dispute does not return, whatever the other side publishes', async () => {
    pinned(two);
    await look();
    const dispute = await shown();
    people.decide(dispute, sideOf(dispute, a), 5);
    for (const more of [
      right.adding(b, thief),
      two.adding(b, thief).dropping(thief, a),
      two.adding(b, c).dropping(c, a),
    ]) {
      rig.directory.publish(more, b, thief, c);
      expect(brief(await look())).toEqual({ devices: [a.id], isConfirmed: true });
      expect(brief(await look(invitedBy(b, more)))).toEqual({ devices: [a.id], isConfirmed: true });
    }
    await rig.settle();
    expect(changes).toEqual(['disputed']);
    rig.directory.publish(left.adding(a, c), a);
    expect(brief(await look())).toEqual({ devices: [a.id, c.id], isConfirmed: true });
  });

  test('a decision about a person forgotten since the dispute was shown is refused', async () => {
    pinned(two);
    const dispute = await shown();
    book.forget(ADDRESS, 4);
    expect(people.decide(dispute, sideOf(dispute, a), 5)).toBe('changed');
    expect(book.pin(ADDRESS)).toBeUndefined();
  });

  test('a dispute shows the side that only an unknown device published, and marks all devices as seen', async () => {
    const paper = realRecovery(1);
    const safe = two.adding(a, paper);
    pinned(safe);
    rig.directory.payloads.clear();
    rig.directory.publish(safe.dropping(b, paper), b);
    rig.directory.publish(safe.next(paper, { add: [safe.member(c)], drop: [a.id, b.id, paper.id] }), c);
    const dispute = await shown();
    expect(sideOf(dispute, c).devices).toEqual([c.id]);
    expect(sideOf(dispute, b).devices).toEqual([a.id, b.id]);
    expect(seen).toEqual(new Set([a.id, b.id, c.id]));
  });

  test('a noted dispute remains while the directory shows one side only, and a silent directory shows no side', async () => {
    pinned(two);
    await look();
    rig.directory.publish(left, a, b);
    expect((await shown()).sides.map(({ devices }) => devices)).toEqual([[b.id], []]);
    expect(heldLinks()).toBe(2);
    silence();
    expect(await people.dispute(ADDRESS, { timeoutMs: 3000, maxAgeMs: 0 })).toBe('timeout');
  });

  test('a dispute about a calling stranger is not noted, and the stranger is unconfirmed', async () => {
    expect(brief(await look(invitedBy(a, left)))).toEqual({ devices: [a.id], isConfirmed: false });
    expect(changes).toEqual([]);
  });
});

describe('crowded first contacts', () => {
  const strangers = Array.from({ length: 80 }, (_, n) => paperDevice(n));
  const settled = async (): Promise<Sight> => {
    const sight = look();
    await rig.settle();
    rig.clock.advance(3000);
    return sight;
  };
  beforeEach(() => {
    for (const each of strangers) rig.directory.payloads.set(each.id, HandChain.begin(each).payload);
    rig.directory.publish(two, a);
    rig.directory.hint = writeHint([...strangers.slice(0, 63).map(({ id }) => id), a.id]);
  });

  test('a crowded first contact finds the person whom the organisation confirms', async () => {
    confirmed = two;
    credentials = {
      read: () => Promise.resolve(new Uint8Array(1)),
      isFor: (_shown, _address, device) => device === a.id,
    };
    expect(brief(await settled())).toEqual({ devices: [a.id, b.id], isConfirmed: true });
  });

  test('a crowded first contact that finds nobody is reported as crowded, not as an unknown address', async () => {
    rig.directory.hint = writeHint(strangers.slice(0, 64).map(({ id }) => id));
    expect(await settled()).toEqual({ kind: 'crowded' });
  });

  test('a crowded first contact with one unconfirmed person is reported as several claimants', async () => {
    rig.directory.payloads.clear();
    rig.directory.publish(other, thief);
    for (const each of strangers) rig.directory.payloads.set(each.id, HandChain.begin(each).payload);
    expect(brief(await settled())).toEqual({ kind: 'several', claims: [[thief.id]] });
  });
});

describe('first contacts while a part of the directory comes too late', () => {
  const late = async <T>(looking: Promise<T>): Promise<T> => {
    await rig.settle();
    rig.clock.advance(3000);
    return looking;
  };
  beforeEach(() => {
    rig.directory.publish(two, a, b);
    rig.directory.publish(other, thief);
    // The chains that the wildcard and the hint lead to never come. What is asked for by name comes.
    rig.directory.before = (devices) =>
      devices === undefined ? new Promise(() => undefined) : Promise.resolve(undefined);
  });

  test('a caller rings unconfirmed if nobody else was read in time, because other claimants may be missing', async () => {
    expect(brief(await late(look(invitedBy(thief, other))))).toEqual({ devices: [thief.id], isConfirmed: false });
  });

  test('a caller is confirmed, although nobody else was read in time, if the organisation confirms them', async () => {
    confirmed = two;
    expect(brief(await late(look(invitedBy(a, two))))).toEqual({ devices: [a.id, b.id], isConfirmed: true });
  });

  test('a quick lookup does not take the only person read in time for the only claimant', async () => {
    const options = { timeoutMs: 3000, maxAgeMs: 0, ...invitedBy(thief, other, []) };
    expect(await late(people.glance(ADDRESS, options))).toBe('timeout');
  });

  test('a first contact finds nobody if one person was read, but not everything that the directory has', async () => {
    rig.directory.before = () => Promise.resolve(undefined);
    rig.directory.isCut = true;
    rig.directory.payloads.delete(a.id);
    rig.directory.payloads.delete(b.id);
    expect(await look()).toEqual({ kind: 'timeout' });
    confirmed = other;
    expect(brief(await look())).toEqual({ devices: [thief.id], isConfirmed: true });
  });

  test('a person who was forgotten while being read is not found before everything is read', async () => {
    pinned(two);
    rig.directory.before = async (devices) => {
      if (devices === undefined) return new Promise(() => undefined);
      book.forget(ADDRESS, 9);
      return undefined;
    };
    expect(await late(look())).toEqual({ kind: 'timeout' });
  });
});

describe('first contacts without a crowd', () => {
  test('a first contact finds the only person, who is pinned only on request', async () => {
    rig.directory.publish(two, a, b);
    const sight = await look();
    expect(brief(sight)).toEqual({ devices: [a.id, b.id], isConfirmed: true });
    expect(people.held(ADDRESS)).toBeUndefined();
    expect(sight.kind === 'person' && people.pin(sight.peer, 77)).toBe('ok');
    expect(book.pin(ADDRESS)).toMatchObject({ sinceMs: 77, person: two.person });
  });

  test('a first contact finds several claimants, of whom one can be pinned', async () => {
    rig.directory.publish(two, a, b);
    rig.directory.publish(other, thief);
    const sight = await look();
    if (sight.kind !== 'several') throw new Error(sight.kind);
    expect(new Set(sight.claims.map(ids))).toEqual(new Set([[a.id, b.id], [thief.id]]));
    expect(sight.claims.map((peer) => people.pin(peer, 1))).toEqual(['ok', 'changed']);
  });

  test('a first contact finds the claimant whom the organisation confirms', async () => {
    rig.directory.publish(two, a, b);
    rig.directory.publish(other, thief);
    confirmed = two;
    expect(brief(await look())).toEqual({ devices: [a.id, b.id], isConfirmed: true });
  });

  test('a first contact finds nobody in an empty or silent directory', async () => {
    expect(await look()).toEqual({ kind: 'none' });
    silence();
    expect(await look()).toEqual({ kind: 'timeout' });
  });
});

describe('looking up a caller', () => {
  test('a lookup of a caller uses the chain from INVITE if it is newer', async () => {
    pinned(two);
    rig.directory.publish(two, a, b);
    expect(brief(await look(invitedBy(c, three)))).toEqual({ devices: [a.id, b.id, c.id], isConfirmed: true });
    expect(heldLinks()).toBe(3);
  });

  test('a lookup finds a pinned caller while the directory is silent, but as unconfirmed', async () => {
    pinned(two);
    silence();
    expect(brief(await look(invitedBy(c, three)))).toEqual({ devices: [a.id, b.id, c.id], isConfirmed: false });
    expect(brief(await look(invitedBy(c, three, [])))).toEqual({ devices: [a.id, b.id, c.id], isConfirmed: false });
  });

  test('a lookup does not return a device that the pinned person removed, whatever its INVITE carries', async () => {
    pinned(two.dropping(a, b));
    rig.directory.publish(two.dropping(a, b), a);
    expect(brief(await look(invitedBy(b, two.adding(b, thief))))).toEqual({ devices: [a.id], isConfirmed: true });
  });

  test('while the directory is silent, a lookup finds a stranger only by the chain from INVITE, and as unconfirmed', async () => {
    silence();
    expect(brief(await look(invitedBy(a, two)))).toEqual({ devices: [a.id, b.id], isConfirmed: false });
    expect(await look(invitedBy(a, two, []))).toEqual({ kind: 'timeout' });
  });

  test('a lookup confirms a calling stranger unless somebody else claims the address', async () => {
    rig.directory.publish(two, a, b);
    expect(brief(await look(invitedBy(a, two)))).toEqual({ devices: [a.id, b.id], isConfirmed: true });
    rig.directory.publish(other, thief);
    expect(brief(await look(invitedBy(a, two)))).toEqual({ devices: [a.id, b.id], isConfirmed: false });
  });

  test('a lookup confirms a calling stranger whom the organisation confirms, and does not return another claimant', async () => {
    rig.directory.publish(two, a, b);
    rig.directory.publish(other, thief);
    confirmed = two;
    expect(brief(await look(invitedBy(a, two)))).toEqual({ devices: [a.id, b.id], isConfirmed: true });
    expect(await look(invitedBy(thief, other))).toMatchObject({ kind: 'other' });
  });

  test('a lookup that finds somebody other than the caller says when the directory was read', async () => {
    pinned(two);
    rig.directory.publish(two, a);
    const atMs = rig.clock.nowMs();
    await look();
    await rig.settle();
    rig.clock.advance(30_000);
    const sight = await look({ maxAgeMs: 60_000, ...invitedBy(thief, other, []) });
    expect(sight).toEqual({ kind: 'other', readAtMs: atMs });
  });

  test('a lookup does not return another person under a pinned address, and the pin stays', async () => {
    pinned(two);
    expect(await look(invitedBy(thief, other))).toMatchObject({ kind: 'other' });
    expect(claims).toEqual([]); // an INVITE can claim anything
    rig.directory.publish(other, thief);
    expect(await look(invitedBy(thief, other))).toMatchObject({ kind: 'other' });
    expect(claims).toHaveLength(1);
    expect(heldLinks()).toBe(2);
  });
});

describe('claimants of a pinned address', () => {
  const others = async (): Promise<unknown> => {
    const found = await people.others(ADDRESS, { timeoutMs: 3000, maxAgeMs: 0 });
    return found === 'timeout' ? found : found.map(ids);
  };

  beforeEach(() => {
    pinned(two);
    rig.directory.publish(two, a);
  });

  test('a claimant is found by person id, and the pin stays', async () => {
    rig.directory.publish(other, thief);
    expect(brief(await look({ claimant: other.person }))).toEqual({ devices: [thief.id], isConfirmed: true });
    expect(toHex(book.pin(ADDRESS)?.person ?? new Uint8Array())).toBe(toHex(two.person));
    expect(await others()).toEqual([[thief.id]]);
  });

  test('a claimant missing from the directory is not found', async () => {
    expect(await look({ claimant: other.person })).toMatchObject({ kind: 'other' });
    expect(await others()).toEqual([]);
    silence();
    expect(await look({ claimant: other.person })).toEqual({ kind: 'timeout' });
    expect(await others()).toBe('timeout');
  });

  test('looking up a claimant moves the pinned person’s pin on and reports the claimant', async () => {
    rig.directory.publish(three, b);
    rig.directory.publish(other, thief);
    await look({ claimant: other.person });
    expect([heldLinks(), claims.length]).toEqual([3, 1]);
  });

  test('a claimant in dispute is unconfirmed, and no dispute of the address is noted', async () => {
    const begun = HandChain.begin(thief).adding(thief, c);
    rig.directory.publish(begun.dropping(thief, c), thief);
    rig.directory.publish(begun.dropping(c, thief), c);
    expect(await look({ claimant: begun.person })).toMatchObject({ kind: 'person', isConfirmed: false });
    expect([changes, book.isDisputed(ADDRESS)]).toEqual([[], false]);
  });

  test('a claimant who replaces the pinned person is found under the address afterwards', async () => {
    book.markVerified(ADDRESS, two.person, 5);
    rig.directory.publish(other, thief);
    const sight = await look({ claimant: other.person });
    if (sight.kind !== 'person') throw new Error(sight.kind);
    expect(people.replace(sight.peer, other.person, 9)).toBe('changed');
    expect(people.replace(sight.peer, two.person, 9)).toBe('replaced');
    expect(brief(await look())).toEqual({ devices: [thief.id], isConfirmed: true });
    expect(brief(await look({ claimant: other.person }))).toEqual({ devices: [thief.id], isConfirmed: true });
    expect(await others()).toEqual([[a.id, b.id]]);
    expect(seen.has(thief.id)).toBe(true);
  });
});

describe('quick lookups', () => {
  test('a quick lookup finds the published pinned person and moves the pin on', async () => {
    pinned(two);
    expect(await glance()).toBe('none');
    rig.directory.publish(three, a);
    expect(await glance()).toMatchObject({ devices: [{ id: a.id }, { id: b.id }, { id: c.id }] });
    expect(heldLinks()).toBe(3);
  });

  test('a quick lookup finds the only person at an unpinned address, and nobody if several claim it', async () => {
    rig.directory.publish(two, a);
    expect(await glance()).toMatchObject({ person: two.person });
    rig.directory.publish(other, thief);
    expect(await glance()).toBe('none');
  });

  test('a quick lookup finds nobody at an unpinned address with one person in a crowd', async () => {
    rig.directory.publish(two, a);
    rig.directory.hasWildcard = false;
    rig.directory.hint = writeHint([a.id, ...Array.from({ length: 60 }, (_, n) => paperDevice(n).id)]);
    expect(await glance()).toBe('none');
  });

  test('a quick lookup reports a timeout', async () => {
    silence();
    expect(await glance()).toBe('timeout');
  });
});

test('a lookup that ends after the vault was locked finds nothing and moves no pin', async () => {
  pinned(two);
  rig.directory.publish(three, a);
  const [looking, glancing] = [look(), glance()];
  people.close();
  expect(await looking).toEqual({ kind: 'timeout' });
  expect(await glancing).toBe('timeout');
  expect(heldLinks()).toBe(2);
});

test('nobody is pinned after the vault was locked', async () => {
  rig.directory.publish(other, thief);
  const sight = await look();
  if (sight.kind !== 'person') throw new Error(sight.kind);
  people.close();
  expect(people.pin(sight.peer, 9)).toBe('changed');
  expect([book.pin(ADDRESS), seen.size]).toEqual([undefined, 0]);
});

test('nobody is replaced after the vault was locked', async () => {
  pinned(two);
  book.markVerified(ADDRESS, two.person, 5);
  rig.directory.publish(other, thief);
  const sight = await look({ claimant: other.person });
  if (sight.kind !== 'person') throw new Error(sight.kind);
  people.close();
  expect(people.replace(sight.peer, two.person, 9)).toBe('changed');
  expect(book.pin(ADDRESS)?.person).toEqual(two.person);
});
