// This device as its calls use it: its keys, and what is known of its person's devices.
import { linksToCarry } from '../../core/signal/message.ts';
import type { OwnDevice } from '../calls/call-deps.ts';
import type { Identity } from '../devices/identity.ts';
import type { OwnChain } from '../devices/own-chain.ts';

const whyOut = { in: undefined, removed: 'device-removed', waiting: 'device-unfinished' } as const;

/** The device of this identity, with its person's devices as the chain has them at the time of asking. */
export function ownDevice(identity: Identity, chain: OwnChain): OwnDevice {
  return {
    address: identity.address,
    name: identity.name,
    person: chain.person,
    deviceKeys: identity.deviceKeys,
    deviceId: identity.deviceId,
    devices: chain.devices,
    carried: () => linksToCarry(chain.held().chain),
    whyOut: () => whyOut[chain.state()],
    head: chain.head,
    relation: chain.relation,
    headSinceMs: chain.sinceMs,
  };
}
