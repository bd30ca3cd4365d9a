// The callee of an outgoing call (protocol §5 rules 1, 2), as the directory, policy and the pace of INVITEs know them.
// Findings become facts. The machine decides whom to ring and when (core/call/ring-looking.ts, ring-relisting.ts).
import { unwrap } from '../../../core/assert.ts';
import { type Bytes, equal } from '../../../core/bytes.ts';
import type { CallEvent } from '../../../core/call/event.ts';
import type { Performer } from '../../../core/call/performer.ts';
import type { RingEffect } from '../../../core/call/ring-effect.ts';
import type { CalleeSeen } from '../../../core/call/ring-callee.ts';
import type { DeviceJudged } from '../../../core/call/welcome.ts';
import { READ_MS } from '../../../core/call/trust-reading-state.ts';
import { isWithin } from '../../../core/within.ts';
import { provenDevice, type ProvenDevice } from '../../../core/organisation/proven-device.ts';
import type { PeerDevice, PeerPerson } from '../../people/people.ts';
import type { CallDeps } from '../call-deps.ts';
import type { InvitePace } from '../inbox/invite-limits.ts';
import { PeerInCall } from '../peer-in-call.ts';
import { ringable } from './ringable.ts';
import { peopleFor, type Whom } from './whom.ts';

const RECENT_MS = 60_000;
/** For this long after we have connected to a broker, the callee's devices may still be about to connect there. */
const ARRIVING_MS = 5000;

/** What is known of the callee in one call. */
export interface CalleeDevices {
  /** The callee, once found. */
  readonly peer: () => PeerInCall | undefined;
  readonly person: () => Bytes | undefined;
  /** A device of the callee, from the list by which the callee is rung. */
  readonly find: (device: string) => PeerDevice | undefined;
  /** Looks the callee up. */
  readonly read: (effect: Effect<'read-callee'>) => Promise<void>;
  /** Asks policy about each of these devices. If a person was just found, the call is with that person from here on. */
  readonly judge: (effect: Effect<'judge-callee'>) => Promise<void>;
  readonly askTurn: () => void;
  /** Reports how the current knowledge compares with the list by which the callee is rung. */
  readonly compare: () => void;
  readonly ringByNewest: () => void;
}

type Effect<K extends RingEffect['kind']> = Extract<RingEffect, { kind: K }>;

/** The functions that perform effects about whom to ring. */
export function calleeOf(callee: () => CalleeDevices) {
  return {
    'read-callee': (effect) => void callee().read(effect),
    'judge-callee': (effect) => void callee().judge(effect),
    'ask-turn': () => callee().askTurn(),
    'compare-callee': () => callee().compare(),
    'ring-by-newest': () => callee().ringByNewest(),
  } satisfies Partial<Performer>;
}

/** Whom to look up, and how. */
export interface CalleeOptions {
  readonly address: string;
  /** What policy says about each of these devices. */
  readonly judgeEach: (devices: readonly ProvenDevice[]) => Promise<readonly DeviceJudged[]>;
  readonly pace: InvitePace;
  readonly whom: Whom;
  readonly deps: CallDeps;
  readonly dispatch: (event: CallEvent) => void;
  /** The id of the device that has answered, once known. */
  readonly answering: () => string | undefined;
}

interface Found {
  readonly peer: PeerPerson;
  readonly isConfirmed: boolean;
  readonly isFromMemory: boolean;
}

/** Begins before anybody was looked up. */
export function createCalleeDevices(options: CalleeOptions): CalleeDevices {
  const { address, answering, dispatch, pace, whom } = options;
  const deps = { ...options.deps, people: peopleFor(whom, options.deps.people) };
  const { book, clock, people, transport } = deps;
  const only = whom.kind === 'device' ? whom : undefined;
  let found: Found | undefined; // set only while the machine is told what a reading has found
  let peer: PeerInCall | undefined;
  let rungBy: PeerPerson | undefined;

  // Looks the callee up, in a reading of the last minute or afresh, and pins the person, unless the call is to a
  // claimant. If nothing of the pinned person arrives in 3 s, takes them as held, unconfirmed.
  async function read({ isAfresh }: Effect<'read-callee'>): Promise<void> {
    const beganAtMs = clock.nowMs();
    const sight = await people.look(address, { timeoutMs: READ_MS, maxAgeMs: isAfresh ? 0 : RECENT_MS });
    if (sight.kind === 'changed') return seen({ kind: 'changed' });
    if (sight.kind === 'several') return seen({ kind: 'several' });
    if (sight.kind === 'person') {
      const { isConfirmed, peer: one, readAtMs } = sight;
      if (people.pin(one, clock.nowMs()) === 'changed') return seen({ kind: 'changed' });
      return seenPerson({ peer: one, isConfirmed, isFromMemory: readAtMs < beganAtMs });
    }
    // Nothing of a pinned person arrived, perhaps because somebody withholds it. The devices that are held here can be
    // rung, and reading the person continues.
    const held = people.held(address);
    if (held !== undefined) return seenPerson({ peer: held, isConfirmed: false, isFromMemory: false });
    const { kind, ...view } = transport.view();
    if (sight.kind === 'timeout' || book.pin(address) !== undefined)
      return seen({ kind: 'silent', isOffline: kind !== 'online' });
    const isArriving = 'since' in view && kind === 'online' && isWithin(view.since, clock.nowMs(), ARRIVING_MS);
    seen({ kind: 'nobody', isCrowded: sight.kind === 'crowded', isArriving });
  }

  function seen(callee: CalleeSeen): void {
    dispatch({ kind: 'callee-read', callee, atMs: clock.nowMs() });
  }

  function seenPerson(one: Found): void {
    const isMeant = only === undefined || equal(one.peer.person, only.person);
    const fitting = ringable(one.peer, deps, only?.device);
    found = one;
    try {
      seen({
        kind: 'person',
        isMeant,
        isFromMemory: one.isFromMemory,
        rings: typeof fitting === 'string' ? fitting : idsOf(fitting),
      });
    } finally {
      found = undefined;
    }
  }

  async function judge({ devices, nr }: Effect<'judge-callee'>): Promise<void> {
    if (found !== undefined) take(found);
    // The machine learns of the person first: a person verified by hand need not wait for the organisation.
    await Promise.resolve();
    const by = unwrap(rungBy, 'a callee was found');
    const asked = by.devices.filter(({ id }) => devices.includes(id)).map((device) => provenDevice(by, device));
    const judged = await options.judgeEach(asked);
    dispatch({ kind: 'callee-judged', nr, devices: judged, atMs: clock.nowMs() });
  }

  // The call is with this person from here on.
  function take({ peer: one, ...how }: Found): void {
    rungBy = one;
    peer = new PeerInCall({ address, person: one.person, device: answering }, deps, dispatch);
    peer.found(one, how);
  }

  function compare(): void {
    const newest = peer?.peer;
    if (newest === undefined || rungBy === undefined || answering() !== undefined) return;
    const fitting = ringable(newest, deps, only?.device);
    const callee = {
      isDisputed: book.trustOf(address).kind === 'changed',
      isNewer: newest !== rungBy && rungBy.relation(newest.head) !== 'earlier',
      rings: typeof fitting === 'string' ? [] : idsOf(fitting),
      devices: idsOf(newest.devices),
    };
    dispatch({ kind: 'callee-known', callee, atMs: clock.nowMs() });
  }

  return {
    peer: () => peer,
    person: () => rungBy?.person,
    find: (device) => rungBy?.devices.find(({ id }) => id === device),
    read,
    judge,
    askTurn: () => dispatch({ kind: 'turn', waitMs: pace.waitMs(address), atMs: clock.nowMs() }),
    compare,
    ringByNewest: () => {
      rungBy = unwrap(peer?.peer, 'something newer was read');
      people.pin(rungBy, clock.nowMs());
    },
  };
}

const idsOf = (devices: readonly PeerDevice[]): readonly string[] => devices.map(({ id }) => id);
