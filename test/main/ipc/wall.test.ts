// The wall with every command. A page that may not send a command is refused. An input of another shape is refused and
// does not reach the handler. If a handler throws, the reply is a code.
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandName, Handlers, Reply } from '../../../src/contract/ipc.ts';
import { type Sender, WindowKind } from '../../../src/contract/command-shapes.ts';
import { COMMAND_CHANNEL, commands } from '../../../src/contract/ipc.ts';
import { raiseWall } from '../../../src/main/ipc/wall.ts';

type Invoke = (event: IpcMainInvokeEvent, ...args: readonly unknown[]) => Promise<Reply<unknown>>;
const channels = vi.hoisted(() => new Map<string, unknown>());
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, invoke: unknown) => channels.set(channel, invoke),
    removeHandler: (channel: string) => channels.delete(channel),
  },
}));

const call = 'a'.repeat(32);
const fact = { kind: 'first-frame', call };
/** One valid input per command. If a command is missing here, this file does not compile. */
const good: Readonly<Record<CommandName, object>> = {
  'view.read': {},
  'identity.create': { address: 'a@b.example', name: 'A' },
  'identity.recover': { address: 'a@b.example', name: 'A', code: 'abcd' },
  'vault.unlock': { passphrase: 'p' },
  'vault.protect': {},
  'vault.startOver': {},
  'contact.add': { address: 'a@b.example', name: 'A' },
  'contact.remove': { address: 'a@b.example' },
  'contact.choosePerson': { address: 'a@b.example', person: 'A'.repeat(43) },
  'contact.readFingerprint': { address: 'a@b.example' },
  'contact.readDevices': { address: 'a@b.example' },
  'contact.readDispute': { address: 'a@b.example' },
  'contact.chooseSide': { address: 'a@b.example', side: 'A'.repeat(43) },
  'contact.restore': { address: 'a@b.example' },
  'contact.ringAlways': { address: 'a@b.example', always: true },
  'contact.acceptKey': { address: 'a@b.example' },
  'contact.readOthers': { address: 'a@b.example' },
  'contact.removeForGood': { address: 'a@b.example' },
  'contact.forget': { address: 'a@b.example' },
  'history.read': { limit: 200 },
  'history.see': {},
  'history.remove': { id: call, direction: 'in', address: 'a@b.example' },
  'history.restore': { id: call, direction: 'out', address: 'a@b.example' },
  'history.clear': {},
  'call.placeToCompare': { address: 'a@b.example', person: 'A'.repeat(43) },
  'call.place': { address: 'a@b.example', media: 'audio' },
  'call.answer': { call, media: 'video' },
  'call.decline': { call },
  'call.silence': { call },
  'call.hangUp': { call },
  'call.dismiss': { call },
  'call.mute': { call, mute: true },
  'call.hold': { call, hold: true },
  'call.takeOver': { call },
  'call.refuseMove': { call },
  'call.showWindow': { call },
  'own.hangUp': {},
  'relay.set': { server: 'turn:relay.example:3478', username: 'a' },
  'relay.test': {},
  'proxy.login': { proxy: 'http://proxy.klinik.example:3128', username: 'anna', password: 'Ein Wort' },
  'proxy.forget': {},
  'own.dismiss': {},
  'ended.callAgain': { media: 'audio' },
  'ended.addContact': {},
  'ended.showLine': {},
  'own.mute': { mute: true },
  'own.camera': { on: true },
  'own.hold': { hold: true },
  'own.move': { device: 'd'.repeat(26) },
  'own.dismissMove': {},
  'own.share': {},
  'own.stopShare': {},
  'call.stopShare': { call },
  'share.choose': { source: 'window:1:0', sound: false },
  'share.goOn': {},
  'share.close': {},
  'window.full': { to: 'other' },
  'own.type': { text: 'bin gleich da', done: false },
  'code.confirm': { code: '48219037' },
  'other.showCard': {},
  'other.show': {},
  'other.resume': {},
  'other.hangUp': {},
  'window.side': { side: 'text' },
  'window.small': { on: true },
  'window.grow': {},
  'window.layout': { head: 44, full: false },
  'window.leave': { backwards: false },
  'status.set': { status: 'dnd' },
  'settings.set': { settings: { brokerUrl: 'mqtts://b.example' } },
  'preferences.set': { preferences: { relayOnly: true } },
  'devices.set': { devices: { microphone: 'x' } },
  'tryout.open': {},
  'tryout.close': {},
  'tryout.told': { device: 'microphone', came: 'opened' },
  'sounds.set': { sounds: { ringVolume: 100 } },
  'language.set': { language: 'de' },
  'broker.start': { host: '127.0.0.1', port: 1883 },
  'broker.allow': {},
  'broker.stop': {},
  'notice.dismiss': { index: 0 },
  'policy.read': {},
  'app.lock': {},
  'app.unlock': {},
  'enrolment.enrol': { token: 't' },
  'enrolment.saveRequest': {},
  'device.take': {},
  'device.typeNumber': { number: '48219037' },
  'device.give': { code: 'ABCD' },
  'device.stop': {},
  'device.readDispute': {},
  'device.chooseSide': { side: 'A'.repeat(43) },
  'device.object': {},
  'device.remove': { device: 'a'.repeat(26) },
  'device.acknowledge': { device: 'a'.repeat(26) },
  'device.refresh': {},
  'device.beginAnew': {},
  'recovery.make': {},
  'recovery.takeBack': {},
  'recovery.notNow': {},
  'recovery.read': {},
  'recovery.print': {},
  'recovery.confirm': { group: 'AB' },
  'recovery.close': {},
  'knock.unlock': {},
  'knock.silence': {},
  'headset.press': { kind: 'mute', mute: true },
  'headset.seen': { devices: [{ name: 'Jabra', state: 'ready' }] },
  'doctor.tryDevices': {},
  'doctor.run': {},
  'diagnostics.read': {},
  'diagnostics.save': {},
  'record.check': {},
  'record.save': {},
  'update.check': {},
  'update.install': {},
  'proposal.dismiss': {},
  'link.open': { page: 'privacy' },
  'media.fact': fact,
};
const names = Object.keys(commands) as CommandName[];
const kinds = WindowKind.options;
const first = (name: CommandName): WindowKind => commands[name].from[0];

let seen: { readonly name: string; readonly input: unknown; readonly from: Sender }[];
let bugs: string[];
let behave: () => Reply<unknown> | Promise<Reply<unknown>>;
let invoke: Invoke;

beforeEach(() => {
  seen = [];
  bugs = [];
  behave = () => ({ ok: true, value: undefined });
  const entries = names.map((name) => [
    name,
    (input: unknown, from: Sender) => {
      seen.push({ name, input, from });
      return behave();
    },
  ]);
  raiseWall({
    handlers: Object.fromEntries(entries) as Handlers,
    pageOf: (contents) => pageOf(contents as { readonly kind?: WindowKind }),
    onBug: (command) => bugs.push(command),
  });
  invoke = channels.get(COMMAND_CHANNEL) as Invoke;
});

interface Asking {
  readonly kind?: WindowKind | undefined;
  readonly origin?: string;
  readonly frame?: 'main' | 'child' | 'gone' | 'nested-main' | 'other-root' | 'destroyed';
}

function event({ kind, origin = 'app://siegel', frame = 'main' }: Asking): IpcMainInvokeEvent {
  const mainFrame = { parent: frame === 'nested-main' ? {} : null, origin };
  const others = { gone: null, child: { parent: mainFrame, origin }, 'other-root': { parent: null, origin } };
  const senderFrame = frame in others ? others[frame as keyof typeof others] : mainFrame;
  const sender = { kind, mainFrame, isDestroyed: () => frame === 'destroyed' } as unknown as WebContents;
  return { sender, senderFrame } as unknown as IpcMainInvokeEvent;
}

const refused = (code: string): object => ({ ok: false, code });

// A page of the window of `call`; a main window belongs to no call.
function pageOf({ kind }: { readonly kind?: WindowKind }): Sender | undefined {
  return kind && { kind, call: kind === 'main' ? '' : call };
}

describe.each(names)('%s', (name) => {
  it('a command reaches its handler from every window that may send it, and from no other', async () => {
    for (const kind of kinds) {
      seen = [];
      const reply = await invoke(event({ kind }), name, good[name]);
      const may = (commands[name].from as readonly WindowKind[]).includes(kind);
      expect(reply).toEqual(may ? { ok: true, value: undefined } : refused('not-allowed'));
      expect(seen).toEqual(may ? [{ name, input: good[name], from: pageOf({ kind }) }] : []);
    }
  });

  it.each<[string, Asking]>([
    ['contents that are not one of our windows', { kind: undefined }],
    ['a frame inside the page', { frame: 'child' }],
    ['a frame that was removed', { frame: 'gone' }],
    ['a window that was closed', { frame: 'destroyed' }],
    ['a main frame that has a parent', { frame: 'nested-main' }],
    ['a parentless frame other than the main frame', { frame: 'other-root' }],
    ['another origin', { origin: 'https://siegel' }],
    ['our scheme on another host', { origin: 'app://other' }],
    ['an opaque origin', { origin: 'null' }],
    ['the origin of a file', { origin: 'file://' }],
  ])('a command is refused to %s', async (_what, sender) => {
    expect(await invoke(event({ kind: first(name), ...sender }), name, good[name])).toEqual(refused('not-allowed'));
    expect(seen).toEqual([]);
  });

  it('an input of another shape, a missing, mistyped or extra field, and an extra argument are refused', async () => {
    const ask = (...args: readonly unknown[]): Promise<Reply<unknown>> =>
      invoke(event({ kind: first(name) }), name, ...args);
    const bad = [undefined, null, 'text', 7, [], { ...good[name], extra: 1 }];
    for (const input of bad) expect(await ask(input)).toEqual(refused('bad-input'));
    for (const [field, value] of Object.entries<unknown>({ ...good[name] })) {
      const less = Object.fromEntries(Object.entries(good[name]).filter(([other]) => other !== field));
      expect(await ask(less)).toEqual(refused('bad-input'));
      expect(await ask({ ...good[name], [field]: { nested: true } })).toEqual(refused('bad-input'));
      const list = Array.isArray(value) ? [7] : [];
      expect(await ask({ ...good[name], [field]: list })).toEqual(refused('bad-input'));
    }
    expect(await ask(good[name], 'more')).toEqual(refused('bad-input'));
    expect(seen).toEqual([]);
  });

  it('a command whose handler throws or rejects is answered with `internal`, and the error is reported', async () => {
    behave = () => {
      throw new Error('secret detail');
    };
    const reply = await invoke(event({ kind: first(name) }), name, good[name]);
    behave = () => Promise.reject(new Error('secret detail'));
    const later = await invoke(event({ kind: first(name) }), name, good[name]);
    expect([reply, later]).toEqual([refused('internal'), refused('internal')]);
    expect(bugs).toEqual([name, name]);
  });
});

it.each(['microphone', 'speaker', 'camera'])(
  'a %s name of 256 UTF-16 units is accepted, and a longer one is refused',
  async (kind) => {
    for (const [length, reply] of [
      [256, { ok: true, value: undefined }],
      [257, refused('bad-input')],
    ] as const) {
      const input = { devices: { [kind]: 'x'.repeat(length) } };
      expect(await invoke(event({ kind: first('devices.set') }), 'devices.set', input)).toEqual(reply);
    }
  },
);

describe('unknown command names', () => {
  it.each(['toString', '__proto__', 'constructor', 'view.readx', '', 7, undefined, { name: 'view.read' }])(
    'the unknown command %s is refused',
    async (name) => {
      expect(await invoke(event({ kind: 'main' }), name, {})).toEqual(refused('bad-input'));
      expect(seen).toEqual([]);
    },
  );
});

it('a command that arrives early waits until the program is composed', async () => {
  const composed: ((handlers: Handlers) => void)[] = [];
  raiseWall({
    handlers: new Promise((resolve) => composed.push(resolve)),
    pageOf: (contents) => pageOf(contents as { readonly kind?: WindowKind }),
    onBug: (command) => bugs.push(command),
  });
  invoke = channels.get(COMMAND_CHANNEL) as Invoke;
  const reply = invoke(event({ kind: 'main' }), 'view.read', {});
  expect(await invoke(event({}), 'view.read', {})).toEqual(refused('not-allowed'));
  composed[0]?.({ 'view.read': () => ({ ok: true, value: 'there' }) } as unknown as Handlers);
  expect(await reply).toEqual({ ok: true, value: 'there' });
});

it('a command is refused without details if the program could not be composed', async () => {
  raiseWall({
    handlers: Promise.reject(new Error('boom at /home/somebody')),
    pageOf: (contents) => pageOf(contents as { readonly kind?: WindowKind }),
    onBug: (command) => bugs.push(command),
  });
  invoke = channels.get(COMMAND_CHANNEL) as Invoke;
  expect(await invoke(event({ kind: 'main' }), 'view.read', {})).toEqual(refused('internal'));
  expect(bugs).toEqual(['view.read']);
});

it('the handler gets the parsed input, not the received object', async () => {
  const came = { call, mute: true };
  await invoke(event({ kind: 'main' }), 'call.mute', came);
  expect(seen[0]?.input).toEqual(came);
  expect(seen[0]?.input).not.toBe(came);
});

it.each(['card', 'stage'] as const)('a %s may name only its own call', async (kind) => {
  const other = 'b'.repeat(32);
  const named = names.filter(
    (name) => (commands[name].from as readonly WindowKind[]).includes(kind) && 'call' in good[name],
  );
  expect(named.length).toBeGreaterThan(0);
  for (const name of named) {
    expect(await invoke(event({ kind }), name, { ...good[name], call: other })).toEqual(refused('not-allowed'));
  }
  expect(seen).toEqual([]);
});

it('the pages of a call window name no call, except in media facts', () => {
  const named = names.filter((name) => 'call' in good[name]);
  const may = named.filter((name) => commands[name].from.some((kind) => kind === 'stage' || kind === 'security'));
  expect(may).toEqual(['media.fact']);
});
