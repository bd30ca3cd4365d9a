// Several brokers: which one takes over, when the connection returns to the first, what it carries over, and what a
// list of brokers must not reveal.
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import type { Random } from '../../../src/main/time/clock.ts';
import { createBrokerTurn } from '../../../src/main/signalling/broker-turn.ts';
import { createBrokerConnection, type BrokerTarget } from '../../../src/main/signalling/broker-connection.ts';
import { makeAuthority, theAuthority } from './authority.ts';
import { ANNA, BERT, CARL, until } from './connection-scene.ts';
import { causeOf, connectTo, onlineAt } from './connection-rig.ts';
import { embedded, quiet } from './test-broker.ts';
import { heldClock, realClock, systemRandom } from './test-clock.ts';
import { embeddedPort, tlsFront } from './tls-front.ts';
import { freePort } from '../../../tools/network/free-port.ts';

const MINUTE_MS = 60_000;
/** A broker connection on a fast clock, on which five minutes take a third of a second. */
const hasty = (target: BrokerTarget) => connectTo(target, 1000, MINUTE_MS);

/** A broker connection whose pauses end only when the test advances its clock. */
function paused(target: BrokerTarget) {
  const clock = heldClock();
  const connection = createBrokerConnection({ clock, random: systemRandom, log: quiet });
  connection.onMessage(() => undefined);
  connection.open(target);
  onTestFinished(() => connection.drop());
  return { connection, clock };
}

async function running() {
  const broker = await embedded('tcp');
  onTestFinished(broker.stop);
  return { ...broker, url: new URL(broker.target(ANNA).url).href };
}

test('a fallback broker takes over if the first is missing from the start', async () => {
  const second = await running();
  const gone = `mqtt://127.0.0.1:${await freePort()}`;
  const anna = connectTo({ device: ANNA, url: gone, fallbackUrls: [gone, second.url] });
  const bert = connectTo({ device: BERT, url: gone, fallbackUrls: [gone, second.url] });
  await onlineAt(anna.connection, second.url);
  await onlineAt(bert.connection, second.url);
  expect(await anna.connection.send(BERT, utf8('by the other way'), 30)).toBe('sent');
  await until(() => expect(bert.heard).toEqual(['by the other way']));
});

test('a message sent after the first broker died goes out through the fallback broker', async () => {
  const [first, second] = [await running(), await running()];
  const anna = connectTo({ device: ANNA, url: first.url, fallbackUrls: [second.url] });
  const bert = connectTo({ device: BERT, url: second.url });
  await onlineAt(anna.connection, first.url);
  await onlineAt(bert.connection);
  const seen = anna.views.length;
  await first.stop();
  await until(() => expect(anna.views.length).toBeGreaterThan(seen)); // the pause may be over before anybody looks
  const sending = anna.connection.send(BERT, utf8('meanwhile'), 30);
  await onlineAt(anna.connection, second.url);
  expect(await sending).toBe('sent');
  await until(() => expect(bert.heard).toEqual(['meanwhile']));
});

test('the connection returns to the first broker once that broker is back, without waiting in between', async () => {
  const [first, second] = [await running(), await running()];
  await first.stop();
  const anna = hasty({ device: ANNA, url: first.url, fallbackUrls: [second.url] });
  await onlineAt(anna.connection, second.url);
  await first.restart();
  const bert = connectTo({ device: BERT, url: first.url });
  await onlineAt(bert.connection);
  await onlineAt(anna.connection, first.url);
  // A planned change shows no waiting.
  expect(anna.views.filter((view) => view.kind === 'waiting' && view.url === second.url)).toEqual([]);
  expect(await anna.connection.send(BERT, utf8('home again'), 30)).toBe('sent');
  await until(() => expect(bert.heard).toEqual(['home again']));
});

test('the connection does not return to a first broker while that broker’s certificate is not trusted', async () => {
  const [authority, foreign] = [theAuthority(), makeAuthority()];
  const front = await tlsFront(foreign);
  const second = await running();
  const tls = { roots: [authority.root] };
  const anna = hasty({ device: ANNA, url: front.url, fallbackUrls: [second.url], tls });
  await onlineAt(anna.connection, second.url);
  const seen = anna.views.length;
  // The device refuses the first broker once when it connects, and then each time it looks for that broker from the
  // second one.
  await until(() => expect(front.refusals()).toBeGreaterThan(3));
  expect(anna.views).toHaveLength(seen);
  front.show(authority, 'server');
  await onlineAt(anna.connection, front.url);
  expect(anna.views.slice(seen).map((view) => view.kind)).toEqual(['connecting', 'online']);
});

test('all brokers are tried in turn, and one that answers is used', async () => {
  const urls = await Promise.all(
    [freePort(), freePort(), freePort()].map(async (port) => `mqtt://127.0.0.1:${await port}`),
  );
  const [first = '', ...others] = urls;
  const anna = connectTo({ device: ANNA, url: first, fallbackUrls: others }, 20);
  await until(() => {
    const tried = anna.views.flatMap((view) => (view.kind === 'waiting' ? [view.url] : []));
    expect(tried.slice(0, 6)).toEqual([...urls, ...urls]);
  });
  expect(await causeOf(anna.connection)).toBe('refused');
  const broker = await running();
  anna.connection.open({ device: ANNA, url: first, fallbackUrls: [...others, broker.url] });
  await onlineAt(anna.connection, broker.url);
});

test('the pause between attempts doubles after all brokers have been tried', async () => {
  const urls = await Promise.all([freePort(), freePort()].map(async (port) => `mqtt://127.0.0.1:${await port}`));
  const [url = '', ...fallbackUrls] = urls;
  const longest: Random = (length) => new Uint8Array(length).fill(255);
  const connection = createBrokerConnection({ clock: realClock(100), random: longest, log: quiet });
  onTestFinished(() => connection.close());
  const pauses: number[] = [];
  connection.onMessage(() => undefined);
  connection.onView((view) => {
    if (view.kind === 'waiting') pauses.push(Math.round((view.retryAt - Date.now()) / 100) / 10);
  });
  connection.open({ device: ANNA, url, fallbackUrls });
  await until(() => expect(pauses.slice(0, 6)).toEqual([0.5, 0.5, 1, 1, 2, 2]));
});

test('a queued message is sent through the broker that replaces the first broker', async () => {
  const [first, second] = [await running(), await running()];
  const anna = connectTo({ device: ANNA, url: first.url });
  const bert = connectTo({ device: BERT, url: second.url });
  await onlineAt(anna.connection);
  await onlineAt(bert.connection);
  await first.stop();
  await until(() => expect(anna.connection.view().kind).not.toBe('online'));
  const sending = anna.connection.send(BERT, utf8('goes along'), 30);
  anna.connection.open({ device: ANNA, url: second.url });
  await onlineAt(anna.connection, second.url);
  expect(await sending).toBe('sent');
  await until(() => expect(bert.heard).toEqual(['goes along']));
});

test('a broker connection opened again while it closes stays open', async () => {
  const first = await running();
  const anna = connectTo({ device: ANNA, url: first.url });
  await onlineAt(anna.connection);
  anna.connection.publishPresence('online');
  const closing = anna.connection.close();
  anna.connection.open({ device: ANNA, url: first.url });
  await closing;
  expect(await onlineAt(anna.connection)).toBe(first.url);
});

test('after a network change the first broker is tried first', async () => {
  const first = await running();
  await first.stop();
  const fallbackUrls = await Promise.all(
    [freePort(), freePort()].map(async (port) => `mqtt://127.0.0.1:${await port}`),
  );
  const { connection, clock } = paused({ device: ANNA, url: first.url, fallbackUrls });
  await until(() => expect(connection.view()).toMatchObject({ kind: 'waiting', url: first.url }));
  clock.advance(500); // the first pause is shorter
  await until(() => expect(connection.view()).toMatchObject({ kind: 'waiting', url: fallbackUrls[0] }));
  await first.restart();
  connection.retryNow(); // after another pause it would be the turn of the second fallback
  expect(connection.view()).toMatchObject({ kind: 'connecting', url: first.url });
  await onlineAt(connection, first.url);
});

test('a device whose name another installation holds at the first broker waits for that broker and uses no fallback', async () => {
  const [first, second] = [await running(), await running()];
  const anna = connectTo({ device: ANNA, url: first.url });
  await onlineAt(anna.connection);
  const { connection: twin, clock } = paused({ device: ANNA, url: first.url, fallbackUrls: [second.url] });
  expect(await causeOf(twin)).toBe('taken-over');
  await anna.connection.close();
  while (twin.view().kind === 'waiting') clock.advance(1000);
  expect(twin.view()).toMatchObject({ kind: 'connecting', url: first.url });
  await onlineAt(twin, first.url);
});

test('a password for a TLS broker is not sent to a fallback without TLS', async () => {
  const authority = theAuthority();
  const port = await embeddedPort();
  const front = await tlsFront(authority, 'server', port);
  await front.stop();
  let heard = '';
  const eavesdropper = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => (heard += bytes.toString('latin1')));
  });
  const at = await freePort();
  await new Promise<void>((resolve) => eavesdropper.listen(at, '127.0.0.1', resolve));
  const fallback = `mqtt://127.0.0.1:${at}`;
  const password = { text: 'a password of the site', places: [front.url, fallback] };
  connectTo({ device: CARL, url: front.url, fallbackUrls: [fallback], password }, 10);
  await until(() => expect(heard).toContain(CARL));
  expect(heard).not.toContain(password.text);
  eavesdropper.close();
});

test('devices look for the first broker at random times between two and a half and seven and a half minutes', async () => {
  const urls = [new URL('mqtt://one'), new URL('mqtt://two')];
  for (const [dice, expectedMs] of [
    [0, 150_000],
    [255, 449_995],
  ] as const) {
    const clock = heldClock();
    const looks: number[] = [];
    const startMs = clock.nowMs();
    const isThere = (url: URL): Promise<boolean> => {
      looks.push(clock.nowMs() - startMs);
      return Promise.resolve(url === urls[1]);
    };
    const turn = createBrokerTurn(urls, isThere, clock, () => new Uint8Array([dice, dice]));
    turn.pass();
    turn.settle(() => expect.fail('the first is not back'));
    clock.advance(expectedMs + 10);
    await until(() => expect(looks).toEqual([expectedMs]));
    turn.leave();
    clock.advance(3_600_000);
    expect(looks).toHaveLength(1); // no connection looks for a broker after it was closed
  }
});
