// A flood of envelopes from an account of the broker: valid in form, with garbage inside.
import { concat } from '../../../src/core/bytes.ts';
import type { Person, World } from './person.ts';

/** Types of the envelope (protocol §4). */
export const INVITE = 1;
export const EARLY = 2;
export const MISSED = 6;
export const MOVE = 7;

/** Sender names that belong to nobody. */
export const madeUp = (i: number): string => `${'a'.repeat(20)}${String(i).padStart(6, '2')}`;

/**
 * Sends this many envelopes into the inbox of `to`, one every `everyMs`, each under the sender's name that `from`
 * returns.
 */
export function flood(
  world: World,
  to: Person,
  from: (i: number) => string,
  how: { readonly type: number; readonly count: number; readonly everyMs: number },
): void {
  const random = new Uint8Array(how.type === EARLY ? 250 : 500);
  for (let i = 0; i < how.count; i++) {
    const delayMs = i * how.everyMs;
    const time = new DataView(new ArrayBuffer(8));
    time.setBigUint64(0, BigInt(Math.floor(world.clock.nowMs() + delayMs)));
    const id = Uint8Array.from({ length: 16 }, (_, at) => (at < 4 ? i >> (8 * at) : at));
    const ttl = how.type === INVITE ? Uint8Array.of(0, 45) : new Uint8Array(0);
    const noise = random.fill(i).slice();
    noise.set(id); // makes each envelope different
    const bytes = concat(Uint8Array.of(1, how.type), id, new Uint8Array(time.buffer), ttl, noise);
    world.broker.inject({ from: from(i), to: to.device, bytes, delayMs });
  }
}
