// A caller cancels right after the ring begins. Sometimes the callee's card and call window are still being created
// then, and close before their pages are loaded.
import { expect } from '@playwright/test';
import type { Person } from '../../tools/desktop/person.ts';
import { people } from '../../tools/demo/sides.ts';
import { sidesOf, talk, test } from '../support/two-people.ts';

const ROUNDS = 40;
const STEP_MS = 25;
const STEPS = 20; // 0 to 475 ms

/** Collects uncaught errors and rejections in main from now on. */
async function watchBugs({ app }: Person): Promise<void> {
  await app.evaluate(() => {
    const bugs: string[] = [];
    Object.assign(globalThis, { bugs });
    for (const event of ['uncaughtException', 'unhandledRejection'] as const)
      process.on(event, (error: unknown) => bugs.push(error instanceof Error ? (error.stack ?? error.message) : event));
  });
}
const bugsOf = ({ app }: Person): Promise<readonly string[]> =>
  app.evaluate(() => (globalThis as unknown as { readonly bugs: readonly string[] }).bugs);

/** Calls, and cancels this many ms after the callee's device rings, with the same commands that the buttons send. */
async function cancelRing(caller: Person, address: string, afterMs: number): Promise<string> {
  const page = await caller.window('main');
  return page.evaluate(
    async ({ address, afterMs }) => {
      const { siegel } = window;
      const placed = await siegel.call('call.place', { address, media: 'audio' });
      if (!placed.ok) return placed.code;
      const call = placed.value;
      const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
      const seen = async (
        isSo: (phase: { readonly kind: string; readonly ringing?: boolean }) => boolean,
      ): Promise<void> => {
        for (;;) {
          const view = await siegel.call('view.read', {});
          const calls = view.ok && 'calls' in view.value ? view.value.calls : [];
          const phase = calls.find(({ id }) => id === call)?.phase;
          if (phase !== undefined && isSo(phase)) return;
          await pause(5);
        }
      };
      await seen((phase) => phase.kind === 'calling' && phase.ringing === true);
      await pause(afterMs);
      await siegel.call('call.hangUp', { call });
      await seen((phase) => phase.kind === 'ended');
      const dismissed = await siegel.call('call.dismiss', { call });
      return dismissed.ok ? 'done' : dismissed.code;
    },
    { address, afterMs },
  );
}

test(
  `a call cancelled 0 to ${String((STEPS - 1) * STEP_MS)} ms after it rings leaves no uncaught error on either side, and a later call works`,
  { tag: '@waits' },
  async ({ two }) => {
    test.setTimeout(300_000);
    const { caller, callee } = two;
    await talk(two, 'audio');
    // Between people who have verified each other, the number of calls per minute is not limited (protocol §5.2).
    await callee.typeCode(await caller.readCode());
    await caller.typeCode(await callee.readCode());
    for (const side of sidesOf(two))
      await side.until('the verification', ({ call }) => call?.trust.kind === 'verified');
    await caller.hangUp();
    for (const side of sidesOf(two)) {
      await side.phase('ended');
      await side.dismiss();
      await watchBugs(side);
    }
    for (let round = 0; round < ROUNDS; round++) {
      const afterMs = (round % STEPS) * STEP_MS;
      expect(await cancelRing(caller, people.callee.address, afterMs)).toBe('done');
      await callee.until('the end of the ring', ({ calls }) => calls.length === 0);
      for (const side of sidesOf(two)) expect(await bugsOf(side), `${side.name}, ${String(afterMs)} ms`).toEqual([]);
    }
    await talk(two, 'audio');
    for (const side of sidesOf(two)) expect(await bugsOf(side)).toEqual([]);
  },
);
