// Whom a call rings (protocol §5 rules 1, 2): the callee, which of the callee's devices, and when. What was read within the last minute is
// rung by at once and read again beside that; what has changed rings, or rings no more, as soon as that is known.
import { type Bytes, equal } from '../../../core/bytes.ts';
import type { CallEvent } from '../../../core/call/event.ts';
import { isWithin } from '../../../core/within.ts';
import { provenDevice, type ProvenDevice } from '../../../core/organisation/proven-device.ts';
import type { PeerDevice, PeerPerson } from '../../people/people.ts';
import type { CallDeps } from '../call-deps.ts';
import type { InvitePace } from '../inbox/invite-limits.ts';
import { PeerInCall, personToRing } from '../peer-in-call.ts';
import { ringable } from './ringable.ts';
import { peopleFor, type Whom } from './whom.ts';

/** Devices whose broker fails come to the next one within seconds of each other, and publish their chains there. */
const ARRIVING_MS = 5000;
const ARRIVING_EVERY_MS = 1000;

/** What is known of the callee in one call. */
export interface CalleeDevices {
  /** The callee, once found. */
  readonly peer: () => PeerInCall | undefined;
  readonly person: () => Bytes | undefined;
  /** A device that may ring, as far as was read. */
  readonly find: (device: string) => PeerDevice | undefined;
  /** Looks the callee up; what it finds goes to the machine, now and when something newer is read. */
  readonly look: () => Promise<void>;
  /** Something newer may have been read: whoever is rung by it. */
  readonly ringNewer: () => void;
  /** Nobody is rung any more: a device has answered. */
  readonly answeredBy: (device: string) => void;
  readonly stop: () => void;
}

/** Whom to look up, and how. `ttlMs` is for how long they ring. */
export interface CalleeOptions {
  readonly address: string;
  readonly ttlMs: number;
  /** Which devices policy lets ring. */
  readonly admit: (devices: readonly ProvenDevice[]) => Promise<readonly string[]>;
  readonly pace: InvitePace;
  readonly whom: Whom;
  readonly deps: CallDeps;
  readonly dispatch: (event: CallEvent) => void;
}

/** Nobody is looked up yet. */
export function createCalleeDevices(options: CalleeOptions): CalleeDevices {
  const { address, dispatch, pace, whom } = options;
  const deps = { ...options.deps, people: peopleFor(whom, options.deps.people) };
  const { book, clock, people, transport } = deps;
  const only = whom.kind === 'device' ? whom : undefined;
  let rings: ReadonlyMap<string, PeerDevice> = new Map();
  let peer: PeerInCall | undefined;
  let person: Bytes | undefined;
  let rungBy: PeerPerson | undefined;
  let answering: string | undefined;
  let isOver = false;

  async function look(isAfresh: boolean): Promise<void> {
    const callee = await personToRing(address, deps, isAfresh);
    if (isOver) return;
    if (callee.kind === 'none' && isArriving()) {
      await new Promise<void>((resolve) => void clock.after(ARRIVING_EVERY_MS, resolve));
      return isOver ? undefined : look(true);
    }
    if (callee.kind !== 'person') {
      const timeout = transport.view().kind === 'online' ? 'unreachable' : 'not-connected';
      const reason = {
        none: 'unknown-address',
        crowded: 'too-many-claims',
        timeout,
        'key-changed': 'key-changed',
        several: 'several-persons',
      } as const;
      return unlisted(reason[callee.kind]);
    }
    const { isConfirmed, isFromMemory, peer: found } = callee;
    if (only !== undefined && !equal(found.person, only.person)) return unlisted('key-changed');
    const fitting = ringable(found, deps, only?.device);
    if (typeof fitting === 'string') return isFromMemory ? look(true) : unlisted(fitting);
    person = found.person;
    peer = new PeerInCall({ address, person, device: () => answering }, deps, dispatch);
    peer.found(found, { isConfirmed, isFromMemory });
    const [admitted] = await Promise.all([admit(found, fitting), turn()]);
    if (isOver) return;
    if (admitted.size === 0) return unlisted('verification-required');
    rings = admitted;
    rungBy = found;
    dispatch({ kind: 'listed', devices: [...admitted.keys()], ttlMs: options.ttlMs, atMs: clock.nowMs() });
    await ringNewer();
  }

  // Chains stay at the broker that received them, also in a cluster (decision 0062): nobody under the address may mean nobody yet.
  function isArriving(): boolean {
    const view = transport.view();
    return view.kind === 'online' && isWithin(view.since, clock.nowMs(), ARRIVING_MS);
  }

  function unlisted(reason: Extract<CallEvent, { kind: 'unlisted' }>['reason']): void {
    dispatch({ kind: 'unlisted', reason, atMs: clock.nowMs() });
  }

  async function admit(of: PeerPerson, devices: readonly PeerDevice[]): Promise<ReadonlyMap<string, PeerDevice>> {
    const admitted = await options.admit(devices.map((device) => provenDevice(of, device)));
    return new Map(devices.flatMap((each) => (admitted.includes(each.id) ? [[each.id, each]] : [])));
  }

  // Their devices take one INVITE of ours in two seconds, and say nothing of another (rule 2).
  async function turn(): Promise<void> {
    const waitMs = pace.waitMs(address);
    if (waitMs === 0 || isOver) return;
    dispatch({ kind: 'paced', atMs: clock.nowMs() });
    await new Promise<void>((resolve) => void clock.after(waitMs, resolve));
    await turn(); // the broker may have had the last one only meanwhile
  }

  async function ringNewer(): Promise<void> {
    const newest = peer?.peer;
    if (newest === undefined || rungBy === undefined || isSettled()) return;
    if (book.trustOf(address).kind === 'changed') {
      dispatch({ kind: 'fault', reason: 'key-changed', atMs: clock.nowMs() });
      return;
    }
    // Not only what goes on from it: a removal may stand beside the link that we ring by, or come without another link.
    if (newest === rungBy || rungBy.relation(newest.head) === 'earlier') return;
    rungBy = newest;
    people.pin(newest, clock.nowMs());
    const fitting = ringable(newest, deps, only?.device);
    const admitted = typeof fitting === 'string' ? [] : await admit(newest, fitting);
    if (isSettled() || rungBy !== newest) return;
    const stays = new Set(newest.devices.map(({ id }) => id));
    rings = new Map([...[...rings].filter(([device]) => stays.has(device)), ...admitted]);
    dispatch({ kind: 'relisted', devices: [...rings.keys()], atMs: clock.nowMs() });
  }

  const isSettled = (): boolean => isOver || answering !== undefined;

  return {
    peer: () => peer,
    person: () => person,
    find: (device) => rings.get(device),
    look: () => look(false),
    ringNewer: () => void ringNewer(),
    answeredBy: (device) => {
      answering = device;
    },
    stop: () => {
      isOver = true;
    },
  };
}
