// Messages of D-Bus as bytes, valid and hostile. test/e2e/notifications.spec.ts shows that a real bus and a real server
// understand them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage, sizeOfMessage, writeCall } from '../../../src/main/desktop/bus-message.ts';

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
  it('a D-Bus call is written as specified and read back up to its first dictionary', () => {
    expect(sizeOfMessage(notify)).toBe(notify.length);
    expect(notify.subarray(0, 4)).toEqual(Buffer.from([0x6c, 1, 0, 1]));
    expect(readMessage(notify)).toEqual({
      type: 'call',
      sender: '',
      interface: 'org.freedesktop.Notifications',
      member: 'Notify',
      replyTo: 0,
      body: ['Siegel', 0, '', 'Größe', '', ['default', 'x']], // dictionaries are written and not read
    });
  });

  it('a D-Bus call writes a text with its length and a final zero, and a number in little-endian, behind zeros up to a multiple of four bytes', () => {
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
  it('an incomplete D-Bus message is waited for, and one of four gigabytes or in big-endian is refused', () => {
    expect(sizeOfMessage(notify.subarray(0, 15))).toBe('more');
    const long = Buffer.from(notify);
    long.writeUInt32LE(0xffff_ffff, 4);
    expect(sizeOfMessage(long)).toBe('bad');
    expect(sizeOfMessage(Buffer.concat([Buffer.from('B'), notify.subarray(1)]))).toBe('bad');
  });

  it('a variant is read as its value, and a body ends before a variant with another variant or an unsupported type inside', () => {
    // A signature and the value after it are the bytes of a variant.
    const read = (written: Buffer, from: string, as: string): unknown =>
      readMessage(Buffer.from(written.toString('latin1').replace(from, as), 'latin1'))?.body;
    const boolean = (value: boolean) => read(writeCall(1, method, 'gb', ['b', value]), 'gb', 'vx');
    expect([boolean(true), boolean(false)]).toEqual([[true], [false]]);
    expect(read(writeCall(1, method, 'gs', ['s', 'x']), 'gs', 'vx')).toEqual(['x']);
    for (const other of ['d', '', 'a{sv}'])
      expect(read(writeCall(1, method, 'gb', [other, true]), 'gb', 'vx')).toEqual([]);
    expect(read(writeCall(1, method, 'ggb', ['v', 'b', true]), 'ggb', 'vxx')).toEqual([]);
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
