// Colleagues by the thousand: people with a device and a chain each at an organisation's broker, and their entries in a
// profile.
import { connectAsync } from 'mqtt';
import { toBase32 } from '../../../src/core/bytes.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { beginChain } from '../../../src/core/keys/chain-build.ts';
import { type Chain, payloadOf } from '../../../src/core/keys/chain.ts';
import { writeHint } from '../../../src/core/signal/hint.ts';
import { writePresence } from '../../../src/core/signal/presence.ts';
import { chainTopic, hintTopic, presenceTopic } from '../../../src/core/signal/topics.ts';
import type { HistoryEntry } from '../../../src/contract/view.ts';
import type { BookEntry } from '../../../src/main/contacts/book-state.ts';
import { firstHeld } from '../../../src/main/people/held.ts';
import { keepPin, pinOf } from '../../../src/main/people/person-pin.ts';
import { systemRandom as random } from '../../../src/main/time/system-clock.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const DAY_MS = 86_400_000;
const SECOND_MS = 1000;
const DAYS = 60; // over which the calls are spread

/** Somebody with one device. */
export interface Colleague {
  readonly address: string;
  readonly name: string;
  readonly device: string;
  readonly chain: Chain;
}

/** This many people. The first one, `Aaron First`, is also the first by name. */
export function makeColleagues(count: number): readonly Colleague[] {
  return Array.from({ length: count }, (_, at) => {
    const address = `person-${at}@bench.example`;
    const keys = deviceKeysOf(random(32));
    const signer = { publicKey: keys.d, sign: keys.sign };
    const chain = beginChain({ address, s: keys.s, proto: [1], at: Math.floor(Date.now() / SECOND_MS) }, signer);
    const name = at === 0 ? 'Aaron First' : `Person Number ${(at * 7919) % count}`;
    return { address, name, device: keys.id, chain };
  });
}

/** The book entry of a contact with an earlier call; every second one is verified. */
export function entryOf({ address, name, chain }: Colleague, at: number): BookEntry {
  const sinceMs = Date.now() - DAY_MS;
  return {
    address,
    name,
    pin: keepPin(pinOf(firstHeld(chain), sinceMs)),
    ...(at % 2 === 0 && { verified: { atMs: sinceMs, way: 'code' } }),
    failedSecureCalls: 0,
  };
}

/** This many calls with these people over sixty days, the oldest first. */
export function makeCalls(count: number, people: readonly Colleague[]): readonly HistoryEntry[] {
  const stepMs = (DAYS * DAY_MS) / count;
  return Array.from({ length: count }, (_, at): HistoryEntry => {
    const { address, name } = people[at % people.length] ?? { address: '', name: '' };
    const id = Buffer.from(random(16)).toString('hex');
    const when = Math.floor(Date.now() - (count - at) * stepMs);
    const common = { id, address, name, media: 'audio', at: when, durationMs: 60_000, verified: true } as const;
    return { ...common, direction: at % 2 === 0 ? 'in' : 'out', outcome: 'hung-up', answered: true };
  });
}

/** Publishes at the broker of `url` what the devices of `people` would publish: chain, hint and an online presence. */
export async function publishAll(url: string, people: readonly Colleague[]): Promise<void> {
  const name = toBase32(random(17), 26);
  const client = await connectAsync(url, { protocolVersion: 5, clientId: name, username: name });
  const keep = { qos: 1, retain: true } as const;
  try {
    for (const { address, device, chain } of people) {
      const tag = userTag(address);
      const at = Math.floor(Date.now() / SECOND_MS);
      const online = writePresence({ v: 1, status: 'online', session: '0'.repeat(16), at });
      await Promise.all([
        client.publishAsync(chainTopic(tag, device), Buffer.from(payloadOf(chain)), keep),
        client.publishAsync(hintTopic(tag), Buffer.from(writeHint([device])), keep),
        client.publishAsync(presenceTopic(device), Buffer.from(online), keep),
      ]);
    }
  } finally {
    await client.endAsync();
  }
}
