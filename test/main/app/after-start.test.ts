import { describe, expect, it, vi } from 'vitest';
import { createAfterStart } from '../../../src/main/app/after-start.ts';
import { systemRandom } from '../../../src/main/time/system-clock.ts';
import { heldClock } from '../signalling/test-clock.ts';

function start(isCalling: () => boolean = () => false) {
  const clock = heldClock();
  const random = vi.fn(systemRandom);
  const giveBack = vi.fn();
  return { clock, random, giveBack, after: createAfterStart({ clock, random, isCalling, giveBack }) };
}

describe('a second after the connection stands', () => {
  it('the handshake is rehearsed, and then memory is given back, once for every start', async () => {
    const { clock, random, giveBack, after } = start();
    after.online();
    clock.advance(999);
    expect(random).not.toHaveBeenCalled();
    clock.advance(1);
    await vi.waitUntil(() => giveBack.mock.calls.length > 0, { timeout: 20_000 });
    const drawn = random.mock.calls.length;
    expect(drawn).toBeGreaterThan(0);
    after.online();
    clock.advance(1000);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect([random.mock.calls.length, giveBack.mock.calls.length]).toEqual([drawn, 1]);
  });

  it('nobody who calls or is called is held up for it', async () => {
    let asked = 0;
    const { clock, giveBack, after } = start(() => asked++ >= 0);
    after.online();
    clock.advance(1000);
    await vi.waitUntil(() => asked > 0, { timeout: 20_000 });
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(giveBack).not.toHaveBeenCalled();
  });

  it('nothing begins where the account has ended before', () => {
    const { clock, random, after } = start();
    after.online();
    after.stop();
    clock.advance(1000);
    expect(random).not.toHaveBeenCalled();
  });
});
