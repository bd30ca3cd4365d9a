// Keeps this device in the hint of its address (protocol §2.8). At a broker that delivers nothing by wildcard, a reader
// who does not know the person finds the person's devices only by the hint. Anybody may write the hint. So this device
// looks at the hint with every reading, and publishes it again if the hint does not name this device. Between readings
// it does not compete with other writers.
import { userTag } from '../../core/keys/address.ts';
import { devicesOf } from '../../core/keys/chain.ts';
import { MAX_HINT_DEVICES, writeHint } from '../../core/signal/hint.ts';
import type { AddressReading } from '../people/address-reading.ts';
import type { Transport } from '../signalling/transport.ts';

// The hint to publish: `device`, our person's devices, then those of the hint that led to a chain, 64 at most.
// `undefined` if the hint names `device` already, or was not read.
function hintToPublish(
  device: string,
  own: readonly string[],
  { hinted, persons }: Pick<AddressReading, 'hinted' | 'persons'>,
): readonly string[] | undefined {
  if (hinted === undefined || hinted.includes(device)) return undefined;
  const found = new Set(persons.flatMap(({ read }) => read.flatMap((chain) => devicesOf(chain).map(({ id }) => id))));
  const ids = new Set([device, ...own, ...hinted.filter((id) => found.has(id))]);
  return [...ids].slice(0, MAX_HINT_DEVICES);
}

/** Publishes the hint if it does not name `device`. `own`: the present devices of our person. */
export async function keepInHint(
  transport: Pick<Transport, 'publishHint'>,
  { address, device }: { readonly address: string; readonly device: string },
  own: readonly { readonly id: string }[],
  reading: AddressReading,
): Promise<void> {
  const present = own.map(({ id }) => id);
  const ids = hintToPublish(device, present, reading);
  if (ids !== undefined) await publishHint(transport, address, ids);
}

/**
 * Publishes these ids as the hint of `address`. If that fails, the next reading shows that this device is missing in
 * the hint.
 */
export async function publishHint(
  transport: Pick<Transport, 'publishHint'>,
  address: string,
  ids: readonly string[],
): Promise<void> {
  await transport.publishHint(userTag(address), writeHint(ids));
}
