// Global keys of a Wayland desktop, at a portal that the test plays. test/e2e/portal-keys.spec.ts shows the same at a
// real bus.
import { beforeEach, describe, expect, it } from 'vitest';
import type { GlobalAct, GlobalKeys } from '../../../src/contract/global-keys.ts';
import type { BusCall, BusMessage } from '../../../src/main/desktop/bus-message.ts';
import type { BusArgument, BusValue } from '../../../src/main/desktop/bus-types.ts';
import type { GlobalKeysFollower } from '../../../src/main/desktop/global-keys.ts';
import { createPortalKeys, triggerOf } from '../../../src/main/desktop/portal-keys.ts';
import { BusError } from '../../../src/main/desktop/session-bus.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { type PlayedBus, playedBus } from './played-bus.ts';

const PORTAL = 'org.freedesktop.portal.Desktop';
const SHORTCUTS = 'org.freedesktop.portal.GlobalShortcuts';
const SESSION = 'org.freedesktop.portal.Session';
const none: GlobalKeys = { mute: '', talk: '', answer: '', hangUp: '' };
const settled = () => new Promise(setImmediate);

/** The portal: what it has been asked for, and what it answers. */
interface Desktop {
  version: number;
  /** The error with which it answers a question for its version. */
  error?: Error;
  /** The names of desktop files that are installed. */
  installed: readonly string[];
  /** Requests that have no answer yet, the oldest first: each path, and the method. */
  readonly requests: { readonly path: string; readonly member: string }[];
  /** The paths of the sessions, the newest last. */
  readonly sessions: string[];
}
let desktop: Desktop;
let owners: Record<string, string>;
let bus: PlayedBus;
let keys: GlobalKeysFollower;
let clock: ReturnType<typeof heldClock>;
let happened: string[];
let connections: number;
let closed: string[]; // the paths of what was closed

const tokenIn = (options: BusArgument | undefined, name: string): string =>
  String((options as Record<string, readonly [string, string]>)[name]?.[1]);

function answer({ member, path }: BusCall, body: readonly BusArgument[]): BusMessage['body'] {
  if (member === 'Register' && !desktop.installed.some((name) => name === body[0])) throw new BusError('a.b.Failed');
  if (member === 'Get' && desktop.error !== undefined) throw desktop.error;
  if (member === 'Get') return [desktop.version];
  if (member === 'Close') closed.push(path);
  const options = body.at(-1);
  if (member === 'CreateSession')
    desktop.sessions.push(`/org/freedesktop/portal/desktop/session/1_7/${tokenIn(options, 'session_handle_token')}`);
  if (['CreateSession', 'ListShortcuts', 'BindShortcuts'].includes(member)) {
    const request = `/org/freedesktop/portal/desktop/request/1_7/${tokenIn(options, 'handle_token')}`;
    desktop.requests.push({ path: request, member });
    return [request];
  }
  return [];
}

/** The oldest request is answered. */
async function respond(response: number, results: readonly (readonly [string, BusValue])[] = []): Promise<void> {
  const request = desktop.requests.shift();
  bus.signal({
    sender: ':1.2',
    interface: 'org.freedesktop.portal.Request',
    member: 'Response',
    path: request?.path ?? '',
    body: [response, new Map(results)],
  });
  await settled();
}
const shortcut = (act: string, trigger: string): BusValue => [act, new Map([['trigger_description', trigger]])];
type Shortcuts = readonly (readonly [act: string, trigger: string])[];
const listOf = (shortcuts: Shortcuts): BusValue => shortcuts.map(([act, trigger]) => shortcut(act, trigger));
/** A session is made that has no keys yet. */
async function create(): Promise<void> {
  await respond(0);
  await respond(0, [['shortcuts', []]]);
}
/** The newest session gets these keys. */
async function grant(...granted: Shortcuts): Promise<void> {
  await create();
  await respond(0, [['shortcuts', listOf(granted)]]);
}
function signal(member: string, body: BusMessage['body'], sender = ':1.2'): void {
  bus.signal({ sender, interface: SHORTCUTS, member, path: '/org/freedesktop/portal/desktop', body });
}
const press = (act: string, session = desktop.sessions.at(-1) ?? ''): void =>
  signal('Activated', [session, act, clock.nowMs(), new Map()]);
const release = (act: string): void => signal('Deactivated', [desktop.sessions.at(-1) ?? '', act, 1, new Map()]);
async function set(globalKeys: GlobalKeys): Promise<void> {
  keys.follow({ globalKeys });
  await settled();
}

async function start(repeats = false): Promise<void> {
  keys = createPortalKeys({
    connect: () => {
      connections += 1;
      bus = playedBus(owners, answer);
      return Promise.resolve(bus.bus);
    },
    describe: (act: GlobalAct) => `what ${act} does`,
    onPress: (act, mayRepeat) => void happened.push(mayRepeat ? `${act}?` : act),
    onTalk: (isHeld) => void happened.push(isHeld ? 'talks' : 'silent'),
    onChange: () => undefined,
    repeats,
    clock,
    log: { info: () => undefined } as never,
  });
  keys.begin();
  await settled();
}

beforeEach(async () => {
  desktop = { version: 1, installed: ['siegel'], requests: [], sessions: [] };
  closed = [];
  owners = { [PORTAL]: ':1.2' };
  clock = heldClock();
  happened = [];
  connections = 0;
  await start();
});

describe('keys that a Wayland desktop gives', () => {
  it('a Wayland desktop is asked for the keys that are set, and its answer is shown', async () => {
    expect(desktop.requests).toEqual([]);
    // The program registers before anything else, as the portal demands, with one name after the other until one is
    // accepted.
    expect(bus.called.slice(0, 3).map(([member, name]) => [member, name])).toEqual([
      ['Register', 'example.siegel.Siegel'],
      ['Register', 'siegel'],
      ['Get', SHORTCUTS],
    ]);
    await set({ ...none, mute: 'Ctrl+Alt+M', hangUp: 'F13' });
    expect(keys.inForce()).toEqual({ from: 'desktop' });
    await create();
    expect(bus.called.at(-1)?.slice(0, 4)).toEqual([
      'BindShortcuts',
      desktop.sessions[0],
      [
        ['mute', { description: ['s', 'what mute does'], preferred_trigger: ['s', 'CTRL+ALT+m'] }],
        ['hangUp', { description: ['s', 'what hangUp does'], preferred_trigger: ['s', 'F13'] }],
      ],
      '',
    ]);
    const granted = [shortcut('mute', 'F1'), shortcut('mute', 'Super+M'), shortcut('answer', 'x'.repeat(81))];
    await respond(0, [['shortcuts', [...granted, shortcut('other', 'F1'), 7]]]);
    expect(keys.inForce()).toEqual({
      from: 'desktop',
      granted: [
        { act: 'mute', described: 'Super+M' },
        { act: 'answer', described: 'x'.repeat(80) },
      ],
    });
  });

  it('the program registers only as example.siegel.Siegel if a desktop file of that name is installed', async () => {
    desktop.installed = ['example.siegel.Siegel', 'siegel'];
    await start();
    expect(bus.called.filter(([member]) => member === 'Register')).toEqual([['Register', 'example.siegel.Siegel', {}]]);
  });

  it.each([
    ['the session', async () => respond(1)],
    ['the keys', async () => create().then(async () => respond(1))],
    [
      'the keys, with an answer that is not readable',
      async () => create().then(async () => respond(0, [['shortcuts', 'none']])),
    ],
  ])('a Wayland desktop that declines %s gives no key', async (_what, decline) => {
    await set({ ...none, mute: 'F13' });
    await decline();
    expect(keys.inForce()).toEqual({ from: 'desktop', granted: [] });
    expect(desktop.requests).toEqual([]);
  });

  it.each([
    ['as the portal specifies it', async () => respond(1)],
    ['as GNOME does', async () => respond(2)],
  ])('a person whose refusal is announced %s is asked again only about other keys', async (_how, refuse) => {
    await set({ ...none, mute: 'F13' });
    await create();
    await refuse();
    await respond(0, [['shortcuts', []]]);
    expect(keys.inForce()).toEqual({ from: 'desktop', granted: [] });
    bus.lose();
    clock.advance(30_000);
    await settled();
    expect([connections, desktop.sessions.length, keys.inForce()]).toEqual([2, 1, { from: 'desktop', granted: [] }]);
    await set({ ...none, mute: 'F14' });
    expect(desktop.sessions).toHaveLength(2);
  });

  it('a portal that does not say within 25 seconds what it remembers is asked for the keys', async () => {
    await set({ ...none, mute: 'F13' });
    await respond(0);
    clock.advance(25_000);
    await settled();
    expect(desktop.requests.map(({ member }) => member)).toEqual(['ListShortcuts', 'BindShortcuts']);
    clock.advance(600_000); // the person may take their time
    await settled();
    expect(keys.inForce()).toEqual({ from: 'desktop' });
  });

  it('keys that GNOME 48 grants with a wrong response are those that it has announced before', async () => {
    await set({ ...none, mute: 'F13' });
    await create();
    signal('ShortcutsChanged', [desktop.sessions[0] ?? '', listOf([['mute', 'Super+M']])]);
    await respond(2);
    expect(keys.inForce()).toMatchObject({ granted: [{ act: 'mute', described: 'Super+M' }] });
  });

  it('keys that KDE Plasma 6.4.0 grants without listing them are asked for', async () => {
    await set({ ...none, mute: 'F13' });
    await create();
    await respond(0);
    expect(desktop.requests.map(({ member }) => member)).toEqual(['ListShortcuts']);
    await respond(0, [['shortcuts', listOf([['mute', 'Meta+M']])]]);
    expect(keys.inForce()).toMatchObject({ granted: [{ act: 'mute', described: 'Meta+M' }] });
  });

  it.each([
    [1, 'remembers every key', [['mute', 'F13']], [], { granted: [{ act: 'mute', described: 'F13' }] }],
    [1, 'remembers another key', [['answer', 'F15']], ['BindShortcuts'], {}],
    [
      1,
      'remembers one more key',
      [
        ['mute', 'F13'],
        ['answer', 'F15'],
      ],
      ['BindShortcuts'],
      {},
    ],
    [2, 'is not asked what it remembers', [], ['BindShortcuts'], {}],
  ] as const)(
    'a portal of version %s that %s is asked for the keys that are set, unless it remembers exactly those',
    async (version, _what, known, asked, inForce) => {
      desktop.version = version;
      await start();
      await set({ ...none, mute: 'F13' });
      await respond(0);
      if (version === 1) await respond(0, [['shortcuts', listOf(known)]]);
      expect(desktop.requests.map(({ member }) => member)).toEqual(asked);
      expect(keys.inForce()).toEqual({ from: 'desktop', ...inForce });
    },
  );

  it('other keys are asked for in another session, and the question about the former ones is withdrawn', async () => {
    await set({ ...none, mute: 'F13' });
    await create();
    const [question] = desktop.requests;
    await set({ ...none, mute: 'F14' });
    await set({ ...none, mute: 'F14' });
    expect(closed).toEqual([question?.path, desktop.sessions[0]]);
    expect(desktop.sessions).toHaveLength(2);
    await respond(0, [['shortcuts', listOf([['mute', 'F13']])]]); // to the former question, too late
    expect(keys.inForce()).toEqual({ from: 'desktop' });
    await grant(['mute', 'F14']);
    expect(keys.inForce()).toMatchObject({ granted: [{ act: 'mute', described: 'F14' }] });
    press('mute', desktop.sessions[0]);
    expect(happened).toEqual([]);
    press('mute');
    expect(happened).toEqual(['mute']);
    await set(none);
    expect([desktop.sessions.length, keys.inForce()]).toEqual([2, { from: 'desktop' }]);
  });

  it('a session that is made only after its keys were unset is closed, and asks for nothing', async () => {
    await set({ ...none, mute: 'F13' });
    const [first] = desktop.sessions;
    const answered = respond(0);
    keys.follow({ globalKeys: none });
    await answered;
    await settled();
    expect(closed).toContain(first);
    expect(desktop.requests).toEqual([]);
  });

  it('a change of the keys and the end of a session, as the desktop announces them, are shown', async () => {
    await set({ ...none, mute: 'F13' });
    await grant(['mute', 'F13']);
    signal('ShortcutsChanged', [desktop.sessions[0] ?? '', [shortcut('mute', 'F15')]]);
    expect(keys.inForce()).toMatchObject({ granted: [{ act: 'mute', described: 'F15' }] });
    bus.signal({ sender: ':1.2', interface: SESSION, member: 'Closed', path: desktop.sessions[0] ?? '', body: [] });
    expect(keys.inForce()).toEqual({ from: 'desktop', granted: [] });
  });

  it('a key that is pressed counts as given, even if the desktop has answered otherwise', async () => {
    await set({ ...none, mute: 'F13' });
    await create();
    await respond(0, [['shortcuts', []]]);
    press('mute');
    expect([happened, keys.inForce()]).toEqual([
      ['mute'],
      { from: 'desktop', granted: [{ act: 'mute', described: '' }] },
    ]);
  });

  it('a desktop whose portal has no such keys gives none, and is asked again when the portal is replaced', async () => {
    desktop.error = new BusError('org.freedesktop.DBus.Error.InvalidArgs');
    await start();
    await set({ ...none, mute: 'F13' });
    expect([keys.inForce(), desktop.sessions]).toEqual([{ from: 'nobody' }, []]);
    delete desktop.error;
    clock.advance(60_000);
    await settled();
    expect(keys.inForce()).toEqual({ from: 'nobody' });
    owners[PORTAL] = ':1.9';
    const changed = { sender: 'org.freedesktop.DBus', member: 'NameOwnerChanged' };
    bus.signal({ ...changed, body: [PORTAL, ':1.2', ':1.9'] });
    clock.advance(30_000);
    await settled();
    expect([keys.inForce(), desktop.sessions.length]).toEqual([{ from: 'desktop' }, 1]);
  });

  it.each([
    ['does not answer', new Error('the session bus does not answer')],
    ['could not be started', new BusError('org.freedesktop.DBus.Error.NoReply')],
  ])('a portal that %s is asked again after 30 seconds', async (_what, error) => {
    desktop.error = error;
    await start();
    await set({ ...none, mute: 'F13' });
    expect(keys.inForce()).toEqual({ from: 'nobody' });
    delete desktop.error;
    clock.advance(30_000);
    await settled();
    expect([keys.inForce(), desktop.sessions.length]).toEqual([{ from: 'desktop' }, 1]);
  });
});

describe('presses of keys that a Wayland desktop gives', () => {
  beforeEach(async () => {
    await set({ mute: 'F13', talk: 'F14', answer: 'F15', hangUp: 'F16' });
    await grant(['mute', 'F13'], ['talk', 'F14'], ['answer', 'F15'], ['hangUp', 'F16']);
  });

  /** The key is held for this long: the desktop repeats it after a delay. */
  function hold(act: string, forMs: number, delayMs = 500): void {
    press(act);
    if (forMs < delayMs) return clock.advance(forMs);
    clock.advance(delayMs);
    for (let ms = delayMs; ms < forMs; ms += 30) {
      press(act);
      clock.advance(30);
    }
  }

  it('a key that a Wayland desktop announces again and again while it is held counts once, except that repetitions of the mute key are passed on and marked as possible repetitions', () => {
    hold('answer', 4000, 2000);
    expect(happened).toEqual(['answer']);
    release('answer');
    press('answer');
    expect(happened).toEqual(['answer', 'answer']);
    hold('mute', 2060, 2000);
    expect(happened.slice(2)).toEqual(['mute', 'mute?', 'mute?']);
  });

  it('a key whose release was not announced counts again after a pause longer than any before a repetition', () => {
    press('answer');
    clock.advance(2499);
    press('answer'); // perhaps the first repetition
    expect(happened).toEqual(['answer']);
    clock.advance(499);
    press('answer'); // perhaps the next one
    expect(happened).toEqual(['answer']);
    clock.advance(500);
    press('answer');
    expect(happened).toEqual(['answer', 'answer']);
    clock.advance(2500);
    press('answer');
    expect(happened).toEqual(['answer', 'answer', 'answer']);
  });

  it('a program that was held up does not take a repetition for a new press, because the desktop says when it came', () => {
    press('mute');
    clock.advance(3000);
    signal('Activated', [desktop.sessions[0] ?? '', 'mute', clock.nowMs() - 2500, new Map()]);
    expect(happened).toEqual(['mute', 'mute?']);
  });

  it('if the keys change while one of them is held, its repetitions do not count as presses', () => {
    hold('hangUp', 1000);
    signal('ShortcutsChanged', [desktop.sessions[0] ?? '', []]);
    press('hangUp');
    expect(happened).toEqual(['hangUp']);
  });

  it('where keys are not repeated, a lost release of one press does not shorten the next talk', () => {
    press('mute');
    clock.advance(1000);
    press('mute');
    release('mute');
    press('talk');
    clock.advance(600);
    press('talk'); // its release was lost as well
    clock.advance(20_000);
    expect(happened).toEqual(['mute', 'mute?', 'talks']);
    release('talk');
    expect(happened.at(-1)).toBe('silent');
  });

  it('a key to talk is held from its press to its release, for two minutes at most', () => {
    press('talk');
    expect(happened).toEqual(['talks']);
    release('talk');
    release('talk');
    expect(happened).toEqual(['talks', 'silent']);
    press('talk');
    clock.advance(119_999);
    expect(happened).toHaveLength(3);
    clock.advance(1);
    expect(happened).toEqual(['talks', 'silent', 'talks', 'silent']);
  });

  it('repetitions of a held key to talk neither extend the talk beyond two minutes nor begin another', () => {
    hold('talk', 130_000);
    expect(happened).toEqual(['talks', 'silent']);
    release('talk');
    press('talk');
    expect(happened).toEqual(['talks', 'silent', 'talks']);
  });

  it('a key to talk that was repeated, and is not any more, counts as released half a second later', () => {
    hold('talk', 3000);
    clock.advance(469);
    expect(happened).toEqual(['talks']);
    clock.advance(1);
    expect(happened).toEqual(['talks', 'silent']);
    press('talk');
    expect(happened).toEqual(['talks', 'silent', 'talks']);
  });

  it('on a desktop that repeats held keys, a key to talk without repetition counts as released after 2.5 seconds', async () => {
    await start(true);
    await set({ ...none, talk: 'F14' });
    await grant(['talk', 'F14']);
    press('talk');
    clock.advance(2499);
    expect(happened).toEqual(['talks']);
    clock.advance(1);
    expect(happened).toEqual(['talks', 'silent']);
  });

  it.each([
    ['other keys are set', () => keys.follow({ globalKeys: { ...none, talk: 'F16' } })],
    [
      'the session is closed by the desktop',
      () =>
        bus.signal({ sender: ':1.2', interface: SESSION, member: 'Closed', path: desktop.sessions[0] ?? '', body: [] }),
    ],
    ['the desktop announces a change of its keys', () => signal('ShortcutsChanged', [desktop.sessions[0] ?? '', []])],
    ['the bus is lost', () => bus.lose()],
    ['the program ends', () => keys.remove()],
  ])('a held key to talk is released when %s', (_what, end) => {
    press('talk');
    end();
    expect(happened).toEqual(['talks', 'silent']);
  });

  it('signals of other programs, for other sessions or about unknown keys press nothing', () => {
    const [session = ''] = desktop.sessions;
    signal('Activated', [session, 'mute', 1, new Map()], ':1.66');
    signal('Activated', ['/other', 'mute', 1, new Map()]);
    signal('Activated', [session, 'other', 1, new Map()]);
    signal('Activated', []);
    bus.signal({ sender: ':1.2', interface: 'other.Interface', member: 'Activated', body: [session, 'mute'] });
    expect(happened).toEqual([]);
    press('mute');
    expect(happened).toEqual(['mute']);
  });

  it('when the portal is started anew, the keys are asked for again over another connection after 30 seconds', async () => {
    owners[PORTAL] = ':1.9';
    bus.signal({ sender: 'org.freedesktop.DBus', member: 'NameOwnerChanged', body: [PORTAL, ':1.2', ':1.9'] });
    await settled();
    expect([connections, desktop.sessions.length, keys.inForce()]).toEqual([1, 1, { from: 'desktop' }]);
    clock.advance(30_000);
    await settled();
    expect([connections, desktop.sessions.length]).toEqual([2, 2]);
  });
});

it.each([
  ['Ctrl+Alt+M', 'CTRL+ALT+m'],
  ['Ctrl+Alt+Shift+Super+7', 'CTRL+ALT+SHIFT+LOGO+7'],
  ['F13', 'F13'],
])('the chord %s is proposed to a desktop as %s, as the XDG shortcuts specification writes it', (chord, trigger) => {
  expect(triggerOf(chord)).toBe(trigger);
});
