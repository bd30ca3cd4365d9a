// The log: nothing secret or personal gets out through it, even when somebody passes it in.
import { expect, test } from 'vitest';
import { Secret } from '../../src/core/keys/secret.ts';
import { createLog, redact } from '../../src/main/log.ts';

test.each([
  ['an address', 'anna@demo.example'],
  ['a security code', '12345678'],
  ['SDP', 'v=0\r\no=- 1 1 IN IP4 192.0.2.7'],
  ['a candidate', 'candidate:1 1 udp 1 192.0.2.7 9 typ host'],
  ['an IPv4 address', '192.0.2.7:5000'],
  ['an IPv6 address', '2001:db8::1'],
  ['a passphrase', 'correct horse battery'],
  ['bytes', new Uint8Array([1, 2, 3])],
  ['a secret', Secret.own(new Uint8Array([1, 2, 3]))],
  ['an object', { key: 'abc' }],
  ['an error that quotes what it read', new Error('cannot parse anna@demo.example')],
])('%s is not printed', (_what, value) => {
  const printed = redact(value);
  expect(printed).toMatch(/^<.*>$/);
  for (const part of ['anna', '12345678', '192', '2001', 'horse', 'abc', 'parse', '1,2'])
    expect(printed).not.toContain(part);
});

test('what an operator needs is printed: reasons, numbers, error codes, our own assertions', () => {
  const lines: string[] = [];
  const log = createLog('info', (_level, line) => lines.push(line)).area('link');
  log.debug('left out');
  log.info('waits', { cause: 'taken-over', delayMs: 500, isFirst: true });
  log.error('failed', { error: Object.assign(new Error('secret text'), { code: 'ENOSPC' }) });
  log.warn('bug', { error: new Error('assertion failed: a key has 32 bytes') });
  expect(lines[0]).toBe('info link: waits cause=taken-over delayMs=500 isFirst=true');
  expect(lines[1]).toMatch(/^error link: failed error=<Error ENOSPC at log\.test\.ts:\d+:\d+>$/);
  expect(lines[2]).toContain('a key has 32 bytes');
  expect(lines).toHaveLength(3);
});

test('a level that changes while the program runs counts from the next line on, for every area', () => {
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
