// Keeps our device list in the directory: after every connect, after a renewal of the certificate, and again where it did not
// work. What was last published is kept on disk, so that a directory that rewinds it is noticed and set right.
import * as v from 'valibot';
import { equal, fromB64u, toB64u } from '../../core/bytes.ts';
import { readDeviceList } from '../../core/keys/device-list.ts';
import type { Directory, Publishing } from '../signalling/directory.ts';
import type { Store } from '../vault/store.ts';
import type { Clock } from './clock.ts';
import type { Identity } from './identity.ts';

/** What the vault keeps: b64u of the payload last published. */
export const KeptList = v.strictObject({ payload: v.string() });
export type KeptList = v.InferOutput<typeof KeptList>;

/** Our list at the directory. */
export interface OwnList {
  /** The highest version published or read back, 0 before there is one. */
  readonly version: () => number;
  /** The link is up: see to the list, and keep seeing to it. */
  readonly online: () => void;
  /** The link is down: stop. */
  readonly offline: () => void;
}

/** What an own list is made of; `onOutcome` gets what publishing came to, whenever it was tried. */
export interface OwnListParts {
  readonly identity: Identity;
  readonly directory: Directory;
  readonly store: Store<KeptList>;
  readonly clock: Clock;
  readonly onOutcome: (outcome: Publishing) => void;
  /** A write to disk did not succeed. */
  readonly onDisk: () => void;
}

const AGAIN_MS = 15_000; // after a failure
const CHECK_MS = 6 * 3_600_000; // when all is well: the certificate's age, and whether the directory still has the list

/** Our list, not published yet. */
export function createOwnList(parts: OwnListParts): OwnList {
  const { identity, store, clock } = parts;
  const kept = store.read();
  let last = kept === undefined ? undefined : fromB64u(kept.payload);
  let stop: (() => void) | undefined;

  const keep = (outcome: Publishing): void => {
    if (outcome.kind !== 'published') return;
    if (last !== undefined && equal(outcome.list.payload, last)) return;
    last = outcome.list.payload;
    if (store.write({ payload: toB64u(last) }) === 'disk') parts.onDisk();
  };

  const begin = (): (() => void) => {
    let cancel: (() => void) | undefined;
    let running = true;
    const round = async (): Promise<void> => {
      if (identity.renew() === 'disk') parts.onDisk();
      const own = {
        address: identity.address,
        userKey: identity.userKey,
        device: identity.deviceId,
        certificate: identity.certificate(),
        last,
      };
      const outcome = await parts.directory.publishOwn(own).catch((error: unknown) => {
        if (running) throw error;
        return undefined; // the key was wiped meanwhile
      });
      if (!running || outcome === undefined) return;
      keep(outcome);
      parts.onOutcome(outcome);
      cancel = clock.after(outcome.kind === 'published' ? CHECK_MS : AGAIN_MS, () => void round());
    };
    void round();
    return () => {
      running = false;
      cancel?.();
    };
  };

  return {
    version: () => (last === undefined ? 0 : (readDeviceList(last, identity.address)?.version ?? 0)),
    online: () => {
      stop?.();
      stop = begin();
    },
    offline: () => {
      stop?.();
      stop = undefined;
    },
  };
}
