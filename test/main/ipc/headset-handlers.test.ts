import { expect, it } from 'vitest';
import type { HeadsetPress } from '../../../src/contract/headset.ts';
import { headsetHandlers } from '../../../src/main/ipc/headset-handlers.ts';

const from = { kind: 'headset', call: '' } as const;

it('a press is done, and a headset that presses without end is heard twenty times in ten seconds', async () => {
  let nowMs = 1000;
  const pressed: HeadsetPress[] = [];
  const handlers = headsetHandlers(
    { press: (press) => Promise.resolve(void pressed.push(press)), found: () => undefined },
    { nowMs: () => nowMs },
  );
  for (let count = 0; count < 1000; count++)
    await handlers['headset.press']({ kind: 'mute', mute: count % 2 === 0 }, from);
  expect(pressed).toHaveLength(20);
  nowMs += 10_001;
  await handlers['headset.press']({ kind: 'hook', off: true }, from);
  expect(pressed.at(-1)).toEqual({ kind: 'hook', off: true });
});
