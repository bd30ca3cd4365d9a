// Messages of D-Bus as bytes, valid and hostile. test/e2e/notifications.spec.ts shows that a real bus and a real server
// understand them.
import { createRequire } from 'node:module';
import dbus from 'dbus-next';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage, sizeOfMessage, writeCall } from '../../../src/main/desktop/bus-message.ts';
import type { BusArgument } from '../../../src/main/desktop/bus-types.ts';

const { marshallMessage } = createRequire(import.meta.url)('dbus-next/lib/marshall-compat.js') as {
  readonly marshallMessage: (message: dbus.Message) => readonly [Buffer];
};

const method = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
  member: 'Notify',
};
const notify = writeCall(7, method, 'susssasa{sv}i', [
  'Siegel',
  0,
  '',
  'Größe',
  '',
  ['default', 'x'],
  { 'suppress-sound': ['b', true], category: ['s', 'call.incoming'] },
  -1,
]);

describe('D-Bus calls', () => {
  it('a D-Bus call is written as specified and read back, a dictionary as a map of values', () => {
    expect(sizeOfMessage(notify)).toBe(notify.length);
    expect(notify.subarray(0, 4)).toEqual(Buffer.from([0x6c, 1, 0, 1]));
    const hints = new Map<string, unknown>([
      ['suppress-sound', true],
      ['category', 'call.incoming'],
    ]);
    expect(readMessage(notify)).toEqual({
      type: 'call',
      sender: '',
      path: '/org/freedesktop/Notifications',
      interface: 'org.freedesktop.Notifications',
      member: 'Notify',
      replyTo: 0,
      errorName: '',
      body: ['Siegel', 0, '', 'Größe', '', ['default', 'x'], hints, -1],
    });
  });

  it('structs in an array are written at multiples of eight bytes, and read back', () => {
    const keys = [
      ['a', { description: ['s', 'Mute'] }],
      ['hangUp', {}],
    ] as const;
    const call = writeCall(1, method, 'oa(sa{sv})s', ['/session', keys, 'end']);
    expect(readMessage(call)?.body).toEqual([
      '/session',
      [
        ['a', new Map([['description', 'Mute']])],
        ['hangUp', new Map()],
      ],
      'end',
    ]);
  });

  it('a D-Bus call writes a text with its length and a final zero, then zeros up to a multiple of four bytes, and then a number in little-endian', () => {
    const bodyOf = (text: string): string =>
      writeCall(1, { ...method, member: 'A' }, 'su', [text, 0x01020304])
        .subarray(-16)
        .toString('hex')
        .slice(8);
    expect(bodyOf('abc')).toBe('030000006162630004030201');
    expect(bodyOf('a')).toBe('010000006100000004030201');
  });
});

describe('incoming D-Bus messages', () => {
  it('the length of a D-Bus message is read in both byte orders, and a length beyond what a bus may carry is refused', () => {
    expect(sizeOfMessage(notify.subarray(0, 15))).toBe('more');
    const long = Buffer.from(notify);
    long.writeUInt32LE(0xffff_ffff, 4);
    expect(sizeOfMessage(long)).toBe('bad');
    expect(sizeOfMessage(Buffer.concat([Buffer.from('x'), notify.subarray(1)]))).toBe('bad');
    const bigEndian = Buffer.from(notify.subarray(0, 16));
    bigEndian.write('B');
    for (const at of [4, 12]) bigEndian.writeUInt32BE(notify.readUInt32LE(at), at);
    expect(sizeOfMessage(bigEndian)).toBe(notify.length);
  });

  it('a D-Bus message in big-endian or of more than 1 MiB is not read', () => {
    expect(readMessage(Buffer.concat([Buffer.from('B'), notify.subarray(1)]))).toBeUndefined();
    const long = (letters: number): Buffer => writeCall(1, method, 's', ['x'.repeat(letters)]);
    const most = 1024 * 1024;
    const room = most - (long(most).length - most);
    expect(long(room)).toHaveLength(most);
    expect(readMessage(long(room))?.body).toEqual(['x'.repeat(room)]);
    expect(readMessage(long(room + 8))).toBeUndefined();
  });

  // What dbus-next, another implementation, writes.
  const written = (signature: string, body: unknown[]): Buffer => {
    const message = dbus.Message.newSignal('/a', 'a.b', 'C', signature, body);
    return marshallMessage(Object.assign(message, { serial: 1 }))[0];
  };

  it.each([
    ['y', [7], [7]],
    ['bb', [true, false], [true, false]],
    ['nqiu', [-2, 65_535, -3, 4_294_967_295], [-2, 65_535, -3, 4_294_967_295]],
    ['xtd', [-4n, 5n, 0.5], [-4, 5, 0.5]],
    ['sog', ['ä', '/a/b', 'a{sv}'], ['ä', '/a/b', 'a{sv}']],
    ['yas', [1, ['a', 'b']], [1, ['a', 'b']]],
    ['ay', [Buffer.from([1, 2])], [[1, 2]]],
    ['y(ys(t))', [1, [2, 'x', [3n]]], [1, [2, 'x', [3]]]],
    ['aas', [[['a'], []]], [[['a'], []]]],
    ['v', [new dbus.Variant('v', new dbus.Variant('as', ['x']))], [['x']]],
    ['a{sv}', [{ t: new dbus.Variant('t', 9n) }], [new Map([['t', 9]])]],
    ['a{su}s', [{ a: 1 }, 'end'], [new Map([['a', 1]]), 'end']],
  ])('a value of the D-Bus type %s that another implementation wrote is read', (signature, body, values) => {
    const bytes = written(signature, body);
    expect(sizeOfMessage(bytes)).toBe(bytes.length);
    expect(readMessage(bytes)?.body).toEqual(values);
  });

  it('a D-Bus message with an incomplete type, an empty struct, two values in a variant, or values nested more than 16 deep is refused', () => {
    // The value after a signature becomes the value of another signature of the same length.
    const read = (signature: string, body: readonly BusArgument[], as: string): unknown =>
      readMessage(
        Buffer.from(writeCall(1, method, signature, body).toString('latin1').replace(signature, as), 'latin1'),
      );
    expect(read('su', ['x', 1], 'su')).toMatchObject({ body: ['x', 1] });
    for (const as of ['(s', 's)', 'a', '()', '{s', 'sz'])
      expect(read('su', ['x', 1], as.padEnd(2, 's'))).toBeUndefined();
    expect(read('gs', ['ss', 'x'], 'vs')).toBeUndefined();
    const nested = (depth: number): Buffer =>
      written('v', [
        Array.from({ length: depth }).reduce<dbus.Variant>(
          (inner) => new dbus.Variant('v', inner),
          new dbus.Variant('y', 1),
        ),
      ]);
    expect(readMessage(nested(15))?.body).toEqual([1]);
    expect(readMessage(nested(16))).toBeUndefined();
  });

  it('a D-Bus message with more than 20,000 values and characters of signatures is refused, because reading it takes time', () => {
    const of = (count: number): Buffer => written('a(yyy)', [Array.from({ length: count }, () => [1, 2, 3])]);
    expect(readMessage(of(4900))?.body).toHaveLength(1); // an array, and four values in each of its structs
    expect(readMessage(of(5000))).toBeUndefined();
    // A variant brings a signature of its own, which is read as well.
    const variant = new dbus.Variant(
      `(${'y'.repeat(100)})`,
      Array.from({ length: 100 }, () => 1),
    );
    const variants = (count: number): Buffer => written('av', [Array.from({ length: count }, () => variant)]);
    expect(readMessage(variants(90))?.body).toHaveLength(1);
    expect(readMessage(variants(110))).toBeUndefined();
  });

  it('a D-Bus message with an element that is longer than its array is refused', () => {
    const bytes = written('as', [['abcd']]);
    const length = bytes.indexOf('abcd') - 8;
    expect(bytes.readUInt32LE(length)).toBe(9);
    bytes.writeUInt32LE(8, length);
    expect(readMessage(bytes)).toBeUndefined();
  });

  it('reading a D-Bus message never throws, whatever byte was changed', () => {
    const readAll = (): void =>
      fc.assert(
        fc.property(fc.nat(notify.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
          const damaged = Buffer.from(notify);
          damaged[at] = byte;
          const size = sizeOfMessage(damaged);
          if (typeof size === 'number') readMessage(damaged.subarray(0, size));
        }),
        { numRuns: 5000 },
      );
    expect(readAll).not.toThrow();
  });
});
