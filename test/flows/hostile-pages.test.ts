// A compromised page sends every command of the table, with every id that it can guess, through the real wall to a real
// desk with two calls. It can affect only what it shows: no other call, no code, no trust, and no setting but the
// choice of devices.
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { CommandName, Reply } from '../../src/contract/ipc.ts';
import type { Sender, WindowKind } from '../../src/contract/command-shapes.ts';
import { COMMAND_CHANNEL, commands } from '../../src/contract/ipc.ts';
import type { View } from '../../src/contract/view.ts';
import { cardView, mainView, securityView, stageView } from '../../src/main/app/page-views.ts';
import { createHandlers } from '../../src/main/ipc/handlers.ts';
import type { HandlerParts } from '../../src/main/ipc/handler-parts.ts';
import { raiseWall } from '../../src/main/ipc/wall.ts';
import { viewFixture } from '../main/desktop/view-fixture.ts';
import { callOf } from './support/two-calls.ts';
import { inCall, type Person, talking } from './support/world.ts';

type Invoke = (event: IpcMainInvokeEvent, ...args: readonly unknown[]) => Promise<Reply<unknown>>;
const channels = vi.hoisted(() => new Map<string, unknown>());
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, invoke: unknown) => channels.set(channel, invoke),
    removeHandler: (channel: string) => channels.delete(channel),
  },
}));

const names = Object.keys(commands) as CommandName[];
const windowsOnly: readonly CommandName[] = [
  'window.side',
  'window.small',
  'window.grow',
  'window.layout',
  'window.leave',
];
let touched: string[];
let ben: Person;
let cleo: Person;
let first: string;
let second: string;
let code: string;

/**
 * Inputs for the commands: each field alone, each beside this call id, and the combinations that most commands take.
 * Commands that need other fields, such as `person` or `source`, get only invalid inputs here.
 */
function inputsWith(call: string): readonly object[] {
  const values = {
    call,
    media: 'audio',
    mute: true,
    hold: false,
    on: true,
    text: 'as if it were Ben',
    done: true,
    code,
    device: 'a'.repeat(26),
    status: 'dnd',
    language: 'en',
    side: 'none',
    head: 0,
    full: false,
    backwards: false,
    address: 'anna@a.example',
    name: 'Anna',
    passphrase: 'x',
    always: true,
    settings: { brokerUrl: 'mqtt://evil.example' },
    preferences: { unknownCallers: 'ring' },
    devices: { microphone: 'x' },
    host: '0.0.0.0',
    port: 1883,
    index: 0,
    token: 't',
    number: code,
    page: 'privacy',
    id: call,
    direction: 'in',
    forOther: 'end',
  };
  const keys = Object.keys(values) as (keyof typeof values)[];
  const picked = (wanted: readonly (typeof keys)[number][]): object =>
    Object.fromEntries(wanted.map((key) => [key, values[key]]));
  return [
    {},
    ...keys.map((key) => picked([key])),
    ...keys.flatMap((key) => (key === 'call' ? [] : [picked(['call', key])])),
    picked(['call', 'media', 'forOther']),
    picked(['text', 'done']),
    picked(['head', 'full']),
    picked(['address', 'name']),
    picked(['address', 'always']),
    picked(['address', 'media']),
    picked(['id', 'direction', 'address']),
    picked(['host', 'port']),
    { kind: 'failed', call, cause: 'internal' },
    { kind: 'connection', call, state: 'closed', fingerprint: '' },
  ];
}

/** Ben's calls, contacts and history apart from his call with Anna, and which other parts of main were called. */
function outside(): string {
  const { desk, book, history } = ben;
  const calls = desk.views().filter(({ id }) => id !== first);
  const past = history.filter(({ id }) => id !== first);
  return JSON.stringify([calls, book.contacts(), past, desk.offer(), touched], undefined, 1);
}

/** Ben's call with Anna, apart from values that change by themselves. */
function inside(): string {
  const { numbers: _numbers, ...call } = callOf(ben, first);
  return JSON.stringify(call);
}

async function send(from: Sender, name: CommandName, input: object): Promise<Reply<unknown>> {
  const frame = { origin: 'app://siegel', parent: null };
  const sender = { isDestroyed: () => false, mainFrame: frame, from } as unknown as WebContents;
  const event = { sender, senderFrame: frame } as unknown as IpcMainInvokeEvent;
  return (channels.get(COMMAND_CHANNEL) as Invoke)(event, name, input);
}

const view = (): View => ({
  ...viewFixture,
  calls: [...ben.desk.views()],
  contacts: ben.book.contacts().map(({ address, name, trust }) => ({
    address,
    name,
    trust,
    presence: 'unknown',
    isPinned: trust.kind !== 'new',
    alwaysRings: false,
    organisation: { kind: 'none' },
  })),
});

beforeEach(async () => {
  const scene = await inCall('audio');
  ben = scene.ben;
  first = ben.id;
  cleo = scene.world.person('cleo@c.example');
  cleo.place(ben, 'audio');
  await ben.waitFor('ringing');
  second = ben.id;
  const shown = callOf(ben, first).code;
  if (shown.kind !== 'shown') throw new Error('the live call shows no code');
  code = shown.code;
  touched = [];
  const touch = (part: string): unknown =>
    new Proxy({}, { get: (_target, name) => () => void touched.push(`${part}.${String(name)}`) });
  const account = { desk: ben.desk, identity: { address: ben.address }, devices: touch('devices') };
  const windows = { viewOf: () => undefined, showCard: () => false };
  const parts = {
    ...Object.fromEntries(
      ['settings', 'broker', 'notices', 'proposal', 'status', 'policy', 'updates', 'support', 'newDevice'].map(
        (part) => [part, touch(part)],
      ),
    ),
    profile: {
      account: () => account,
      opened: () => ({ book: ben.book, history: touch('history') }),
      reopen: () => 'done', // the program is not locked
    },
    lockedConnection: { silence: () => false },
    windows: new Proxy(windows, { get: (target, name) => Reflect.get(target, name) ?? (() => undefined) }),
    view: { read: view },
    clock: { nowMs: () => 0 },
    openPage: touch('page'),
    saveRequest: touch('request'),
  };
  raiseWall({
    handlers: createHandlers(parts as unknown as HandlerParts),
    pageOf: (contents) => (contents as unknown as { readonly from: Sender }).from,
    onBug: (command, error) => {
      throw new Error(`${command} threw`, { cause: error });
    },
  });
});

describe('a hostile page', () => {
  test.each<WindowKind>(['stage', 'security', 'card'])(
    'a hostile %s page changes nothing outside its own call, whatever it sends (only a stage may choose devices)',
    async (kind) => {
      const before = outside();
      // A card belongs to the call that rings; this one belongs to a call that ended long ago.
      const from: Sender = { kind, call: kind === 'card' ? 'd'.repeat(32) : first };
      for (const name of names) {
        if (kind === 'stage' && name === 'devices.set') continue;
        for (const id of [first, second, 'c'.repeat(32)]) {
          for (const input of inputsWith(id)) await send(from, name, input);
        }
      }
      expect(outside()).toBe(before);
    },
  );

  test('a hostile stage cannot confirm the code, even if it sends the right code, so nobody becomes verified', async () => {
    const reply = await send({ kind: 'stage', call: first }, 'code.confirm', { code });
    expect(reply).toEqual({ ok: false, code: 'not-allowed' });
    expect(callOf(ben, first)).toMatchObject({ code: { mayConfirm: true }, trust: { kind: 'pinned' } });
    // The security page of this call can confirm the same code, so the code was right.
    expect(await send({ kind: 'security', call: first }, 'code.confirm', { code })).toMatchObject({ ok: true });
    expect(callOf(ben, first).trust.kind).toBe('verified');
  });

  test('a hostile stage cannot answer, decline, silence or hang up a second call that is ringing', async () => {
    for (const name of ['call.answer', 'call.decline', 'call.silence', 'call.hangUp'] as const) {
      const reply = await send({ kind: 'stage', call: first }, name, { call: second, media: 'audio' });
      expect(reply).toEqual({ ok: false, code: 'not-allowed' });
    }
    expect(callOf(ben, second).phase).toMatchObject({ kind: 'ringing', silenced: false });
  });

  test.each<WindowKind>(['main', 'card'])(
    'a hostile %s page can reach neither the code nor the media of the live call',
    async (kind) => {
      const before = inside();
      const from: Sender = { kind, call: kind === 'main' ? '' : second };
      const ofPages = names.filter((name) => /^(own|code|other|window|media)\./u.test(name));
      for (const name of [...ofPages, ...windowsOnly]) {
        for (const input of inputsWith(first)) {
          expect(await send(from, name, input)).toEqual({ ok: false, code: 'not-allowed' });
        }
      }
      expect(inside()).toBe(before);
    },
  );
});

describe('what main tells a page', () => {
  const state = { side: 'none', small: false } as const;

  test('the view of a stage holds no code, no contact and nothing of a second call that is ringing', () => {
    const text = JSON.stringify(stageView(view(), first, state));
    expect(text).toContain('anna@a.example');
    for (const secret of [code, 'cleo', second, 'trust', 'history', 'brokerUrl', 'contacts']) {
      expect(text).not.toContain(secret);
    }
  });

  test('the views of the main window and of a card hold no code', () => {
    for (const text of [mainView(view()), cardView(view(), second)].map((each) => JSON.stringify(each))) {
      expect(text).not.toContain(code);
    }
  });

  test('the view of a security page holds the code of its own call, and names the caller of a ringing second call without a code', () => {
    const own = securityView(view(), first, state);
    expect(own?.call.code).toMatchObject({ code });
    expect(own?.others.map(({ address, code: other }) => [address, other])).toEqual([
      ['cleo@c.example', { kind: 'none' }],
    ]);
    expect(JSON.stringify(own)).not.toContain('brokerUrl');
  });

  test('the view of a security page holds no code, text or numbers of another live call', async () => {
    expect(ben.desk.answer(second, 'audio', 'hold').ok).toBe(true);
    await talking(cleo, ben);
    const other = callOf(ben, second);
    expect(other.code.kind).toBe('shown');
    expect(securityView(view(), first, state)?.others).toMatchObject([{ id: second, code: { kind: 'shown' } }]);
    const text = JSON.stringify(securityView(view(), first, state)?.others);
    for (const own of [other.code.kind === 'shown' ? other.code.code : '', '"text"', '"numbers"']) {
      expect(text).not.toContain(own);
    }
  });

  test('the view of a stage is empty once its call has ended', async () => {
    ben.desk.hangUp(first);
    expect(callOf(ben, first).phase.kind).toBe('ended');
    expect(stageView(view(), first, state)).toBeUndefined();
    expect(securityView(view(), first, state)?.call.phase.kind).toBe('ended');
  });
});
