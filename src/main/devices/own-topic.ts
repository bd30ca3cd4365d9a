// Keeps a chain under the topic of this device: it is published if the broker has other bytes there or none, and read
// back.
import { type Bytes, equal } from '../../core/bytes.ts';
import { userTag } from '../../core/keys/address.ts';
import { MAX_PAYLOAD_BYTES } from '../../core/keys/chain-rules.ts';
import type { Sent, Transport } from '../signalling/transport.ts';
import type { Clock } from '../time/clock.ts';

/** `kept`: the chain was read back. Else why not. `not-kept`: the broker accepts the chain, but does not return it. */
export type Keeping = 'kept' | 'not-kept' | 'timeout' | Exclude<Sent, 'sent'>;

const TIMEOUT_MS = 3000;
const MOST_ROUNDS = 5;
/**
 * A broker may acknowledge before it stores (RabbitMQ's retained store is a separate process): after this time, which
 * grows with each round, the chain is published and read again.
 */
const KEPT_LATER_MS = 250;

/** Makes the topic of `device` under `address` hold `payload`. */
export async function keepOwnTopic(
  transport: Pick<Transport, 'readDirectory' | 'publishChain'>,
  clock: Clock,
  { address, device }: { readonly address: string; readonly device: string },
  payload: Bytes,
): Promise<Keeping> {
  const tag = userTag(address);
  const bounds = { timeoutMs: TIMEOUT_MS, mostPayloads: 1, mostBytes: MAX_PAYLOAD_BYTES };
  for (let round = 0; ; round++) {
    const part = await transport.readDirectory(tag, { devices: [device] }, bounds);
    if (part === 'timeout') return 'timeout';
    const there = part.chains.get(device);
    if (there !== undefined && equal(there, payload)) return 'kept';
    if (round === MOST_ROUNDS) return 'not-kept';
    if (round > 0) await new Promise<void>((resolve) => void clock.after(KEPT_LATER_MS * round, resolve));
    const sent = await transport.publishChain(tag, payload);
    if (sent !== 'sent') return sent;
  }
}
