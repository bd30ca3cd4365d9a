// The headset page exists while headsets are wanted and the account is open, and is told only the state of calls.
// Electron is faked.
import { beforeEach, expect, it, vi } from 'vitest';
import type { View } from '../../../src/contract/view.ts';
import { HeadsetPage } from '../../../src/main/app/headset-page.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';
import { played, playedSession } from './played-electron.ts';

vi.mock('electron', async () => (await import('./played-electron.ts')).played.module);

const wanted: View = { ...viewFixture, settings: { ...viewFixture.settings, headset: true }, calls: [] };
const unwanted: View = { ...wanted, settings: { ...wanted.settings, headset: false } };
const live = { ...callFixture, local: { ...callFixture.local, mute: true, hold: false } };
const dark = { ringing: false, offHook: false, mute: false, hold: false };
const jabra = { name: 'Jabra', state: 'ready' } as const;
let later: (() => void)[];
let page: HeadsetPage;
let lost: number;
beforeEach(() => {
  played.reset();
  later = [];
  const setting = {
    preload: '',
    icon: '',
    chromium: '156.0.0.0',
    packaged: true,
    sessionOf: playedSession,
    isProtected: () => false,
  };
  lost = 0;
  page = new HeadsetPage(setting, { after: (_ms, run) => (later.push(run), () => undefined) }, () => void lost++);
});
const follow = (view: View): void => {
  page.follow(view);
  played.load();
};

it('the headset page is not created while the setting is off or before there is an account', () => {
  follow(unwanted);
  const { identity: _none, ...locked } = wanted;
  follow(locked);
  expect(played.pages).toEqual([]);
});

it('the headset page has no window and is sent the lights and their changes', () => {
  follow(wanted);
  page.follow({ ...wanted, contacts: [] });
  page.follow({ ...wanted, calls: [live] });
  expect([played.pages.length, played.windows.length]).toEqual([1, 0]);
  expect(played.page('headset').events).toEqual([
    ['lights', dark],
    ['lights', { ...dark, offHook: true, mute: true }],
  ]);
  expect(page.pageOf(played.page('headset') as never)).toMatchObject({ kind: 'headset', call: '' });
});

it('the headset page is told to switch the lights off before it closes, and its late reports do not count', () => {
  follow({ ...wanted, calls: [live] });
  page.found([jabra]);
  expect(page.seen().found).toEqual([jabra]);
  page.follow({ ...unwanted, calls: [live] });
  const left = played.page('headset');
  expect(left.events.at(-1)).toEqual(['lights', dark]);
  expect([page.pageOf(left as never), page.seen().found, left.isGone]).toEqual([undefined, [], false]);
  page.found([jabra]); // this message comes too late: the page is leaving
  expect(page.seen().found).toEqual([]);
  for (const run of later) run();
  expect(left.isGone).toBe(true);
});

it('the headset page closes when the account is locked', () => {
  follow(wanted);
  const { identity: _locked, ...locked } = wanted;
  page.follow({ ...locked, isLocked: true });
  for (const run of later) run();
  expect(played.page('headset').isGone).toBe(true);
});

it('the headset page is sent the lights again after a crash, and after four crashes is not created again until the setting is toggled', () => {
  follow(wanted);
  const crash = (): void => played.page('headset').happens('render-process-gone', {}, { reason: 'crashed' });
  page.found([jabra]);
  crash();
  expect(page.seen().found).toEqual([]);
  played.load();
  expect(played.page('headset').sent).toEqual(['lights', 'lights']);
  for (let count = 0; count < 3; count++) crash();
  expect(played.page('headset').isGone).toBe(true);
  expect([page.seen(), lost]).toEqual([{ found: [], isLost: true }, 1]);
  follow(wanted);
  expect(played.pages).toHaveLength(1);
  follow(unwanted);
  expect(page.seen().isLost).toBe(false);
  follow(wanted);
  expect(played.pages).toHaveLength(2);
});
