import { describe, expect, it } from 'vitest';
import type { EndReason } from '../../../src/contract/failure.ts';
import type { CallPhase } from '../../../src/contract/view.ts';
import { callSound, cardSound } from '../../../src/main/app/sound-of.ts';

const chosen = {
  ringMode: 'loud',
  ringtone: 'classic',
  ringVolume: 70,
  ringPlace: { kind: 'all' },
  toneVolume: 40,
  speaker: 'Headset',
  devicesBefore: { microphone: [], camera: [], speaker: ['Desk'] },
} as const;
const rings: CallPhase = { kind: 'ringing', silenced: false };
const ended = (reason: EndReason, connected = false): CallPhase => ({ kind: 'ended', reason, connected, at: 1 });
const inHeadset = { volume: 40, place: { kind: 'one', speaker: 'Headset', others: ['Desk'] } };

describe('an incoming call', () => {
  it('rings as it was chosen, on the device for ringing', () => {
    expect(cardSound(chosen, rings, false)).toEqual({ sound: 'classic', volume: 70, place: { kind: 'all' } });
  });

  it('beside another call only knocks, on the device of the voices and as loud as the tones', () => {
    expect(cardSound(chosen, rings, true)).toEqual({ sound: 'waiting', ...inHeadset });
  });

  it.each<[string, CallPhase | undefined]>([
    ['was silenced', { kind: 'ringing', silenced: true }],
    ['is of an unknown caller who is only shown', { kind: 'ringing', silenced: false, soundless: true }],
    ['was answered', { kind: 'securing' }],
    ['is gone', undefined],
  ])('that %s makes no sound', (_what, phase) => {
    expect(cardSound(chosen, phase, false)).toBeUndefined();
  });

  it('is only shown where the person wants no ring, beside another call as well', () => {
    const visual = { ...chosen, ringMode: 'visual' } as const;
    expect([cardSound(visual, rings, false), cardSound(visual, rings, true)]).toEqual([undefined, undefined]);
  });
});

describe('a call that was placed', () => {
  it('has the ringback only while a device says that it rings', () => {
    expect(callSound(chosen, { kind: 'calling', ringing: true })).toEqual({ sound: 'ringback', ...inHeadset });
    for (const phase of [
      { kind: 'placing' },
      { kind: 'calling', ringing: false },
      { kind: 'securing' },
      { kind: 'connecting' },
      { kind: 'live', since: 1 },
      { kind: 'reconnecting', since: 1, until: 2 },
      rings,
    ] as const)
      expect(callSound(chosen, phase), phase.kind).toBeUndefined();
  });

  it.each<[EndReason, boolean, string | undefined]>([
    ['busy', false, 'busy'],
    ['declined', false, 'busy'],
    ['no-answer', false, 'unreachable'],
    ['unreachable', false, 'unreachable'],
    ['not-connected', false, 'unreachable'],
    ['peer-hung-up', true, 'ended'],
    ['connection-lost', true, 'ended'],
    ['hung-up', true, undefined],
    ['transferred', true, undefined],
    ['glare', false, undefined],
  ])('that has ended as “%s” (connected: %s) sounds %s', (reason, connected, sound) => {
    expect(callSound(chosen, ended(reason, connected))?.sound).toBe(sound);
  });
});
