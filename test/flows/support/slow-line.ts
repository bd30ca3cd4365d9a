// A broker that delays each message and keeps the order of one sender's messages, as MQTT does.
import { dice } from './dice.ts';
import type { World } from './world.ts';

/**
 * Messages take 5 to 205 ms from now on, by dice of this name. Returns a function that throws the same dice for other
 * decisions of the test, and gives a number from 0 to 1.
 */
export function slowLine({ broker, clock }: World, name: string): () => number {
  const rolled = dice(name);
  const roll = (): number => (rolled(2)[0] ?? 0) / 256;
  const dueMs = new Map<string, number>(); // by sender
  broker.mischief = (parcel) => {
    const nowMs = clock.nowMs();
    const atMs = Math.max(nowMs + 5 + roll() * 200, dueMs.get(parcel.from) ?? 0);
    dueMs.set(parcel.from, atMs);
    return [{ ...parcel, delayMs: atMs - nowMs }];
  };
  return roll;
}
