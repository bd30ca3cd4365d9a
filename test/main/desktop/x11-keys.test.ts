// Keys that are held, as a display server reports them over a real socket, and what a hostile server cannot do.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HeldKeys } from '../../../src/main/desktop/held-keys.ts';
import { createX11Keys } from '../../../src/main/desktop/x11-keys.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { keysAnswer, letIn, type PlayedDisplay, playDisplay } from './played-display.ts';

const until = (condition: () => boolean): Promise<unknown> => vi.waitUntil(condition, { timeout: 20_000, interval: 5 });
const CHORD = [37, 64, 58]; // Ctrl, Alt, M
let display: PlayedDisplay | undefined;
afterEach(async () => {
  await display?.close();
  display = undefined;
});

const clock = heldClock();
function keysOf(name: string | undefined) {
  const changes = vi.fn();
  const env = { XAUTHORITY: '/nowhere', ...(name !== undefined && { DISPLAY: name }) };
  return { keys: createX11Keys({ env, clock, onChange: changes }), changes };
}

/** Watches a press of three keys and notes what is reported. */
function watched(keys: HeldKeys) {
  const said: string[] = [];
  const stop = keys.watch('Ctrl+Alt+M', { onDown: () => said.push('down'), onEnd: (why) => said.push(why) });
  return { said, stop };
}

const isClosed = (): boolean =>
  display?.connections.every(({ socket }) => socket.destroyed || socket.readableEnded) === true;
const asked = (): number => ((display?.connections[0]?.bytes.length ?? 0) - 12) / 4;

describe('a press that is watched', () => {
  it('the display server is asked which keys are down while all stay down, and a release ends the connection', async () => {
    const answers = [CHORD, CHORD, [...CHORD, 24], [37, 24]];
    display = await playDisplay((nth) => (nth === 0 ? letIn() : keysAnswer(nth, answers[nth - 1] ?? [])));
    const { said } = watched(keysOf(display.name).keys);
    await until(() => said.length === 1);
    for (const times of [2, 3, 4]) {
      expect(said).toEqual(['down']);
      await until(() => (clock.advance(30), asked() === times));
    }
    await until(() => said.length === 2);
    expect(said).toEqual(['down', 'released']);
    await until(isClosed);
    expect([...display.connections[0]!.bytes.subarray(12, 16)]).toEqual([44, 0, 1, 0]);
  });

  it('another key that goes up while the chord stays down ends the watch without a release', async () => {
    const answers = [[...CHORD, 24], CHORD];
    display = await playDisplay((nth) => (nth === 0 ? letIn() : keysAnswer(nth, answers[nth - 1] ?? [])));
    const { said } = watched(keysOf(display.name).keys);
    await until(() => said.length === 1);
    await until(() => (clock.advance(30), said.length === 2));
    expect(said).toEqual(['down', 'lost']);
  });

  it('a key that was released before the first answer never counts as down', async () => {
    display = await playDisplay((nth) => (nth === 0 ? letIn() : keysAnswer(1, [37, 64])));
    const { said } = watched(keysOf(display.name).keys);
    await until(() => said.length === 1);
    expect(said).toEqual(['released']);
  });

  it.each<[string, (nth: number) => Buffer | undefined]>([
    ['answers something else', (nth) => keysAnswer(nth + 1, CHORD)],
    ['answers twice', (nth) => Buffer.concat([keysAnswer(nth, CHORD), keysAnswer(nth, CHORD)])],
    ['sends without end', (nth) => Buffer.concat([keysAnswer(nth, CHORD), Buffer.alloc(100_000, 1)])],
  ])('a display server that %s once the keys are down ends the watch', async (_what, then) => {
    display = await playDisplay((nth) => (nth === 0 ? letIn() : nth === 1 ? keysAnswer(1, CHORD) : then(nth)));
    const { said } = watched(keysOf(display.name).keys);
    await until(() => (clock.advance(30), said.length === 2));
    expect(said).toEqual(['down', 'lost']);
    await until(isClosed);
  });

  it('a display server that closes the connection, or stops answering, ends the watch', async () => {
    for (const then of ['closes', 'is silent'] as const) {
      display = await playDisplay((nth, socket) => {
        if (nth === 2 && then === 'closes') socket.destroy();
        return nth === 0 ? letIn() : nth === 1 ? keysAnswer(1, CHORD) : undefined;
      });
      const { said } = watched(keysOf(display.name).keys);
      await until(() => said.length === 1);
      await until(() => (clock.advance(30), asked() === 2));
      if (then === 'is silent') clock.advance(2000);
      await until(() => said.length === 2);
      expect(said).toEqual(['down', 'lost']);
      await display.close();
    }
  });

  it('a key counts as held for two minutes at most', async () => {
    display = await playDisplay((nth) => (nth === 0 ? letIn() : keysAnswer(nth, CHORD)));
    const { said } = watched(keysOf(display.name).keys);
    await until(() => said.length === 1);
    clock.advance(120_000);
    expect(said).toEqual(['down', 'lost']);
  });

  it('a watch that is stopped ends once and closes its connection', async () => {
    display = await playDisplay((nth) => (nth === 0 ? letIn() : keysAnswer(nth, CHORD)));
    const { said, stop } = watched(keysOf(display.name).keys);
    await until(() => said.length === 1);
    stop();
    stop();
    expect(said).toEqual(['down', 'lost']);
    await until(isClosed);
  });
});

describe('whether a release can be seen', () => {
  it('a display is out of reach if DISPLAY is unset or its server refuses or is gone, until the server lets the program in', async () => {
    expect(keysOf(undefined).keys.seen()).toBe('no-display');
    let how = { status: 0 };
    display = await playDisplay(() => letIn(how));
    const { keys, changes } = keysOf(display.name);
    expect(keys.seen()).toBe('by-display');
    keys.use(false);
    await until(() => keys.seen() === 'no-display');
    how = { status: 1 };
    keys.use(false);
    await until(() => keys.seen() === 'by-display');
    expect(changes).toHaveBeenCalledTimes(2);
    for (const { bytes } of display.connections) expect(bytes).toHaveLength(12); // no key was asked for
    const { name } = display;
    await display.close();
    const { said } = watched(keys);
    await until(() => said.length === 1);
    expect([said, keys.seen(), name]).toEqual([['lost'], 'no-display', name]);
  });
});
