import { expect, it } from 'vitest';
import type { HeadsetPress } from '../../../src/contract/headset.ts';
import type { TrayAction } from '../../../src/main/desktop/tray-menu.ts';
import { headsetHandlers } from '../../../src/main/ipc/headset-handlers.ts';

const from = { kind: 'headset', call: '' } as const;
const call = 'a'.repeat(32);
const meaning: Readonly<Record<string, TrayAction | undefined>> = {
  hook: { kind: 'hang-up', call },
  hold: { kind: 'hold', call, hold: true },
};

it('headset presses are rate-limited except those that end a call or mute', async () => {
  let nowMs = 1000;
  const acts: TrayAction[] = [];
  const handlers = headsetHandlers(
    {
      actionOf: (press) => (press.kind === 'mute' ? { kind: 'mute', call, mute: press.mute } : meaning[press.kind]),
      act: (action) => Promise.resolve(void acts.push(action)),
      found: () => undefined,
    },
    { nowMs: () => nowMs },
  );
  const press = async (pressed: HeadsetPress, times = 1): Promise<number> => {
    const before = acts.length;
    for (let count = 0; count < times; count++) await handlers['headset.press'](pressed, from);
    return acts.length - before;
  };
  expect(await press({ kind: 'reject' }, 1000)).toBe(0); // no call rings
  expect(await press({ kind: 'hold' }, 1000)).toBe(64);
  expect(await press({ kind: 'mute', mute: false })).toBe(0);
  expect(await press({ kind: 'mute', mute: true })).toBe(1);
  expect(await press({ kind: 'hook', off: false })).toBe(1);
  nowMs += 10_001;
  expect(await press({ kind: 'mute', mute: false })).toBe(1);
});
