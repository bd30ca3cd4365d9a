// The connection to a session bus, over a real socket whose other end the test plays.
import { createServer, type Server, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readMessage, sizeOfMessage } from '../../../src/main/desktop/bus-message.ts';
import { openSessionBus, type SessionBus } from '../../../src/main/desktop/session-bus.ts';

const REPLY = 2;
const SIGNAL = 4;
const place = { destination: 'a.b', path: '/a', interface: 'a.b' };

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const text = (value: string): Buffer => Buffer.concat([number(value.length), Buffer.from(`${value}\0`)]);
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);

/** A message as the daemon passes it on: `fields` by their codes (D-Bus specification 0.43, "Header Fields"). */
function message(type: number, fields: readonly (readonly [code: number, value: number | string])[]): Buffer {
  const all = fields.reduce((before, [code, value]) => {
    const [signature, bytes] = typeof value === 'number' ? ['u', number(value)] : ['s', text(value)];
    return Buffer.concat([padded(before), Buffer.from([code, 1]), Buffer.from(`${signature}\0`), bytes]);
  }, Buffer.alloc(0));
  return padded(Buffer.concat([Buffer.from([0x6c, type, 0, 1]), number(0), number(1), number(all.length), all]));
}
const reply = (serial: number): Buffer =>
  message(REPLY, [
    [5, serial],
    [7, ':1.3'],
  ]);
const signal = (member: string): Buffer =>
  message(SIGNAL, [
    [1, '/a'],
    [2, 'a.b'],
    [3, member],
    [7, ':1.3'],
  ]);

let folder: string;
let daemon: Server;
let bus: SessionBus;
/** What the daemon sends in one packet, by the method that is called. */
let answers: Readonly<Record<string, (serial: number) => Buffer>>;

function serve(socket: Socket): void {
  let pending = Buffer.alloc(0);
  let isGreeted = false;
  let serial = 0;
  socket.on('error', () => undefined); // a test may close the bus before it has its answer
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    if (!isGreeted && pending.includes('BEGIN\r\n')) {
      isGreeted = true;
      pending = pending.subarray(pending.indexOf('BEGIN\r\n') + 7);
    } else if (!isGreeted) {
      if (!pending.includes('\r\n')) return;
      pending = Buffer.alloc(0);
      socket.write('OK 0\r\n');
      return;
    }
    for (let size = sizeOfMessage(pending); typeof size === 'number'; size = sizeOfMessage(pending)) {
      if (size > pending.length) return;
      serial += 1; // the connection counts its calls in the same way
      const { member = '' } = readMessage(pending.subarray(0, size)) ?? {};
      pending = pending.subarray(size);
      socket.write((answers[member] ?? reply)(serial));
    }
  });
}

beforeEach(async () => {
  answers = {};
  folder = mkdtempSync(join(tmpdir(), 'siegel-bus-'));
  daemon = createServer(serve).listen(join(folder, 'bus'));
  bus = await openSessionBus(join(folder, 'bus'));
});
afterEach(() => {
  daemon.close();
  rmSync(folder, { recursive: true });
});

it('a signal in the same packet as a reply is delivered after the reply', async () => {
  answers = {
    Notify: (serial) => Buffer.concat([reply(serial), signal('ActionInvoked'), signal('NotificationClosed')]),
  };
  const order: string[] = [];
  const all = new Promise<void>((resolve) =>
    bus.onSignal(({ member }) => {
      order.push(member);
      if (member === 'NotificationClosed') resolve();
    }),
  );
  const ask = async (): Promise<void> => {
    await bus.call({ ...place, member: 'Notify' }, '', []);
    await Promise.resolve(); // an awaiting caller may itself be awaited by others
    order.push('reply');
  };
  await Promise.all([ask(), all]);
  expect(order).toEqual(['reply', 'ActionInvoked', 'NotificationClosed']);
});

it('a call that a service of the session bus never answers fails after 25 seconds, and holds up no later call', async () => {
  answers = { Get: () => Buffer.alloc(0) };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const outcomes: string[] = [];
    const unanswered = bus
      .call({ ...place, member: 'Get' }, '', [])
      .catch((error: Error) => outcomes.push(error.message));
    vi.advanceTimersByTime(24_999);
    expect(await bus.call({ ...place, member: 'Notify' }, '', [])).toMatchObject({ type: 'reply', replyTo: 3 });
    expect(outcomes).toEqual([]);
    vi.advanceTimersByTime(1);
    await unanswered;
    expect(outcomes).toEqual(['the session bus does not answer']);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

it('a call that waits for an answer fails as soon as the session bus is gone', async () => {
  answers = { Get: () => Buffer.alloc(0) };
  const unanswered = bus.call({ ...place, member: 'Get' }, '', []);
  bus.close();
  await expect(unanswered).rejects.toThrow('the session bus is gone');
});

it('a message of another program that is too long or in another byte order is skipped, and the next one is read', async () => {
  const long = Buffer.alloc(16 + 3_000_000);
  long.write('l');
  long[1] = SIGNAL;
  long.writeUInt32LE(3_000_000, 4);
  const bigEndian = Buffer.alloc(16);
  bigEndian.write('B');
  bigEndian[1] = SIGNAL;
  answers = { Get: (serial) => Buffer.concat([long, bigEndian, reply(serial)]) };
  expect(await bus.call({ ...place, member: 'Get' }, '', [])).toMatchObject({ type: 'reply' });
});
