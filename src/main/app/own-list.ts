// Keeps our device list in the directory: after every connect, after a renewal of the certificate, and again where it did not
// work. What was last published is kept on disk, so that a directory that rewinds it is noticed and set right.
import * as v from 'valibot';
import { assert } from '../../core/assert.ts';
import { equal, fromB64u, toB64u } from '../../core/bytes.ts';
import { type DeviceList, headOf, relationTo, reopenDeviceList } from '../../core/keys/device-list.ts';
import type { Head, HeadRelation } from '../../core/signal/head.ts';
import type { Directory, Publishing } from '../signalling/directory.ts';
import type { Store } from '../vault/store.ts';
import { isWithin } from './budget.ts';
import type { Clock } from './clock.ts';
import type { Identity } from './identity.ts';

/**
 * What the vault keeps: b64u of the payload last published, and whether it was not yet seen to stay; which devices were taken off
 * here; whether this one was, elsewhere, and the version of the newest list that says so.
 */
export const KeptList = v.strictObject({
  payload: v.string(),
  removed: v.optional(v.array(v.string())),
  isRemoved: v.optional(v.boolean()),
  removedBy: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  isFresh: v.optional(v.boolean()),
});
export type KeptList = v.InferOutput<typeof KeptList>;

/** What taking a device off came to. */
export type Removing = 'removed' | Exclude<Publishing['kind'], 'published' | 'removed'> | 'disk' | 'removed-itself';

/** Our list at the directory. */
export interface OwnList {
  /** The head of the list last published or read back. */
  readonly head: () => Head | undefined;
  /** How a head of ours that a peer names relates to it: where there is none every one is unknown. */
  readonly relation: (head: Head) => HeadRelation;
  /** Since when that one is known here, in ms since 1970; 0: longer than this run. */
  readonly sinceMs: () => number;
  /** The list last published or read back. */
  readonly list: () => DeviceList | undefined;
  /** Whether another device has taken this one off, as the newest list read says: nothing is published meanwhile. */
  readonly isRemoved: () => boolean;
  /**
   * Whether another identity stands for our address and stood there before this one: a second one, made by mistake. Where a list of
   * ours was ever there it is the directory that lies, and no reason to give an identity up.
   */
  readonly isSecond: () => boolean;
  /** The link is up: see to the list, and keep seeing to it. */
  readonly online: () => void;
  /** The link is down: stop. */
  readonly offline: () => void;
  /** Looks at once, where the link is up. */
  readonly refresh: () => void;
  /**
   * Publishes the list without this other device. Where it has left and nobody answers afterwards it counts as removed, and is seen
   * to until it is read back.
   */
  readonly remove: (device: string) => Promise<Removing>;
}

/** What an own list is made of; `onOutcome` gets what publishing came to, whenever it was tried, and whether that is news. */
export interface OwnListParts {
  readonly identity: Identity;
  readonly directory: Directory;
  readonly store: Store<KeptList>;
  readonly clock: Clock;
  readonly onOutcome: (outcome: Publishing, isNews: boolean) => void;
  /** A list was published from here, on top of the one before. */
  readonly onPublished: (before: DeviceList | undefined, now: DeviceList) => void;
  /** A write to disk did not succeed. */
  readonly onDisk: () => void;
}

const MOST_REMOVED = 128;
const AGAIN_MS = 15_000; // after a failure
const CHECK_MS = 15 * 60_000; // when all is well: the certificate's age, whether the directory still has the list, and this device in it
const SETTLE_MS = 10_000; // after a change: whether another device has published over it

/** Our list, not published yet. */
export function createOwnList(parts: OwnListParts): OwnList {
  const { identity, store, clock } = parts;
  const before = store.read();
  const payload = before === undefined || before.payload === '' ? undefined : fromB64u(before.payload);
  // Verified when it was published or read back. Our devices are asked for with every word of theirs, so it is opened once.
  let last = payload && reopenDeviceList(payload, identity.address);
  let removed: readonly string[] = before?.removed ?? [];
  let isConflict = false;
  let stop: (() => void) | undefined;
  let again: (() => void) | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  let removedBy = before?.isRemoved === true ? (before.removedBy ?? (last?.version ?? 0) + 1) : undefined;
  let isFresh = before?.isFresh === true;
  let keptMs: number | undefined; // when `last` came, where that was in this run

  const write = (): 'written' | 'disk' => {
    const kept: KeptList = {
      payload: last === undefined ? '' : toB64u(last.payload),
      ...(removed.length > 0 && { removed: [...removed] }),
      ...(removedBy !== undefined && { isRemoved: true, removedBy }),
      ...(isFresh && { isFresh }),
    };
    const outcome = store.write(kept);
    if (outcome === 'disk') parts.onDisk();
    return outcome;
  };

  // One after the other: two rounds at once would take each other's lists for those of another device.
  const publish = (without: readonly string[]): Promise<Publishing> => {
    const run = async (): Promise<Publishing> =>
      parts.directory.publishOwn({
        address: identity.address,
        userKey: identity.userKey,
        device: identity.deviceId,
        certificate: identity.certificate(),
        last: last?.payload,
        isFresh,
        removedBy,
        removed: without,
      });
    const result = turn.then(run, run);
    turn = result.catch(() => undefined);
    return result;
  };

  // Whether something has changed.
  const keep = (outcome: Publishing): boolean => {
    isConflict = outcome.kind === 'conflict';
    if (outcome.kind === 'removed') {
      const wasRemoved = removedBy !== undefined;
      const version = Math.max(removedBy ?? 0, outcome.list?.version ?? 0);
      if (version !== removedBy) {
        removedBy = version;
        write();
      }
      return !wasRemoved;
    }
    if (outcome.kind !== 'published') return false;
    if (last !== undefined && equal(outcome.list.payload, last.payload)) {
      const hasStayed = keptMs === undefined || !isWithin(keptMs, clock.nowMs(), SETTLE_MS);
      if (isFresh && hasStayed) {
        isFresh = false;
        write();
      }
      return false;
    }
    const before = last;
    last = outcome.list;
    removedBy = undefined;
    isFresh = true;
    keptMs = clock.nowMs();
    write();
    if (outcome.isOurs) parts.onPublished(before, outcome.list);
    return true;
  };

  const begin = (): (() => void) => {
    let cancel: (() => void) | undefined;
    let running = true;
    let isRound = false;
    let isWanted = false; // again, once this round is over
    const round = async (): Promise<void> => {
      if (isRound) {
        isWanted = true;
        return;
      }
      isRound = true;
      cancel?.();
      if (removedBy === undefined && identity.renew() === 'disk') parts.onDisk();
      const outcome = await publish(removed).catch((error: unknown) => {
        if (running) throw error;
        return undefined; // the key was wiped meanwhile
      });
      isRound = false;
      if (!running || outcome === undefined) return;
      const isNew = keep(outcome);
      parts.onOutcome(outcome, isNew);
      const pauseMs = outcome.kind !== 'published' ? AGAIN_MS : isNew ? SETTLE_MS : CHECK_MS;
      if (isWanted) {
        isWanted = false;
        void round();
        return;
      }
      if (outcome.kind !== 'removed') cancel = clock.after(pauseMs, () => void round());
    };
    void round();
    again = () => void round();
    return () => {
      running = false;
      cancel?.();
    };
  };

  return {
    head: () => last && headOf(last),
    relation: (head) => (last === undefined ? 'unknown' : relationTo(last, head)),
    sinceMs: () => keptMs ?? 0,
    list: () => last,
    isRemoved: () => removedBy !== undefined,
    isSecond: () => isConflict && last === undefined,
    online: () => {
      stop?.();
      stop = begin();
    },
    offline: () => {
      stop?.();
      stop = undefined;
      again = undefined;
    },
    refresh: () => again?.(),
    remove: async (device) => {
      assert(device !== identity.deviceId, 'a device does not take itself off');
      const without = [...removed.filter((each) => each !== device), device];
      const outcome = await publish(without);
      if (keep(outcome)) parts.onOutcome(outcome, true);
      if (outcome.kind === 'removed') return 'removed-itself';
      const hasLeft = 'isPublished' in outcome;
      if (outcome.kind !== 'published' && !hasLeft) return outcome.kind;
      removed = without.slice(-MOST_REMOVED);
      return write() === 'disk' ? 'disk' : 'removed';
    },
  };
}
