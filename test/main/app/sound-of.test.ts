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

describe('incoming calls', () => {
  it('an incoming call rings with the chosen sound, volume and place', () => {
    expect(cardSound(chosen, rings, false)).toEqual({ sound: 'classic', volume: 70, place: { kind: 'all' } });
  });

  it('a second incoming call plays only the waiting tone, on the speaker for calls and at tone volume', () => {
    expect(cardSound(chosen, rings, true)).toEqual({ sound: 'waiting', ...inHeadset });
  });

  it.each<[string, CallPhase | undefined]>([
    ['was silenced', { kind: 'ringing', silenced: true }],
    ['comes from a stranger and is only shown', { kind: 'ringing', silenced: false, visual: true }],
    ['was answered', { kind: 'securing' }],
    ['has ended', undefined],
  ])('an incoming call that %s makes no sound', (_what, phase) => {
    expect(cardSound(chosen, phase, false)).toBeUndefined();
  });

  it('an incoming call makes no sound in visual ring mode', () => {
    const visual = { ...chosen, ringMode: 'visual' } as const;
    expect([cardSound(visual, rings, false), cardSound(visual, rings, true)]).toEqual([undefined, undefined]);
  });
});

describe('outgoing calls', () => {
  it('an outgoing call plays the ringback only while a device reports ringing', () => {
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
  ])('a call that has ended as “%s” (connected: %s) plays the sound %s', (reason, connected, sound) => {
    expect(callSound(chosen, ended(reason, connected))?.sound).toBe(sound);
  });
});
