// The window of a recovery code exists while a code is shown, and is excluded from screen captures. If its page
// crashes, closes or loads anew, the code is discarded. Electron is faked (played-electron.ts).
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RecoveryView } from '../../../src/contract/recovery.ts';
import type { View } from '../../../src/contract/view.ts';
import { RecoveryWindow } from '../../../src/main/app/recovery-window.ts';
import { createZoom, type Zoom } from '../../../src/main/app/zoom.ts';
import { viewFixture } from '../desktop/view-fixture.ts';
import { played, type PlayedPage, playedSession } from './played-electron.ts';

vi.mock('electron', async () => (await import('./played-electron.ts')).played.module);

const calm: RecoveryView = { rule: 'offer', code: { kind: 'none' }, isIn: true, notice: 'none', showing: 'none' };
const shown: View = { ...viewFixture, recovery: { ...calm, showing: 'shown', shownAt: 5 } };
const made: View = { ...viewFixture, recovery: { ...calm, showing: 'made', shownAt: 5 } };
let closed: number;
let window: RecoveryWindow;
let zoom: Zoom;
beforeEach(() => {
  played.reset();
  closed = 0;
  zoom = createZoom();
  window = new RecoveryWindow(
    {
      preload: '',
      icon: '',
      chromium: '156.0.0.0',
      packaged: true,
      sessionOf: playedSession,
      isProtected: () => false,
    },
    zoom,
    () => void closed++,
  );
});
const follow = (view: View): void => {
  window.follow(view);
  played.load();
};
const isGone = (): boolean => played.windows.every((each) => each.isGone);

it('the recovery window is created when a code is shown, hidden from screen captures, and sent its own view', () => {
  follow(viewFixture);
  expect(played.windows).toEqual([]);
  window.follow(shown);
  expect(played.said).toContain('protect');
  expect(played.windows[0]!.isShown).toBe(false);
  played.load();
  expect(played.windows[0]!.isShown).toBe(true);
  const identity = { address: 'max@klinik.example', name: 'Max', fingerprint: '' };
  expect(played.page('recovery').events).toEqual([
    ['view', expect.objectContaining({ identity, showing: 'shown', shownAt: 5, replaces: false })],
  ]);
});

it('the recovery window is sent its view again only if that view changed', () => {
  follow(shown);
  window.follow({ ...shown, calls: [] });
  window.follow(made);
  expect(played.page('recovery').sent).toEqual(['view', 'view']);
  expect([played.windows.length, isGone()]).toEqual([1, false]);
});

it('a recovery window that closes because no code is shown any more reports no close by the person', () => {
  follow(shown);
  window.follow(viewFixture);
  expect([isGone(), closed]).toEqual([true, 0]);
});

it('the recovery window closes when the account is locked', () => {
  follow(shown);
  const { identity: _locked, ...locked } = shown;
  window.follow({ ...locked, isLocked: true });
  expect([isGone(), closed]).toEqual([true, 0]);
});

it('each recovery code gets a new window', () => {
  follow(shown);
  window.follow(viewFixture);
  follow(shown);
  expect([played.windows.length, played.page('recovery').sent]).toEqual([2, ['view']]);
});

const key = (text: string): object => ({ type: 'keyDown', key: text, control: true, meta: false, alt: false });
const press = (text: string): void =>
  played.page('recovery').happens('before-input-event', { preventDefault: () => undefined }, key(text));

it('the recovery window follows the zoom of the other windows', () => {
  zoom.to(3);
  follow(shown);
  expect(played.page('recovery').level).toBe(3);
  zoom.to(2);
  expect(played.page('recovery').level).toBe(2);
});

it('zooming the recovery window by keyboard changes the zoom that all windows share', () => {
  const levels: number[] = [];
  zoom.onChange((level) => levels.push(level));
  follow(shown);
  for (const text of ['+', '+', '-', '0']) press(text);
  expect([levels, played.page('recovery').level]).toEqual([[1, 2, 1, 0], 0]);
});

describe('the end of a recovery code', () => {
  it.each<readonly [string, (page: PlayedPage) => void]>([
    ['the person closes the window', () => played.windows[0]!.close()],
    ['its page crashes', (page) => page.happens('render-process-gone', {}, { reason: 'crashed' })],
    ['its page loads anew', (page) => page.happens('did-navigate')],
    ['its page closes itself', (page) => page.close()],
  ])('the recovery window closes and has the code discarded when %s', (_what, happen) => {
    follow(shown);
    const page = played.page('recovery');
    happen(page);
    expect([isGone(), closed, page.reloads]).toEqual([true, 1, 0]);
    window.follow(viewFixture); // what main sends once the code is gone
    expect([played.windows.length, closed]).toEqual([1, 1]);
  });
});

it('a recovery code whose window was closed has no window while the code is saved, and a new window once the code is made', () => {
  follow(shown);
  played.windows[0]!.close();
  follow({ ...viewFixture, recovery: { ...calm, showing: 'saving' } });
  expect([played.windows.length, isGone()]).toEqual([1, true]);
  follow(made);
  expect([played.windows.length, closed]).toEqual([2, 1]);
  expect(played.windows[1]!.isShown).toBe(true);
});

it('the recovery window recognises only its own page', () => {
  follow(shown);
  expect(window.pageOf(played.page('recovery') as never)).toMatchObject({ kind: 'recovery', call: '' });
  expect(window.pageOf({} as never)).toBeUndefined();
});

describe('printing a recovery code', () => {
  it.each([
    [true, '', 'done'],
    [false, 'Print job canceled', 'cancelled'],
    [false, 'Print job failed', 'not-printed'],
  ] as const)(
    'printing a recovery code: if the system reports %s and the reason “%s”, the outcome is %s',
    async (isPrinted, reason, outcome) => {
      follow(shown);
      const asked: unknown[] = [];
      Object.assign(played.page('recovery'), {
        print: (options: unknown, told: (isPrinted: boolean, reason: string) => void) => {
          asked.push(options);
          told(isPrinted, reason);
        },
      });
      expect(await window.print()).toBe(outcome);
      expect(asked).toEqual([{ silent: false, printBackground: false }]); // the person chooses the printer
    },
  );

  it('nothing is printed while no recovery code is shown', async () => {
    expect(await window.print()).toBe('recovery-gone');
  });
});
