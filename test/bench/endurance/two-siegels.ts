// Two real Siegels on a desktop of their own, who have verified each other, for benches that run for long.
import { startDesktop } from '../../../tools/desktop/desktop.ts';
import { endAtOnce } from '../../../tools/desktop/launch.ts';
import { introduce, people, startSides, type Sides } from '../../../tools/demo/sides.ts';

/** Calls, answers, and waits until both hear each other. */
export async function talk({ caller, callee }: Sides, media: 'audio' | 'video'): Promise<void> {
  await caller.place(people.callee.name, media);
  await callee.phase('ringing', 30_000);
  await callee.answer(media);
  for (const side of [caller, callee]) {
    await side.phase('live', 40_000);
    await side.until('sound that opens', ({ call }) => (call?.numbers.streams[0]?.opened ?? 0) > 5, 40_000);
  }
}

/** The caller hangs up, and both clear their windows. */
export async function end({ caller, callee }: Sides): Promise<void> {
  await caller.hangUp();
  for (const side of [caller, callee]) await side.phase('ended', 40_000);
  for (const side of [caller, callee]) await side.dismiss();
}

/** Runs `use` with both, online and verified; ends them whatever comes. */
export async function withTwoSiegels(use: (sides: Sides) => Promise<void>): Promise<void> {
  const desktop = await startDesktop({ keyring: 'unlocked', say: () => undefined });
  let sides: Sides | undefined;
  try {
    sides = await startSides(desktop);
    await introduce(sides);
    await talk(sides, 'audio'); // verified, so that no limit for strangers stands in the way
    await sides.callee.typeCode(await sides.caller.readCode());
    await sides.caller.typeCode(await sides.callee.readCode());
    for (const side of [sides.caller, sides.callee])
      await side.until('verified', ({ contacts }) => contacts[0]?.trust.kind === 'verified');
    await end(sides);
    await use(sides);
  } finally {
    for (const side of sides === undefined ? [] : [sides.caller, sides.callee]) await endAtOnce(side.process);
    await desktop.stop();
  }
}
