// A sound on its loudspeakers. Each loudspeaker has an audio context of its own. The contexts are faked.
import { beforeEach, expect, it, vi } from 'vitest';
import type { Sounding } from '../../../src/contract/sound.ts';
import { play } from '../../../src/renderer/sound/play.ts';
import { RATE_HZ, samplesOf, sounds } from '../../../src/renderer/sound/sounds.ts';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const ring: Sounding = { sound: 'bells', volume: 50, place: { kind: 'all' } };

let contexts: FakeContext[] = [];
let plugged: readonly string[] = [];
let broken = '';
let changed: () => void = () => undefined;
const speakers = {
  sinksOf: () => Promise.resolve(plugged),
  subscribe: (listener: () => void) => {
    changed = listener;
    return () => void (changed = () => undefined);
  },
};

class FakeContext {
  state = 'running';
  currentTime = 0;
  readonly destination = 'loudspeaker';
  sink = '';
  plays: readonly [samples: number, gain: number] | undefined;
  constructor() {
    contexts.push(this);
  }
  setSinkId(id: string): Promise<void> {
    if (id === broken) return Promise.reject(new DOMException('', 'AbortError'));
    this.sink = id;
    return Promise.resolve();
  }
  createBuffer(_channels: number, length: number): { readonly length: number; readonly copyToChannel: () => void } {
    return { length, copyToChannel: () => undefined };
  }
  close(): Promise<void> {
    this.state = 'closed';
    return Promise.resolve();
  }
}
class FakeGain {
  readonly gain: number;
  constructor(_context: FakeContext, options: { readonly gain: number }) {
    this.gain = options.gain;
  }
  connect(): void {}
}
class FakeSource {
  gain = 0;
  readonly context: FakeContext;
  readonly length: number;
  constructor(context: FakeContext, { buffer }: { readonly buffer: { readonly length: number } }) {
    this.context = context;
    this.length = buffer.length;
  }
  connect(next: FakeGain): FakeGain {
    ({ gain: this.gain } = next);
    return next;
  }
  addEventListener(): void {}
  start(): void {
    this.context.plays = [this.length, this.gain];
  }
}

/** The loudspeakers that play now. */
const audible = (): readonly string[] =>
  contexts.filter(({ plays, state }) => plays !== undefined && state === 'running').map(({ sink }) => sink);

beforeEach(() => {
  [contexts, plugged, broken] = [[], ['desk', 'headset'], ''];
  vi.stubGlobal('AudioContext', FakeContext);
  vi.stubGlobal('GainNode', FakeGain);
  vi.stubGlobal('AudioBufferSourceNode', FakeSource);
});

it('a ring on all devices plays in full and at the same volume on each of them, and stops on all', async () => {
  const stop = play(ring, speakers);
  await settle();
  expect(audible()).toEqual(['desk', 'headset']);
  const whole = [samplesOf(sounds.bells).length, 0.25];
  expect(contexts.map(({ plays }) => plays)).toEqual([whole, whole]);
  expect(whole[0]).toBe(sounds.bells.periodS * RATE_HZ);
  stop();
  expect(audible()).toEqual([]);
});

it('a ring on all devices goes on when one loudspeaker is unplugged, and begins on a loudspeaker that is plugged in', async () => {
  const stop = play(ring, speakers);
  await settle();
  for (const now of [['headset'], ['headset', 'monitor']]) {
    plugged = now;
    changed();
    await settle();
    expect(audible()).toEqual(now);
  }
  const before = contexts.length;
  changed(); // another device came, such as a camera
  await settle();
  expect(contexts.length).toBe(before);
  stop();
  changed();
  await settle();
  expect([audible(), contexts.length]).toEqual([[], before]);
});

it('a ring plays on the system’s loudspeaker if the loudspeakers cannot be listed', async () => {
  broken = 'none'; // the system's loudspeaker opens
  const onElsewhere = vi.fn();
  const list = { ...speakers, sinksOf: () => Promise.reject(new Error('not allowed')) };
  play(ring, list, 'whole', onElsewhere);
  await settle();
  expect(audible()).toEqual(['']);
  expect(onElsewhere).toHaveBeenCalledTimes(1);
});

it('if one loudspeaker does not open, a ring on all devices plays on the system’s loudspeaker instead, and on the other loudspeakers as well', async () => {
  broken = 'desk';
  const onElsewhere = vi.fn();
  play(ring, speakers, 'whole', onElsewhere);
  await settle();
  expect(audible()).toEqual(['', 'headset']);
  expect(onElsewhere).toHaveBeenCalledTimes(1);
});

it('a ring at volume 0 opens no loudspeaker', async () => {
  play({ ...ring, volume: 0 }, speakers);
  await settle();
  expect(contexts).toEqual([]);
});
