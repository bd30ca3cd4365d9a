// Policy keeps callers from ringing, and they use ever new names: how many call records of them remain.
import { describe, expect, test } from 'vitest';
import { strangers } from './support/world.ts';

describe('contacts who are not allowed', () => {
  test('blocked contacts leave at most 64 call records an hour, however many names call', async () => {
    const { world, ben } = strangers();
    ben.policy.set({ BlockedPeers: ['@a.example'] });
    for (let i = 0; i < 70; i++) {
      const caller = world.person(`caller${i}@a.example`);
      ben.book.add(caller.address, `Caller ${i}`);
      caller.place(ben);
      await world.clock.advance(3000);
      caller.hangUp();
      await world.clock.advance(7000);
    }
    expect(ben.history.length).toBeGreaterThan(50);
    expect(ben.history.length).toBeLessThanOrEqual(64);
  });
});
