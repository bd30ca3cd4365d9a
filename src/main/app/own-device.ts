// This device as its calls have it: its keys, and what is known of its person's devices.
import type { OwnDevice } from '../calls/call-deps.ts';
import type { Identity } from './identity.ts';
import type { OwnList } from './own-list.ts';

/** The device of this identity, with its person's devices as the list says at the time of asking. */
export function ownDevice(identity: Identity, list: OwnList): OwnDevice {
  return {
    address: identity.address,
    person: identity.userKey.publicKey,
    deviceKeys: identity.deviceKeys,
    deviceId: identity.deviceId,
    certificate: identity.certificate,
    devices: () => list.list()?.devices ?? [],
    isRemoved: list.isRemoved,
    head: list.head,
    relation: list.relation,
    headSinceMs: list.sinceMs,
  };
}
