// Global keys of a Wayland desktop, at a portal that the test plays. test/e2e/portal-keys.spec.ts shows the same at a
// real bus.
import { beforeEach, describe, expect, it } from 'vitest';
import type { GlobalAct, GlobalKeys } from '../../../src/contract/global-keys.ts';
import type { BusMessage } from '../../../src/main/desktop/bus-message.ts';
import type { BusArgument, BusValue } from '../../../src/main/desktop/bus-types.ts';
import type { GlobalKeysFollower } from '../../../src/main/desktop/global-keys.ts';
import { createPortalKeys, triggerOf } from '../../../src/main/desktop/portal-keys.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { type PlayedBus, playedBus } from './played-bus.ts';

const PORTAL = 'org.freedesktop.portal.Desktop';
const SHORTCUTS = 'org.freedesktop.portal.GlobalShortcuts';
const SESSION = 'org.freedesktop.portal.Session';
const none: GlobalKeys = { mute: '', talk: '', answer: '', hangUp: '' };
const settled = () => new Promise(setImmediate);

/** The portal: what it has been asked for, and what it answers. */
interface Desktop {
  hasKeys: boolean;
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

const tokenIn = (options: BusArgument | undefined, name: string): string =>
  String((options as Record<string, readonly [string, string]>)[name]?.[1]);

function answer({ member }: { readonly member: string }, body: readonly BusArgument[]): BusMessage['body'] {
  if (member === 'Register') throw new Error('the session bus refuses'); // as before version 1.20
  if (member === 'Get' && !desktop.hasKeys) throw new Error('the session bus refuses');
  if (member === 'Get') return [1];
  const options = body.at(-1);
  if (member === 'CreateSession')
    desktop.sessions.push(`/org/freedesktop/portal/desktop/session/1_7/${tokenIn(options, 'session_handle_token')}`);
  if (member === 'CreateSession' || member === 'BindShortcuts') {
    const path = `/org/freedesktop/portal/desktop/request/1_7/${tokenIn(options, 'handle_token')}`;
    desktop.requests.push({ path, member });
    return [path];
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
/** The newest session is granted. */
async function grant(...granted: readonly (readonly [act: string, trigger: string])[]): Promise<void> {
  await respond(0);
  await respond(0, [['shortcuts', granted.map(([act, trigger]) => shortcut(act, trigger))]]);
}
function signal(member: string, body: BusMessage['body'], sender = ':1.2'): void {
  bus.signal({ sender, interface: SHORTCUTS, member, path: '/org/freedesktop/portal/desktop', body });
}
const press = (act: string, session = desktop.sessions.at(-1) ?? ''): void =>
  signal('Activated', [session, act, 1, new Map()]);
const release = (act: string): void => signal('Deactivated', [desktop.sessions.at(-1) ?? '', act, 1, new Map()]);
async function set(globalKeys: GlobalKeys): Promise<void> {
  keys.follow({ globalKeys });
  await settled();
}

beforeEach(async () => {
  desktop = { hasKeys: true, requests: [], sessions: [] };
  owners = { [PORTAL]: ':1.2' };
  clock = heldClock();
  happened = [];
  connections = 0;
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
    clock,
    log: { info: () => undefined } as never,
  });
  keys.begin();
  await settled();
});

describe('keys that a Wayland desktop gives', () => {
  it('a Wayland desktop is asked for the keys that are set, and its answer is shown', async () => {
    expect(desktop.requests).toEqual([]);
    expect(bus.called[0]).toEqual(['Register', 'siegel', {}]); // before anything else, as the portal demands
    await set({ ...none, mute: 'Ctrl+Alt+M', hangUp: 'F13' });
    expect(keys.inForce()).toEqual({ from: 'desktop' });
    await respond(0);
    expect(bus.called.at(-1)).toEqual([
      'BindShortcuts',
      desktop.sessions[0],
      [
        ['mute', { description: ['s', 'what mute does'], preferred_trigger: ['s', 'CTRL+ALT+m'] }],
        ['hangUp', { description: ['s', 'what hangUp does'], preferred_trigger: ['s', 'F13'] }],
      ],
      '',
      { handle_token: ['s', 'siegel3'] },
    ]);
    const long = 'x'.repeat(81);
    await respond(0, [
      ['shortcuts', [shortcut('mute', 'Super+M'), shortcut('answer', long), shortcut('other', 'F1'), 7]],
    ]);
    expect(keys.inForce()).toEqual({
      from: 'desktop',
      granted: [
        { act: 'mute', described: 'Super+M' },
        { act: 'answer', described: 'x'.repeat(80) },
      ],
    });
  });

  it.each([
    ['the session', [1]],
    ['the keys', [0, 1]],
    ['the keys, with an answer that is not readable', [0, 0]],
  ])('a Wayland desktop that declines %s gives no key', async (_what, responses) => {
    await set({ ...none, mute: 'F13' });
    for (const response of responses) await respond(response, response === 0 ? [['shortcuts', 'none']] : []);
    expect(keys.inForce()).toEqual({ from: 'desktop', granted: [] });
    expect(desktop.requests).toEqual([]);
  });

  it('other keys are asked for in another session, and what the former one answers does not count', async () => {
    await set({ ...none, mute: 'F13' });
    await set({ ...none, mute: 'F14' });
    await set({ ...none, mute: 'F14' });
    expect(bus.called.filter(([member]) => member === 'Close')).toHaveLength(1);
    expect(desktop.sessions).toHaveLength(2);
    await respond(0); // to the former
    expect(desktop.requests.map(({ member }) => member)).toEqual(['CreateSession']);
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

  it('a change of the keys and the end of a session, as the desktop announces them, are shown', async () => {
    await set({ ...none, mute: 'F13' });
    await grant(['mute', 'F13']);
    signal('ShortcutsChanged', [desktop.sessions[0] ?? '', [shortcut('mute', 'F15')]]);
    expect(keys.inForce()).toMatchObject({ granted: [{ act: 'mute', described: 'F15' }] });
    bus.signal({ sender: ':1.2', interface: SESSION, member: 'Closed', path: desktop.sessions[0] ?? '', body: [] });
    expect(keys.inForce()).toEqual({ from: 'desktop', granted: [] });
  });

  it('a desktop whose portal has no such keys gives none, and is asked again when the portal is replaced', async () => {
    desktop.hasKeys = false;
    keys = createPortalKeys({
      connect: () => Promise.resolve((bus = playedBus(owners, answer)).bus),
      describe: String,
      onPress: () => undefined,
      onTalk: () => undefined,
      onChange: () => undefined,
      clock,
      log: { info: () => undefined } as never,
    });
    await set({ ...none, mute: 'F13' });
    keys.begin();
    await settled();
    expect([keys.inForce(), desktop.sessions]).toEqual([{ from: 'nobody' }, []]);
    desktop.hasKeys = true;
    owners[PORTAL] = ':1.9';
    const changed = { sender: 'org.freedesktop.DBus', member: 'NameOwnerChanged' };
    bus.signal({ ...changed, body: [PORTAL, ':1.2', ':1.9'] });
    clock.advance(30_000);
    await settled();
    expect([keys.inForce(), desktop.sessions.length]).toEqual([{ from: 'desktop' }, 1]);
  });
});

describe('presses of keys that a Wayland desktop gives', () => {
  beforeEach(async () => {
    await set({ ...none, mute: 'F13', talk: 'F14', answer: 'F15' });
    await grant(['mute', 'F13'], ['talk', 'F14'], ['answer', 'F15']);
  });

  it('a key that a Wayland desktop announces as pressed again and again counts once until it is released', () => {
    press('mute');
    for (let times = 0; times < 30; times++) {
      clock.advance(30);
      press('mute');
    }
    expect(happened).toEqual(['mute']);
    release('mute');
    press('mute');
    expect(happened).toEqual(['mute', 'mute']);
  });

  it('a key whose release was not announced counts again after a pause that no repetition makes', () => {
    press('answer');
    clock.advance(1100);
    press('answer');
    expect(happened).toEqual(['answer', 'answer']);
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

  it.each([
    ['other keys are set', () => keys.follow({ globalKeys: { ...none, talk: 'F16' } })],
    [
      'the session is closed by the desktop',
      () =>
        bus.signal({ sender: ':1.2', interface: SESSION, member: 'Closed', path: desktop.sessions[0] ?? '', body: [] }),
    ],
    ['the bus is lost', () => bus.lose()],
    ['the program ends', () => keys.remove()],
  ])('a held key to talk is released when %s', (_what, end) => {
    press('talk');
    end();
    expect(happened).toEqual(['talks', 'silent']);
  });

  it('signals of other programs, for other sessions or about keys that are not set press nothing', () => {
    const [session = ''] = desktop.sessions;
    signal('Activated', [session, 'mute', 1, new Map()], ':1.66');
    signal('Activated', ['/other', 'mute', 1, new Map()]);
    signal('Activated', [session, 'hangUp', 1, new Map()]);
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
