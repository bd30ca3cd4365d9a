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

describe('one second after the connection is established', () => {
  it('the handshake is rehearsed and memory is released once per start, a second after the connection', async () => {
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

  it('memory is not released if the account ends during the rehearsal', async () => {
    const { clock, random, giveBack, after } = start();
    random.mockImplementationOnce((length) => {
      after.stop();
      return systemRandom(length);
    });
    after.online();
    clock.advance(1000);
    for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
    expect([random.mock.calls.length > 0, giveBack.mock.calls.length]).toEqual([true, 0]);
  });

  it('memory is not released while a call is in progress', async () => {
    let asked = 0;
    const { clock, giveBack, after } = start(() => asked++ >= 0);
    after.online();
    clock.advance(1000);
    await vi.waitUntil(() => asked > 0, { timeout: 20_000 });
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(giveBack).not.toHaveBeenCalled();
  });

  it('a call in progress delays the release of memory until a second after the last call', async () => {
    let isOn = true;
    let asked = 0;
    const { clock, giveBack, after } = start(() => (asked++, isOn));
    after.online();
    clock.advance(1000);
    await vi.waitUntil(() => asked > 0, { timeout: 20_000 });
    after.callsChanged();
    clock.advance(1000);
    isOn = false;
    after.callsChanged();
    clock.advance(999);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(giveBack).not.toHaveBeenCalled();
    clock.advance(1);
    await vi.waitUntil(() => giveBack.mock.calls.length > 0, { timeout: 20_000 });
    after.callsChanged();
    after.online();
    clock.advance(1000);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(giveBack).toHaveBeenCalledOnce();
  });

  it('a call whose end is not reported delays the release of memory until a second after the next connection', async () => {
    let isOn = true;
    let asked = 0;
    const { clock, giveBack, after } = start(() => (asked++, isOn));
    after.online();
    clock.advance(1000);
    await vi.waitUntil(() => asked > 0, { timeout: 20_000 });
    isOn = false;
    after.online();
    clock.advance(1000);
    await vi.waitUntil(() => giveBack.mock.calls.length > 0, { timeout: 20_000 });
    expect(giveBack).toHaveBeenCalledOnce();
  });

  it('no rehearsal starts if the account ends within a second of the connection', () => {
    const { clock, random, after } = start();
    after.online();
    after.stop();
    clock.advance(1000);
    expect(random).not.toHaveBeenCalled();
  });
});
