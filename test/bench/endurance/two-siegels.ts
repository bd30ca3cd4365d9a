// Two real Siegels on a desktop of their own, whose people have verified each other, for long benches.
import type { PolicyValues } from '../../../src/core/policy/table.ts';
import { type Desktop, type DesktopOptions, startDesktop } from '../../../tools/desktop/desktop.ts';
import { endAtOnce } from '../../../tools/desktop/launch.ts';
import { introduce, people, startSides, type Sides, type StartSides } from '../../../tools/demo/sides.ts';
import { untilPublished } from '../../../tools/desktop/published.ts';
import { policyOf } from '../../support/managed-people.ts';

/** Calls, answers, and waits until both are live and have opened sound frames of each other. */
export async function talk({ caller, callee }: Sides, media: 'audio' | 'video'): Promise<void> {
  await caller.place(people.callee.name, media);
  await callee.phase('ringing', 30_000);
  await callee.answer(media);
  for (const side of [caller, callee]) {
    await side.phase('live', 40_000);
    await side.until('opened sound frames', ({ call }) => (call?.numbers.streams[0]?.opened ?? 0) > 5, 40_000);
  }
}

/** The caller hangs up, and both people dismiss the ended call. */
export async function end({ caller, callee }: Sides): Promise<void> {
  await caller.hangUp();
  for (const side of [caller, callee]) await side.phase('ended', 40_000);
  for (const side of [caller, callee]) await side.dismiss();
}

/**
 * The options of a bench: a policy for both sides, the size of the screen, and the broker. `brokerUrl`: a broker that
 * runs already, in place of the caller's own. `by`: returns another address at which the caller's broker is reached.
 */
export interface TwoSiegelsOptions extends Pick<StartSides, 'by' | 'brokerUrl'>, Pick<DesktopOptions, 'screen'> {
  readonly policy?: Partial<PolicyValues>;
}

/**
 * Runs `use` with two Siegels whose people have verified each other, and ends both in any case. `again` restarts both
 * with their profiles, and returns them when they are online and published.
 */
export async function withTwoSiegels(
  use: (sides: Sides, again: () => Promise<Sides>, desktop: Desktop) => Promise<void>,
  { policy = {}, screen, ...broker }: TwoSiegelsOptions = {},
): Promise<void> {
  const desktop = await startDesktop({ keyring: 'unlocked', say: () => undefined, ...(screen && { screen }) });
  const { folder, set } = policyOf(desktop, 'policy');
  set(policy);
  let sides: Sides | undefined;
  const stop = async (): Promise<void> => {
    for (const side of sides === undefined ? [] : [sides.caller, sides.callee]) await endAtOnce(side.process);
  };
  const start = async (): Promise<Sides> => {
    await stop();
    sides = await startSides(desktop, { args: [`--policy-folder=${folder}`], ...broker });
    return sides;
  };
  try {
    const first = await start();
    await introduce(first);
    await talk(first, 'audio'); // verified, so that no limit for strangers applies
    await first.callee.typeCode(await first.caller.readCode());
    await first.caller.typeCode(await first.callee.readCode());
    for (const side of [first.caller, first.callee])
      await side.until('verified', ({ contacts }) => contacts[0]?.trust.kind === 'verified');
    await end(first);
    const again = async (): Promise<Sides> => {
      const next = await start();
      for (const side of [next.caller, next.callee]) {
        await side.until('a connection', ({ link }) => link.kind === 'online');
        await untilPublished(side);
      }
      return next;
    };
    await use(first, again, desktop);
  } finally {
    await stop();
    await desktop.stop();
  }
}
