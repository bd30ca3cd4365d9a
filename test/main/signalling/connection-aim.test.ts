// A broker without TLS in the network receives nothing from us, not even a connection, until the person or policy
// allows it.
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { createClearBrokers } from '../../../src/main/signalling/clear-brokers.ts';
import { createSettings, defaultSettings } from '../../../src/main/policy/settings.ts';
import { createBroker } from '../../../src/main/signalling/broker.ts';
import { createConnectionAim } from '../../../src/main/signalling/connection-aim.ts';
import { createBrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { ANNA, until } from './connection-scene.ts';
import { quiet } from './test-broker.ts';
import { realClock, systemRandom } from './test-clock.ts';

const outer = Object.values(networkInterfaces())
  .flatMap((faces) => faces ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

/** A broker connection that follows settings under this policy. The test answers the dialog. */
function aimed(policy = fixedPolicy()) {
  const settings = createSettings(defaultSettings(['en']), {}, policy);
  const connection = createBrokerConnection({ clock: realClock(), random: systemRandom, log: quiet });
  connection.onMessage(() => undefined);
  onTestFinished(() => connection.close());
  const asked: string[] = [];
  let answer = (_isYes: boolean): void => undefined;
  const clear = createClearBrokers({
    settings,
    policy,
    consent: (question) => {
      asked.push(JSON.stringify(question));
      return new Promise((resolve) => (answer = (isYes) => resolve(isYes ? 'yes' : 'no')));
    },
    onAllowed: () => follow(),
  });
  const aim = createConnectionAim({
    connection,
    device: ANNA,
    policy,
    clientCertificate: () => undefined,
    tunnel: () => Promise.resolve(undefined),
    mayUse: clear.mayUse,
  });
  const follow = (): void => aim.follow(settings.read(), { kind: 'stopped' }, settings.brokerPassword());
  settings.onChange(follow);
  return { settings, aim, asked, answer: (isYes: boolean) => answer(isYes), clear };
}

/** A port on this machine's own network address, and how many connections arrived. */
async function listenOutside() {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on('error', () => undefined);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, outer, resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return { url: `mqtt://${outer}:${port}`, connections: () => connections };
}

test.skipIf(outer === undefined)('no connection without TLS is made before a yes or after a no', async () => {
  const server = await listenOutside();
  const { settings, aim, asked, answer, clear } = aimed();
  settings.set({ brokerUrl: server.url });
  expect(asked).toEqual([JSON.stringify({ kind: 'clear', place: server.url })]);
  expect(aim.view()).toEqual({ kind: 'unallowed', url: server.url });
  answer(false);
  await new Promise((resolve) => void setImmediate(resolve));
  expect(aim.view()).toEqual({ kind: 'unallowed', url: server.url });
  // A forbidden connection would have been made before the allowed one, and would arrive before it.
  const again = clear.askAgain();
  expect(server.connections()).toBe(0);
  answer(true);
  expect(await again).toBe('done');
  await until(() => expect(server.connections()).toBe(1));
});

test.skipIf(outer === undefined)('policy’s broker without TLS is connected to without a question', async () => {
  const server = await listenOutside();
  const policy = fixedPolicy();
  const { aim, asked } = aimed(policy);
  policy.set({ BrokerUrl: server.url });
  await until(() => expect(server.connections()).toBeGreaterThan(0));
  expect(asked).toEqual([]);
  expect(aim.view()).toMatchObject({ url: server.url });
});

test.skipIf(outer === undefined)(
  'an allowed connection ends when the setting changes to an address that is not allowed',
  async () => {
    const broker = createBroker(quiet);
    onTestFinished(broker.stop);
    await broker.start({ port: 0 });
    const view = broker.view();
    const { settings, aim } = aimed();
    settings.set({ brokerUrl: view.kind === 'running' ? view.url : '' });
    await until(() => expect(aim.view().kind).toBe('online'));
    const server = await listenOutside();
    settings.set({ brokerUrl: server.url });
    await until(() => expect(broker.view()).toMatchObject({ clients: 0 }));
    expect([aim.view().kind, server.connections()]).toEqual(['unallowed', 0]);
  },
);
