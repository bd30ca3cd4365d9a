// A verification note (protocol §5 rule 18), made outside the code under test: as the broker stores it, or as a lying
// device sends it.
import { unwrap } from '../../../src/core/assert.ts';
import { toB64u } from '../../../src/core/bytes.ts';
import { sealNote } from '../../../src/core/keys/sealed-note.ts';
import { writeVerifiedEnvelope } from '../../../src/core/signal/envelope.ts';
import { writeMessage } from '../../../src/core/signal/message.ts';
import type { Parcel } from './broker.ts';
import { dice } from './dice.ts';
import type { Person, World } from './person.ts';

/**
 * A note from `from` to `to` that `of` is verified. It is `ageMs` old, and has the form in which it reaches an inbox.
 */
export function verifiedNote(
  world: World,
  [from, to]: readonly [Person, Person],
  of: Pick<Person, 'address' | 'person'>,
  ageMs = 0,
): Parcel {
  const text = { kind: 'verified', of: { address: of.address, person: toB64u(of.person) } } as const;
  const callId = new Uint8Array(16).fill(3);
  const issuedAtMs = BigInt(world.clock.nowMs() - ageMs);
  const binding = { kind: 'verified', callId, issuedAtMs } as const;
  const noise = sealNote(from.deviceKeys, to.deviceKeys, binding, writeMessage(text), dice('a word')(32));
  const bytes = writeVerifiedEnvelope(callId, issuedAtMs, unwrap(noise, 'a good key'));
  return { to: to.device, from: from.device, bytes, delayMs: 5 };
}
