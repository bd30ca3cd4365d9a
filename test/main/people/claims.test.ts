// Who claims an address: what is remembered, which claimants are shown, and what it takes to choose one of them.
import { beforeEach, describe, expect, test } from 'vitest';
import { toB64u } from '../../../src/core/bytes.ts';
import { personFingerprint } from '../../../src/core/keys/fingerprint.ts';
import type { OrganisationMark } from '../../../src/contract/managed.ts';
import type { Trust } from '../../../src/contract/view.ts';
import type { Consent } from '../../../src/main/desktop/consent.ts';
import type { ConsentQuestion } from '../../../src/main/desktop/consent-question.ts';
import { type Claims, createClaims } from '../../../src/main/people/claims.ts';
import type { KeptClaims } from '../../../src/main/people/kept-claims.ts';
import type { People, PeerPerson, Sight } from '../../../src/main/people/people.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { MemoryStore } from '../memory-store.ts';

const ANNA = 'anna@demo.example';
const NOW = { timeoutMs: 3000, maxAgeMs: 0 };
const SECONDS_10 = 10_000;
const DAY_MS = 86_400_000;
const SINCE_MS = 42;
const none: OrganisationMark = { kind: 'none' };

const personOf = (seed: number): PeerPerson => {
  const { id, s, d } = deviceKeysOf(new Uint8Array(32).fill(seed));
  return {
    address: ANNA,
    person: new Uint8Array(32).fill(seed),
    devices: [{ id, s, d, proto: [1] }],
    head: { n: 1, head: toB64u(new Uint8Array(32)) },
    relation: () => 'unknown',
  };
};
const [first, second, third] = [personOf(1), personOf(2), personOf(3)] as const;
const idOf = ({ person }: PeerPerson): string => toB64u(person);
const several = (...claims: readonly PeerPerson[]): Sight => ({ kind: 'several', claims });
const alone = (peer: PeerPerson): Sight => ({ kind: 'person', peer, isConfirmed: true, readAtMs: 1 });

let clock: HandClock;
let store: MemoryStore<KeptClaims>;
let sight: Sight;
let pinned: PeerPerson | undefined;
let consents: ConsentQuestion[];
let consent: () => Promise<Consent>;
let marks: Map<string, OrganisationMark>;
let disks: number;
let changes: number;
let contacts: Set<string>;
let isDisputed: boolean;
let isFull: boolean;
let verifiedAt: number | undefined;
let others: readonly PeerPerson[] | 'timeout';
let claims: Claims;

function begin(): Claims {
  const people: People = {
    look: () => Promise.resolve(sight),
    glance: () => Promise.resolve(sight.kind === 'person' ? sight.peer : 'none'),
    held: () => pinned,
    pin: (peer) => {
      if (pinned !== undefined && pinned !== peer) return 'changed';
      pinned = peer;
      return 'ok';
    },
    others: () => Promise.resolve(others),
    replace: (peer) => {
      if (isFull) return 'disk';
      pinned = peer;
      return 'replaced';
    },
  };
  return createClaims({
    people,
    opened: {
      book: {
        contact: (address) => (contacts.has(address) ? {} : undefined),
        pin: () => pinned && { person: pinned.person, sinceMs: SINCE_MS },
        trustOf: (): Trust =>
          verifiedAt === undefined ? { kind: 'new' } : { kind: 'verified', at: verifiedAt, way: 'own-device' },
        isDisputed: () => isDisputed,
        removeForGood: (address) => {
          if (isFull) return 'disk';
          if (!contacts.delete(address)) return 'unknown';
          pinned = undefined;
          return 'removed';
        },
        forget: () => {
          if (verifiedAt !== undefined) return 'verified';
          if (isFull) return 'disk';
          pinned = undefined;
          isDisputed = false;
          return 'forgotten';
        },
      },
      claims: store,
    },
    confirmations: { markOfDevice: ({ device }) => marks.get(device) ?? none },
    consent: (question) => {
      consents.push(question);
      return consent();
    },
    clock,
    onDisk: () => disks++,
    onChange: () => changes++,
  });
}

beforeEach(() => {
  clock = new HandClock();
  store = new MemoryStore();
  sight = several(first, second);
  [pinned, consents, disks, changes] = [undefined, [], 0, 0];
  marks = new Map();
  contacts = new Set();
  isFull = false;
  isDisputed = false;
  verifiedAt = undefined;
  others = [];
  consent = () => Promise.resolve('yes');
  claims = begin();
});

const shown = (from = claims): unknown =>
  from.list().map(({ address, claims: each, more }) => ({
    address,
    more,
    each: each.map(({ person, firstSeenMs }) => [toB64u(person), firstSeenMs]),
  }));

describe('addresses that several people claim', () => {
  test('a claimed address is listed with every claimant and the day each was first seen', async () => {
    const before = clock.nowMs();
    await claims.people.look(ANNA, NOW);
    await clock.advance(DAY_MS);
    sight = several(third, second, first);
    await claims.people.look(ANNA, NOW);
    const each = [first, second].map((one) => [idOf(one), before]);
    expect(shown()).toEqual([{ address: ANNA, more: 0, each: [...each, [idOf(third), before + DAY_MS]] }]);
    expect(changes).toBe(2);
  });

  test('a contact who was alone at the address before is listed as seen first', async () => {
    contacts.add(ANNA);
    const before = clock.nowMs();
    sight = alone(second);
    await claims.people.glance(ANNA, NOW);
    expect([shown(), changes]).toEqual([[], 0]);
    await clock.advance(DAY_MS);
    sight = several(first, second);
    await claims.people.look(ANNA, NOW);
    const each = [
      [idOf(second), before],
      [idOf(first), before + DAY_MS],
    ];
    expect(shown()).toEqual([{ address: ANNA, more: 0, each }]);
  });

  test('claims survive a restart and are written at most once per ten seconds', async () => {
    await claims.people.look(ANNA, NOW);
    sight = several(first, second, third);
    await claims.people.look(ANNA, NOW);
    expect(store.writes).toBe(0);
    await clock.advance(SECONDS_10);
    expect(store.writes).toBe(1);
    expect(shown(begin())).toEqual(shown());
    await claims.people.look(ANNA, NOW); // nothing new
    await clock.advance(SECONDS_10);
    expect(store.writes).toBe(1);
  });

  test('claims are written when the vault is locked, and not afterwards', async () => {
    await claims.people.look(ANNA, NOW);
    claims.close();
    expect(shown(begin())).toEqual(shown());
    sight = several(third);
    await claims.people.look(ANNA, NOW);
    await clock.advance(SECONDS_10);
    expect(store.writes).toBe(1);
  });

  test('a full disk is reported when claims are written', async () => {
    store.isFull = true;
    await claims.people.look(ANNA, NOW);
    await clock.advance(SECONDS_10);
    expect(disks).toBe(1);
  });

  test('at most sixteen claimants are listed, those seen first at the top, and the rest are counted', async () => {
    await claims.people.look(ANNA, NOW);
    sight = several(...Array.from({ length: 40 }, (_, index) => personOf(100 + index)), first);
    await claims.people.look(ANNA, NOW);
    const [{ claims: each, more } = { claims: [], more: 0 }] = claims.list();
    expect(each.slice(0, 2).map(({ person }) => person)).toEqual([first.person, second.person]);
    expect([each.length, more]).toEqual([16, 26]);
  });

  test('a claimant is listed as confirmed only if the organisation confirms every device', async () => {
    const confirmed: OrganisationMark = { kind: 'confirmed', name: 'Klinik', until: 9 };
    const laptop = personOf(50).devices;
    sight = several({ ...first, devices: [...first.devices, ...laptop] }, second);
    await claims.people.look(ANNA, NOW);
    for (const { id } of [...first.devices, ...second.devices]) marks.set(id, confirmed);
    const said = (): unknown => claims.list()[0]?.claims.map(({ organisation }) => organisation);
    expect(said()).toEqual([none, confirmed]);
    for (const { id } of laptop) marks.set(id, confirmed);
    expect(said()).toEqual([confirmed, confirmed]);
  });

  test('a claimed address is no longer listed once only one claimant remains or somebody is pinned', async () => {
    await claims.people.look(ANNA, NOW);
    sight = alone(first);
    await claims.people.look(ANNA, NOW);
    expect(shown()).toEqual([]);
    sight = several(first, second);
    await claims.people.look(ANNA, NOW);
    pinned = first;
    expect(shown()).toEqual([]);
    const since = clock.nowMs();
    await claims.people.look(ANNA, NOW);
    await clock.advance(SECONDS_10);
    // The others keep their first-seen times; the pinned person is not among them.
    const claim = { person: idOf(second), firstSeenMs: since };
    expect(store.read()).toEqual({ addresses: [{ address: ANNA, isOpen: false, claims: [claim], more: 0 }] });
    pinned = second;
    await claims.people.look(ANNA, NOW);
    await clock.advance(SECONDS_10);
    expect(store.read()).toEqual({ addresses: [] });
  });

  test('the lookup of a caller, or of the only person at an address without a contact, is not remembered as a claim', async () => {
    const invited = { person: first.person, device: 'd', chain: [] };
    await claims.people.look(ANNA, { ...NOW, invited });
    sight = alone(first);
    await claims.people.glance(ANNA, NOW);
    await claims.people.look(ANNA, NOW);
    await clock.advance(SECONDS_10);
    expect([shown(), store.writes]).toEqual([[], 0]);
  });
});

describe('choosing a claimant', () => {
  test('choosing a claimant pins exactly this person, after a question with their fingerprint', async () => {
    await claims.people.look(ANNA, NOW);
    expect(await claims.choose(' Anna@Demo.example', idOf(second))).toBe('done');
    expect(pinned).toBe(second);
    const { digits } = personFingerprint(second.person, ANNA);
    expect(consents).toEqual([{ kind: 'choose-person', address: ANNA, digits }]);
    expect(shown()).toEqual([]);
  });

  test('choosing a claimant pins nobody after a no or too many questions', async () => {
    consent = () => Promise.resolve('no');
    expect(await claims.choose(ANNA, idOf(first))).toBe('cancelled');
    consent = () => Promise.resolve('asked-lately');
    expect(await claims.choose(ANNA, idOf(first))).toBe('asked-lately');
    expect(pinned).toBeUndefined();
  });

  test('choosing somebody who is not found at the address raises no question', async () => {
    expect(await claims.choose(ANNA, idOf(third))).toBe('unknown-person');
    sight = { kind: 'timeout' };
    expect(await claims.choose(ANNA, idOf(first))).toBe('unknown-person');
    expect(await claims.choose('no address', idOf(first))).toBe('bad-address');
    expect([consents, pinned]).toEqual([[], undefined]);
  });

  test('choosing a claimant never replaces a pinned person', async () => {
    consent = () => {
      pinned = third;
      return Promise.resolve('yes');
    };
    expect(await claims.choose(ANNA, idOf(first))).toBe('key-changed');
    expect(await claims.choose(ANNA, idOf(first))).toBe('key-changed');
    expect([consents.length, pinned]).toEqual([1, third]);
  });

  test('choosing a claimant has no effect if the vault is locked during the question', async () => {
    consent = () => {
      claims.close();
      return Promise.resolve('yes');
    };
    expect(await claims.choose(ANNA, idOf(first))).toBe('cancelled');
    expect(pinned).toBeUndefined();
  });
});

/** Expects that the formerly pinned person is listed first, and first seen at the time of the pin. */
async function expectKnownBefore(): Promise<void> {
  sight = several(second, first);
  await claims.people.look(ANNA, NOW);
  const each = [
    [idOf(first), SINCE_MS],
    [idOf(second), clock.nowMs()],
  ];
  expect(shown()).toEqual([{ address: ANNA, more: 0, each }]);
}

describe('forgetting a person', () => {
  beforeEach(() => {
    pinned = first;
  });

  test('a person is forgotten after a question, and later listed as first seen at the time of the former pin', async () => {
    expect(await claims.forget(ANNA)).toBe('done');
    expect([pinned, consents]).toEqual([undefined, [{ kind: 'forget-person', address: ANNA }]]);
    await expectKnownBefore();
  });

  test('a person is not forgotten after a no, too many questions or a lock', async () => {
    consent = () => Promise.resolve('no');
    expect(await claims.forget(ANNA)).toBe('cancelled');
    consent = () => Promise.resolve('asked-lately');
    expect(await claims.forget(ANNA)).toBe('asked-lately');
    consent = () => {
      claims.close();
      return Promise.resolve('yes');
    };
    expect(await claims.forget(ANNA)).toBe('cancelled');
    expect(pinned).toBe(first);
  });

  test('forgetting asks nothing if nobody is pinned, and reports a full disk', async () => {
    isFull = true;
    expect(await claims.forget(ANNA)).toBe('disk');
    expect(pinned).toBe(first);
    pinned = undefined;
    expect(await claims.forget(ANNA)).toBe('unknown-contact');
    expect(consents).toHaveLength(1);
  });

  test('forgetting ends a dispute at an address without a pin', async () => {
    pinned = undefined;
    isDisputed = true;
    expect(await claims.forget(ANNA)).toBe('done');
    expect(consents).toEqual([{ kind: 'forget-person', address: ANNA }]);
    expect(isDisputed).toBe(false);
  });
});

describe('verified people', () => {
  beforeEach(() => {
    pinned = first;
    verifiedAt = 7;
    contacts.add(ANNA);
  });

  test('a verified person cannot be forgotten, and nobody is asked', async () => {
    expect(await claims.forget(ANNA)).toBe('person-verified');
    expect([pinned, consents]).toEqual([first, []]);
  });

  test('a person verified during the question is not forgotten', async () => {
    verifiedAt = undefined;
    consent = () => {
      verifiedAt = 7;
      return Promise.resolve('yes');
    };
    expect(await claims.forget(ANNA)).toBe('person-verified');
    expect(pinned).toBe(first);
  });

  test('a verified person is removed with the contact after a question, and later listed as first seen at the time of the former pin', async () => {
    expect(await claims.removeForGood(ANNA)).toBe('done');
    expect([pinned, consents]).toEqual([undefined, [{ kind: 'remove-person', address: ANNA }]]);
    verifiedAt = undefined;
    await expectKnownBefore();
  });

  test('a verified person stays after a no, on a full disk, or without a contact', async () => {
    consent = () => Promise.resolve('no');
    expect(await claims.removeForGood(ANNA)).toBe('cancelled');
    consent = () => Promise.resolve('yes');
    isFull = true;
    expect(await claims.removeForGood(ANNA)).toBe('disk');
    contacts.clear();
    expect(await claims.removeForGood(ANNA)).toBe('unknown-contact');
    expect([pinned, consents.length]).toEqual([first, 2]);
  });
});

describe('other claimants of a pinned address', () => {
  const told = async (): Promise<unknown> => {
    const read = await claims.others(ANNA);
    if (read === 'timeout') return read;
    return { more: read.more, each: read.claims.map(({ person, firstSeenMs }) => [toB64u(person), firstSeenMs]) };
  };

  beforeEach(() => {
    pinned = first;
  });

  test('other claimants of a pinned address are read on request with their first-seen day', async () => {
    const before = clock.nowMs();
    others = [second];
    expect(await told()).toEqual({ more: 0, each: [[idOf(second), before]] });
    await clock.advance(DAY_MS);
    others = [third, second];
    const each = [
      [idOf(second), before],
      [idOf(third), before + DAY_MS],
    ];
    expect(await told()).toEqual({ more: 0, each });
    expect([shown(), changes]).toEqual([[], 0]);
  });

  test('other claimants are no longer listed once they have left the directory or nobody is pinned, and a timeout is reported', async () => {
    others = [second];
    await told();
    others = [];
    expect(await told()).toEqual({ more: 0, each: [] });
    others = 'timeout';
    expect(await told()).toBe('timeout');
    others = [second];
    pinned = undefined;
    expect(await told()).toEqual({ more: 0, each: [] });
  });

  test('at most sixteen other claimants of a pinned address are listed, those seen first at the top', async () => {
    others = [second];
    await told();
    await clock.advance(DAY_MS);
    others = [...Array.from({ length: 40 }, (_, index) => personOf(100 + index)), second];
    const read = await claims.others(ANNA);
    if (read === 'timeout') throw new Error('the claimants were not read');
    expect([read.claims[0]?.person, read.claims.length, read.more]).toEqual([second.person, 16, 25]);
  });

  test('a replaced person is listed as a claimant, first seen at the time of the former pin', async () => {
    others = [second];
    await told();
    expect(claims.people.replace(second, first.person, 9)).toBe('replaced');
    others = [first];
    expect(await told()).toEqual({ more: 0, each: [[idOf(first), SINCE_MS]] });
    await clock.advance(SECONDS_10);
    claims = begin(); // after a restart
    expect(await told()).toEqual({ more: 0, each: [[idOf(first), SINCE_MS]] });
  });

  test('nothing is recorded if replacing a person fails', async () => {
    isFull = true;
    expect(claims.people.replace(second, first.person, 9)).toBe('disk');
    await clock.advance(SECONDS_10);
    expect([store.writes, pinned]).toEqual([0, first]);
  });
});
