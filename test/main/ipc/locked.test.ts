// A page cannot change what policy decides, whatever the page sends. Wall, handlers and settings are real.
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { COMMAND_CHANNEL, type CommandName, type Reply } from '../../../src/contract/ipc.ts';
import type { PolicyValues } from '../../../src/core/policy/table.ts';
import { createSettings, defaultSettings, type SettingsKept } from '../../../src/main/policy/settings.ts';
import type { AskConsent } from '../../../src/main/desktop/consent.ts';
import type { ConsentQuestion } from '../../../src/main/desktop/consent-question.ts';
import { createHandlers } from '../../../src/main/ipc/handlers.ts';
import type { HandlerParts } from '../../../src/main/ipc/handler-parts.ts';
import { raiseWall } from '../../../src/main/ipc/wall.ts';
import { relaysOf } from '../../../src/main/relays/own-relay.ts';
import { createBroker } from '../../../src/main/signalling/broker.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { quiet } from '../signalling/test-broker.ts';

type Invoke = (event: IpcMainInvokeEvent, ...args: readonly unknown[]) => Promise<Reply<unknown>>;
const channels = vi.hoisted(() => new Map<string, unknown>());
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, invoke: unknown) => channels.set(channel, invoke),
    removeHandler: (channel: string) => channels.delete(channel),
  },
}));

const policy = fixedPolicy();
const store = new MemoryStore<SettingsKept>();
const settings = createSettings(defaultSettings(['de']), {}, policy);
settings.attach(store);
const broker = createBroker(quiet, () => policy.values().AllowLocalBroker);
const profile = { opened: () => ({}) };
let end: () => void;
let bugs: unknown[];
let questions: ConsentQuestion[];

beforeEach(() => {
  bugs = [];
  questions = [];
  const consent: AskConsent = (question) => {
    questions.push(question);
    return Promise.resolve('yes');
  };
  end = raiseWall({
    handlers: createHandlers({
      settings,
      broker,
      policy,
      profile,
      consent,
      relaysOf: () => relaysOf(policy.values(), settings.relay()),
    } as unknown as HandlerParts),
    pageOf: () => ({ kind: 'main', call: '' }),
    onBug: (...bug) => bugs.push(bug),
  });
});
afterEach(async () => {
  end();
  await broker.stop();
});

function send(name: CommandName, input: object): Promise<Reply<unknown>> {
  const frame = { origin: 'app://siegel', parent: null };
  const sender = { isDestroyed: () => false, mainFrame: frame } as unknown as WebContents;
  const event = { sender, senderFrame: frame } as unknown as IpcMainInvokeEvent;
  return (channels.get(COMMAND_CHANNEL) as Invoke)(event, name, input);
}

const locked = { ok: false, code: 'locked' };
const done = { ok: true, value: undefined };

it.each<[CommandName, object, Partial<PolicyValues>]>([
  ['settings.set', { settings: { brokerUrl: 'mqtts://mine.example' } }, { BrokerUrl: 'mqtts://site.example' }],
  ['settings.set', { settings: { brokerUrl: '', brokerPassword: 'x' } }, { BrokerUrl: 'mqtts://site.example' }],
  ['settings.set', { settings: { localBroker: true } }, { AllowLocalBroker: false }],
  ['preferences.set', { preferences: { relayOnly: false } }, { RelayOnly: true }],
  ['preferences.set', { preferences: { unknownCallers: 'ring' } }, { UnknownCallers: 'silent' }],
  ['preferences.set', { preferences: { startAtLogin: false } }, { StartAtLogin: true }],
  ['preferences.set', { preferences: { idleLockMinutes: 0 } }, { IdleLockMinutes: 10 }],
  ['preferences.set', { preferences: { historyDays: 365 } }, { HistoryDays: 30 }],
  ['preferences.set', { preferences: { historyDays: 1, relayOnly: false } }, { RelayOnly: true }],
  ['preferences.set', { preferences: { notifications: 'named-always' } }, { Notifications: 'named' }],
  ['preferences.set', { preferences: { awayMinutes: 10 } }, { ShareAbsence: false }],
  ['language.set', { language: 'en' }, { Language: 'de' }],
  ['relay.set', { server: 'turn:mine.example', username: 'u', password: 'p' }, { TurnServers: ['turn:site.example'] }],
  ['broker.start', { host: '127.0.0.1', port: 0 }, { AllowLocalBroker: false }],
  ['broker.start', { host: '0.0.0.0', port: 0 }, { AllowLocalBroker: false }],
])(
  '%s with %j is refused as locked under the policy %j, without a change and without a question',
  async (name, input, values) => {
    policy.set(values);
    const before = settings.read();
    store.writes = 0;
    expect(await send(name, input)).toEqual(locked);
    expect([settings.read(), store.writes, broker.view().kind, bugs, questions]).toEqual([
      before,
      0,
      'stopped',
      [],
      [],
    ]);
  },
);

it('a page reads the policy in force and never the value of a secret', async () => {
  policy.set({ BrokerUrl: 'mqtts://site.example', TurnPassword: 'correct horse' });
  const reply = await send('policy.read', {});
  expect(reply).toMatchObject({ ok: true });
  expect(JSON.stringify(reply)).toContain('mqtts://site.example');
  expect(JSON.stringify(reply)).not.toContain('horse');
});

it('settings that policy leaves to the person can be changed', async () => {
  expect(await send('preferences.set', { preferences: { historyDays: 7, unknownCallers: 'refuse' } })).toEqual(done);
  expect(await send('settings.set', { settings: { brokerUsername: 'anna', brokerPassword: 'x' } })).toEqual(done);
  expect(settings.read()).toMatchObject({ historyDays: 7, unknownCallers: 'refuse', brokerUsername: 'anna' });
  // A shorter retention deletes calls, so the person is asked first.
  expect(questions).toEqual([{ kind: 'loosen', changes: [{ kind: 'history', days: 7 }] }]);
});
