// The log prints nothing secret or personal, even if code passes such a value to it.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toB64u, toBase32, toHex } from '../../src/core/bytes.ts';
import { Secret } from '../../src/core/keys/secret.ts';
import { createLog, type Facts, redact } from '../../src/main/log.ts';

test.each([
  ['an address', 'anna@demo.example'],
  ['a security code', '12345678'],
  ['a group of a recovery code', 'K7Q2'],
  ['SDP', 'v=0\r\no=- 1 1 IN IP4 192.0.2.7'],
  ['a candidate', 'candidate:1 1 udp 1 192.0.2.7 9 typ host'],
  ['an IPv4 address', '192.0.2.7:5000'],
  ['an IPv6 address', '2001:db8::1'],
  ['a passphrase', 'correct horse battery'],
  ['bytes', new Uint8Array([1, 2, 3])],
  ['a secret', Secret.own(new Uint8Array([1, 2, 3]))],
  ['an object', { key: 'abc' }],
  ['an error that quotes what it read', new Error('cannot parse anna@demo.example')],
])('%s is not printed in the log', (_what, value) => {
  const printed = redact(value);
  expect(printed).toMatch(/^<.*>$/);
  for (const part of ['anna', '12345678', '192', '2001', 'horse', 'abc', 'K7Q2', 'parse', '1,2'])
    expect(printed).not.toContain(part);
});

test('the log prints what operators need: reasons, numbers, error codes and assertions', () => {
  const lines: string[] = [];
  const log = createLog('info', (_level, line) => lines.push(line)).area('link');
  log.debug('left out');
  log.info('waits', { cause: 'taken-over', delayMs: 500, isFirst: true });
  log.error('failed', { error: Object.assign(new Error('secret text'), { code: 'ENOSPC' }) as unknown });
  log.warn('bug', { error: new Error('assertion failed: a key has 32 bytes') });
  expect(lines[0]).toBe('info link: waits cause=taken-over delayMs=500 isFirst=true');
  expect(lines[1]).toMatch(/^error link: failed error=<Error ENOSPC at log\.test\.ts:\d+:\d+>$/);
  expect(lines[2]).toContain('a key has 32 bytes');
  expect(lines).toHaveLength(3);
});

test('a changed log level applies to the next line, even in an area that was created before the change', () => {
  const lines: string[] = [];
  let least: 'debug' | 'error' = 'error';
  const log = createLog(
    () => least,
    (_level, line) => lines.push(line),
  ).area('link');
  log.warn('left out');
  least = 'debug';
  log.debug('printed');
  expect(lines).toEqual(['debug link: printed']);
});

describe('logs of everything that main handles', () => {
  const bytes = fc.uint8Array({ minLength: 4, maxLength: 64 });
  const name = fc.stringMatching(/^[A-ZÄÖÜ][a-zäöüß]{2,9}$/);
  const local = fc.stringMatching(/^[a-z]{3,9}$/);
  const host = fc.tuple(local, local, fc.constantFrom('example', 'de', 'local')).map((parts) => parts.join('.'));
  const ip = fc.oneof(fc.ipV4(), fc.ipV6());
  const port = fc.integer({ min: 1, max: 65_535 });
  const digits = fc.stringMatching(/^\d{8}$/);
  /** Every kind of text that must never appear in a log, with its name. */
  const canaries = fc.oneof(
    fc.record({ what: fc.constant('key, base64url'), text: bytes.filter((b) => b.length >= 16).map(toB64u) }),
    fc.record({ what: fc.constant('key or call id, hex'), text: bytes.filter((b) => b.length >= 16).map(toHex) }),
    fc.record({
      what: fc.constant('device id'),
      text: bytes.filter((b) => b.length >= 17).map((b) => toBase32(b, 26)),
    }),
    fc.record({
      what: fc.constant('code'),
      text: fc.oneof(
        digits,
        digits.map((d) => `${d.slice(0, 4)} ${d.slice(4)}`),
      ),
    }),
    fc.record({
      what: fc.constant('fingerprint'),
      text: fc.array(fc.stringMatching(/^\d{5}$/), { minLength: 6, maxLength: 12 }).map((g) => g.join(' ')),
    }),
    fc.record({
      what: fc.constant('DTLS fingerprint'),
      text: bytes.map((b) => `sha-256 ${[...b].map((n) => n.toString(16).toUpperCase().padStart(2, '0')).join(':')}`),
    }),
    fc.record({ what: fc.constant('address'), text: fc.tuple(local, host).map(([l, h]) => `${l}@${h}`) }),
    fc.record({
      what: fc.constant('name'),
      text: fc.oneof(
        name,
        fc.tuple(name, name).map(([a, b]) => `${a} ${b}`),
      ),
    }),
    fc.record({ what: fc.constant('host'), text: host }),
    fc.record({
      what: fc.constant('broker'),
      text: fc.tuple(fc.constantFrom('mqtts', 'wss', 'https'), host, port).map(([s, h, p]) => `${s}://${h}:${p}`),
    }),
    fc.record({ what: fc.constant('network address'), text: ip }),
    fc.record({
      what: fc.constant('candidate'),
      text: fc.tuple(ip, port).map(([a, p]) => `candidate:1 1 udp 2113937151 ${a} ${p} typ host`),
    }),
    fc.record({ what: fc.constant('SDP'), text: ip.map((a) => `v=0\r\no=- 1 1 IN IP4 ${a}\r\ns=-\r\n`) }),
    fc.record({
      what: fc.constant('passphrase'),
      text: fc.array(local, { minLength: 2, maxLength: 5 }).map((words) => words.join(' ')),
    }),
    fc.record({ what: fc.constant('path'), text: local.map((l) => `/home/${l}/.config/siegel/vault`) }),
    fc.record({
      what: fc.constant('topic'),
      text: bytes.filter((b) => b.length >= 17).map((b) => `sgl/1/in/${toBase32(b, 26)}`),
    }),
    fc.record({
      what: fc.constant('PEM'),
      text: bytes.map((b) => `-----BEGIN PRIVATE KEY-----\n${Buffer.from(b).toString('base64')}`),
    }),
  );
  /** The ways in which code may pass such a text by mistake. */
  const carriers: readonly ((text: string) => unknown)[] = [
    (text) => text,
    (text) => new Error(text),
    (text) => new Error(`assertion failed: ${text}`.slice(0, 8) + text),
    (text) => Object.assign(new Error('failed'), { code: text }),
    (text) => Object.assign(new Error('failed'), { name: text }),
    (text) => Object.assign(new Error(`at\n    at ${text} (file.ts:1:2)`), {}),
    (text) => Object.assign(new Error('failed'), { cause: text, hostname: text, address: text }),
    (text) => ({ text, toString: () => text, toJSON: () => text }),
    (text) => [text],
    (text) => new Map([[text, text]]),
    (text) => Buffer.from(text),
    (text) => Secret.own(new TextEncoder().encode(text)),
    (text) => () => text,
    (text) => Symbol(text),
  ];

  test('no secret or personal text appears in any log line, however it is passed', () => {
    fc.assert(
      fc.property(
        canaries,
        fc.constantFrom(...carriers),
        fc.constantFrom('debug', 'info', 'warn', 'error'),
        (canary, carry, level) => {
          const lines: string[] = [];
          const log = createLog('debug', (_level, line) => lines.push(line));
          const facts: Facts = { value: carry(canary.text) };
          log[level]('something happened', facts);
          expect(lines).toHaveLength(1);
          expect(lines[0], canary.what).not.toContain(canary.text);
          expect(lines[0]?.length).toBeLessThan(220);
        },
      ),
      { numRuns: 4000 },
    );
  });

  test('an eight-digit number is not printed, because it may be a code', () => {
    expect([redact(12_345_678), redact(4_821_903.7), redact(12_345_678n), redact(1_234_567)]).toEqual([
      '<number>',
      '<number>',
      '<number>',
      '1234567',
    ]);
  });
});
