// The complaint “a call dies with its window”: whatever a person closes and whatever a page does, the call goes on, and its window comes
// back. Electron is played (played-electron.ts).
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
  it('is shown before there is a view, and counts as there once its page has loaded', async () => {
    let isThere = false;
    const there = showFirst(windows, heldClock()).then(() => (isThere = true));
    expect(played.said).toContain('load main'); // in this turn: the process of its page starts while main does the rest
    await Promise.resolve();
    expect([made.length, isThere]).toEqual([1, false]);
    played.load();
    await there;
    expect(made[0]).toMatchObject({ isShown: true });
    expect(played.page('main').sent).toEqual([]);
    windows.follow(viewFixture);
    expect(played.page('main').sent).toEqual(['view']);
  });

  it('is all that has a session until its page has loaded, and those of a call are made then, before anybody calls', async () => {
    await new Promise(setImmediate); // what the test before has left
    const made: WindowKind[] = [];
    sessionOf = (kind) => (made.push(kind), playedSession());
    void showFirst(windows, heldClock());
    expect(made).toEqual(['main']);
    played.load();
    await new Promise(setImmediate);
    expect(made).toEqual(['main', 'card', 'security', 'stage']);
  });

  it('holds nothing up for longer than three seconds', async () => {
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

describe('a person closes', () => {
  it('the window of a call, which hides and comes back with the same pages', () => {
    follow(live);
    const [window] = made;
    window!.close();
    expect(window).toMatchObject({ isShown: false, isGone: false });
    follow({ ...live, history: [] }); // the view goes on changing
    expect(window!.isShown).toBe(false); // and does not push the window back in front of the person
    windows.showCall(callFixture.id);
    expect(window).toMatchObject({ isShown: true, isGone: false });
    expect([made.length, played.pages.length, told]).toEqual([1, 2, []]);
  });

  it.each<CallView['phase']>([
    { kind: 'calling', ringing: true },
    { kind: 'securing' },
    { kind: 'connecting' },
    { kind: 'reconnecting', since: 1, until: 2 },
  ])('the window of a call that is $kind, which hides', (phase) => {
    follow(viewIn(phase));
    made[0]!.close();
    expect(made[0]).toMatchObject({ isShown: false, isGone: false });
    expect(told).toEqual([]);
  });

  it('the main window, which hides as well', () => {
    windows.showMain();
    follow(live);
    for (const window of made) window.close();
    expect(made).toMatchObject([{ isGone: false }, { isGone: false }]);
    expect(told).toEqual([]);
  });

  it('the card, which silences the call and does not decline it', () => {
    follow(ringing);
    made[0]!.close(); // the card, made before the window that waits
    expect(told).toEqual(['silence']);
  });

  it('the window of one call, and the other call keeps its window', () => {
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

  it('the window of a call that has ended, which goes and dismisses the end', () => {
    follow(live);
    follow(ended);
    made[0]!.close();
    expect(made[0]!.isGone).toBe(true);
    expect(told).toEqual(['dismiss']);
  });

  it('the program, and no window holds it up', () => {
    follow(live);
    windows.quit();
    made[0]!.close();
    expect(made[0]!.isGone).toBe(true);
    expect(played.pages.every(({ isGone }) => isGone)).toBe(true); // no page outlives its window
  });
});

describe('a call that is placed', () => {
  const placing = viewIn({ kind: 'placing' });
  const calling = viewIn({ kind: 'calling', ringing: false });
  const kinds = (): readonly string[] => played.pages.map(({ kind }) => kind);

  beforeEach(() => {
    windows.showMain();
    follow(viewFixture);
  });

  it('is told of in the main window at once, and has a window of its own when INVITE has left', () => {
    windows.follow(placing);
    expect([played.page('main').sent.at(-1), kinds()]).toEqual(['change', ['main']]);
    follow(calling);
    expect(kinds()).toEqual(['main', 'security', 'stage']);
    expect(made[1]!.isShown).toBe(true);
    for (const run of later) run();
    expect(made).toHaveLength(2);
  });

  it('is told of before anything is made for it', () => {
    let madeBefore = 0;
    vi.spyOn(played.page('main'), 'send').mockImplementation(() => void (madeBefore = made.length));
    windows.follow(calling);
    expect([madeBefore, made.length]).toEqual([1, 2]);
  });

  it('has its window before that where the look takes long', () => {
    windows.follow(placing);
    for (const run of later) run();
    played.load();
    expect(made[1]!.isShown).toBe(true);
  });

  it('waits for its window 50 ms and once, however many views come meanwhile', () => {
    for (let view = 0; view < 20; view++) windows.follow({ ...placing });
    expect(laterMs).toEqual([50]);
  });

  it('has its window made by the answer where the card could not be shown yet', () => {
    windows.follow(ringing);
    windows.follow(ringing);
    expect(made).toHaveLength(2); // the main window and the card
    windows.follow(viewIn({ kind: 'securing' }, 'in'));
    played.load();
    expect(made[2]).toMatchObject({ isShown: true, isGone: false });
  });

  it('has no window any more where it is over and gone before its window was made', () => {
    windows.follow(placing);
    windows.follow(viewFixture);
    for (const run of later) run();
    expect(made).toHaveLength(1);
  });

  it('has every command from `open` on waiting for its stage, and none for the next call', () => {
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
    windows.command(play); // of nothing that was opened
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

it('a card is seen before the window is made that waits for the answer', () => {
  windows.follow(ringing);
  expect(played.pages.map(({ kind }) => kind)).toEqual(['card']);
  played.load();
  expect(played.pages.map(({ kind }) => kind)).toEqual(['card', 'security', 'stage']);
  expect(made).toMatchObject([{ isShown: true }, { isShown: false }]);
});

it('a page loads a turn after it was made: what its window is made for may have something to send', async () => {
  windows.follow(live);
  expect(played.said).not.toContain('load stage');
  await new Promise(setImmediate);
  expect(played.said).toContain('load stage');
});

describe('a stage', () => {
  it('that crashes is loaded anew, and the desk is told that its call needs another one', () => {
    follow(live);
    crash('stage', 'oom');
    expect([told, played.page('stage').reloads]).toEqual([['crash stage', 'page lost'], 1]);
    played.page('stage').sent.length = 0;
    played.page('stage').happens('did-finish-load');
    expect(played.page('stage').sent).toEqual(['view']); // it knows nothing of what the one before was told
  });

  it('that loads itself anew is told everything again, and the desk is told as for a crash', () => {
    follow(live);
    played.page('stage').happens('did-navigate');
    expect([told, played.page('stage').reloads]).toEqual([['page lost'], 0]); // it is loading already
  });

  it('whose process ends as if all were well is loaded anew', () => {
    follow(live);
    crash('stage', 'clean-exit');
    expect([told, played.page('stage').reloads]).toEqual([['crash stage', 'page lost'], 1]);
    windows.quit();
    crash('stage', 'clean-exit');
    expect(told).toEqual(['crash stage', 'page lost', 'crash stage']); // nobody is told of a loss when the program ends
  });

  it('that closes itself is replaced in the same window', () => {
    follow(live);
    const first = played.page('stage');
    first.close();
    const second = played.page('stage');
    expect(second).not.toBe(first);
    expect([told, made.length, made[0]!.isGone]).toEqual([['page lost'], 1, false]);
    expect(made[0]!.views.map(({ webContents }) => webContents.kind)).toEqual(['security', 'stage']);
  });

  it('that closes itself leaves what the desk then commands to the new one', () => {
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

  it('is ended at once when its call has ended, and the rest of the window stays', () => {
    follow(live);
    follow(ended);
    expect(played.page('stage').isGone).toBe(true);
    expect(played.page('security').isGone).toBe(false);
    expect(made[0]).toMatchObject({ isGone: false, isShown: true });
    expect(told).toEqual([]); // an end is no loss
  });
});

describe('a security page', () => {
  it('that crashes or closes itself comes back below the stage, and costs the call nothing', () => {
    follow(live);
    crash('security');
    played.page('security').happens('did-finish-load');
    played.page('security').close();
    expect(made[0]!.views.map(({ webContents }) => webContents.kind)).toEqual(['security', 'stage']);
    expect(told).toEqual(['crash security']);
  });

  it('keeps the stage off its head, its panel and, where it asks for it, the whole window', () => {
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

  it('gets the keyboard when its panel is opened from the stage, and hands it over at its last control', () => {
    follow(live);
    const { id } = callFixture;
    windows.leave(id, 'security', false);
    expect(played.page('stage')).toMatchObject({ hasFocus: true });
    expect(played.page('stage').events.at(-1)).toEqual(['focus', { at: 'first' }]);
    windows.setSide(id, 'security', 'stage');
    expect(played.page('security')).toMatchObject({ hasFocus: true });
    windows.layOut(id, 60, true); // no stage to be seen: the focus goes round
    windows.leave(id, 'security', true);
    expect(played.page('security').events.at(-1)).toEqual(['focus', { at: 'last' }]);
  });

  it('gives the window its title, and a stage does not', () => {
    follow(live);
    played.page('stage').happens('page-title-updated', {}, 'Verified: Max');
    played.page('security').happens('page-title-updated', {}, 'Call with Anna');
    played.page('stage').happens('page-title-updated', {}, 'Verified: Max');
    expect(made[0]!.title).toBe('Call with Anna');
  });
});

describe('a page that crashes on every load', () => {
  const crashForGood = (kind: string): void => {
    for (let round = 0; round < 4; round++) {
      crash(kind);
      if (!played.page(kind).isGone) played.page(kind).happens('did-finish-load');
    }
  };

  it('is loaded three times a minute and then given up, with its window', () => {
    windows.showMain();
    played.load();
    crashForGood('main');
    expect(played.page('main').reloads).toBe(3);
    expect(made[0]!.isGone).toBe(true);
    expect(told.at(-1)).toBe('hopeless main ');
    windows.showMain(); // somebody wants to see it
    played.load();
    expect(made[1]).toMatchObject({ isShown: true, isGone: false });
  });

  it('is given up for the security page of a call, too, whose call the owner ends', () => {
    follow(live);
    crashForGood('security');
    expect(told.at(-1)).toBe('hopeless security a');
    expect(made[0]!.isGone).toBe(true);
  });
});

it('a stage that closes itself whenever it is made is given up after three, and the end of its call is shown', () => {
  follow(live);
  for (let round = 0; round < 4; round++) {
    played.page('stage').happens('did-finish-load');
    played.page('stage').close();
  }
  expect(told).toEqual(['page lost', 'page lost', 'page lost', 'hopeless stage a']);
  follow(ended);
  expect(made.at(-1)).toMatchObject({ isShown: true, isGone: false });
});

it('a stage that gets the keyboard because it loads gives it back to the security page', () => {
  follow(live);
  const stage = played.page('stage');
  stage.isLoading = true;
  stage.focus();
  stage.happens('focus');
  stage.happens('did-stop-loading');
  expect(played.page('security').hasFocus).toBe(true);
  stage.isLoading = false;
  stage.focus(); // a person has pressed in it
  stage.happens('focus');
  expect(stage.hasFocus).toBe(true);
});

describe('a window that goes while it was about to be shown', () => {
  it('is not touched any more: a caller cancels before the card has drawn anything', () => {
    windows.follow(ringing);
    windows.follow(viewIn({ kind: 'ended', reason: 'cancelled', at: 2, connected: false }, 'in'));
    expect(() => played.load()).not.toThrow();
    for (const window of made) window.happens('ready-to-show');
    expect(made.every(({ isShown }) => !isShown)).toBe(true);
  });

  it('is sent nothing more: a call ends while its pages load', () => {
    windows.follow(live);
    windows.command({ kind: 'play', call: callFixture.id, sound: true, camera: false });
    const stage = played.page('stage');
    windows.follow(viewFixture);
    expect(() => stage.happens('did-finish-load')).not.toThrow();
    expect(stage.sent).toEqual([]);
  });
});

describe('the window of a call disappears without anybody being asked', () => {
  it('in a call: it goes on in another window, which is shown', () => {
    follow(live);
    made[0]!.vanish();
    played.load();
    expect(told).toEqual(['page lost']);
    expect(made).toMatchObject([{ isGone: true }, { isGone: false, isShown: true }]);
  });

  it('while it rings: another one waits, hidden', () => {
    follow(ringing);
    made[1]!.vanish();
    expect(made.filter(({ isGone }) => !isGone)).toMatchObject([{ isShown: true }, { isShown: false }]); // the card, and the window
  });

  it('the card, or the end of a call: it is as if the person had closed it', () => {
    follow(ringing);
    made[0]!.vanish();
    follow(live);
    follow(ended);
    made[1]!.vanish();
    expect(told).toEqual(['silence', 'dismiss']);
  });

  it('or the program ends it: nothing is made anew', () => {
    follow(live);
    windows.quit();
    made[0]!.vanish();
    expect([made.length, told]).toEqual([1, []]);
  });
});

describe('what pages are told', () => {
  it('is nothing before they have loaded, then everything, then only what has changed', () => {
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

  it('of a call that only counts is its numbers, and only to the page that shows them', () => {
    windows.showMain();
    follow(live);
    for (const page of played.pages) page.sent.length = 0;
    const numbers = { ...callFixture.numbers, step: 1 };
    windows.follow({ ...live, calls: [{ ...callFixture, phase: { kind: 'live', since: 1 }, numbers }] });
    expect(played.page('security').sent).toEqual(['numbers']);
    expect([...played.page('main').sent, ...played.page('stage').sent]).toEqual([]);
  });

  describe('of a call that is being connected', () => {
    const securing = viewIn({ kind: 'securing' }, 'in');
    const connected = viewIn({ kind: 'live', since: 1 }, 'in');
    const half = (): readonly number[] => laterMs.filter((ms) => ms === 500);

    beforeEach(() => {
      windows.showMain();
      follow(ringing);
      played.load();
      for (const page of played.pages) page.sent.length = 0;
    });

    it('is told half a second later and once to a main window in which nobody works, and at once to its own pages', () => {
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
      windows.follow(securing); // it goes on being connected
      expect([played.page('main').sent, half()]).toEqual([['change', 'change'], [500]]);
    });

    it('is told at once to a main window that has the keyboard', () => {
      windows.follow(securing);
      expect([played.page('main').sent, half()]).toEqual([['change'], []]);
    });

    it('is told to the main window when it gets the keyboard', () => {
      vi.spyOn(made[0]!, 'isFocused').mockReturnValue(false);
      windows.follow(securing);
      made[0]!.happens('focus');
      windows.follow(connected);
      expect(played.page('main').sent).toEqual(['change', 'change']);
    });

    it.each([
      ['its end', viewIn({ kind: 'ended', reason: 'cancelled', at: 2, connected: false }, 'in')],
      ['a lock', { ...connected, isLocked: true }],
    ])('is told at once where %s comes', (_what, next) => {
      vi.spyOn(made[0]!, 'isFocused').mockReturnValue(false);
      windows.follow(securing);
      windows.follow(next);
      expect(played.page('main').sent).toEqual(['change']);
    });
  });

  it('reaches a stage in order: its view, then the commands that waited for it', () => {
    windows.follow(live);
    windows.command({ kind: 'play', call: callFixture.id, sound: true, camera: false });
    played.load();
    expect(played.page('stage').sent).toEqual(['view', 'play']);
  });
});

it('a window is left out of screen captures before it is shown, and follows policy from then on', () => {
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

it('only stages may use UDP', () => {
  windows.showMain();
  follow(ringing);
  expect(played.said.filter((line) => line.startsWith('no UDP'))).toEqual([
    'no UDP main',
    'no UDP card',
    'no UDP security',
  ]);
});

it('a zoom that is chosen in one page holds in all of them', () => {
  windows.showMain();
  follow(live);
  const plus = { type: 'keyDown', key: '+', control: true, meta: false, alt: false };
  played.page('stage').happens('before-input-event', { preventDefault: () => undefined }, plus);
  expect(played.pages.map(({ level }) => level)).toEqual([1, 1, 1]);
  expect(made.at(-1)!.views[1]!.bounds.y).toBe(Math.ceil(44 * 1.2));
});

describe('a small window', () => {
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

  it('is on top, and grows for what has to be read', () => {
    expect(shrinkFrom(left)).toEqual({ x: 1216, y: 736, ...size });
    expect(made[0]!.isOnTop).toBe(true);
    windows.setSide(id, 'text', 'stage');
    expect([made[0]!.isOnTop, made[0]!.bounds]).toEqual([false, left]);
  });

  it('comes again where the person has put it, by the display that the large window is on', () => {
    shrinkFrom(left);
    windows.wantSmall(id, false);
    expect(places).toEqual([]); // nobody has moved it
    shrinkFrom(left);
    made[0]!.setBounds({ x: 20, y: 30, width: 400, height: 300 });
    windows.wantSmall(id, false);
    expect(shrinkFrom(right)).toEqual({ x: 2416, y: 636, ...size });
    made[0]!.setBounds({ x: 1620, y: 40, ...size });
    windows.follow(viewFixture); // the call is over, and its window with it
    follow(live);
    made.splice(0, made.length - 1);
    expect(shrinkFrom(left)).toEqual({ x: 20, y: 30, width: 400, height: 300 });
    windows.wantSmall(id, false);
    expect(shrinkFrom(right)).toEqual({ x: 1620, y: 40, ...size });
  });

  it('comes to the nearest place that is seen where its display is gone or has become smaller', () => {
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
});
