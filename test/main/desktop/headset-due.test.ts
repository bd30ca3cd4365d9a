import { describe, expect, it } from 'vitest';
import type { HeadsetPress } from '../../../src/contract/headset.ts';
import type { CallView } from '../../../src/contract/view.ts';
import { headsetLights, headsetPress } from '../../../src/main/desktop/headset-due.ts';
import { callFixture, viewFixture } from './view-fixture.ts';

const { settings } = viewFixture;
const live: CallView = { ...callFixture, local: { ...callFixture.local, mute: false, hold: false } };
const rings: CallView = { ...live, id: 'b'.repeat(32), phase: { kind: 'ringing', silenced: false } };
const held: CallView = { ...live, id: 'c'.repeat(32), local: { ...live.local, hold: true } };
const muted: CallView = { ...live, local: { ...live.local, mute: true } };
const ended: CallView = { ...live, phase: { kind: 'ended', reason: 'hung-up', at: 1, connected: true } };
const silenced: CallView = { ...rings, phase: { kind: 'ringing', silenced: true } };
const visual: CallView = { ...rings, phase: { kind: 'ringing', silenced: false, visual: true } };
const dark = { ringing: false, offHook: false, mute: false, hold: false };

describe('lights of a headset', () => {
  it.each<readonly [string, readonly CallView[], Partial<typeof dark>]>([
    ['no call', [], {}],
    ['an ended call', [ended], {}],
    ['a ringing call', [rings], { ringing: true }],
    ['a silenced call', [silenced], {}],
    ['a stranger’s call that is only shown', [visual], {}],
    ['a live call', [live], { offHook: true }],
    ['a muted call', [muted], { offHook: true, mute: true }],
    ['a held call', [held], { offHook: true, hold: true }],
    ['a held call and a muted call', [held, muted], { offHook: true, mute: true }],
    ['a call that rings during another call', [live, rings], { offHook: true, ringing: true }],
  ])('the headset lights fit %s', (_what, calls, lit) => {
    expect(headsetLights({ calls: [...calls], settings })).toEqual({ ...dark, ...lit });
  });

  it('the headset does not signal ringing in visual ring mode', () => {
    expect(headsetLights({ calls: [rings], settings: { ...settings, ringMode: 'visual' } })).toEqual(dark);
  });
});

const hook = (off: boolean): HeadsetPress => ({ kind: 'hook', off });
const mute = (to: boolean): HeadsetPress => ({ kind: 'mute', mute: to });

describe('presses on a headset', () => {
  it('taking the headset off the hook answers by voice, and its hold button answers a second call and holds the first', () => {
    expect(headsetPress(hook(true), [rings], false)).toEqual({ kind: 'answer', call: rings.id, media: 'audio' });
    const beside = { kind: 'answer', call: rings.id, media: 'audio', forOther: 'hold' };
    expect(headsetPress({ kind: 'hold' }, [live, rings], false)).toEqual(beside);
    expect(headsetPress(hook(false), [live, rings], false)).toEqual({ kind: 'hang-up', call: live.id });
  });

  it('a headset opens the main window instead of answering a silenced call, a stranger’s call without sound, or one from somebody in dispute', () => {
    const changed: CallView = { ...rings, trust: { kind: 'changed', seenAt: 1 } };
    for (const call of [silenced, visual, changed]) {
      expect(headsetPress(hook(true), [call], false)).toEqual({ kind: 'open' });
    }
  });

  it('a headset opens no microphone while the screen is locked, but still mutes, holds, declines and hangs up', () => {
    expect(headsetPress(hook(true), [rings], true)).toBeUndefined();
    expect(headsetPress({ kind: 'hold' }, [live, rings], true)).toBeUndefined();
    expect(headsetPress({ kind: 'hold' }, [held], true)).toBeUndefined();
    expect(headsetPress(mute(false), [muted], true)).toBeUndefined();
    expect(headsetPress(mute(true), [live], true)).toEqual({ kind: 'mute', call: live.id, mute: true });
    expect(headsetPress({ kind: 'hold' }, [live], true)).toEqual({ kind: 'hold', call: live.id, hold: true });
    expect(headsetPress({ kind: 'reject' }, [rings], true)).toEqual({ kind: 'decline', call: rings.id });
    expect(headsetPress(hook(false), [live], true)).toEqual({ kind: 'hang-up', call: live.id });
  });

  it('putting the headset on the hook does not decline a ringing call', () => {
    expect(headsetPress(hook(false), [rings], false)).toBeUndefined();
  });

  it('a headset declines by its reject button, or by its end button when no call is active', () => {
    expect(headsetPress({ kind: 'reject' }, [live, rings], false)).toEqual({ kind: 'decline', call: rings.id });
    expect(headsetPress({ kind: 'drop' }, [rings], false)).toEqual({ kind: 'decline', call: rings.id });
    expect(headsetPress({ kind: 'drop' }, [live, rings], false)).toEqual({ kind: 'hang-up', call: live.id });
  });

  it('a headset’s mute button sets the audible call to the state that the press names', () => {
    expect(headsetPress(mute(true), [held, live], false)).toEqual({ kind: 'mute', call: live.id, mute: true });
    expect(headsetPress(mute(true), [muted], false)).toBeUndefined();
    expect(headsetPress(mute(true), [held], false)).toBeUndefined();
  });

  it('a headset’s hold button holds the only audible call, resumes the only held call, and swaps an audible and a held call', () => {
    expect(headsetPress({ kind: 'hold' }, [live], false)).toEqual({ kind: 'hold', call: live.id, hold: true });
    expect(headsetPress({ kind: 'hold' }, [held], false)).toEqual({ kind: 'hold', call: held.id, hold: false });
    expect(headsetPress({ kind: 'hold' }, [live, held], false)).toEqual({ kind: 'hold', call: held.id, hold: false });
  });

  it('a headset button does nothing when the only call has ended', () => {
    const presses: HeadsetPress[] = [
      hook(true),
      hook(false),
      mute(true),
      { kind: 'hold' },
      { kind: 'drop' },
      { kind: 'reject' },
    ];
    for (const press of presses) expect(headsetPress(press, [ended], false)).toBeUndefined();
  });
});
