// What a device asks an EST server, and how it reads every kind of answer.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../src/core/bytes.ts';
import { createEst } from '../../../src/main/organisation/est.ts';
import type { ExchangeAnswer, ExchangeRequest } from '../../../src/main/signalling/exchange.ts';
import { x509 } from '../../../src/main/organisation/x509.ts';
import { Authority, deviceOf } from './authority.ts';

let root: Authority;
let own: Bytes;
let bundle: Bytes;
beforeAll(async () => {
  root = await Authority.create();
  own = await root.issue(deviceOf());
  const both = [own, root.der].map((der) => new x509.X509Certificate(der));
  bundle = new Uint8Array(Buffer.from(Buffer.from(new x509.X509Certificates(both).export('raw')).toString('base64')));
});
const request = new Uint8Array([1, 2, 3]);
const text = (body: string): Bytes => new Uint8Array(Buffer.from(body));

function bench(answer: Partial<ExchangeAnswer> | 'unreachable' | 'tls', base = 'https://ca.klinik.example') {
  const asked: ExchangeRequest[] = [];
  const est = createEst(base, (question) => {
    asked.push(question);
    return Promise.resolve(
      typeof answer === 'string' ? answer : { status: 200, headers: {}, body: new Uint8Array(0), ...answer },
    );
  });
  return { asked, est };
}

describe('EST requests', () => {
  it.each([
    ['https://ca.klinik.example', 'https://ca.klinik.example/.well-known/est/simpleenroll'],
    ['https://ca.klinik.example:8443/', 'https://ca.klinik.example:8443/.well-known/est/simpleenroll'],
    ['https://ca.klinik.example/siegel/', 'https://ca.klinik.example/.well-known/est/siegel/simpleenroll'],
  ])('a device requests its first certificate at %s with address and token', async (base, at) => {
    const { asked, est } = bench({}, base);
    await est.enrol(request, 'jürgen@klinik.example', 'to:ken');
    expect(asked[0]?.url.href).toBe(at);
    expect(asked[0]).toMatchObject({ method: 'POST', body: 'AQID', headers: { 'content-type': 'application/pkcs10' } });
    const [, basic = ''] = asked[0]?.headers['authorization']?.split(' ') ?? [];
    expect(Buffer.from(basic, 'base64').toString()).toBe('jürgen@klinik.example:to:ken');
  });

  it('a device requests nothing if the server address in policy is unusable', async () => {
    const { asked, est } = bench({}, 'https://10.0.0.256/');
    expect(await est.enrol(request, 'a@b.example', 'token')).toEqual({ kind: 'failed', cause: 'unreachable' });
    expect(await est.authorities()).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('a device renews with its present certificate and without a token', async () => {
    const { asked, est } = bench({});
    const client = { certPem: 'c', keyPem: 'k' };
    await est.renew(request, client);
    expect(asked[0]?.url.pathname).toBe('/.well-known/est/simplereenroll');
    expect(asked[0]).toMatchObject({ client });
    expect(asked[0]?.headers['authorization']).toBeUndefined();
  });
});

describe('EST answers', () => {
  it('white space in the base64 of an EST answer is accepted', async () => {
    const spaced = Buffer.from(bundle)
      .toString()
      .replaceAll(/(.{60})/g, '$1\r\n');
    const { est } = bench({ body: text(spaced) });
    const issued = await est.enrol(request, 'u', 't');
    if (issued.kind !== 'issued') throw new Error(issued.kind);
    expect(issued.certificates).toHaveLength(2);
    expect(issued.certificates).toEqual(expect.arrayContaining([own, root.der]));
    expect(await est.authorities()).toHaveLength(2);
  });

  it.each([
    ['nothing', ''],
    ['a page', '<html>please log in</html>'],
    ['other bytes', Buffer.alloc(200, 7).toString('base64')],
  ])('an EST answer of %s is unusable', async (_what, body) => {
    const { est } = bench({ body: text(body) });
    expect(await est.enrol(request, 'u', 't')).toEqual({ kind: 'failed', cause: 'unusable' });
    expect(await est.authorities()).toEqual([]);
  });

  it.each([
    [400, 'refused'],
    [401, 'bad-token'],
    [403, 'refused'],
    [404, 'refused'],
    [302, 'refused'],
    [500, 'unreachable'],
    [503, 'unreachable'],
  ])('the EST status %i is reported as %s', async (status, cause) => {
    const { est } = bench({ status });
    expect(await est.enrol(request, 'u', 't')).toEqual({ kind: 'failed', cause });
    expect(await est.authorities()).toEqual([]);
  });

  it.each(['unreachable', 'tls'] as const)('an EST answer that does not arrive is reported as %s', async (cause) => {
    const { est } = bench(cause);
    expect(await est.enrol(request, 'u', 't')).toEqual({ kind: 'failed', cause });
    expect(await est.authorities()).toEqual([]);
  });

  it.each([
    ['600', 600_000],
    ['1', 60_000],
    ['99999999', 6 * 3_600_000],
    ['Fri, 31 Dec 2027 23:59:59 GMT', 300_000],
    [undefined, 300_000],
  ])('an EST answer with Retry-After %s asks for a wait of %i ms', async (after, afterMs) => {
    const { est } = bench({ status: 202, headers: { 'retry-after': after } });
    expect(await est.enrol(request, 'u', 't')).toEqual({ kind: 'pending', afterMs });
  });
});
