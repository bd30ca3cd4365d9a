// Probes of relays as sites have them: a real coturn that grants and refuses, a missing relay, and faulty ones. Then
// the STUN messages and the relay URLs.
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { concat, uint, utf8 } from '../../../src/core/bytes.ts';
import { longTermKey, readStun, stunAttribute, stunRequest, stunType } from '../../../src/main/doctor/stun.ts';
import { turnServerOf } from '../../../src/main/relays/turn-server.ts';
import { probeTurn } from '../../../src/main/doctor/turn-probe.ts';
import { withRelay } from '../../../tools/network/relay.ts';
import { realClock, systemRandom } from '../signalling/test-clock.ts';

const account = { username: 'u', password: 'p' };
const quick = realClock(20); // on this clock, six seconds take 300 ms
const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

describe('probes of a coturn', () => {
  it('a coturn gives a path over UDP and TCP, and none for a wrong password', async () => {
    await withRelay(async ({ policies, allocations }) => {
      const [url = ''] = policies.TurnServers;
      const right = { username: policies.TurnUsername, password: policies.TurnPassword };
      expect(await probeTurn(url, right, realClock(), systemRandom)).toEqual({ kind: 'allocated', by: 'udp' });
      const overTcp = url.replace('udp', 'tcp');
      expect(await probeTurn(overTcp, right, realClock(), systemRandom)).toEqual({ kind: 'allocated', by: 'tcp' });
      expect(allocations()).toBe(2);
      const wrong = { ...right, password: 'not this one' };
      expect(await probeTurn(url, wrong, realClock(), systemRandom)).toEqual({
        kind: 'not-authorised',
        by: 'udp',
        code: 401,
      });
    });
  });
});

/** A relay of the test's own that replies to each request with the result of `answer`; resolves to its URL. */
async function relay(answer: (request: Uint8Array) => Uint8Array | undefined): Promise<string> {
  const socket: UdpSocket = createSocket('udp4');
  socket.on('message', (bytes, from) => {
    const reply = answer(bytes);
    if (reply !== undefined) socket.send(reply, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  ended.push(() => socket.close());
  return `turn:127.0.0.1:${socket.address().port}`;
}

const error = (code: number): Uint8Array => concat(uint(2, 0), uint(1, Math.floor(code / 100)), uint(1, code % 100));
const challenge: [number, Uint8Array][] = [
  [stunAttribute.realm, utf8('r')],
  [stunAttribute.nonce, utf8('n')],
];

function answering(codes: readonly number[]): (request: Uint8Array) => Uint8Array {
  let asked = 0;
  return (request) => {
    const code = codes[Math.min(asked++, codes.length - 1)] ?? 500;
    return stunRequest(stunType.allocateError, request.subarray(8, 20), [
      [stunAttribute.errorCode, error(code)],
      ...challenge,
    ]);
  };
}

describe('relays that refuse', () => {
  it.each([
    ['because of the account', [401, 441], 'not-authorised', 441],
    ['because its quota of allocations is reached', [401, 486], 'refused', 486],
    ['with one stale nonce after another', [401, 438], 'refused', 438],
  ] as const)('a relay that refuses %s is reported with its error code', async (_what, codes, kind, code) => {
    const url = await relay(answering(codes));
    expect(await probeTurn(url, account, realClock(), systemRandom)).toEqual({ kind, by: 'udp', code });
  });
});

describe('faulty relays', () => {
  it('a silent relay, a closed port, an unknown name and an invalid address are unreachable', async () => {
    const silent = await relay(() => undefined);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    for (const url of [
      silent,
      `turn:127.0.0.1:${port}?transport=tcp`,
      `turns:127.0.0.1:${port}`,
      'turn:no.invalid',
      'http:x',
    ]) {
      expect((await probeTurn(url, account, quick, systemRandom)).kind, url).toBe('unreachable');
    }
  });

  it('a relay that grants an allocation without knowing the password is not believed', async () => {
    const yes = (key: Uint8Array) => (request: Uint8Array) => {
      const read = readStun(request);
      const isFirst = read === undefined || read === 'more' || !read.message.attributes.has(stunAttribute.username);
      const id = request.subarray(8, 20);
      if (isFirst)
        return stunRequest(stunType.allocateError, id, [[stunAttribute.errorCode, error(401)], ...challenge]);
      return stunRequest(stunType.allocateSuccess, id, [[stunAttribute.relayedAddress, new Uint8Array(8)]], key);
    };
    const liar = await relay(yes(longTermKey('u', 'r', 'guessed')));
    expect((await probeTurn(liar, account, realClock(), systemRandom)).kind).toBe('refused');
    const honest = await relay(yes(longTermKey('u', 'r', 'p')));
    expect((await probeTurn(honest, account, realClock(), systemRandom)).kind).toBe('allocated');
  });

  it('a relay that speaks another protocol instead of TLS is reported as a TLS failure', async () => {
    const server = createServer((socket) => socket.on('data', () => socket.write('HTTP/1.1 400 no\r\n\r\n')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ended.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const url = `turns:127.0.0.1:${port}`;
    expect(await probeTurn(url, account, realClock(), systemRandom)).toEqual({ kind: 'tls', by: 'tls' });
  });
});

describe('STUN messages', () => {
  // RFC 5769 §2.4: request with long-term authentication, user "マトリックス", realm "example.org".
  const vector = Buffer.from(
    '000100602112a44278ad3433c6ad72c029da412e00060012e3839ee38388e383aae38383e382afe382b90000' +
      '0015001c662f2f3439396b39353464364f4c33346f4c39465354767936347341' +
      '0014000b6578616d706c652e6f72670000080014f67024656dd64a3e02b8e0712e85c9a28ca89666',
    'hex',
  );

  it('STUN messages are read, verified and written as in the vector of RFC 5769', () => {
    const read = readStun(vector);
    if (read === undefined || read === 'more') throw new Error('the vector was not read');
    const username = new TextDecoder().decode(read.message.attributes.get(stunAttribute.username));
    const key = longTermKey(username, 'example.org', 'TheMatrIX');
    expect([read.length, read.message.isFrom(key)]).toEqual([vector.length, true]);
    expect(read.message.isFrom(longTermKey(username, 'example.org', 'other'))).toBe(false);
    const attributes = [...read.message.attributes];
    expect(Buffer.from(stunRequest(1, read.message.id, attributes, key)).equals(vector)).toBe(true);
  });

  it('the STUN reader waits for the rest of a cut message, and rejects overlong and foreign messages', () => {
    for (let end = 0; end < vector.length; end++) expect(readStun(vector.subarray(0, end))).toBe('more');
    expect(readStun(Buffer.from('HTTP/1.1 200 fine and so on'))).toBeUndefined();
    const overlong = Buffer.from(vector);
    overlong.writeUInt16BE(0xffff, 22);
    expect(readStun(overlong)).toBeUndefined();
  });
});

it('relay URLs are read as RFC 7065 defines them', () => {
  expect(turnServerOf('turn:a.example')).toEqual({ host: 'a.example', port: 3478, by: 'udp' });
  expect(turnServerOf('turn:a.example:80?transport=tcp')).toEqual({ host: 'a.example', port: 80, by: 'tcp' });
  expect(turnServerOf('turns:[2001:db8::1]')).toEqual({ host: '2001:db8::1', port: 5349, by: 'tls' });
  expect(turnServerOf('turns:a.example:443?transport=tcp')).toEqual({ host: 'a.example', port: 443, by: 'tls' });
});
