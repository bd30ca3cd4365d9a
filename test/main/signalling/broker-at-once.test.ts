// The embedded broker is started and stopped at the same time: at most one listener results, and the view shows this
// listener. A page can send both commands in quick succession. A broker that the window shows as loopback must not
// listen to the network.
import { connect, Server } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createBroker } from '../../../src/main/signalling/broker.ts';
import { quiet } from './test-broker.ts';
import { freePort } from '../../../tools/network/free-port.ts';

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

it('after two simultaneous starts the broker listens only where the second start says', async () => {
  const broker = createBroker(quiet);
  onTestFinished(broker.stop);
  const [first, second] = [await freePort(), await freePort()];
  const both = [broker.start({ host: '0.0.0.0', port: first }), broker.start({ port: second })];
  expect(await Promise.all(both)).toEqual(['running', 'running']);
  expect(await isOpen(first)).toBe(false);
  expect(await isOpen(second)).toBe(true);
  expect(broker.view()).toMatchObject({ url: `mqtt://127.0.0.1:${second}` });
});

it('stopping a broker while it starts leaves no broker running', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  const broker = createBroker(quiet);
  const port = await freePort();
  const started = broker.start({ port });
  await vi.waitUntil(() => listen.mock.calls.length > 0); // the broker is about to listen
  await broker.stop();
  await started;
  expect(broker.view()).toEqual({ kind: 'stopped' });
  expect(await isOpen(port)).toBe(false);
});
