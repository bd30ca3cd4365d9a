// The panel of a test desktop: it owns org.kde.StatusNotifierWatcher before any app starts, and records the states of
// every tray icon with their times. Icons are identified by the process that owns them. It must not run together with a
// real panel.
import dbus from 'dbus-next';
import { ask, clickEntry, readItem, type TrayLook } from './tray-item.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const WATCHER_PATH = '/StatusNotifierWatcher';
const ITEM = 'org.kde.StatusNotifierItem';

/** A state of the icon of process `pid`; `atMs` (since 1970) is when the change was announced. */
export interface TrayState extends TrayLook {
  readonly pid: number;
  readonly atMs: number;
}

/** What the tray has shown so far, and a function that clicks. */
export interface TrayWatcher {
  /** All states of the icon of process `pid`, oldest first, without a state that equals the one before. */
  readonly states: (pid: number) => readonly TrayState[];
  /** The first state of process `pid`, now or within `timeoutMs`, that `matches`; rejects with the last state. */
  readonly waitFor: (pid: number, matches: (state: TrayState) => boolean, timeoutMs: number) => Promise<TrayState>;
  /** Clicks the entry `label` of the menu of process `pid`; rejects if there is no such enabled entry. */
  readonly click: (pid: number, label: string) => Promise<void>;
  readonly close: () => void;
}

interface Item {
  readonly pid: number;
  readonly service: string; // the unique name of its connection
  changedAtMs: number | undefined;
  reading: boolean;
}

/** Becomes the tray of the session bus at `address`; rejects if there is one already. */
export async function watchTray(address: string): Promise<TrayWatcher> {
  const bus = dbus.sessionBus({ busAddress: address });
  bus.on('error', () => undefined); // the bus ends with the desktop
  const items = new Map<string, Item>();
  const states: TrayState[] = [];
  const listeners = new Set<() => void>();
  const daemon = 'org.freedesktop.DBus';
  const askDaemon = (member: string, body: readonly string[]): Promise<readonly unknown[] | undefined> =>
    ask(bus, daemon, '/org/freedesktop/DBus', `${daemon}.${member}`, 's', body);

  const read = async (item: Item): Promise<void> => {
    if (item.reading) return;
    item.reading = true;
    while (item.changedAtMs !== undefined) {
      const atMs = item.changedAtMs;
      item.changedAtMs = undefined;
      const look = await readItem(bus, item.service);
      if (look === undefined) continue;
      const last = states.findLast((state) => state.pid === item.pid);
      const state = { pid: item.pid, atMs, ...look };
      if (last !== undefined && JSON.stringify({ ...last, atMs }) === JSON.stringify(state)) continue;
      states.push(state);
      for (const listener of listeners) listener();
    }
    item.reading = false;
  };
  const changed = (service: string): void => {
    const item = items.get(service);
    if (item === undefined) return;
    item.changedAtMs ??= Date.now();
    void read(item);
  };
  const register = async (service: string): Promise<void> => {
    const [pid] = (await askDaemon('GetConnectionUnixProcessID', [service])) ?? [];
    if (typeof pid !== 'number') return;
    items.set(service, { pid, service, changedAtMs: undefined, reading: false });
    changed(service);
  };

  const properties = (): Record<string, dbus.Variant> => ({
    RegisteredStatusNotifierItems: new dbus.Variant('as', [...items.keys()]),
    IsStatusNotifierHostRegistered: new dbus.Variant('b', true),
    ProtocolVersion: new dbus.Variant('i', 0),
  });
  bus.addMethodHandler((message: dbus.Message) => {
    if (message.path !== WATCHER_PATH) return false;
    const reply = (signature: string, body: unknown[]): boolean => {
      bus.send(dbus.Message.newMethodReturn(message, signature, body));
      return true;
    };
    if (message.member === 'RegisterStatusNotifierItem') {
      void register(message.sender);
      return reply('', []);
    }
    if (message.member === 'RegisterStatusNotifierHost') return reply('', []);
    if (message.member === 'GetAll') return reply('a{sv}', [properties()]);
    if (message.member === 'Get') {
      const value = properties()[String(message.body[1])];
      if (value !== undefined) return reply('v', [value]);
    }
    return false;
  });
  bus.on('message', (message) => {
    const ofItem = message.interface === ITEM || message.interface === 'com.canonical.dbusmenu';
    if (ofItem && items.has(message.sender)) changed(message.sender);
  });
  for (const name of [ITEM, 'com.canonical.dbusmenu'])
    await askDaemon('AddMatch', [`type='signal',interface='${name}'`]);
  if ((await bus.requestName(WATCHER, 4)) !== 1) throw new Error('this session bus has a tray already');

  const serviceOf = (pid: number): string | undefined => [...items.values()].find((item) => item.pid === pid)?.service;
  return {
    states: (pid) => states.filter((state) => state.pid === pid),
    waitFor: (pid, matches, timeoutMs) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const last = states.findLast((state) => state.pid === pid);
          if (last === undefined || !matches(last)) return;
          clearTimeout(timer);
          listeners.delete(check);
          resolve(last);
        };
        const timer = setTimeout(() => {
          listeners.delete(check);
          const last = states.findLast((state) => state.pid === pid);
          reject(new Error(`the tray did not reach the state in ${timeoutMs} ms; last seen: ${JSON.stringify(last)}`));
        }, timeoutMs);
        listeners.add(check);
        check();
      }),
    click: async (pid, label) => {
      const service = serviceOf(pid);
      if (service === undefined || !(await clickEntry(bus, service, label))) {
        throw new Error(`no entry "${label}" to click in the tray of process ${pid}`);
      }
    },
    close: () => bus.disconnect(),
  };
}
