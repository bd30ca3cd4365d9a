// Lent relay accounts: what is asked of the server, under which identity, and which answers are unusable.
import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { borrowAccount, readAccount } from '../../../src/main/relays/relay-account.ts';
import { createExchange } from '../../../src/main/signalling/exchange.ts';
import { type Lender, selfSigned, startLender } from '../../../tools/network/relay-lender.ts';

const NOW_MS = 1_800_000_000_000;
const good = { username: '1800000600:siegel', password: 'cGFzcw==', ttl: 600, uris: ['turn:turn.klinik.example:3478'] };
const account = { servers: good.uris, username: good.username, password: good.password, untilMs: NOW_MS + 600_000 };

let lender: Lender;
let answer: object | RequestListener;
beforeEach(async () => {
  answer = good;
  lender = await startLender(() => answer);
});
afterEach(async () => lender.close());

const borrow = (url = lender.url, roots = [lender.root], client?: ReturnType<typeof selfSigned>) =>
  borrowAccount(url, createExchange({ roots: () => roots }), client, NOW_MS);

describe('servers that lend relay accounts', () => {
  it('a request to a lending server keeps the query of the address, names the service, and presents the device’s certificate', async () => {
    expect(await borrow()).toEqual(account);
    expect(await borrow(`${lender.url}?site=3#x`, undefined, selfSigned('device'))).toEqual(account);
    await borrow(`${lender.url}?service=relay`);
    expect(lender.asked).toEqual([
      { path: '/relays?service=turn', by: undefined },
      { path: '/relays?site=3&service=turn', by: 'device' },
      { path: '/relays?service=relay', by: undefined },
    ]);
  });

  it('an untrusted lending server receives nothing', async () => {
    expect(await borrow(lender.url, [selfSigned('other').certPem])).toBe('tls');
    expect(lender.asked).toEqual([]);
  });

  it.each([
    [302, 'refused'],
    [401, 'refused'],
    [404, 'refused'],
    [503, 'unreachable'],
  ])('a lending server that answers %i lends nothing', async (status, why) => {
    answer = (_request, response) =>
      void response.writeHead(status, { location: lender.url }).end(JSON.stringify(good));
    expect(await borrow()).toBe(why);
    expect(lender.asked).toHaveLength(1);
  });

  it('a lending server that is missing, has an invalid name or answers too much lends nothing', async () => {
    answer = (_request, response) => void response.end('x'.repeat(100_000));
    expect(await borrow()).toBe('unreachable');
    await lender.close();
    expect(await borrow()).toBe('unreachable');
    expect(await borrow('https://xn--/')).toBe('unreachable');
  });
});

describe('answers of the lending server', () => {
  const read = (more: object) => readAccount(Buffer.from(JSON.stringify({ ...good, ...more })), NOW_MS);

  it('a lending server’s answer may contain extra fields, and unusable relays in it are skipped', () => {
    const uris = ['stun:turn.klinik.example', ...good.uris, 'turn:user@evil.example', 'https://x.example', 'turn:'];
    expect(read({ uris, realm: 'x' })).toEqual(account);
    const many = Array.from({ length: 20 }, (_, n) => `turn:turn${n}.klinik.example`);
    expect(read({ uris: many })?.servers).toEqual(many.slice(0, 8));
  });

  it.each([
    ['no name', { username: '' }],
    ['a name with a line break', { username: 'a\nb' }],
    ['a password of more than 512 characters', { password: 'x'.repeat(513) }],
    ['a password that is a number', { password: 7 }],
    ['no lifetime', { ttl: undefined }],
    ['a lifetime of less than a minute', { ttl: 59 }],
    ['a lifetime in text', { ttl: '600' }],
    ['no relay', { uris: [] }],
    ['only relays that policy could not name', { uris: ['stun:turn.klinik.example', `turn:${'x'.repeat(600)}`] }],
    ['a thousand relays', { uris: Array.from({ length: 1000 }, () => 'turn:a') }],
  ])('a lending server’s answer with %s is unusable', (_what, more) => {
    expect(read(more)).toBeUndefined();
  });

  it.each(['', 'null', '[]', '{', '\uFEFF', 'Hello'])('a lending server’s answer that is %j is unusable', (text) => {
    expect(readAccount(Buffer.from(text), NOW_MS)).toBeUndefined();
    expect(readAccount(new Uint8Array([0xff, 0xfe]), NOW_MS)).toBeUndefined();
  });

  it('an account lent for years counts for a week', () => {
    expect(read({ ttl: 1e9 })?.untilMs).toBe(NOW_MS + 7 * 86_400_000);
  });
});
