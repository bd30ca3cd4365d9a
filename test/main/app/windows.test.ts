// The complaint “a call dies with its window”: whatever a person closes, the call goes on, and its window comes back with the very
// page that holds it. Electron's windows are played as they behave: whoever closes is asked, and one that may not go stays.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallView, View } from '../../../src/contract/view.ts';
import { Windows } from '../../../src/main/app/windows.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';

interface PlayedWindow {
  isShown: boolean;
  isGone: boolean;
  /** A person closes it. */
  readonly close: () => void;
  /** Its page closes it by itself: nobody is asked. */
  readonly closeByPage: () => void;
  /** Something happens to its page. */
  readonly happens: (name: string, ...told: readonly unknown[]) => void;
  reloads: number;
  /** What its page was sent. */
  readonly sent: string[];
}
const { made } = vi.hoisted(() => ({ made: [] as PlayedWindow[] }));

vi.mock('electron', () => {
  const workArea = { x: 0, y: 0, width: 1920, height: 1080 };
  class BrowserWindow {
    isShown = false;
    isGone = false;
    reloads = 0;
    readonly sent: string[] = [];
    readonly #onPage = new Map<string, (...told: readonly unknown[]) => void>();
    readonly happens = (name: string, ...told: readonly unknown[]): void => this.#onPage.get(name)?.(...told);
    readonly webContents = {
      on: (name: string, run: () => void): void => {
        this.#onPage.set(name, run);
        if (name === 'did-finish-load') run();
      },
      send: (_channel: string, name: string): void => void this.sent.push(name),
      reload: () => void this.reloads++,
      isLoading: () => false,
      setWebRTCIPHandlingPolicy: () => undefined,
    };
    readonly #onClose: ((event: { readonly preventDefault: () => void }) => void)[] = [];
    readonly #onClosed: (() => void)[] = [];

    constructor() {
      made.push(this);
    }
    readonly on = (name: string, run: () => void): void => {
      if (name === 'close') this.#onClose.push(run);
      if (name === 'closed') this.#onClosed.push(run);
    };
    readonly close = (): void => {
      let mayGo = true;
      for (const ask of this.#onClose) ask({ preventDefault: () => (mayGo = false) });
      if (mayGo) this.closeByPage();
    };
    readonly closeByPage = (): void => {
      this.isGone = true;
      for (const run of this.#onClosed) run();
    };
    readonly show = (): void => void (this.isShown = true);
    readonly hide = (): void => void (this.isShown = false);
    readonly destroy = (): void => this.closeByPage();
    readonly isDestroyed = (): boolean => this.isGone;
    readonly isMinimized = (): boolean => false;
    readonly getBounds = () => workArea;
    readonly focus = (): void => undefined;
    readonly removeMenu = (): void => undefined;
    readonly setAlwaysOnTop = (): void => undefined;
    readonly setVisibleOnAllWorkspaces = (): void => undefined;
    readonly setPosition = (): void => undefined;
    readonly loadURL = (): Promise<void> => Promise.resolve();
  }
  const screen = {
    getDisplayMatching: () => ({ workArea }),
    getDisplayNearestPoint: () => ({ workArea }),
    getCursorScreenPoint: () => ({ x: 0, y: 0 }),
  };
  return { BrowserWindow, screen, nativeTheme: { shouldUseDarkColors: false } };
});

const told: string[] = [];
const tell = (what: string) => (): void => void told.push(what);
let windows: Windows;
beforeEach(() => {
  made.length = 0;
  told.length = 0;
  windows = new Windows(
    { preload: '', icon: '', chromium: '156.0.0.0', packaged: true, isProtected: () => false },
    { onSilence: tell('silence'), onDismiss: tell('dismiss'), onPageLost: tell('page lost'), onCrash: tell('crash') },
  );
});

const viewIn = (phase: CallView['phase'], direction: CallView['direction'] = 'out'): View => ({
  ...viewFixture,
  calls: [{ ...callFixture, phase, direction }],
});
const live = viewIn({ kind: 'live', since: 1 });

describe('a call dies with its window', () => {
  it('not in a call: closing hides the window, its page stays, and it is the same one that comes back', () => {
    windows.follow(live);
    const [call] = made;
    call!.close();
    expect(call).toMatchObject({ isShown: false, isGone: false });
    windows.follow({ ...live, history: [] }); // the view goes on changing
    expect(call!.isShown).toBe(false); // and does not push the window back in front of the person
    windows.showCall(callFixture.id);
    expect(call).toMatchObject({ isShown: true, isGone: false });
    expect([made.length, told]).toEqual([1, []]);
  });

  it.each<CallView['phase']>([
    { kind: 'calling', ringing: true },
    { kind: 'securing' },
    { kind: 'connecting' },
    { kind: 'mending', since: 1, until: 2 },
  ])('nor while it is $kind', (phase) => {
    windows.follow(viewIn(phase));
    made[0]!.close();
    expect(made[0]).toMatchObject({ isShown: false, isGone: false });
    expect(told).toEqual([]);
  });

  it('nor with the main window, which hides as well', () => {
    windows.showMain();
    windows.follow(live);
    for (const window of made) window.close();
    expect(made).toMatchObject([{ isGone: false }, { isGone: false }]);
    expect(told).toEqual([]);
  });

  it('nor does closing the card decline: it only falls silent', () => {
    windows.follow(viewIn({ kind: 'ringing', silenced: false }, 'in'));
    made.at(-1)!.close(); // the card, made after the page that waits
    expect(told).toEqual(['silence']);
  });

  it('nor does the window of one call take the other one with it', () => {
    windows.follow(live);
    const second = { ...callFixture, id: 'b'.repeat(32) };
    windows.follow({ ...live, calls: [...live.calls, second] });
    expect(made).toMatchObject([{ isShown: true }, { isShown: true }]);
    const ended = { kind: 'ended', reason: 'hung-up', at: 2, connected: true } as const;
    windows.follow({ ...live, calls: [...live.calls, { ...second, phase: ended }] });
    made[1]!.close();
    windows.follow(live);
    expect(made).toMatchObject([{ isShown: true, isGone: false }, { isGone: true }]);
    expect(told).toEqual(['dismiss']);
  });

  it('after its end the window goes, and the end with it', () => {
    windows.follow(live);
    windows.follow(viewIn({ kind: 'ended', reason: 'peer-hung-up', at: 2, connected: true }));
    made[0]!.close();
    expect(made[0]!.isGone).toBe(true);
    expect(told).toEqual(['dismiss']);
  });

  it('when the program ends no window holds it up', () => {
    windows.follow(live);
    windows.quit();
    made[0]!.close();
    expect(made[0]!.isGone).toBe(true);
  });

  it('nor with its page: whether that crashes or is loaded anew, main is told that the call needs another one', () => {
    windows.showMain();
    windows.follow(live);
    const [main, call] = made;
    main!.happens('render-process-gone', {}, { reason: 'crashed' });
    expect([told, main!.reloads]).toEqual([['crash'], 1]); // it holds no call
    call!.happens('render-process-gone', {}, { reason: 'oom' });
    expect([told.slice(1), call!.reloads]).toEqual([['crash', 'page lost'], 1]);
    call!.sent.length = 0;
    call!.happens('did-finish-load');
    expect(call!.sent).toEqual(['view']); // it knows nothing of what the one before was told
    call!.happens('did-navigate');
    expect([told.slice(3), call!.reloads]).toEqual([['page lost'], 1]); // it is loading already
    call!.happens('did-finish-load');
    windows.follow(viewIn({ kind: 'ended', reason: 'hung-up', at: 1, connected: true }));
    call!.happens('render-process-gone', {}, { reason: 'crashed' });
    expect([told.slice(4), call!.reloads]).toEqual([['crash'], 2]);
  });

  it('nor with the process of its page, where that ends as if all were well', () => {
    windows.follow(live);
    const [call] = made;
    call!.happens('render-process-gone', {}, { reason: 'clean-exit' });
    expect([told, call!.reloads]).toEqual([['crash', 'page lost'], 1]);
    windows.quit();
    call!.happens('render-process-gone', {}, { reason: 'clean-exit' });
    expect(call!.reloads).toBe(1);
  });
});

describe('a page closes its own window, which asks nobody', () => {
  it('in a call: that goes on in another window, which is shown', () => {
    windows.follow(live);
    made[0]!.closeByPage();
    expect(told).toEqual(['page lost']);
    expect(made).toMatchObject([{ isGone: true }, { isGone: false, isShown: true }]);
    made[1]!.close(); // that one is closed by the person, and hides
    expect([made.length, told, made[1]!.isGone]).toEqual([2, ['page lost'], false]);
  });

  it('of a call that rings: another one waits, hidden', () => {
    windows.follow(viewIn({ kind: 'ringing', silenced: false }, 'in'));
    made[0]!.closeByPage();
    expect(made.filter(({ isGone }) => !isGone)).toMatchObject([{ isShown: true }, { isShown: false }]); // the card, and the page
  });

  it('the card, or the end of a call: it is as if the person had closed it', () => {
    windows.follow(viewIn({ kind: 'ringing', silenced: false }, 'in'));
    made.at(-1)!.closeByPage();
    windows.follow(live);
    windows.follow(viewIn({ kind: 'ended', reason: 'hung-up', at: 2, connected: true }));
    made[0]!.closeByPage();
    expect(told).toEqual(['silence', 'dismiss']);
  });

  it('the main window: it is made anew when somebody wants to see it', () => {
    windows.showMain();
    made[0]!.closeByPage();
    expect([made.length, told]).toEqual([1, []]);
    windows.showMain();
    expect(made[1]).toMatchObject({ isShown: true, isGone: false });
  });

  it('or the program ends it: nothing is made anew', () => {
    windows.follow(live);
    windows.quit();
    made[0]!.closeByPage();
    expect([made.length, told]).toEqual([1, []]);
  });
});
