// A compromised main page sends commands that would weaken the machine. Nothing changes while the dialog is open, nor
// after a no. Wall, handlers, settings, list of calls, broker and questions are real. The test answers the dialog.
import { createServer } from 'node:net';
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { COMMAND_CHANNEL, type CommandName, type Reply } from '../../../src/contract/ipc.ts';
import type { HistoryEntry } from '../../../src/contract/view.ts';
import {
  createSettings,
  defaultSettings,
  type SettingsChange,
  type SettingsKept,
  type SettingsOf,
} from '../../../src/main/policy/settings.ts';
import type { History } from '../../../src/main/calls/history/history.ts';
import { createConsent } from '../../../src/main/desktop/consent.ts';
import type { ConsentBox } from '../../../src/main/desktop/consent-question.ts';
import { createHandlers } from '../../../src/main/ipc/handlers.ts';
import type { HandlerParts } from '../../../src/main/ipc/handler-parts.ts';
import { raiseWall } from '../../../src/main/ipc/wall.ts';
import { createBroker } from '../../../src/main/signalling/broker.ts';
import { MemoryHistory } from '../memory-history.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { quiet } from '../signalling/test-broker.ts';
import { freePort } from '../../../tools/network/free-port.ts';

type Invoke = (event: IpcMainInvokeEvent, ...args: readonly unknown[]) => Promise<Reply<unknown>>;
const channels = vi.hoisted(() => new Map<string, unknown>());
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, invoke: unknown) => channels.set(channel, invoke),
    removeHandler: (channel: string) => channels.delete(channel),
  },
}));

const CALLS = 30;
const done = { ok: true, value: undefined };
const cancelled = { ok: false, code: 'cancelled' };
const strict: SettingsChange = { relayOnly: true, unknownCallers: 'refuse', idleLockMinutes: 5, historyDays: 30 };
const entry = (index: number): HistoryEntry => ({
  id: index.toString(16).padStart(32, '0'),
  address: 'anna@klinik.example',
  direction: 'in',
  outcome: 'no-answer',
  at: index,
  name: '',
  durationMs: 0,
  media: 'audio',
  verified: false,
});
const keyOf = ({ id, direction, address }: HistoryEntry): object => ({ id, direction, address });

let boxes: ConsentBox[];
let answer: (isYes: boolean) => void;
let settings: SettingsOf;
let settingsStore: MemoryStore<SettingsKept>;
let history: History;
let isOpen: boolean;
let clock: ReturnType<typeof heldClock>;
const policy = fixedPolicy();
const broker = createBroker(quiet);
let end: () => void;

beforeEach(() => {
  boxes = [];
  isOpen = true;
  clock = heldClock();
  settings = createSettings(defaultSettings(['de']), {}, policy);
  settingsStore = new MemoryStore();
  settingsStore.write(strict);
  settings.attach(settingsStore);
  const disk = new MemoryHistory();
  disk.contacts.add('anna@klinik.example');
  history = disk.open();
  for (let index = 1; index <= CALLS; index++) history.add(entry(index));
  const show = (box: ConsentBox): Promise<boolean> => {
    boxes.push(box);
    return new Promise((resolve) => {
      answer = resolve;
    });
  };
  const parts = {
    clock,
    settings,
    broker,
    policy,
    consent: createConsent(show, () => 'en', clock),
    profile: { opened: () => (isOpen ? { history } : undefined), lockCause: () => 'idle' },
  };
  end = raiseWall({
    handlers: createHandlers(parts as unknown as HandlerParts),
    pageOf: () => ({ kind: 'main', call: '' }),
    onBug: (command, error) => expect.fail(`${command}: ${String(error)}`),
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

const state = (): unknown => [settings.read(), settingsStore.read(), history.entries().length, broker.view()];

describe('compromised main pages', () => {
  it('a compromised main page cannot permit a connection without TLS or redirect the password', async () => {
    settings.set({ brokerUrl: 'wss://site.example', brokerPassword: 'canary' });
    for (const own of [
      { clearPlaces: ['mqtt://evil.example:1883'] },
      { passwordPlaces: ['mqtt://evil.example:1883'] },
    ]) {
      const change = { settings: { brokerUrl: 'mqtt://evil.example', ...own } };
      expect(await send('settings.set', change)).toEqual({ ok: false, code: 'bad-input' });
    }
    expect(await send('settings.set', { settings: { brokerUrl: 'mqtt://evil.example' } })).toEqual(done);
    expect([settings.clearPlaces(), settings.brokerPassword()]).toEqual([[], undefined]);
    expect(JSON.stringify(settingsStore.read())).not.toContain('canary');
  });

  it.each<[string, CommandName, object]>([
    ['starts a broker for the network', 'broker.start', { host: '0.0.0.0', port: 0 }],
    ['starts a broker for the network over IPv6', 'broker.start', { host: '::', port: 0 }],
    ['starts a broker on an empty host', 'broker.start', { host: '', port: 0 }],
    ['clears the list of calls', 'history.clear', {}],
    ['lets strangers ring', 'preferences.set', { preferences: { unknownCallers: 'ring' } }],
    [
      'shows calls of strangers instead of refusing them',
      'preferences.set',
      { preferences: { unknownCallers: 'silent' } },
    ],
    ['allows calls that are not relayed', 'preferences.set', { preferences: { relayOnly: false } }],
    ['switches the idle lock off', 'preferences.set', { preferences: { idleLockMinutes: 0 } }],
    ['deletes calls by a retention of zero days', 'preferences.set', { preferences: { historyDays: 0 } }],
    [
      'loosens a setting that is hidden among others',
      'preferences.set',
      { preferences: { startAtLogin: true, relayOnly: false } },
    ],
  ])('a compromised main page %s only after a yes in main’s own dialog', async (_what, name, input) => {
    const before = state();
    const reply = send(name, input);
    await vi.waitUntil(() => boxes.length === 1, { timeout: 20_000 });
    expect(state()).toEqual(before);
    answer(false);
    expect(await reply).toEqual(cancelled);
    expect(state()).toEqual(before);

    const again = send(name, input);
    await vi.waitUntil(() => boxes.length === 2, { timeout: 20_000 });
    answer(true);
    expect(await again).toEqual(done);
    expect(state()).not.toEqual(before);
  });

  it('a compromised main page opens no port while main’s dialog is open', async () => {
    const port = await freePort();
    const reply = send('broker.start', { host: '0.0.0.0', port });
    await vi.waitUntil(() => boxes.length === 1, { timeout: 20_000 });
    const own = createServer(); // the port is still free
    await new Promise<void>((resolve, reject) => {
      own.once('error', reject);
      own.listen(port, '0.0.0.0', resolve);
    });
    await new Promise((resolve) => void own.close(resolve));
    answer(false);
    expect(await reply).toEqual(cancelled);
  });

  it('a compromised main page raises one dialog at a time, and after two refusals none for a while', async () => {
    const before = state();
    for (let no = 0; no < 2; no++) {
      const first = send('history.clear', {});
      await vi.waitUntil(() => boxes.length === no + 1, { timeout: 20_000 });
      const flood = Array.from({ length: 50 }, () => send('broker.start', { host: '0.0.0.0', port: 0 }));
      expect(await Promise.all(flood)).toEqual(flood.map(() => cancelled));
      answer(false);
      await first;
    }
    for (const name of ['history.clear', 'history.clear'] as const) {
      expect(await send(name, {})).toEqual({ ok: false, code: 'asked-lately' });
    }
    expect(boxes).toHaveLength(2);
    expect(state()).toEqual(before);
  });

  it('a compromised main page cannot empty the history by removing single calls', async () => {
    const replies = history.entries().map((each) => send('history.remove', keyOf(each)));
    await vi.waitUntil(() => boxes.length === 1, { timeout: 20_000 });
    answer(false);
    const codes = (await Promise.all(replies)).filter((reply) => !reply.ok);
    expect(codes).toHaveLength(CALLS - 10);
    expect(history.entries()).toHaveLength(CALLS - 10);
  });

  it('a setting changed during the dialog cancels the compromised page’s request', async () => {
    settings.set({ unknownCallers: 'ring' });
    const reply = send('preferences.set', { preferences: { relayOnly: false, unknownCallers: 'ring' } });
    await vi.waitUntil(() => boxes.length === 1, { timeout: 20_000 });
    settings.set({ unknownCallers: 'refuse' });
    answer(true);
    expect(await reply).toEqual(cancelled);
    expect(settings.read()).toMatchObject({ relayOnly: true, unknownCallers: 'refuse' });
  });

  it('a compromised main page loosens nothing while the vault is closed', async () => {
    isOpen = false;
    settings.detach();
    const preferences = { relayOnly: false, unknownCallers: 'ring', idleLockMinutes: 0 };
    expect(await send('preferences.set', { preferences })).toEqual({ ok: false, code: 'app-locked' });
    settings.attach(settingsStore);
    expect(settings.read()).toMatchObject(strict);
    expect(boxes).toEqual([]);
  });
});

describe('a command that names settings without a value', () => {
  it.each([
    ['preferences.set', { preferences: Object.fromEntries(Object.keys(strict).map((name) => [name, undefined])) }],
    ['preferences.set', { preferences: { relayOnly: undefined, notifications: undefined, startAtLogin: undefined } }],
    ['devices.set', { devices: { background: undefined } }],
    ['settings.set', { settings: { brokerUrl: undefined, brokerPassword: undefined } }],
  ] as const)('a page that sends %s with %o changes no setting and raises no dialog', async (name, input) => {
    settings.set({ background: 'still', notifications: 'none', brokerUrl: 'mqtts://b.example' });
    const before = settings.read();
    await send(name, input);
    expect(settings.read()).toEqual(before);
    expect(boxes).toEqual([]);
  });
});

describe('what the person at the machine does', () => {
  it('a person removes ten calls without a question, and more with one question for every further ten', async () => {
    for (const [index, each] of history.entries().entries()) {
      const reply = send('history.remove', keyOf(each));
      if (index === 10 || index === 20) {
        await vi.waitUntil(() => boxes.length === index / 10, { timeout: 20_000 });
        answer(true);
      }
      expect(await reply).toEqual(done);
    }
    expect(boxes).toHaveLength(2);
  });

  it('each loosened setting is asked about in its own sentence, without text of the page', async () => {
    const preferences = { relayOnly: false, unknownCallers: 'silent', idleLockMinutes: 15, historyDays: 7 };
    void send('preferences.set', { preferences });
    await vi.waitUntil(() => boxes.length === 1, { timeout: 20_000 });
    answer(true);
    await vi.waitUntil(() => settings.read().historyDays === 7, { timeout: 20_000 });
    expect(boxes[0]?.detail.split('\n\n')).toHaveLength(4);
    void send('broker.start', { host: 'your.bank.example', port: 47_110 });
    await vi.waitUntil(() => boxes.length === 2, { timeout: 20_000 });
    answer(false);
    expect(JSON.stringify(boxes[1])).not.toContain('bank');
    expect(boxes[1]?.detail).toContain('47110');
  });
});
