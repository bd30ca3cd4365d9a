// The parts of the broker connection separately, with a clock that the test controls: what is queued, what expires,
// what is repeated when.
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import { credentialTopic, presenceTopic } from '../../../src/core/signal/topics.ts';
import { backoffMs, takeoverBackoffMs } from '../../../src/main/signalling/backoff.ts';
import { causeOfError, causeOfReason } from '../../../src/main/signalling/connection-cause.ts';
import { createMarkers } from '../../../src/main/signalling/marker.ts';
import { createOutbox } from '../../../src/main/signalling/outbox.ts';
import { createPresenceBoard } from '../../../src/main/signalling/presence.ts';
import { createRetainedReader } from '../../../src/main/signalling/retained-reader.ts';
import { parseBrokerUrl } from '../../../src/main/signalling/stream.ts';
import { FakeConnection } from './fake-connection.ts';
import { ANNA, BERT, CARL } from './connection-scene.ts';
import { heldClock, systemRandom } from './test-clock.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const MINUTE_MS = 60_000;

describe('pauses between attempts', () => {
  const dice = (value: number) => () => new Uint8Array([value, value]);
  test('pauses between attempts double up to 30 s and are spread over the whole range', () => {
    const longest = Array.from({ length: 9 }, (_, attempt) => backoffMs(attempt, dice(255)));
    expect(longest).toEqual([499, 999, 1999, 3999, 7999, 15_999, 29_999, 29_999, 29_999]);
    expect(backoffMs(8, dice(0))).toBe(0);
    expect(backoffMs(100_000, dice(128))).toBeGreaterThan(15_000);
  });
  test('pauses after a takeover are 15 to 30 s', () => {
    expect(takeoverBackoffMs(dice(0))).toBe(15_000);
    expect(takeoverBackoffMs(dice(255))).toBe(29_999);
  });
});

test('causes are read from error codes and not from texts', () => {
  const error = (code: unknown) => Object.assign(new Error('x'), { code });
  expect(
    [
      'ECONNREFUSED',
      'ENOTFOUND',
      'ETIMEDOUT',
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ].map((code) => causeOfError(error(code))),
  ).toEqual(['refused', 'unreachable', 'timeout', 'tls', 'tls', 'tls']);
  expect([0x86, 0x87, 0x8e, 0x8b, 0x8d].map(causeOfReason)).toEqual([
    'not-authorised',
    'not-authorised',
    'taken-over',
    'refused',
    'timeout',
  ]);
  expect(causeOfError(error(0x87))).toBe('not-authorised');
  expect(causeOfError(new Error('ECONNREFUSED'))).toBeUndefined();
});

test('a broker address is accepted in capitals, with the scheme `tcp` or `ssl`, with path and query, and as IPv6', () => {
  expect(parseBrokerUrl('tcp://broker:1')?.href).toBe('mqtt://broker:1');
  expect(parseBrokerUrl('SSL://broker')?.protocol).toBe('mqtts:');
  expect(parseBrokerUrl('wss://broker/mqtt?x=1')?.href).toBe('wss://broker/mqtt?x=1');
  expect(parseBrokerUrl('mqtt://[::1]:1883')?.hostname).toBe('[::1]');
});

describe('the outbox', () => {
  test('unacknowledged messages are sent again byte for byte, in order, with their remaining time', async () => {
    const clock = heldClock();
    const outbox = createOutbox(clock);
    const [first, second] = [new FakeConnection(), new FakeConnection()];
    outbox.attach(first);
    const [one, two] = [outbox.send('a', utf8('one'), 30), outbox.send('a', utf8('two'), 30)];
    first.published[0]?.answer('sent');
    expect(await one).toBe('sent');
    outbox.detach();
    first.published[1]?.answer('lost');
    clock.advance(5500);
    const three = outbox.send('a', utf8('three'), 30);
    outbox.attach(second);
    expect(second.published.map((p) => [p.text, p.expirySeconds])).toEqual([
      ['two', 25],
      ['three', 30],
    ]);
    second.published[0]?.answer('sent');
    second.published[1]?.answer('refused');
    expect(await Promise.all([two, three])).toEqual(['sent', 'refused']);
  });

  test('queued messages expire, and their number is bounded', async () => {
    const clock = heldClock();
    const outbox = createOutbox(clock);
    outbox.attach(new FakeConnection());
    outbox.detach();
    const short = outbox.send('a', utf8('short'), 2);
    clock.advance(2000);
    expect(await short).toBe('not-connected');
    const many = Array.from({ length: 300 }, () => outbox.send('a', utf8('flood'), 60));
    const early = await Promise.all(many.map((each) => Promise.race([each, Promise.resolve('waits')])));
    expect(early.filter((outcome) => outcome === 'waits')).toHaveLength(256);
    clock.advance(8001);
    expect(await outbox.send('a', utf8('too late'), 60)).toBe('not-connected');
    outbox.drop();
    expect(new Set(await Promise.all(many))).toEqual(new Set(['not-connected']));
    const connection = new FakeConnection();
    outbox.attach(connection);
    expect(connection.published).toEqual([]);
  });
});

describe('presence at the broker', () => {
  const said = (connection: FakeConnection) =>
    connection.published.map((p) => (JSON.parse(p.text) as { status: string }).status);
  const message = (status: string, session: string) =>
    utf8(JSON.stringify({ v: 1, status, session: session.repeat(16), at: 1 }));

  test('our presence is refreshed before it expires and after every reconnection', () => {
    const clock = heldClock();
    const board = createPresenceBoard(ANNA, clock, systemRandom);
    const connection = new FakeConnection();
    board.attach(connection);
    expect(said(connection)).toEqual([]);
    board.publish('online');
    clock.advance(25 * MINUTE_MS);
    expect(said(connection)).toEqual(['online', 'online', 'online']);
    expect(connection.published[0]?.expirySeconds).toBe(900);
    board.detach();
    clock.advance(25 * MINUTE_MS);
    board.publish('busy');
    const next = new FakeConnection();
    board.attach(next);
    expect(said(next)).toEqual(['busy']);
  });

  test('an unchanged presence is published once', () => {
    const board = createPresenceBoard(ANNA, heldClock(), systemRandom);
    const connection = new FakeConnection();
    board.attach(connection);
    for (const status of ['online', 'online', 'busy', 'busy', 'busy', 'online'] as const) board.publish(status);
    expect(said(connection)).toEqual(['online', 'busy', 'online']);
  });

  test('another session under our device id is answered at most once in five seconds', () => {
    const clock = heldClock();
    const board = createPresenceBoard(ANNA, clock, systemRandom);
    const connection = new FakeConnection();
    board.publish('online');
    board.attach(connection);
    const own = utf8(connection.published[0]?.text ?? '');
    board.arrived(ANNA, own);
    expect(said(connection)).toHaveLength(1);
    for (let n = 0; n < 10; n++) board.arrived(ANNA, message('gone', 'f'));
    expect(said(connection)).toHaveLength(2);
    clock.advance(5000);
    board.arrived(ANNA, message('gone', 'f'));
    expect(said(connection)).toHaveLength(3);
  });

  test('a late will of our own is corrected, and a “gone” that we publish on leaving is not', () => {
    const clock = heldClock();
    const board = createPresenceBoard(ANNA, clock, systemRandom);
    const connection = new FakeConnection();
    board.publish('busy');
    board.attach(connection);
    board.arrived(ANNA, board.will());
    expect(said(connection)).toEqual(['busy', 'busy']);
    clock.advance(6000);
    void board.leave();
    board.arrived(ANNA, utf8(connection.published.at(-1)?.text ?? ''));
    expect(said(connection)).toEqual(['busy', 'busy', 'gone']);
  });

  test('the late will of an earlier start does not hide a person, and 15 minutes of silence do', () => {
    const clock = heldClock();
    const board = createPresenceBoard(ANNA, clock, systemRandom);
    const seen: string[] = [];
    board.watch([BERT], (_device, status) => seen.push(status));
    board.arrived(BERT, message('online', 'a'));
    board.arrived(BERT, message('online', 'b'));
    board.arrived(BERT, message('gone', 'a'));
    clock.advance(10 * MINUTE_MS);
    board.arrived(BERT, message('online', 'b'));
    clock.advance(14 * MINUTE_MS);
    expect(seen).toEqual(['online']);
    clock.advance(MINUTE_MS);
    expect(seen).toEqual(['online', 'gone']);
  });

  test('only watched devices’ presence is reported, and devices no longer watched are unsubscribed', () => {
    const board = createPresenceBoard(ANNA, heldClock(), systemRandom);
    const connection = new FakeConnection();
    const seen: string[] = [];
    const listener = (device: string): void => void seen.push(device);
    board.watch([ANNA, BERT], listener);
    board.attach(connection);
    expect(connection.subscribed).toEqual([presenceTopic(ANNA), presenceTopic(BERT)]);
    board.watch([CARL], listener);
    board.arrived(BERT, message('online', 'a'));
    board.arrived(CARL, utf8('garbage'));
    board.arrived(CARL, message('busy', 'a'));
    expect(seen).toEqual([CARL]);
    expect(connection.unsubscribed).toEqual([presenceTopic(BERT), presenceTopic(BERT)]);
    board.watch([CARL], listener);
    expect(seen).toEqual([CARL, CARL]);
  });
});

describe('reading certificates', () => {
  test('a reading that loses its connection starts again on the next connection', async () => {
    const clock = heldClock();
    const markers = createMarkers('own', clock, systemRandom);
    const reader = createRetainedReader(markers, clock, systemRandom);
    const reading = reader.read(credentialTopic(BERT), 3000);
    const [first, second] = [new FakeConnection(), new FakeConnection()];
    reader.attach(first);
    await settled();
    reader.detach();
    first.published[0]?.answer('lost');
    await settled();
    clock.advance(1000);
    reader.attach(second);
    expect(second.subscribed).toEqual([credentialTopic(BERT)]);
    reader.arrived(credentialTopic(BERT), utf8('left over'), [second.identifiers[0]! + 1]);
    reader.arrived(credentialTopic(BERT), utf8('certificate'), second.identifiers);
    expect(await reading).toEqual(utf8('certificate'));
    expect(second.unsubscribed).toEqual([credentialTopic(BERT)]);
    reader.arrived(credentialTopic(BERT), utf8('stray'), []);
    expect(second.unsubscribed).toHaveLength(2);
  });

  test('a reading finds nothing at a broker that acknowledges the marker without echoing it, and times out at a silent broker', async () => {
    const clock = heldClock();
    const reader = createRetainedReader(createMarkers('own', clock, systemRandom), clock, systemRandom);
    const connection = new FakeConnection();
    reader.attach(connection);
    const absent = reader.read(credentialTopic(BERT), 3000);
    const silent = reader.read(credentialTopic(CARL), 3000);
    await settled();
    connection.published[0]?.answer('sent'); // the marker for BERT, which is not echoed
    await settled();
    clock.advance(1000);
    await settled();
    clock.advance(250);
    expect(await absent).toBeUndefined();
    clock.advance(2000);
    expect(await silent).toBe('timeout');
  });

  test('readers who ask during a reading share one later reading', async () => {
    const clock = heldClock();
    const reader = createRetainedReader(createMarkers('own', clock, systemRandom), clock, systemRandom);
    const connection = new FakeConnection();
    reader.attach(connection);
    const first = reader.read(credentialTopic(BERT), 3000);
    const later = [reader.read(credentialTopic(BERT), 2000), reader.read(credentialTopic(BERT), 2000)];
    // The broker answers the first subscription with what it had at that time.
    reader.arrived(credentialTopic(BERT), utf8('before'), connection.identifiers);
    expect(await first).toEqual(utf8('before'));
    expect(connection.subscribed).toHaveLength(2);
    reader.arrived(credentialTopic(BERT), utf8('after'), connection.identifiers.slice(-1));
    expect(await Promise.all(later)).toEqual([utf8('after'), utf8('after')]);
    expect(connection.unsubscribed).toHaveLength(2);
  });

  test('a reading that timed out delays no other reading, and a queued reading that timed out is never started', async () => {
    const clock = heldClock();
    const reader = createRetainedReader(createMarkers('own', clock, systemRandom), clock, systemRandom);
    const connection = new FakeConnection();
    reader.attach(connection);
    const readings = [reader.read(credentialTopic(BERT), 1000), reader.read(credentialTopic(BERT), 3000)];
    clock.advance(1000);
    expect(await readings[0]).toBe('timeout');
    expect(connection.subscribed).toHaveLength(2);
    clock.advance(2000);
    expect(await readings[1]).toBe('timeout');
    const [long, short] = [reader.read(credentialTopic(BERT), 3000), reader.read(credentialTopic(BERT), 1000)];
    clock.advance(1000);
    expect(await short).toBe('timeout');
    reader.arrived(credentialTopic(BERT), utf8('certificate'), connection.identifiers.slice(-1));
    expect(await long).toEqual(utf8('certificate'));
    expect(connection.subscribed).toHaveLength(3);
  });
});
