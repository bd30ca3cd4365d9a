// All windows: when they are created, shown, placed and closed, and what their pages are sent. Closing a window ends no
// call (the complaint “a call dies with its window”). Electron is faked (played-electron.ts).
import type { Session } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { WindowKind } from '../../../src/contract/command-shapes.ts';
import type { CallView, View } from '../../../src/contract/view.ts';
import { showFirst } from '../../../src/main/app/first-window.ts';
import type { SmallPlace } from '../../../src/main/app/small-calls.ts';
import { Windows } from '../../../src/main/app/windows.ts';
import { createZoom } from '../../../src/main/app/zoom.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { played, playedSession } from './played-electron.ts';

vi.mock('electron', async () => (await import('./played-electron.ts')).played.module);

const made = played.windows;
const told: string[] = [];
const talked: string[] = [];
const tell = (what: string) => (): void => void told.push(what);
let isProtected: boolean;
let sessionOf: (kind: WindowKind) => Session;
let windows: Windows;
let places: SmallPlace[];
const later: (() => void)[] = [];
let laterMs: number[] = [];
const clock = {
  after: (ms: number, run: () => void) => (laterMs.push(ms), later.push(run), () => undefined),
};

beforeEach(() => {
  played.reset();
  told.length = 0;
  talked.length = 0;
  places = [];
  later.length = 0;
  laterMs = [];
  isProtected = false;
  sessionOf = playedSession;
  windows = new Windows(
    {
      preload: '',
      icon: '',
      chromium: '156.0.0.0',
      packaged: true,
      sessionOf: (kind) => sessionOf(kind),
      isProtected: () => isProtected,
    },
    createZoom(),
    clock,
    {
      onSilence: tell('silence'),
      onDismiss: tell('dismiss'),
      onPageLost: tell('page lost'),
      onTalk: (call, press) => void talked.push(`${press} ${call.slice(0, 1)}`),
      onCrash: (kind) => void told.push(`crash ${kind}`),
      onHopeless: (kind, call) => void told.push(`hopeless ${kind} ${call.slice(0, 1)}`),
      places: { read: () => places, keep: (place) => void places.unshift(place) },
    },
  );
});

const viewIn = (phase: CallView['phase'], direction: CallView['direction'] = 'out'): View => ({
  ...viewFixture,
  calls: [{ ...callFixture, phase, direction }],
});
const live = viewIn({ kind: 'live', since: 1 });
const ringing = viewIn({ kind: 'ringing', silenced: false }, 'in');
const ended = viewIn({ kind: 'ended', reason: 'hung-up', at: 2, connected: true });
const follow = (view: View): void => {
  windows.follow(view);
  played.load();
};
const crash = (kind: string, reason = 'crashed'): void => {
  played.page(kind).happens('render-process-gone', {}, { reason });
};

describe('the first window of a start', () => {
  it('the first window is shown before there is a view and counts as ready once its page has loaded', async () => {
    let isThere = false;
    const there = showFirst(windows, heldClock()).then(() => (isThere = true));
    // The page loads in the same turn, so that its process starts while main does the rest.
    expect(played.said).toContain('load main');
    await Promise.resolve();
    expect([made.length, isThere]).toEqual([1, false]);
    played.load();
    await there;
    expect(made[0]).toMatchObject({ isShown: true });
    expect(played.page('main').sent).toEqual([]);
    windows.follow(viewFixture);
    expect(played.page('main').sent).toEqual(['view']);
  });

  it('only the session of the main page exists until that page has loaded, and the sessions of call pages follow', async () => {
    await new Promise(setImmediate); // the events that the previous test has left
    const made: WindowKind[] = [];
    sessionOf = (kind) => (made.push(kind), playedSession());
    void showFirst(windows, heldClock());
    expect(made).toEqual(['main']);
    played.load();
    await new Promise(setImmediate);
    expect(made).toEqual(['main', 'card', 'security', 'stage']);
  });

  it('the first window delays the start by three seconds at most', async () => {
    const clock = heldClock();
    let isThere = false;
    const there = showFirst(windows, clock).then(() => (isThere = true));
    played.page('main').happens('render-process-gone', {}, { reason: 'crashed' });
    clock.advance(2999);
    await Promise.resolve();
    expect(isThere).toBe(false);
    clock.advance(1);
    await there;
  });
});

describe('closing windows', () => {
  it('closing the window of a call hides the window, which returns with the same pages', () => {
    follow(live);
    const [window] = made;
    window!.close();
    expect(window).toMatchObject({ isShown: false, isGone: false });
    follow({ ...live, history: [] }); // the view goes on changing
    expect(window!.isShown).toBe(false); // a changed view does not push the window back in front of the person
    windows.showCall(callFixture.id);
    expect(window).toMatchObject({ isShown: true, isGone: false });
    expect([made.length, played.pages.length, told]).toEqual([1, 2, []]);
  });

  it.each<CallView['phase']>([
    { kind: 'calling', ringing: true },
    { kind: 'securing' },
    { kind: 'connecting' },
    { kind: 'reconnecting', since: 1, until: 2 },
  ])('closing the window of a call in the phase “$kind” only hides the window', (phase) => {
    follow(viewIn(phase));
    made[0]!.close();
    expect(made[0]).toMatchObject({ isShown: false, isGone: false });
    expect(told).toEqual([]);
  });

  it('closing the main window during a call only hides the window', () => {
    windows.showMain();
    follow(live);
    for (const window of made) window.close();
    expect(made).toMatchObject([
      { isShown: false, isGone: false },
      { isShown: false, isGone: false },
    ]);
    expect(told).toEqual([]);
  });

  it('closing the card silences the call and does not decline it', () => {
    follow(ringing);
    made[0]!.close(); // the card, which was created before the waiting window
    expect(told).toEqual(['silence']);
  });

  it('closing the window of one ended call leaves the other call’s window open', () => {
    follow(live);
    const second = { ...callFixture, id: 'b'.repeat(32) };
    follow({ ...live, calls: [...live.calls, second] });
    expect(made).toMatchObject([{ isShown: true }, { isShown: true }]);
    const over = { kind: 'ended', reason: 'hung-up', at: 2, connected: true } as const;
    follow({ ...live, calls: [...live.calls, { ...second, phase: over }] });
    made[1]!.close();
    follow(live);
    expect(made).toMatchObject([{ isShown: true, isGone: false }, { isGone: true }]);
    expect(told).toEqual(['dismiss']);
  });

  it('closing the window of an ended call dismisses the call', () => {
    follow(live);
    follow(ended);
    made[0]!.close();
    expect(made[0]!.isGone).toBe(true);
    expect(told).toEqual(['dismiss']);
  });

  it('a window that closes while the program quits is destroyed together with its pages', () => {
    follow(live);
    windows.quit();
    made[0]!.close();
    expect(made[0]!.isGone).toBe(true);
    expect(played.pages.every(({ isGone }) => isGone)).toBe(true); // no page outlives its window
  });
});

describe('calls that begin', () => {
  const placing = viewIn({ kind: 'placing' });
  const calling = viewIn({ kind: 'calling', ringing: false });
  const kinds = (): readonly string[] => played.pages.map(({ kind }) => kind);

  beforeEach(() => {
    windows.showMain();
    follow(viewFixture);
  });

  it('an outgoing call appears in the main window at once and gets its own window after INVITE', () => {
    windows.follow(placing);
    expect([played.page('main').sent.at(-1), kinds()]).toEqual(['change', ['main']]);
    follow(calling);
    expect(kinds()).toEqual(['main', 'security', 'stage']);
    expect(made[1]!.isShown).toBe(true);
    for (const run of later) run();
    expect(made).toHaveLength(2);
  });

  it('an outgoing call is shown in the main window before its own window is created', () => {
    let madeBefore = 0;
    vi.spyOn(played.page('main'), 'send').mockImplementation(() => void (madeBefore = made.length));
    windows.follow(calling);
    expect([madeBefore, made.length]).toEqual([1, 2]);
  });

  it('an outgoing call gets its window before INVITE if finding the callee’s devices takes long', () => {
    windows.follow(placing);
    for (const run of later) run();
    played.load();
    expect(made[1]!.isShown).toBe(true);
  });

  it('the wait of 50 ms for the window of an outgoing call begins once, however many views arrive', () => {
    for (let view = 0; view < 20; view++) windows.follow({ ...placing });
    expect(laterMs).toEqual([50]);
  });

  it('answering a call creates its window if the card could not be shown yet', () => {
    windows.follow(ringing);
    windows.follow(ringing);
    expect(made).toHaveLength(2); // the main window and the card
    windows.follow(viewIn({ kind: 'securing' }, 'in'));
    played.load();
    expect(made[2]).toMatchObject({ isShown: true, isGone: false });
  });

  it('a call that ended before its window was created gets no window', () => {
    windows.follow(placing);
    windows.follow(viewFixture);
    for (const run of later) run();
    expect(made).toHaveLength(1);
  });

  it('commands from `open` on wait for the stage of their call and never reach a later call', () => {
    windows.follow(placing);
    const { id } = callFixture;
    const devices = {
      camera: false,
      microphones: [],
      cameras: [],
      background: 'off' as const,
      processing: { echoCancellation: true, noiseSuppression: 'engine' as const, autoGainControl: true },
      codecs: [],
      iceServers: [],
      relayOnly: false,
    };
    const open = { kind: 'open', call: id, offers: true, ...devices } as const;
    const play = { kind: 'play', call: id, sound: true, camera: false } as const;
    windows.command(play); // dropped: the call has no window, and there was no `open`
    windows.command(open);
    windows.command(play);
    follow(calling);
    expect(played.page('stage').sent).toEqual(['view', 'open', 'play']);
    follow(viewFixture);
    windows.command(open);
    follow(viewFixture);
    follow(calling);
    expect(played.page('stage').sent).toEqual(['view']);
  });
});

it('the card is shown before the window that waits for the answer is created', () => {
  windows.follow(ringing);
  expect(played.pages.map(({ kind }) => kind)).toEqual(['card']);
  played.load();
  expect(played.pages.map(({ kind }) => kind)).toEqual(['card', 'security', 'stage']);
  expect(made).toMatchObject([{ isShown: true }, { isShown: false }]);
});

it('the stage of a call starts loading one turn after it was created', async () => {
  windows.follow(live);
  expect(played.said).not.toContain('load stage');
  await new Promise(setImmediate);
  expect(played.said).toContain('load stage');
});

describe('stages', () => {
  it('a crashed stage is loaded anew, and the desk is told of the crash', () => {
    follow(live);
    crash('stage', 'oom');
    expect([told, played.page('stage').reloads]).toEqual([['crash stage', 'page lost'], 1]);
    played.page('stage').sent.length = 0;
    played.page('stage').happens('did-finish-load');
    expect(played.page('stage').sent).toEqual(['view']); // the new page has not received what the old one was sent
  });

  it('a stage that reloads itself is sent its view again, and the desk is told of the reload', () => {
    follow(live);
    played.page('stage').happens('did-navigate');
    expect([told, played.page('stage').reloads]).toEqual([['page lost'], 0]); // the stage is being loaded already
    played.page('stage').sent.length = 0;
    played.page('stage').happens('did-finish-load');
    expect(played.page('stage').sent).toEqual(['view']);
  });

  it('a stage whose process exits cleanly is loaded anew, and the desk is told of the exit unless the program quits', () => {
    follow(live);
    crash('stage', 'clean-exit');
    expect([told, played.page('stage').reloads]).toEqual([['crash stage', 'page lost'], 1]);
    windows.quit();
    crash('stage', 'clean-exit');
    expect(told).toEqual(['crash stage', 'page lost', 'crash stage']); // the desk is told nothing when the program ends
  });

  it('a stage that closes itself is replaced in the same window', () => {
    follow(live);
    const first = played.page('stage');
    first.close();
    const second = played.page('stage');
    expect(second).not.toBe(first);
    expect([told, made.length, made[0]!.isGone]).toEqual([['page lost'], 1, false]);
    expect(made[0]!.views.map(({ webContents }) => webContents.kind)).toEqual(['security', 'stage']);
  });

  it('commands after a stage closed itself go to the new stage', () => {
    windows = new Windows(
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
      {
        onSilence: tell('silence'),
        onDismiss: tell('dismiss'),
        onPageLost: (call) => windows.command({ kind: 'play', call, sound: true, camera: false }),
        onTalk: tell('talk'),
        onCrash: tell('crash'),
        onHopeless: tell('hopeless'),
        places: { read: () => [], keep: () => undefined },
      },
    );
    follow(live);
    played.page('stage').close();
    played.load();
    expect(played.page('stage').sent).toEqual(['view', 'play']);
  });

  it('the stage closes at once when its call ends, and the rest of the window stays', () => {
    follow(live);
    follow(ended);
    expect(played.page('stage').isGone).toBe(true);
    expect(played.page('security').isGone).toBe(false);
    expect(made[0]).toMatchObject({ isGone: false, isShown: true });
    expect(told).toEqual([]); // the desk is not told of a stage that closes with its call
  });
});

describe('security pages', () => {
  it('a security page that crashes or closes returns below the stage without affecting the call', () => {
    follow(live);
    crash('security');
    played.page('security').happens('did-finish-load');
    played.page('security').close();
    expect(made[0]!.views.map(({ webContents }) => webContents.kind)).toEqual(['security', 'stage']);
    expect(told).toEqual(['crash security']);
  });

  it('the stage leaves room for the security page’s head, panel or full window', () => {
    follow(live);
    const { id } = callFixture;
    windows.layOut(id, 60, false);
    const stage = made[0]!.views[1]!;
    expect(stage).toMatchObject({ bounds: { x: 0, y: 60, width: 960, height: 580 }, isVisible: true });
    windows.setSide(id, 'security', 'stage');
    expect(stage.bounds).toEqual({ x: 0, y: 60, width: 608, height: 580 });
    windows.layOut(id, 60, true);
    expect(stage.isVisible).toBe(false);
  });

  it('the focus leaves the security page only for a visible stage, and enters a security panel that is opened from the stage', () => {
    follow(live);
    const { id } = callFixture;
    windows.leave(id, 'security', false);
    expect(played.page('stage')).toMatchObject({ hasFocus: true });
    expect(played.page('stage').events.at(-1)).toEqual(['focus', { at: 'first' }]);
    windows.setSide(id, 'security', 'stage');
    expect(played.page('security')).toMatchObject({ hasFocus: true });
    windows.layOut(id, 60, true); // no stage is visible, so the focus stays in the security page
    windows.leave(id, 'security', true);
    expect(played.page('security').events.at(-1)).toEqual(['focus', { at: 'last' }]);
  });

  it('only the security page sets the window title', () => {
    follow(live);
    played.page('stage').happens('page-title-updated', {}, 'Verified: Max');
    played.page('security').happens('page-title-updated', {}, 'Call with Anna');
    played.page('stage').happens('page-title-updated', {}, 'Verified: Max');
    expect(made[0]!.title).toBe('Call with Anna');
  });
});

describe('pages that crash on every load', () => {
  const crashForGood = (kind: string): void => {
    for (let round = 0; round < 4; round++) {
      crash(kind);
      if (!played.page(kind).isGone) played.page(kind).happens('did-finish-load');
    }
  };

  it('a main page that crashes on every load is loaded again three times, then its window closes until a person opens it', () => {
    windows.showMain();
    played.load();
    crashForGood('main');
    expect(played.page('main').reloads).toBe(3);
    expect(made[0]!.isGone).toBe(true);
    expect(told.at(-1)).toBe('hopeless main ');
    windows.showMain(); // a person opens the window
    played.load();
    expect(made[1]).toMatchObject({ isShown: true, isGone: false });
  });

  it('a security page that crashes on every load is given up and reported', () => {
    follow(live);
    crashForGood('security');
    expect(told.at(-1)).toBe('hopeless security a');
    expect(made[0]!.isGone).toBe(true);
  });
});

it('a stage that closes itself is replaced three times and given up the fourth time, and the end of its call is shown', () => {
  follow(live);
  for (let round = 0; round < 4; round++) {
    played.page('stage').happens('did-finish-load');
    played.page('stage').close();
  }
  expect(told).toEqual(['page lost', 'page lost', 'page lost', 'hopeless stage a']);
  follow(ended);
  expect(made.at(-1)).toMatchObject({ isShown: true, isGone: false });
});

it('the keyboard focus returns from a stage that is loading to the security page', () => {
  follow(live);
  const stage = played.page('stage');
  stage.isLoading = true;
  stage.focus();
  stage.happens('focus');
  stage.happens('did-stop-loading');
  expect(played.page('security').hasFocus).toBe(true);
  stage.isLoading = false;
  stage.focus(); // a person has pressed inside the stage
  stage.happens('focus');
  expect(stage.hasFocus).toBe(true);
});

describe('windows that disappear while being shown', () => {
  it('a window is not shown if its call is cancelled before the window was drawn', () => {
    windows.follow(ringing);
    windows.follow(viewIn({ kind: 'ended', reason: 'cancelled', at: 2, connected: false }, 'in'));
    expect(() => played.load()).not.toThrow();
    for (const window of made) window.happens('ready-to-show');
    expect(made.every(({ isShown }) => !isShown)).toBe(true);
  });

  it('a stage whose call ends while the stage loads is sent nothing', () => {
    windows.follow(live);
    windows.command({ kind: 'play', call: callFixture.id, sound: true, camera: false });
    const stage = played.page('stage');
    windows.follow(viewFixture);
    expect(() => stage.happens('did-finish-load')).not.toThrow();
    expect(stage.sent).toEqual([]);
  });
});

describe('windows that disappear by themselves', () => {
  it('a call whose window disappears continues in another window', () => {
    follow(live);
    made[0]!.vanish();
    played.load();
    expect(told).toEqual(['page lost']);
    expect(made).toMatchObject([{ isGone: true }, { isGone: false, isShown: true }]);
  });

  it('a ringing call whose waiting window disappears gets another hidden window', () => {
    follow(ringing);
    made[1]!.vanish();
    // The card is shown, and the new window is hidden.
    expect(made.filter(({ isGone }) => !isGone)).toMatchObject([{ isShown: true }, { isShown: false }]);
  });

  it('a card that disappears silences its call, and a window that disappears dismisses its ended call', () => {
    follow(ringing);
    made[0]!.vanish();
    follow(live);
    follow(ended);
    made[1]!.vanish();
    expect(told).toEqual(['silence', 'dismiss']);
  });

  it('no window is created anew while the program quits', () => {
    follow(live);
    windows.quit();
    made[0]!.vanish();
    expect([made.length, told]).toEqual([1, []]);
  });
});

describe('the key to talk', () => {
  const key = (type: 'keyDown' | 'keyUp', change: object = {}): object => ({
    type,
    code: 'Space',
    key: ' ',
    isAutoRepeat: false,
    control: true,
    shift: false,
    alt: false,
    meta: false,
    ...change,
  });

  it.each(['stage', 'security'])(
    'the press and the release of the key to talk are read in the %s page, and are not withheld from that page',
    (kind) => {
      follow(live);
      const prevented = vi.fn();
      for (const input of [key('keyDown'), key('keyDown', { isAutoRepeat: true }), key('keyUp', { control: false })]) {
        played.page(kind).happens('before-input-event', { preventDefault: prevented }, input);
      }
      expect(talked).toEqual(['begins a', 'over a']);
      expect(prevented).not.toHaveBeenCalled(); // Chromium would report no release after a prevented press
    },
  );

  it.each(['blur', 'hide', 'minimize'])('talking ends with the event %s of the window', (event) => {
    follow(live);
    made[0]!.happens(event);
    expect(talked).toEqual(['over a']);
  });

  it('talking ends when the stage or security page crashes, hangs or reloads, and when the window disappears', () => {
    follow(live);
    for (const kind of ['stage', 'security']) {
      for (const event of ['unresponsive', 'did-navigate', 'render-process-gone']) {
        talked.length = 0;
        played.page(kind).happens(event, {}, { reason: 'crashed' });
        expect(talked).toEqual(['over a']);
      }
    }
    talked.length = 0;
    made[0]!.vanish();
    expect(talked).toContain('over a');
  });
});

describe('contents that pages are sent', () => {
  it('the main page is sent nothing before it has loaded, then its whole view, then only changes', () => {
    windows.showMain();
    windows.follow(live);
    expect(played.page('main').sent).toEqual([]);
    played.load();
    expect(played.page('main').sent).toEqual(['view']);
    windows.follow({ ...live });
    windows.follow({ ...live, status: 'dnd' });
    expect(played.page('main').events.slice(1)).toEqual([
      ['change', { parts: { status: 'dnd' }, contacts: { set: [], gone: [] } }],
    ]);
  });

  it('a call’s changing numbers are sent only to the security page', () => {
    windows.showMain();
    follow(live);
    for (const page of played.pages) page.sent.length = 0;
    const numbers = { ...callFixture.numbers, step: 1 };
    windows.follow({ ...live, calls: [{ ...callFixture, phase: { kind: 'live', since: 1 }, numbers }] });
    expect(played.page('security').sent).toEqual(['numbers']);
    expect([...played.page('main').sent, ...played.page('stage').sent]).toEqual([]);
  });

  describe('calls that are being connected', () => {
    const securing = viewIn({ kind: 'securing' }, 'in');
    const connected = viewIn({ kind: 'live', since: 1 }, 'in');
    const half = (): readonly number[] => laterMs.filter((ms) => ms === 500);

    beforeEach(() => {
      windows.showMain();
      follow(ringing);
      played.load();
      for (const page of played.pages) page.sent.length = 0;
    });

    it('an unfocused main window is told of a connecting call half a second later, and the pages of that call at once', () => {
      vi.spyOn(made[0]!, 'isFocused').mockReturnValue(false);
      windows.follow(securing);
      windows.follow(connected);
      expect([played.page('stage').sent, played.page('security').sent]).toEqual([
        ['view', 'view'],
        ['view', 'view'],
      ]);
      expect([played.page('main').sent, half()]).toEqual([[], [500]]);
      for (const run of later) run();
      expect(played.page('main').sent).toEqual(['change']);
      windows.follow(securing); // the delay happens once for each call
      expect([played.page('main').sent, half()]).toEqual([['change', 'change'], [500]]);
    });

    it('a focused main window is told of a connecting call at once', () => {
      windows.follow(securing);
      expect([played.page('main').sent, half()]).toEqual([['change'], []]);
    });

    it('a main window that gets the focus is told of a connecting call at once', () => {
      vi.spyOn(made[0]!, 'isFocused').mockReturnValue(false);
      windows.follow(securing);
      made[0]!.happens('focus');
      windows.follow(connected);
      expect(played.page('main').sent).toEqual(['change', 'change']);
    });

    it.each([
      ['the call ends', viewIn({ kind: 'ended', reason: 'cancelled', at: 2, connected: false }, 'in')],
      ['the program locks', { ...connected, isLocked: true }],
    ])('an unfocused main window is told of a connecting call at once when %s', (_what, next) => {
      vi.spyOn(made[0]!, 'isFocused').mockReturnValue(false);
      windows.follow(securing);
      windows.follow(next);
      expect(played.page('main').sent).toEqual(['change']);
    });
  });

  it('a stage receives its view before the commands that waited for the stage', () => {
    windows.follow(live);
    windows.command({ kind: 'play', call: callFixture.id, sound: true, camera: false });
    played.load();
    expect(played.page('stage').sent).toEqual(['view', 'play']);
  });
});

it('a window is excluded from screen captures before it is shown, and follows policy afterwards', () => {
  isProtected = true;
  windows.showMain();
  expect(played.said).toContain('protect');
  expect(made[0]!.isShown).toBe(false);
  follow(live);
  isProtected = false;
  played.said.length = 0;
  windows.follow({ ...live });
  windows.follow({ ...live });
  expect(played.said).toEqual(['expose', 'expose']); // once for each window
});

it('main window, card and security page may not use UDP, and a stage may', () => {
  windows.showMain();
  follow(ringing);
  expect(played.said.filter((line) => line.startsWith('no UDP'))).toEqual([
    'no UDP main',
    'no UDP card',
    'no UDP security',
  ]);
});

it('a zoom chosen in one page applies to all pages', () => {
  windows.showMain();
  follow(live);
  const plus = { type: 'keyDown', key: '+', control: true, meta: false, alt: false };
  played.page('stage').happens('before-input-event', { preventDefault: () => undefined }, plus);
  expect(played.pages.map(({ level }) => level)).toEqual([1, 1, 1]);
  expect(made.at(-1)!.views[1]!.bounds.y).toBe(Math.ceil(44 * 1.2));
});

it('a card grows with the zoom, but not beyond the screen', () => {
  played.displays = [{ id: 1, workArea: { x: 0, y: 0, width: 1280, height: 700 } }];
  follow(ringing);
  const size = (): unknown => ({ width: made[0]!.bounds.width, height: made[0]!.bounds.height });
  const press = (key: string): void =>
    played
      .page('card')
      .happens(
        'before-input-event',
        { preventDefault: () => undefined },
        { type: 'keyDown', key, control: true, meta: false, alt: false },
      );
  expect(size()).toEqual({ width: 420, height: 320 });
  press('+');
  expect(size()).toEqual({ width: 504, height: 384 });
  for (const key of '+++++') press(key);
  expect(size()).toEqual({ width: 1232, height: 652 });
  for (const key of '0-') press(key);
  expect(size()).toEqual({ width: 420, height: 320 });
});

it('a card opens at the zoom that was chosen before in another page', () => {
  windows.showMain();
  played.load();
  const plus = { type: 'keyDown', key: '+', control: true, meta: false, alt: false };
  played.page('main').happens('before-input-event', { preventDefault: () => undefined }, plus);
  follow(ringing);
  expect(made[1]!.bounds).toMatchObject({ width: 504, height: 384 });
});

describe('small windows', () => {
  const { id } = callFixture;
  const size = { width: 360, height: 240 };
  const [first, second] = [
    { id: 1, workArea: { x: 0, y: 0, width: 1600, height: 1000 } },
    { id: 2, workArea: { x: 1600, y: 0, width: 1200, height: 900 } },
  ];
  const left = { x: 320, y: 180, width: 960, height: 640 };
  const right = { x: 1700, y: 100, width: 960, height: 640 };
  const shrinkFrom = (large: typeof left): typeof left => {
    made[0]!.setBounds(large);
    windows.wantSmall(id, true);
    return made[0]!.bounds;
  };
  beforeEach(() => {
    played.displays = [first, second];
    follow(live);
  });

  it('a small window stays on top on every workspace, and grows when the text panel opens', () => {
    expect(shrinkFrom(left)).toEqual({ x: 1216, y: 736, ...size });
    expect([made[0]!.isOnTop, made[0]!.isOnAllWorkspaces]).toEqual([true, true]);
    windows.setSide(id, 'text', 'stage');
    expect([made[0]!.isOnTop, made[0]!.isOnAllWorkspaces, made[0]!.bounds]).toEqual([false, false, left]);
  });

  it('a window leaves full screen before it becomes small, and later returns to its old size', () => {
    made[0]!.setBounds(left);
    made[0]!.covers = 'screen';
    windows.wantSmall(id, true);
    expect([made[0]!.isFullScreen(), made[0]!.isOnTop, made[0]!.bounds]).toEqual([false, false, left]);
    made[0]!.happens('leave-full-screen');
    expect([made[0]!.isOnTop, made[0]!.bounds.width]).toEqual([true, size.width]);
    windows.wantSmall(id, false);
    expect([made[0]!.isOnTop, made[0]!.bounds]).toEqual([false, left]);
  });

  it('the place of a small window is remembered separately for each display of the large window', () => {
    shrinkFrom(left);
    windows.wantSmall(id, false);
    expect(places).toEqual([]); // nobody has moved the window
    shrinkFrom(left);
    made[0]!.setBounds({ x: 20, y: 30, width: 400, height: 300 });
    windows.wantSmall(id, false);
    expect(shrinkFrom(right)).toEqual({ x: 2416, y: 636, ...size });
    made[0]!.setBounds({ x: 1620, y: 40, ...size });
    windows.follow(viewFixture); // the call is over, and its window is closed
    follow(live);
    made.splice(0, made.length - 1);
    expect(shrinkFrom(left)).toEqual({ x: 20, y: 30, width: 400, height: 300 });
    windows.wantSmall(id, false);
    expect(shrinkFrom(right)).toEqual({ x: 1620, y: 40, ...size });
  });

  it('a small window moves to the nearest visible place if its display was removed or has become smaller', () => {
    places = [{ display: 1, x: 2700, y: 850, ...size }];
    expect(shrinkFrom(left)).toEqual({ x: 2440, y: 660, ...size });
    played.displays = [first];
    played.screenSays('display-removed');
    expect(made[0]!.bounds).toEqual({ x: 1240, y: 660, ...size });
    windows.wantSmall(id, false);
    expect(made[0]!.bounds).toEqual(left);
    expect(places).toHaveLength(1); // the person has moved nothing
    played.displays = [{ id: 1, workArea: { x: 0, y: 0, width: 300, height: 200 } }];
    expect(shrinkFrom(left)).toEqual({ x: 0, y: 0, width: 300, height: 200 });
  });

  it.each(['screen', 'work area', 'nothing'] as const)(
    'no place is remembered for a small window that is minimised, maximised or full screen when it grows: it covers %s',
    (covers) => {
      shrinkFrom(left);
      made[0]!.setBounds({ x: 0, y: 0, width: 1600, height: 1000 });
      made[0]!.covers = covers;
      windows.wantSmall(id, false);
      expect(places).toEqual([]);
    },
  );

  it('a small window counts as moved by the person only beyond eight pixels', () => {
    const { x, y } = shrinkFrom(left);
    made[0]!.setBounds({ x: x - 8, y: y + 8, width: 361, height: 240 }); // a window manager that adds a border
    windows.wantSmall(id, false);
    expect(places).toEqual([]);
    shrinkFrom(left);
    made[0]!.setBounds({ x: x - 9, y, ...size });
    windows.wantSmall(id, false);
    expect(places).toEqual([{ display: 1, x: x - 9, y, ...size }]);
  });

  it('a remembered place is limited to half of the width and height of its display', () => {
    places = [{ display: 1, x: 10, y: 20, width: 1600, height: 1000 }];
    expect(shrinkFrom(left)).toEqual({ x: 10, y: 20, width: 800, height: 500 });
    places = [{ display: 1, x: 1610, y: 20, width: 1200, height: 300 }];
    windows.wantSmall(id, false);
    expect(shrinkFrom(left)).toEqual({ x: 1610, y: 20, width: 600, height: 300 });
  });

  it('a place to which the person moved a small window is remembered even if a change of displays then moves the window', () => {
    shrinkFrom(left);
    made[0]!.setBounds({ x: 2000, y: 40, ...size });
    played.displays = [first];
    played.screenSays('display-removed');
    expect(made[0]!.bounds).toEqual({ x: 1240, y: 40, ...size });
    windows.wantSmall(id, false);
    expect(places).toEqual([{ display: 1, x: 2000, y: 40, ...size }]);
  });
});
