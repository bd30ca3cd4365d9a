// Keys that are held on Windows and macOS, with a played keyboard process.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { HeldKeys } from '../../../src/main/desktop/held-keys.ts';
import { createSystemKeys, type KeyboardProcessEvents } from '../../../src/main/desktop/system-keys.ts';
import type { Question } from '../../../src/main/keyboard/questions.ts';
import { heldClock } from '../signalling/test-clock.ts';

const CHORD = 'Ctrl+Alt+M';
interface Played extends KeyboardProcessEvents {
  readonly asked: Question[];
  isKilled: boolean;
}
let clock = heldClock();
let processes: Played[] = [];
let changes = vi.fn();
let keys: HeldKeys;
function keysOf(platform: string): HeldKeys {
  clock = heldClock();
  processes = [];
  changes = vi.fn();
  return createSystemKeys({
    platform,
    clock,
    onChange: changes,
    start: (events) => {
      const played: Played = { ...events, asked: [], isKilled: false };
      processes.push(played);
      return { ask: (question) => played.asked.push(question), kill: () => void (played.isKilled = true) };
    },
  });
}
beforeEach(() => void (keys = keysOf('darwin')));
const CODES = [[0x3b, 0x3e], [0x3a, 0x3d], [0x2e]]; // of the chord on macOS

/** Watches a press of three keys and notes what is reported. */
async function watched(): Promise<{ readonly said: string[]; readonly stop: () => void }> {
  const said: string[] = [];
  const stop = keys.watch(CHORD, { onDown: () => said.push('down'), onEnd: (why) => said.push(why) });
  await Promise.resolve();
  return { said, stop };
}
const last = (): Played => processes.at(-1)!;
/** The process answers the last question. */
function answer(areDown: readonly boolean[], isAllowed = true): void {
  last().onAnswer({ id: last().asked.at(-1)?.id, areDown, isAllowed });
}
const ALL = [true, true, true];

describe('a press that is watched', () => {
  it('the process is asked every 30 ms for the keys of the chord alone, until one of them is up', async () => {
    const { said } = await watched();
    expect(last().asked).toEqual([{ id: 1, keys: CODES, mayAsk: false }]);
    for (const times of [1, 2, 3]) {
      answer(ALL);
      expect([said, last().asked.length]).toEqual([['down'], times]);
      clock.advance(30);
    }
    expect(last().asked.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    answer([true, true, false]);
    expect(said).toEqual(['down', 'released']);
    clock.advance(10_000);
    expect([last().asked.length, last().isKilled]).toEqual([4, false]);
  });

  it('a key that was released before the first answer never counts as down', async () => {
    const { said } = await watched();
    answer([false, true, true]);
    expect(said).toEqual(['released']);
  });

  it.each([
    ['another question', { id: 99, areDown: ALL, isAllowed: true }],
    ['the same question twice', { id: 1, areDown: ALL, isAllowed: true }],
    ['something malformed', { id: 2, areDown: 'all', isAllowed: true }],
    ['nothing', undefined],
  ])('a process that answers %s is ended, and the press counts as lost', async (_what, said) => {
    const press = await watched();
    answer(ALL);
    clock.advance(30);
    last().onAnswer(said);
    expect([press.said, last().isKilled]).toEqual([['down', 'lost'], true]);
  });

  it('an answer for fewer keys than asked ends the watch', async () => {
    const { said } = await watched();
    answer([true]);
    expect(said).toEqual(['lost']);
  });

  it('a process that gives no answer for two seconds is ended, and the next press starts another', async () => {
    const { said } = await watched();
    answer(ALL);
    clock.advance(30);
    clock.advance(2000);
    expect([said, last().isKilled]).toEqual([['down', 'lost'], true]);
    await watched();
    expect(processes).toHaveLength(2);
  });

  it('a process that ends during a press ends the watch, and the next press starts another', async () => {
    const { said } = await watched();
    answer(ALL);
    last().onEnd();
    expect([said, keys.seen()]).toEqual([['down', 'lost'], 'by-system']);
    const next = await watched();
    answer(ALL);
    expect([next.said, processes.length]).toEqual([['down'], 2]);
  });

  it('two presses at the same time are watched separately', async () => {
    const one = await watched();
    const other = await watched();
    const [first, second] = last().asked;
    last().onAnswer({ id: second?.id, areDown: ALL, isAllowed: true });
    last().onAnswer({ id: first?.id, areDown: [true, false, true], isAllowed: true });
    expect([one.said, other.said]).toEqual([['released'], ['down']]);
  });

  it('a key counts as held for two minutes at most', async () => {
    const { said } = await watched();
    for (let ms = 0; ms < 120_000; ms += 30) {
      answer(ALL);
      clock.advance(30);
    }
    expect(said).toEqual(['down', 'lost']);
  });

  it('a watch that is stopped ends once, and a later answer changes nothing', async () => {
    const { said, stop } = await watched();
    stop();
    stop();
    answer(ALL);
    clock.advance(10_000);
    expect([said, last().asked.length]).toEqual([['lost'], 1]);
  });

  it('a watch that is stopped at once asks nothing', async () => {
    const said: string[] = [];
    keys.watch(CHORD, { onDown: () => said.push('down'), onEnd: (why) => said.push(why) })();
    await Promise.resolve();
    expect([said, processes]).toEqual([['lost'], []]);
  });

  it('a chord with a key that the system does not have is not asked for', async () => {
    const said: string[] = [];
    keys.watch('Ctrl+F24', { onDown: () => said.push('down'), onEnd: (why) => said.push(why) });
    await Promise.resolve();
    expect([said, processes]).toEqual([['lost'], []]);
  });
});

describe('the keyboard process', () => {
  it('the process runs only while a key is set, and is asked for no key before a press', () => {
    keys.use(false);
    expect(processes).toEqual([]);
    keys.use(true);
    keys.use(true);
    expect(processes.map(({ asked }) => asked)).toEqual([[{ id: 1, keys: [], mayAsk: false }]]);
    answer([]);
    keys.use(false);
    last().onEnd();
    expect([last().isKilled, keys.seen()]).toEqual([true, 'by-system']);
    keys.use(true);
    expect(processes).toHaveLength(2);
  });

  it('after three processes that ended without an answer about a key, no release is seen any more, and no further process is started', () => {
    keys.use(true);
    for (const times of [1, 2, 3]) {
      expect([processes.length, keys.seen()]).toEqual([times, 'by-system']);
      last().onEnd();
    }
    expect([keys.seen(), changes.mock.calls.length]).toEqual(['never', 1]);
    keys.use(true);
    expect(processes).toHaveLength(3);
  });

  it('a process that fails is replaced immediately while a key is set, and an answer about keys makes earlier failures forgotten', async () => {
    keys.use(true);
    for (let times = 0; times < 8; times++) {
      last().onEnd();
      expect([processes.length, keys.seen()]).toEqual([times + 2, 'by-system']);
      const { stop } = await watched();
      answer(ALL);
      stop();
    }
    keys.use(false);
    last().onEnd();
    expect(processes).toHaveLength(9);
  });

  it('a process that has run for ten minutes and ends without a press is no failure, and makes earlier ones forgotten', () => {
    keys.use(true);
    const end = (afterMs: number): void => {
      answer([]);
      clock.advance(afterMs);
      last().onEnd();
    };
    for (let times = 0; times < 3; times++) {
      end(1000);
      end(1000);
      end(10 * 60_000);
      expect(keys.seen()).toBe('by-system');
    }
    expect(processes).toHaveLength(10);
  });

  it('a process that ends in its first ten minutes, or during a press, has failed', async () => {
    keys.use(true);
    answer([]);
    clock.advance(10 * 60_000 - 1);
    last().onEnd();
    for (const failed of [2, 3]) {
      answer([]);
      clock.advance(10 * 60_000);
      await watched();
      last().onEnd();
      expect(keys.seen()).toBe(failed === 3 ? 'never' : 'by-system');
    }
  });

  it('a process that runs and gives no answer about keys has failed, and one that is still starting gets 15 seconds', async () => {
    keys.use(true);
    const early = await watched();
    clock.advance(2000);
    expect([early.said, last().isKilled]).toEqual([['lost'], false]);
    clock.advance(13_000);
    expect([processes[0]?.isKilled, processes.length]).toEqual([true, 2]);
    last().onAnswer({ id: last().asked[0]?.id, areDown: [], isAllowed: true });
    const late = await watched();
    clock.advance(2000);
    expect([late.said, processes[1]?.isKilled, processes.length]).toEqual([['lost'], true, 3]);
  });

  it('a process that was ended changes nothing in the next one', async () => {
    keys.use(true);
    const former = last();
    keys.use(false);
    const { said } = await watched();
    former.onAnswer('odd');
    former.onEnd();
    answer(ALL);
    expect([said, keys.seen(), last().isKilled]).toEqual([['down'], 'by-system', false]);
  });

  it('missing permission is asked for and reported at the second press in a row that is not seen, until one is seen', async () => {
    keys.use(true);
    answer([], false);
    const press = async (areDown: readonly boolean[]): Promise<readonly unknown[]> => {
      const { said, stop } = await watched();
      const { mayAsk } = last().asked.at(-1)!;
      answer(areDown, false);
      stop();
      return [mayAsk, said[0], keys.seen()];
    };
    const up = [true, true, false];
    expect(await press(up)).toEqual([false, 'released', 'by-system']);
    expect(await press(up)).toEqual([true, 'released', 'not-allowed']);
    expect(await press(ALL)).toEqual([true, 'down', 'by-system']);
    expect(await press(up)).toEqual([false, 'released', 'by-system']);
    expect(await press(up)).toEqual([true, 'released', 'not-allowed']);
  });
});

describe('on Windows', () => {
  beforeEach(() => void (keys = keysOf('win32')));

  it('a key that Windows reports as up counts as hidden, because Windows also reports a held key as up while a program with more rights is in front', async () => {
    const { said } = await watched();
    expect(last().asked).toEqual([{ id: 1, keys: [[0x11], [0x12], [0x4d]], mayAsk: false }]);
    answer(ALL);
    clock.advance(30);
    answer([true, true, false]);
    expect([said, keys.repeats]).toEqual([['down', 'hidden'], true]);
  });
});
