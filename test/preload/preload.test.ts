// The preload with a faked Electron: what it exposes, that it keeps what main sends before the page listens, and that
// no Electron object reaches the page.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Siegel } from '../../src/contract/ipc.ts';
import { COMMAND_CHANNEL, EVENT_CHANNEL, PORT_MESSAGE } from '../../src/contract/ipc.ts';

type Hear = (event: object, ...args: readonly unknown[]) => void;
const electron = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  hears: new Map<string, unknown>(),
  invoked: [] as unknown[][],
}));
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => electron.exposed.set(name, value) },
  ipcRenderer: {
    on: (channel: string, hear: unknown) => electron.hears.set(channel, hear),
    invoke: (...args: unknown[]) => {
      electron.invoked.push(args);
      return Promise.resolve({ ok: true, value: 'reply' });
    },
  },
}));

let siegel: Siegel;
let posted: unknown[][];
const send = (channel: string, event: object, ...args: readonly unknown[]): void =>
  (electron.hears.get(channel) as Hear)(event, ...args);
const close = { kind: 'close', call: 'c' } as const;

beforeEach(async () => {
  vi.resetModules();
  electron.exposed.clear();
  electron.hears.clear();
  electron.invoked.length = 0;
  posted = [];
  vi.stubGlobal('location', { origin: 'app://siegel' });
  vi.stubGlobal('window', { postMessage: (...args: unknown[]) => posted.push(args) });
  process.argv.push('--siegel-window=stage');
  await import('../../src/preload/index.ts');
  process.argv.splice(-1);
  siegel = electron.exposed.get('siegel') as Siegel;
});

describe('the object window.siegel', () => {
  it('the page gets only window.siegel, with the kind of window, a call function and a subscription function', () => {
    expect([...electron.exposed.keys()]).toEqual(['siegel']);
    expect(Object.keys(siegel)).toEqual(['window', 'call', 'on']);
    expect(siegel.window).toBe('stage');
  });

  it('window.siegel sends a command to main and returns the reply', async () => {
    expect(await siegel.call('own.camera', { on: true })).toEqual({ ok: true, value: 'reply' });
    expect(electron.invoked).toEqual([[COMMAND_CHANNEL, 'own.camera', { on: true }]]);
  });

  it('window.siegel delivers events that came before the page listened, once and in order', () => {
    send(EVENT_CHANNEL, { secret: 'event object' }, 'media', { ...close, call: '1' });
    send(EVENT_CHANNEL, {}, 'media', { ...close, call: '2' });
    const heard: unknown[][] = [];
    siegel.on('media', (...args) => void heard.push(args));
    send(EVENT_CHANNEL, {}, 'media', { ...close, call: '3' });
    siegel.on('media', (...args) => void heard.push(['second', ...args]));
    expect(heard).toEqual([[{ ...close, call: '1' }], [{ ...close, call: '2' }], [{ ...close, call: '3' }]]);
  });

  it('window.siegel delivers an event only to listeners of its name', () => {
    const names = ['view', 'change', 'numbers', 'lights', 'focus'] as const;
    const heard = new Map<string, unknown[]>(names.map((name) => [name, []]));
    for (const name of names) {
      send(EVENT_CHANNEL, {}, name, { of: name });
      siegel.on(name, (event) => void heard.get(name)?.push(event));
      send(EVENT_CHANNEL, {}, name, { of: name, again: true });
    }
    for (const name of names) expect(heard.get(name)).toEqual([{ of: name }, { of: name, again: true }]);
  });

  it('unsubscribing stops one listener and no other', () => {
    const heard: string[] = [];
    const listener = (): void => void heard.push('x');
    const stop = siegel.on('media', listener);
    siegel.on('media', listener);
    stop();
    send(EVENT_CHANNEL, {}, 'media', close);
    expect(heard).toEqual(['x']);
  });

  it('window.siegel drops an event that comes after the last listener has left, and does not deliver it later', () => {
    const heard: unknown[] = [];
    siegel.on('focus', (event) => void heard.push(event))();
    send(EVENT_CHANNEL, {}, 'focus', { at: 'first' });
    siegel.on('focus', (event) => void heard.push(event));
    expect(heard).toEqual([]);
    send(EVENT_CHANNEL, {}, 'focus', { at: 'last' });
    expect(heard).toEqual([{ at: 'last' }]);
  });

  it('window.siegel passes ports on to its page’s own origin, once the page has a listener for media', () => {
    send(PORT_MESSAGE, { ports: ['port 1'] });
    siegel.on('view', () => undefined);
    expect(posted).toEqual([]);
    siegel.on('media', () => undefined);
    send(PORT_MESSAGE, { ports: ['port 2'] });
    expect(posted).toEqual([
      [PORT_MESSAGE, 'app://siegel', ['port 1']],
      [PORT_MESSAGE, 'app://siegel', ['port 2']],
    ]);
  });
});
