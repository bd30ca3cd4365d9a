// Where a display server is, and which cookie opens it.
import { expect, it } from 'vitest';
import { cookieFor, displayPeer, placeOfDisplay, SOCKETS } from '../../../src/main/desktop/x11-display.ts';

it.each([
  [':0', { kind: 'local', path: `${SOCKETS}/X0`, number: '0' }],
  [':99.0', { kind: 'local', path: `${SOCKETS}/X99`, number: '99' }],
  ['unix:1', { kind: 'local', path: `${SOCKETS}/X1`, number: '1' }],
  ['localhost:10.0', { kind: 'remote', host: 'localhost', port: 6010, number: '10' }],
  ['10.0.0.7:0', { kind: 'remote', host: '10.0.0.7', port: 6000, number: '0' }],
])('DISPLAY %s names where its server listens', (display, place) => {
  expect(placeOfDisplay(display)).toEqual(place);
});

it.each([
  undefined,
  '',
  '0',
  ':',
  ':x',
  ':0.',
  ':0.0.0',
  ':99999',
  ':59536',
  'a/b:0',
  'a b:0',
  'host::0',
  ':0\n',
  ':-1',
])('DISPLAY %j names no server', (display) => {
  expect(placeOfDisplay(display)).toBeUndefined();
});

const field = (value: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const entry = (
  family: number,
  address: string | Uint8Array,
  number: string,
  cookie: number,
  name = 'MIT-MAGIC-COOKIE-1',
  length = 16,
): Buffer => {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(family);
  return Buffer.concat([head, field(address), field(number), field(name), field(Buffer.alloc(length, cookie))]);
};
const here = { kind: 'here', hostname: 'ward' } as const;
const there = { kind: 'there', address: Uint8Array.of(10, 0, 0, 7) } as const;
const file = Buffer.concat([
  entry(256, 'other', '0', 1),
  entry(256, 'ward', '1', 2),
  entry(256, 'ward', '0', 3, 'XDM-AUTHORIZATION-1'),
  entry(256, 'ward', '0', 4, 'MIT-MAGIC-COOKIE-1', 8),
  entry(0, Uint8Array.of(10, 0, 0, 7), '0', 5),
  entry(256, 'ward', '0', 6),
]);
const first = (bytes: Uint8Array | undefined): number | undefined => bytes?.[0];

it('the cookie of this machine and display is found, and no other', () => {
  expect(first(cookieFor(file, '0', here))).toBe(6);
  expect(first(cookieFor(file, '1', here))).toBe(2);
  expect(cookieFor(file, '2', here)).toBeUndefined();
  expect(cookieFor(file, '0', { ...here, hostname: 'desk' })).toBeUndefined();
});

it('another machine gets only the cookie of its own address', () => {
  expect(first(cookieFor(file, '0', there))).toBe(5);
  expect(cookieFor(file, '0', { kind: 'there', address: Uint8Array.of(10, 0, 0, 8) })).toBeUndefined();
});

it('a cookie for any machine and any display counts on this machine, and goes to no other machine', () => {
  expect(first(cookieFor(entry(65_535, '', '', 9), '7', here))).toBe(9);
  expect(cookieFor(entry(65_535, '', '', 9), '7', there)).toBeUndefined();
});

it('a malformed file gives no cookie, wherever it is cut', () => {
  const whole = entry(256, 'ward', '0', 6);
  for (let length = 0; length < whole.length; length++) {
    expect(cookieFor(whole.subarray(0, length), '0', here)).toBeUndefined();
  }
  expect(cookieFor(Buffer.alloc(4000, 0xff), '0', here)).toBeUndefined();
});

it('a local display server gets the cookie of this machine, an IPv4 server that of its address, and a foreign IPv6 server none', () => {
  expect(
    [undefined, '127.0.0.1', '::1', '::ffff:127.0.0.1'].map((address) => displayPeer(address, 'ward')?.kind),
  ).toEqual(['here', 'here', 'here', 'here']);
  expect(displayPeer('10.0.0.7', 'ward')).toEqual(there);
  expect(displayPeer('2001:db8::1', 'ward')).toBeUndefined();
});
