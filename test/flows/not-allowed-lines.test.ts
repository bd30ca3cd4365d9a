// Policy keeps many contacts from ringing: how many call records their calls leave.
import { describe, expect, test } from 'vitest';
import { strangers } from './support/world.ts';

describe('contacts who are not allowed', () => {
  test('seventy blocked contacts who call within twelve minutes leave at most 64 call records', async () => {
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
