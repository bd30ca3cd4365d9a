// Push to talk: a person who is muted is heard while they hold a key down, and everything that puts the release in
// doubt mutes them.
import { expect, it, test } from 'vitest';
import { firstMedia, type MediaState, mediaWakeAtMs, openedMedia, toldOf } from '../../../src/core/call/media-state.ts';
import { inEffect, isOn, sentOf, type TalkKey } from '../../../src/core/call/media-switches.ts';
import { after, all, LIVE, NOW, ringOf, step, type Timeless } from './media-bench.ts';

const mute = (on: boolean): Timeless => ({ kind: 'switched', change: { mute: on } });
const talk = (by: TalkKey = 'window'): Timeless => ({ kind: 'talk', by });
const over = (by: TalkKey = 'window'): Timeless => ({ kind: 'talk-over', by });
const theirs = { mute: false, camera: false, hold: false, screen: false };
const open = openedMedia(firstMedia(false), NOW - 60_000);
const muted = after(open, mute(true));
const talking = after(muted, talk());
const isHeard = ({ switches }: MediaState): boolean => sentOf(switches).microphone;

test('a muted person is heard while a key is held, and the peer is told meanwhile that the person is not muted', () => {
  expect(isHeard(muted)).toBe(false);
  expect(all(step(muted, talk()))).toBe('send sound, announce -');
  expect([isHeard(talking), toldOf(talking).mute, isOn(talking.switches, 'microphone')]).toEqual([true, false, true]);
  expect(all(step(talking, over()))).toBe('send -, announce mute');
  expect(after(talking, over())).toEqual({ ...muted, told: { kind: 'told', atMs: NOW } });
});

test('a key held by a person who is not muted does nothing, and neither does its release', () => {
  expect(all(step(open, talk()))).toBe('');
  expect(after(open, talk(), over())).toEqual(open);
});

test('a key that repeats while it is held changes nothing', () => {
  expect(all(step(talking, { ...talk(), atMs: NOW + 500 }))).toBe('');
  expect(after(talking, { ...talk(), atMs: NOW + 500 })).toEqual(talking);
});

test('if two keys are held, only the release of the first ends the talking', () => {
  const both = after(talking, talk('desktop'), over('desktop'));
  expect(isHeard(both)).toBe(true);
  expect(isHeard(after(both, over('window')))).toBe(false);
});

it.each<[string, Timeless, Partial<Record<'mute' | 'hold', boolean>>]>([
  ['a mute, and the release unmutes nobody', mute(true), { mute: true }],
  ['an unmute, and the release mutes nobody', mute(false), { mute: false }],
  ['a hold', { kind: 'switched', change: { hold: true } }, { mute: true, hold: true }],
  ['a hold of the peer', { kind: 'peer-switched', state: { ...theirs, hold: true } }, { mute: true }],
  ['a wrong code', { kind: 'silenced' }, { mute: true }],
  ['a microphone that fails', { kind: 'no-device', device: 'microphone', cause: 'gone' }, { mute: true }],
  ['a release that names no key', { kind: 'talk-over' }, { mute: true }],
])('talking by a held key ends with %s', (_what, event, local) => {
  const ended = after(talking, event);
  expect(ended.switches.talk).toEqual({ kind: 'none' });
  expect(inEffect(ended.switches)).toMatchObject(local);
  expect(after(ended, over())).toEqual(ended);
  expect(after(ended, { kind: 'switched', change: { hold: false } }).switches.local.mute).toBe(local.mute);
});

test('talking by a held key ends when the page is gone or replaced', () => {
  for (const [page, nr] of [
    ['owed', 1],
    ['present', 2],
  ] as const) {
    const done = step(talking, { kind: 'time' }, LIVE, { ...LIVE, page, nr });
    expect(done?.next.switches.talk).toEqual({ kind: 'none' });
    expect(all(done)).toContain('announce mute');
  }
  expect(step(muted, { kind: 'time' }, LIVE, { ...LIVE, nr: 2 })).toBeUndefined();
});

test('talking by a held key ends with the call', () => {
  const path = { kind: 'open' } as unknown as MediaState['path'];
  const done = step({ ...talking, path }, { kind: 'hang-up' }, LIVE, { ...LIVE, ring: ringOf('ended') });
  expect(done?.next.switches.talk).toEqual({ kind: 'none' });
});

test('talking by a held key ends after two minutes, because the release may have been missed', () => {
  const dueAtMs = NOW + 120_000;
  expect(mediaWakeAtMs(talking)).toBe(dueAtMs);
  expect(step(talking, { kind: 'time', atMs: dueAtMs - 1 })).toBeUndefined();
  expect(all(step(talking, { kind: 'time', atMs: dueAtMs }))).toBe('send -, announce mute');
  expect(mediaWakeAtMs(after(talking, { kind: 'time', atMs: dueAtMs }))).toBeUndefined();
});

it.each<[string, MediaState]>([
  ['before the call is secured', after(firstMedia(false), mute(true))],
  ['while this side holds the call', after(muted, { kind: 'switched', change: { hold: true } })],
  ['while the peer holds the call', after(muted, { kind: 'peer-switched', state: { ...theirs, hold: true } })],
  ['after a wrong code', after(muted, { kind: 'silenced' })],
])('a held key opens no microphone %s', (_when, media) => {
  const pressed = after(media, talk());
  expect([pressed, isHeard(pressed)]).toEqual([media, false]);
});

test('a held key tries a failed microphone again, and a new failure is shown', () => {
  const gone: Timeless = { kind: 'no-device', device: 'microphone', cause: 'gone' };
  const failed = after(open, gone);
  const tried = after(failed, talk());
  expect([isHeard(tried), tried.switches.failed]).toEqual([true, {}]);
  expect(after(tried, gone).switches).toEqual(failed.switches);
});
