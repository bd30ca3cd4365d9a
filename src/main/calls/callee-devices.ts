// Whom a call rings (protocol §5 rules 1, 2): the callee's list, which of its devices, and when. A list of the last minute is rung by at
// once and read again beside that; what has changed rings, or rings no more, as soon as that is known.
import { type Bytes, equal } from '../../core/bytes.ts';
import type { CallEvent } from '../../core/call/event.ts';
import type { Certificate } from '../../core/keys/certificate.ts';
import type { DeviceList } from '../../core/keys/device-list.ts';
import type { ProvenDevice } from '../organisation/proven-device.ts';
import type { CallDeps } from './call-deps.ts';
import type { InvitePace } from './invite-limits.ts';
import { listToRing, PeerList } from './peer-list.ts';
import { ringable } from './ringable.ts';

/** What is known of the callee in one call. */
export interface CalleeDevices {
  /** The callee's list, once one was found. */
  readonly list: () => PeerList | undefined;
  readonly person: () => Bytes | undefined;
  /** A device that may ring by the newest list. */
  readonly find: (device: string) => Certificate | undefined;
  /** Looks the callee up; what it finds goes to the machine, now and when a newer list is read. */
  readonly look: () => Promise<void>;
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
  /** Only this device of exactly this identity is rung. */
  readonly only?: { readonly person: Bytes; readonly device: string };
  readonly deps: CallDeps;
  readonly dispatch: (event: CallEvent) => void;
  readonly onChange: () => void;
}

/** Nobody is looked up yet. */
export function createCalleeDevices(options: CalleeOptions): CalleeDevices {
  const { address, deps, dispatch, only, pace } = options;
  const { book, clock, transport } = deps;
  let certificates: ReadonlyMap<string, Certificate> = new Map();
  let list: PeerList | undefined;
  let person: Bytes | undefined;
  let rungBy: DeviceList | undefined;
  let answering: string | undefined;
  let isOver = false;

  async function look(isAfresh: boolean): Promise<void> {
    const listing = await listToRing(address, deps, isAfresh);
    if (isOver) return;
    if (listing.kind !== 'list') {
      const timeout = transport.view().kind === 'online' ? 'unreachable' : 'not-connected';
      const reason = { none: 'unknown-address', timeout, 'key-changed': 'key-changed' } as const;
      return unlisted(reason[listing.kind]);
    }
    const { isConfirmed, isFromMemory, list: found } = listing;
    if (only !== undefined && !equal(found.uik, only.person)) return unlisted('key-changed');
    const fitting = ringable(found, deps, only?.device);
    if (typeof fitting === 'string') return isFromMemory ? look(true) : unlisted(fitting);
    person = found.uik;
    const cert = (): string | undefined => certificates.get(answering ?? '')?.signed.cert;
    list = new PeerList({ address, person, cert }, deps, () => {
      void ringNewer();
      options.onChange();
    });
    list.hold(found, isConfirmed);
    if (isFromMemory) list.renew(); // beside all that follows: nobody waits for it
    const [admitted] = await Promise.all([admit(found.uik, fitting), turn()]);
    if (isOver) return;
    if (admitted.size === 0) return unlisted('verification-required');
    certificates = admitted;
    rungBy = found;
    dispatch({ kind: 'listed', devices: [...admitted.keys()], ttlMs: options.ttlMs, atMs: clock.nowMs() });
    list.settle();
    await ringNewer();
  }

  function unlisted(reason: Extract<CallEvent, { kind: 'unlisted' }>['reason']): void {
    dispatch({ kind: 'unlisted', reason, atMs: clock.nowMs() });
  }

  async function admit(of: Bytes, devices: readonly Certificate[]): Promise<ReadonlyMap<string, Certificate>> {
    const admitted = await options.admit(devices.map(({ id, s }) => ({ address, person: of, device: id, key: s })));
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
    const newest = list?.list;
    if (newest === undefined || rungBy === undefined || isSettled()) return;
    if (book.trustOf(address).kind === 'changed') {
      dispatch({ kind: 'fault', reason: 'key-changed', atMs: clock.nowMs() });
      return;
    }
    if (newest.version <= rungBy.version) return;
    rungBy = newest;
    book.accept(address, newest, clock.nowMs());
    const fitting = ringable(newest, deps, only?.device);
    const admitted = typeof fitting === 'string' ? [] : await admit(newest.uik, fitting);
    if (isSettled() || rungBy !== newest) return;
    const stays = new Set(newest.devices.map(({ id }) => id));
    certificates = new Map([...[...certificates].filter(([device]) => stays.has(device)), ...admitted]);
    dispatch({ kind: 'relisted', devices: [...certificates.keys()], atMs: clock.nowMs() });
  }

  const isSettled = (): boolean => isOver || answering !== undefined;

  return {
    list: () => list,
    person: () => person,
    find: (device) => certificates.get(device),
    look: () => look(false),
    answeredBy: (device) => {
      answering = device;
    },
    stop: () => {
      isOver = true;
      list?.stop();
    },
  };
}
