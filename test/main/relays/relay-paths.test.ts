// How a page reaches relays without resolving a name and without a TCP connection to another host.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createLog } from '../../../src/main/log.ts';
import { createRelayPaths, type RelayPaths } from '../../../src/main/relays/relay-paths.ts';

const lines: string[] = [];
const log = createLog('debug', (_level, line) => lines.push(line));
let paths: RelayPaths;
afterEach(() => {
  paths.close();
  lines.splice(0);
});

const addresses: Record<string, readonly string[]> = {};
function open(connectTo: (server: { readonly host: string }) => Socket = () => connect(1)): void {
  paths = createRelayPaths(log, {
    lookUp: (host) => {
      const found = addresses[host];
      return found === undefined ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve(found);
    },
    connect: connectTo,
  });
}

test('a page gets one address of each family for a UDP relay, and no relay whose name does not resolve', async () => {
  open();
  addresses['turn.klinik.example'] = ['2001:db8::7', '192.0.2.9', '192.0.2.7'];
  const urls = ['turn:turn.klinik.example:3478?transport=udp', 'turn:192.0.2.1', 'turn:away.klinik.example'];
  expect(paths.of(urls)).toEqual(['turn:192.0.2.1:3478?transport=udp']); // no call waits for a name lookup
  await paths.prepare(urls);
  expect(paths.of(urls)).toEqual([
    'turn:192.0.2.7:3478?transport=udp',
    'turn:[2001:db8::7]:3478?transport=udp',
    'turn:192.0.2.1:3478?transport=udp',
  ]);
  expect(lines).toHaveLength(1);
});

test('a page gets the new address of a relay that moved, and the old address while the name does not resolve', async () => {
  open();
  const url = 'turn:moved.klinik.example';
  addresses['moved.klinik.example'] = ['192.0.2.1'];
  await paths.prepare([url]);
  delete addresses['moved.klinik.example'];
  await paths.prepare([url]);
  addresses['moved.klinik.example'] = ['192.0.2.2'];
  expect(paths.of([url])).toEqual(['turn:192.0.2.1:3478?transport=udp']);
  await paths.prepare([url]);
  expect(paths.of([url])).toEqual(['turn:192.0.2.2:3478?transport=udp']);
});

test('a TLS relay is reached through a local port that leads only to that relay until the paths are closed', async () => {
  const relay = createServer((socket) => socket.pipe(socket));
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const asked: string[] = [];
  open(({ host }) => {
    asked.push(host);
    return connect((relay.address() as AddressInfo).port, '127.0.0.1');
  });
  const url = 'turns:turn.klinik.example:443?transport=tcp';
  await paths.prepare([url]);
  await paths.prepare([url]); // the local port stays open
  const [door = ''] = paths.of([url]);
  const port = Number(/^turn:127\.0\.0\.1:(\d+)\?transport=tcp$/.exec(door)?.[1]);
  const stream = connect(port, '127.0.0.1');
  stream.write('ping');
  expect(String((await once(stream, 'data'))[0])).toBe('ping');
  expect(asked).toEqual(['turn.klinik.example']);
  stream.destroy();
  relay.close();
  paths.close();
  const [error] = (await once(connect(port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
});
