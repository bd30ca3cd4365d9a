// The gate before the MQTT library: valid packets of a server pass unchanged, however they are split. Anything else
// ends the stream.
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { flush, guardPackets } from '../../../src/main/signalling/packet-gate.ts';

const MOST = 300;
const CONNACK = [0x20, 3, 0, 0, 0];
const packet = (first: number, length: number): number[] =>
  length < 128 ? [first, length, ...body(length)] : [first, (length & 127) | 128, length >> 7, ...body(length)];
const body = (length: number): number[] => Array.from({ length }, (_, at) => at & 255);

/** Sends these pieces into the gate. Returns what the gate passes on, and how it ends: `end` or an error code. */
async function through(...pieces: readonly (readonly number[])[]) {
  const line = new PassThrough();
  const gate = guardPackets(line, MOST);
  const out: number[] = [];
  gate.on('data', (bytes: Uint8Array) => out.push(...bytes));
  const ended = new Promise<string>((resolve) => {
    gate.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    gate.on('end', () => resolve('end'));
  });
  for (const piece of pieces) {
    if (!line.destroyed) line.write(Uint8Array.from(piece));
    await new Promise((resolve) => void setImmediate(resolve));
  }
  if (!line.destroyed) line.end();
  return { out, ended: await ended, isCut: line.destroyed };
}

describe('packets that pass the gate', () => {
  const welcome = [
    ...CONNACK,
    ...packet(0x30, 20),
    ...packet(0x3b, 200),
    ...packet(0x40, 2),
    ...packet(0x90, 4),
    ...packet(0xb0, 4),
    ...packet(0xd0, 0),
    ...packet(0xe0, 0),
  ];

  test('every packet that a server may send passes the gate unchanged', async () => {
    expect(await through(welcome)).toMatchObject({ out: welcome, ended: 'end' });
  });

  test('a stream that arrives byte by byte passes the gate unchanged', async () => {
    expect(await through(...welcome.map((byte) => [byte]))).toMatchObject({ out: welcome, ended: 'end' });
  });

  test('a packet of maximum size passes the gate', async () => {
    const largest = packet(0x30, MOST - 3);
    expect(await through(CONNACK, largest)).toMatchObject({ out: [...CONNACK, ...largest], ended: 'end' });
  });
});

describe('packets that end the stream', () => {
  test.each([
    ['a packet one byte above the maximum', packet(0x30, MOST - 2).slice(0, 3), 'ERR_MQTT_TOO_LARGE'],
    ['a packet of 256 MiB', [0x30, 0xff, 0xff, 0xff, 0x7f], 'ERR_MQTT_TOO_LARGE'],
    ['an unfinished length that is too large already', [0x30, 0xff, 0xff], 'ERR_MQTT_TOO_LARGE'],
    ['a length of five bytes', [0x30, 0x80, 0x80, 0x80, 0x80], 'ERR_MQTT_PROTOCOL'],
    ['PUBLISH at QoS 2', [0x34, 0], 'ERR_MQTT_PROTOCOL'],
    ['PUBLISH at QoS 3', [0x36, 0], 'ERR_MQTT_PROTOCOL'],
    ['PUBREC', [0x50, 2], 'ERR_MQTT_PROTOCOL'],
    ['PUBREL', [0x62, 2], 'ERR_MQTT_PROTOCOL'],
    ['PUBCOMP', [0x70, 2], 'ERR_MQTT_PROTOCOL'],
    ['AUTH', [0xf0, 0], 'ERR_MQTT_PROTOCOL'],
    ['a second CONNACK', [0x20, 3], 'ERR_MQTT_PROTOCOL'],
    ['a packet that only a client sends', [0x82, 2], 'ERR_MQTT_PROTOCOL'],
    ['reserved flags', [0x41, 2], 'ERR_MQTT_PROTOCOL'],
  ])(
    'the gate cuts the connection at %s, and passes on nothing that came in the same piece',
    async (_what, bytes, code) => {
      expect(await through(CONNACK, bytes)).toEqual({ out: expect.any(Array), ended: code, isCut: true });
      // If valid packets come before the bad one in the same piece, none of them is passed on.
      expect(await through([...CONNACK, ...bytes])).toEqual({ out: [], ended: code, isCut: true });
    },
  );

  test('the gate cuts a stream that does not begin with CONNACK', async () => {
    expect(await through(packet(0x30, 20))).toEqual({ out: [], ended: 'ERR_MQTT_PROTOCOL', isCut: true });
  });
});

test('flushing a corked gate writes everything in one piece', () => {
  const line = new PassThrough();
  const written: Uint8Array[] = [];
  line.write = (bytes: Uint8Array) => written.push(bytes) > 0;
  const gate = guardPackets(line, MOST);
  gate.cork();
  gate.cork();
  gate.write(Uint8Array.of(1));
  gate.write(Uint8Array.of(2));
  expect(written).toEqual([]);
  flush(gate);
  expect(written.map((bytes) => [...bytes])).toEqual([[1, 2]]);
});
