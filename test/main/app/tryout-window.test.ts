// The window in which a person tries devices: a call takes precedence, and a lock closes the window. Electron is faked
// (played-electron.ts).
import { beforeEach, expect, it, vi } from 'vitest';
import type { View } from '../../../src/contract/view.ts';
import { TryoutWindow } from '../../../src/main/app/tryout-window.ts';
import { createZoom } from '../../../src/main/app/zoom.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { played, playedSession } from './played-electron.ts';

vi.mock('electron', async () => (await import('./played-electron.ts')).played.module);

const rings: View = {
  ...viewFixture,
  calls: [{ ...callFixture, direction: 'in', phase: { kind: 'ringing', silenced: false } }],
};
const ended = { kind: 'ended', reason: 'declined', at: 1, connected: false } as const;
const over: View = { ...viewFixture, calls: [{ ...callFixture, phase: ended }] };
const noVideo: View = { ...viewFixture, managed: { ...viewFixture.managed, allowVideo: false } };
const nothing = { microphone: false, camera: false };
const both = { microphone: true, camera: true };
let window: TryoutWindow;
let clock: ReturnType<typeof heldClock>;

beforeEach(() => {
  played.reset();
  clock = heldClock();
  window = new TryoutWindow(
    {
      preload: '',
      icon: '',
      chromium: '156.0.0.0',
      packaged: true,
      sessionOf: playedSession,
      isProtected: () => false,
    },
    createZoom(),
    clock,
  );
});
const isGone = (): boolean => played.windows.every((each) => each.isGone);
const page = () => played.page('tryout');

function opened(view: View = viewFixture): void {
  window.follow(view, false);
  window.open();
  played.load();
}

it('the tryout page may open devices before there is an account and its view has only what concerns devices and what all views share', () => {
  const { identity: _nobody, ...unknown } = viewFixture;
  window.follow(unknown, false);
  expect([window.devices(), window.open()]).toEqual([nothing, 'done']);
  played.load();
  window.open();
  expect([played.windows.length, window.devices()]).toEqual([1, both]);
  const [, told] = page().events[0] ?? [];
  const shown = ['allowVideo', 'common', 'devices', 'isFree', 'opensCamera', 'processing', 'toneVolume'];
  expect(Object.keys(told as object).toSorted()).toEqual(shown);
});

it('the tryout page releases its devices when a call rings, and opens none until the call is over', () => {
  opened();
  window.follow(rings, false);
  expect([page().ends, window.devices(), isGone()]).toEqual([1, nothing, false]);
  window.follow({ ...rings, notices: [] }, false);
  expect([page().ends, page().reloads]).toEqual([1, 1]); // a new document in a new process
  played.load();
  expect(page().events.at(-1)).toEqual(['view', expect.objectContaining({ isFree: false })]);
  window.follow(over, false);
  expect(page().events.at(-1)).toEqual(['view', expect.objectContaining({ isFree: true })]);
  expect([page().ends, window.devices()]).toEqual([1, both]);
});

it('the tryout window does not open during a call or while the program is locked', () => {
  window.follow(rings, false);
  expect([window.open(), window.devices()]).toEqual(['call-first', nothing]);
  window.follow({ ...viewFixture, isLocked: true }, false);
  expect([window.open(), played.windows.length]).toEqual(['app-locked', 0]);
});

it.each<readonly [string, View, boolean]>([
  ['the program is locked', { ...viewFixture, isLocked: true }, false],
  ['the screen is locked', viewFixture, true],
])('the tryout window closes and may open no device when %s', (_what, view, isScreenLocked) => {
  opened();
  window.follow(view, isScreenLocked);
  expect([isGone(), window.devices()]).toEqual([true, nothing]);
});

it('the tryout page opens no camera if policy forbids video, and releases a camera that is open', () => {
  opened(noVideo);
  expect(window.devices()).toEqual({ microphone: true, camera: false });
  window.follow(viewFixture, false);
  expect(window.devices()).toEqual(both);
  window.follow(noVideo, false);
  expect([page().ends, window.devices().camera]).toEqual([1, false]);
});

it.each<readonly [string, Partial<View['settings']>, Partial<View['settings']>, View['managed']['locks']]>([
  [
    'noise',
    { noiseSuppression: 'strong' },
    { noiseSuppression: 'engine' },
    { noiseSuppression: { by: 'machine', limit: 'engine' } },
  ],
  ['the background', { background: 'still' }, { background: 'off' }, { background: { by: 'machine' } }],
])(
  'the process of the tryout page, which filters %s, is ended when policy forbids the filter',
  (_what, used, left, locks) => {
    const settings = { ...viewFixture.settings, ...used };
    opened({ ...viewFixture, settings });
    window.follow({ ...viewFixture, settings: { ...settings, ...left } }, false);
    expect(page().ends).toBe(0); // the person has chosen
    window.follow({ ...viewFixture, settings }, false);
    window.follow(
      { ...viewFixture, settings: { ...settings, ...left }, managed: { ...viewFixture.managed, locks } },
      false,
    );
    expect([page().ends, isGone()]).toEqual([1, false]);
  },
);

it('the tryout window is hidden from screen captures, and closing it or a crash releases every device', () => {
  opened();
  expect(played.said).toContain('protect');
  expect(window.pageOf(page() as never)).toMatchObject({ kind: 'tryout', call: '' });
  window.close();
  expect([isGone(), window.devices()]).toEqual([true, nothing]);
  opened();
  page().happens('render-process-gone', {}, { reason: 'crashed' });
  expect([isGone(), window.devices()]).toEqual([true, nothing]);
});

it('the tryout page may open no device while hidden, and its window closes if it is still hidden after five seconds', () => {
  window.follow(viewFixture, false);
  window.open();
  expect(window.devices()).toEqual(nothing);
  clock.advance(5000);
  expect(isGone()).toBe(true);
  opened();
  clock.advance(5000);
  expect([isGone(), window.devices()]).toEqual([false, both]);
});

it('the tryout window opens at most six times a minute', () => {
  window.follow(viewFixture, false);
  for (let time = 0; time < 6; time++) expect(window.open()).toBe('done');
  expect(window.open()).toBe('asked-lately');
  clock.advance(60_000);
  expect(window.open()).toBe('done');
});

it('the outcome of trying devices is kept until the window is opened again, and the window’s end is announced', async () => {
  opened();
  const gone = window.whenGone();
  window.told('microphone', 'opened');
  window.told('camera', 'busy');
  let isGone = false;
  void gone.then(() => (isGone = true));
  await Promise.resolve();
  expect([isGone, window.tried()]).toEqual([false, { microphone: 'opened', camera: 'busy' }]);
  window.close();
  await gone;
  expect(window.tried()).toEqual({ microphone: 'opened', camera: 'busy' });
  opened();
  expect(window.tried()).toEqual({});
  window.close();
  await window.whenGone();
});

it.each<readonly [string, View, boolean]>([
  ['the program is locked', { ...viewFixture, isLocked: true }, false],
  ['the screen is locked', viewFixture, true],
])(
  'the outcome of trying devices is forgotten when %s, whether the window is open or has closed',
  (_what, view, isScreen) => {
    opened();
    window.told('camera', 'busy');
    window.follow(view, isScreen);
    expect(window.tried()).toEqual({});
    opened();
    window.told('microphone', 'opened');
    window.close();
    window.follow(view, isScreen);
    window.follow(viewFixture, false);
    expect(window.tried()).toEqual({});
  },
);
