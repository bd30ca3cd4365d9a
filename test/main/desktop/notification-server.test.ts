// Notifications through the server of a Linux desktop: what it is sent, which of its signals count, and what happens
// when the bus is lost.
import { beforeEach, expect, it, vi } from 'vitest';
import type { DueNotification } from '../../../src/main/desktop/notification-due.ts';
import { createServerNotify } from '../../../src/main/desktop/notification-server.ts';
import { createLog } from '../../../src/main/log.ts';
import { type PlayedBus, playedBus } from './played-bus.ts';

const SERVER = 'org.freedesktop.Notifications';
const open = { kind: 'open' } as const;
const due: DueNotification = {
  key: 'a',
  kind: 'ringing',
  title: 'Incoming call',
  body: '<b>Anna</b> & Ben',
  buttons: [{ label: 'Open Siegel', action: open }],
  press: open,
};
let capabilities: readonly string[];
let played: PlayedBus;
let pressed: unknown[];

async function show(): Promise<() => void> {
  const notify = createServerNotify(
    () => Promise.resolve(played.bus),
    createLog('error', () => undefined),
  );
  const close = notify(
    due,
    (what) => void pressed.push(what),
    () => void pressed.push('gone'),
  );
  await vi.waitUntil(() => played.called.some(([member]) => member === 'Notify'));
  await new Promise(setImmediate);
  return close;
}
const said = (): unknown[] => played.called.find(([member]) => member === 'Notify') ?? [];
const press = (key: string, sender = ':1.3', id = 41): void =>
  played.signal({ sender, interface: SERVER, member: 'ActionInvoked', body: [id, key] });

beforeEach(() => {
  capabilities = ['actions', 'body', 'body-markup'];
  pressed = [];
  played = playedBus({ [SERVER]: ':1.3' }, ({ member }) =>
    member === 'GetCapabilities' ? [capabilities] : member === 'Notify' ? [41] : [],
  );
});

it('a name is escaped for a server that reads markup, and stays plain for a server that does not', async () => {
  await show();
  expect(said()[5]).toBe('&lt;b&gt;Anna&lt;/b&gt; &amp; Ben');
  capabilities = ['body'];
  played.called.length = 0;
  await show();
  expect([said()[5], said()[6]]).toEqual(['<b>Anna</b> & Ben', []]); // such a server has no buttons either
});

it('a press counts only if it comes from the server that shows the notification and has a valid key', async () => {
  await show();
  for (const key of ['', ' ', 'x', '-1', '1e0']) press(key);
  press('0', ':1.9');
  press('0', ':1.3', 42);
  expect(pressed).toEqual([]);
  press('default');
  press('0');
  expect(pressed).toEqual(['itself', 0]);
});

it('a notification that is closed after the bus was lost is closed over the next connection, and reports nothing more', async () => {
  const close = await show();
  played.lose();
  close();
  press('0');
  await vi.waitUntil(() => played.called.some(([member]) => member === 'CloseNotification'));
  expect([played.called.at(-1), pressed]).toEqual([['CloseNotification', 41], []]);
});
