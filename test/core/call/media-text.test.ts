// When a typed line is sent: the first at once, then one line every 250 ms, the oldest first, and none during a hold.
import { describe, expect, test } from 'vitest';
import { firstMedia, type MediaState, mediaWakeAtMs, openedMedia } from '../../../src/core/call/media-state.ts';
import { after, NOW, step, type Timeless } from './media-bench.ts';

const speaking: MediaState = openedMedia(firstMedia(false), NOW);
const typed = (line: number, atMs = NOW): Timeless => ({ kind: 'text-typed', line, atMs });
const hold = (isHeld: boolean, atMs = NOW): Timeless => ({ kind: 'switched', change: { hold: isHeld }, atMs });
const peer = { mute: false, camera: false, hold: false, screen: false };

/** Dispatches events and timers; returns the lines that were sent, each with its time. */
function leaving(...events: readonly (Timeless & { readonly atMs?: number })[]): readonly string[] {
  const left: string[] = [];
  let media = speaking;
  const happens = (event: Timeless, atMs: number): void => {
    const done = step(media, event);
    media = done?.next ?? media;
    for (const effect of done?.effects ?? [])
      if (effect.kind === 'send-text') left.push(`${effect.line} at ${atMs - NOW}`);
  };
  const passes = (untilMs: number): void => {
    for (let atMs = mediaWakeAtMs(media); atMs !== undefined && atMs < untilMs; atMs = mediaWakeAtMs(media))
      happens({ kind: 'time', atMs }, atMs);
  };
  for (const event of events) {
    const atMs = event.atMs ?? NOW;
    passes(atMs);
    happens(event, atMs);
  }
  passes(NOW + 100_000);
  return left;
}

describe('typed lines', () => {
  test('a typed line is sent at once', () => expect(leaving(typed(0))).toEqual(['0 at 0']));

  test('letters typed into one line are sent together every 250 ms', () => {
    const letters = Array.from({ length: 20 }, (_, at) => typed(0, NOW + at * 20));
    expect(leaving(...letters)).toEqual(['0 at 0', '0 at 250', '0 at 500']);
  });

  test('a typed line waits behind earlier lines', () =>
    expect(leaving(typed(0), typed(1), typed(2), typed(1))).toEqual(['0 at 0', '1 at 250', '2 at 500']));

  test('a typed line is sent at once after a pause', () =>
    expect(leaving(typed(0), typed(0, NOW + 250))).toEqual(['0 at 0', '0 at 250']));

  test('an unsent line waits for the end of a hold', () => {
    const events = [typed(0), typed(1), hold(true)];
    const held = after(speaking, ...events);
    expect(mediaWakeAtMs(held)).toBeUndefined();
    expect(step(held, { kind: 'time', atMs: NOW + 1000 })).toBeUndefined();
    expect(leaving(...events)).toEqual(['0 at 0']);
    expect(leaving(...events, hold(false, NOW + 100))).toEqual(['0 at 0', '1 at 250']);
  });

  test.each([
    ['before READY or CONFIRM', firstMedia(false)],
    ['after a wrong code', after(speaking, { kind: 'silenced' })],
  ] as const)('text typed %s is ignored', (_when, media) => expect(step(media, typed(0))).toBeUndefined());

  test('an unsent line is never sent after a wrong code', () =>
    expect(leaving(typed(0), typed(1), { kind: 'silenced' })).toEqual(['0 at 0']));

  test('an unsent line is sent once the delayed end of the peer’s hold is applied', () => {
    const switched = (isHeld: boolean, atMs: number): Timeless => ({
      kind: 'peer-switched',
      state: { ...peer, hold: isHeld },
      atMs,
    });
    const hurried = Array.from({ length: 9 }, (_, at) => switched(at % 2 === 1, NOW + at));
    const events = [typed(0), typed(1), ...hurried, switched(true, NOW + 20), switched(false, NOW + 21)];
    expect(leaving(...events)).toEqual(['0 at 0', '1 at 1000']);
  });
});
