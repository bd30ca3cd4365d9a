// A global key that is held counts once, however often the system repeats it.
import { expect, it } from 'vitest';
import type { ReleaseSeen } from '../../../src/contract/global-keys.ts';
import type { HeldKeysEvents } from '../../../src/main/desktop/held-keys.ts';
import { createHeldPresses } from '../../../src/main/desktop/held-presses.ts';
import { heldClock } from '../signalling/test-clock.ts';

function desktop(seen: ReleaseSeen = 'by-display', repeats = true) {
  const clock = heldClock();
  const watches: (HeldKeysEvents & { readonly chord: string })[] = [];
  const presses = createHeldPresses(
    {
      repeats,
      seen: () => seen,
      use: () => undefined,
      watch: (chord, events) => {
        watches.push({ chord, ...events });
        return () => events.onEnd('lost');
      },
    },
    clock,
  );
  const said: string[] = [];
  const events = { onDown: () => said.push('down'), onUp: () => said.push('up') };
  return { clock, watches, presses, said, events };
}

it('a key that repeats while it is seen to be held counts once, and the next press after its release counts immediately', () => {
  const { presses, watches, clock } = desktop();
  expect(presses.press('mute', 'Ctrl+Alt+M')).toBe('new');
  expect(watches[0]?.chord).toBe('Ctrl+Alt+M');
  watches[0]?.onDown();
  for (let times = 0; times < 3; times++) {
    clock.advance(5000);
    expect(presses.press('mute', 'Ctrl+Alt+M')).toBe('repeated');
  }
  watches[0]?.onEnd('released');
  expect(presses.press('mute', 'Ctrl+Alt+M')).toBe('new');
  expect(watches).toHaveLength(2);
});

it.each(['never', 'by-display'] as const)(
  'without a watch that sees the release (seen: %s), presses less than 1.5 seconds apart count as unclear',
  (seen) => {
    const { presses, watches, clock } = desktop(seen);
    expect(presses.press('hangUp', 'F13')).toBe('new');
    watches[0]?.onEnd('lost');
    expect(watches).toHaveLength(seen === 'never' ? 0 : 1);
    for (let times = 0; times < 40; times++) {
      clock.advance(times === 0 ? 1000 : 33);
      expect(presses.press('hangUp', 'F13')).toBe('unclear');
    }
    clock.advance(1500);
    expect(presses.press('hangUp', 'F13')).toBe('new');
  },
);

it('presses of different acts are counted separately', () => {
  const { presses } = desktop('never');
  expect([presses.press('mute', 'F13'), presses.press('hangUp', 'F14')]).toEqual(['new', 'new']);
});

it('a held key that was seen to be down is reported up once, whatever ends the watch', () => {
  for (const why of ['released', 'lost'] as const) {
    const { presses, watches, said, events } = desktop();
    presses.press('talk', 'Ctrl+Alt+T', events);
    expect(said).toEqual([]);
    watches[0]?.onDown();
    watches[0]?.onEnd(why);
    expect(said).toEqual(['down', 'up']);
  }
  const { presses, watches, said, events } = desktop();
  presses.press('talk', 'Ctrl+Alt+T', events);
  watches[0]?.onEnd('released');
  expect(said).toEqual([]); // the key was never seen to be down
});

it('when Siegel gives up its global keys, a held key is reported as up, and its repetitions do not count anew', () => {
  const { presses, watches, said, events } = desktop();
  presses.press('talk', 'Ctrl+Alt+T', events);
  watches[0]?.onDown();
  presses.forget();
  expect(said).toEqual(['down', 'up']);
  expect(presses.press('talk', 'Ctrl+Alt+T', events)).toBe('unclear');
});

it('before a key was seen to be down, another press of it is unclear, because it may be a second press of the person', () => {
  const { presses, watches, clock } = desktop();
  presses.press('mute', 'Ctrl+Alt+M');
  clock.advance(1200);
  expect(presses.press('mute', 'Ctrl+Alt+M')).toBe('unclear');
  watches[0]?.onDown();
  expect(presses.press('mute', 'Ctrl+Alt+M')).toBe('repeated');
});

it('where the system repeats no held key, each press is new, and only the key to talk is watched', () => {
  const { presses, watches } = desktop('by-system', false);
  expect([presses.press('mute', 'F13'), presses.press('mute', 'F13')]).toEqual(['new', 'new']);
  expect(watches).toHaveLength(0);
  presses.press('talk', 'F14');
  expect(watches).toHaveLength(1);
});

it('if the system says that a key is up but may only be hiding it, the next press to talk is watched, and one to mute is unclear', () => {
  const { presses, watches, clock } = desktop('by-system');
  for (const act of ['talk', 'mute'] as const) {
    presses.press(act, 'F13');
    watches.at(-1)?.onDown();
    watches.at(-1)?.onEnd('hidden');
  }
  clock.advance(200);
  expect([presses.press('talk', 'F13'), presses.press('mute', 'F13')]).toEqual(['new', 'unclear']);
  expect(watches).toHaveLength(3);
});

it('a key to talk that was held for too long is not watched again while the system repeats it', () => {
  const { presses, watches, clock } = desktop();
  presses.press('talk', 'F13');
  watches[0]?.onDown();
  watches[0]?.onEnd('lost');
  for (let times = 0; times < 90; times++) {
    clock.advance(33);
    expect(presses.press('talk', 'F13')).toBe('unclear');
  }
  expect(watches).toHaveLength(1);
});

it('a held key whose watch is lost while main is busy does not count anew when its repetitions arrive', () => {
  const { presses, watches, clock } = desktop();
  presses.press('mute', 'F13');
  watches[0]?.onDown();
  clock.advance(2500);
  watches[0]?.onEnd('lost');
  expect(presses.press('mute', 'F13')).toBe('unclear');
});
