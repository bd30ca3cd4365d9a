/* oxlint-disable vitest/valid-title, vitest/expect-expect -- the names and the cases of the contract are handed in */
// Broker connections at a RabbitMQ cluster of three nodes with the files of the administrator's guide: what crosses
// from node to node, what stays on the node that received it, and a node that dies while devices publish chains and
// write to each other. All tests of this file share one cluster and depend on their order: the last ones are about the
// dead node.
import { sha256 } from '@noble/hashes/sha2.js';
import { afterAll, describe, expect, type TestContext, test } from 'vitest';
import { toBase32, utf8 } from '../../../src/core/bytes.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { presenceTopic } from '../../../src/core/signal/topics.ts';
import { keepOwnTopic } from '../../../src/main/devices/own-topic.ts';
import type { BrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { guideCommand } from '../../../tools/guide-recipe.ts';
import type { Trouble } from './access-contract.ts';
import { theAuthority } from './authority.ts';
import { directoryContract } from './directory-contract.ts';
import { connectTo, onlineAt } from './connection-rig.ts';
import { castOf, openScene, until } from './connection-scene.ts';
import { rabbitIsMissing } from './rabbitmq-node.ts';
import { type RabbitCluster, rabbitmqCluster } from './rabbitmq-cluster.ts';
import type { TestBroker } from './test-broker.ts';
import { realClock } from './test-clock.ts';

const idOf = (who: string): string => toBase32(sha256(utf8(who)), 26);
const [ANNA, BERT, CARL] = [idOf('anna'), idOf('bert'), idOf('carl')];
const LATE = idOf('late');
const OLD = idOf('old');
/** Devices that are connected or connecting to the first node when it dies. */
const STAFF = Array.from({ length: 8 }, (_, n) => idOf(`staff ${String(n)}`));
const BOUNDS = { timeoutMs: 10_000, mostPayloads: 80, mostBytes: 1024 * 1024 };
const ADDRESS = 'anna@klinik.example';
const TAG = userTag(ADDRESS);

let starting: Promise<RabbitCluster> | undefined;
/** The tests of the directory's contract; each has its own devices. */
const CONTRACT: Parameters<Trouble>[] = [];
directoryContract((...each) => void CONTRACT.push(each));
const CASTS = CONTRACT.map((_, n) => castOf(n));
const shared = (): Promise<RabbitCluster> => {
  const cast = CASTS.flatMap(({ annaId, bertId, carlId }) => [annaId, bertId, carlId]);
  starting ??= rabbitmqCluster([ANNA, BERT, CARL, OLD, ...STAFF, ...cast], theAuthority());
  return starting;
};
async function node(number: number): Promise<TestBroker> {
  const found = (await shared()).nodes[number];
  if (found === undefined) throw new Error('a cluster has three nodes');
  return { ...found, stop: () => Promise.resolve() };
}
afterAll(async () => (await starting)?.stop());

/** The chains of these devices as this broker connection reads them, as text. */
async function chainsAt(
  connection: BrokerConnection,
  devices: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const part = await connection.readDirectory(TAG, { devices }, BOUNDS);
  if (part === 'timeout') throw new Error('the node did not answer');
  return Object.fromEntries([...part.chains].map(([device, bytes]) => [device, new TextDecoder().decode(bytes)]));
}

/**
 * Publishes the chain of this device at the node to which it is connected now, as the program does with every
 * connection.
 */
const register = (connection: BrokerConnection, device: string, text: string) =>
  keepOwnTopic(connection, realClock(), { address: ADDRESS, device }, utf8(text));

async function at(device: string, first: number, ...fallbacks: readonly number[]) {
  const made = connectTo((await shared()).target(device, first, ...fallbacks));
  await onlineAt(made.connection);
  return made;
}

/** The types of this device's queues; a `classic` queue lives and dies with one node. */
const queueTypes = (cluster: RabbitCluster, device: string): string[] =>
  cluster
    .run(1, 'rabbitmqctl -q list_queues -p siegel name type')
    .split('\n')
    .flatMap((line) => (line.includes(device) ? [line.split('\t')[1] ?? ''] : []));

describe.concurrent('the directory at one node of a RabbitMQ cluster', () => {
  for (const [n, [what, run]] of CONTRACT.entries())
    test(what, async (context) => {
      if (rabbitIsMissing !== undefined) context.skip(rabbitIsMissing);
      await run(await openScene(() => node(0), castOf(n), context));
    });
});

describe('RabbitMQ clusters of three nodes', () => {
  const running = async (context: TestContext): Promise<RabbitCluster> => {
    if (rabbitIsMissing !== undefined) context.skip(rabbitIsMissing);
    return await shared();
  };

  test('messages cross between cluster nodes, and a device admitted at one node can connect to another', async (context) => {
    (await running(context)).admit(2, LATE);
    const [anna, late] = [await at(ANNA, 0), await at(LATE, 1)];
    const texts = ['invite', 'x'.repeat(65_535), 'cancel'];
    for (const text of texts) expect(await anna.connection.send(LATE, utf8(text), 30)).toBe('sent');
    expect(await late.connection.send(ANNA, utf8('answer'), 30)).toBe('sent');
    await until(() => expect([late.heard, anna.heard]).toEqual([texts, ['answer']]));
  });

  test('retained chains, certificates and presence are served only by the node that received them', async (context) => {
    await running(context);
    const [anna, bert, carl] = [await at(ANNA, 0), await at(BERT, 0), await at(CARL, 1)];
    const seen: string[] = [];
    carl.connection.watchPresence([ANNA], (_device, status) => seen.push(status));
    expect(await register(anna.connection, ANNA, 'of anna')).toBe('kept');
    expect(await anna.connection.publishCredential(utf8('certificate'))).toBe('sent');
    anna.connection.publishPresence('online');
    await until(async () => expect(await bert.connection.readCredential(ANNA, 5000)).toEqual(utf8('certificate')));
    expect(await chainsAt(bert.connection, [ANNA, BERT])).toEqual({ [ANNA]: 'of anna' });
    await until(() => expect(seen).toEqual(['online'])); // a change reaches every node
    expect(await carl.connection.readCredential(ANNA, 5000)).toBeUndefined();
    const late = await at(LATE, 1);
    const later: string[] = [];
    late.connection.watchPresence([ANNA], (_device, status) => later.push(status));
    // The chains are asked for after the presence, so a presence would have arrived before the answer.
    expect(await chainsAt(late.connection, [ANNA, BERT])).toEqual({});
    expect(later).toEqual([]);
  });

  test('the guide’s command deletes a device’s old queues, and the device gets a replicated queue', async (context) => {
    const cluster = await running(context);
    const cast = { annaId: OLD, bertId: BERT, carlId: CARL, tag: TAG };
    const { raw } = await openScene(() => node(0), cast, context);
    const { client: old } = await raw(OLD, { clean: false, properties: { sessionExpiryInterval: 600 } });
    await old.subscribeAsync(presenceTopic(ANNA), { qos: 0 });
    await old.endAsync();
    expect(queueTypes(cluster, OLD)).toEqual(['classic']);
    const command = guideCommand('brokers', 'rabbitmqctl -q list_queues');
    expect(guideCommand('brokers', 'rabbitmqctl -q list_queues', 'de')).toBe(command);
    cluster.run(1, command);
    expect(queueTypes(cluster, OLD)).toEqual([]);
    const again = await at(OLD, 0);
    again.connection.watchPresence([ANNA], () => undefined);
    await chainsAt(again.connection, [OLD]);
    expect(queueTypes(cluster, OLD)).toEqual(['quorum']);
  });

  test('a dying node loses no acknowledged message, and its devices continue at the next node', async (context) => {
    const { nodes, target } = await running(context);
    const carl = await at(CARL, 1);
    const bert = await at(BERT, 0);
    await bert.connection.close();
    expect(await carl.connection.send(BERT, utf8('missed before'), 100)).toBe('sent');

    const staff = STAFF.map((device) => ({ device, ...connectTo(target(device, 0, 1, 2)) }));
    const registered: string[] = []; // what became of each registration right after connecting
    for (const { connection, device } of staff) {
      connection.onView((view) => {
        if (view.kind !== 'online') return;
        void register(connection, device, `of ${device}`).then((keeping) => registered.push(keeping));
      });
    }
    const settled = staff.slice(0, 4);
    for (const { connection } of settled) await onlineAt(connection);
    const sending: Promise<string>[] = [];
    const texts = Array.from({ length: 60 }, (_, n) => `message ${n}`);
    let killing = Promise.resolve();
    for (const [n, text] of texts.entries()) {
      for (const { connection, device } of settled) {
        sending.push(
          carl.connection.send(device, utf8(text), 100),
          connection.send(CARL, utf8(`${device} ${text}`), 100),
        );
      }
      if (n === 30) killing = nodes[0]?.kill() ?? killing;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await killing;
    expect(await carl.connection.send(BERT, utf8('missed after'), 100)).toBe('sent');
    // A message that no broker had acknowledged within its 100 s, or that was sent later than 10 s after the loss of the
    // connection, would be `not-connected` (outbox.ts).
    expect(new Set(await Promise.all(sending))).toEqual(new Set(['sent']));
    await until(() => {
      for (const { heard } of settled) expect(heard).toEqual(expect.arrayContaining(texts));
      const all = settled.flatMap(({ device }) => texts.map((text) => `${device} ${text}`));
      expect(carl.heard).toEqual(expect.arrayContaining(all));
    });
    const again = await at(BERT, 0, 1, 2);
    await until(() => expect(again.heard).toEqual(['missed before', 'missed after']));
    for (const { connection, device } of staff) {
      await onlineAt(connection);
      await until(async () => expect(await register(connection, device, `of ${device}`)).toBe('kept'));
    }
    expect(registered).toContain('kept');
    expect(registered).not.toContain('not-kept');
    const chains = Object.fromEntries(STAFF.map((device) => [device, `of ${device}`]));
    await until(async () => expect(await chainsAt(carl.connection, STAFF)).toEqual(chains));
  });

  test('a returning node knows at most its old chains until their devices reconnect to it', async (context) => {
    const { nodes } = await running(context);
    const anna = await at(ANNA, 1);
    expect(await register(anna.connection, ANNA, 'of anna, longer')).toBe('kept');
    await nodes[0]?.restart();
    const bert = await at(BERT, 0);
    // RabbitMQ writes retained messages to disk after two seconds without a request (dets, auto_save).
    expect(['of anna', undefined]).toContain((await chainsAt(bert.connection, [ANNA]))[ANNA]);
    await anna.connection.close();
    const back = await at(ANNA, 0);
    expect(await register(back.connection, ANNA, 'of anna, longer')).toBe('kept');
    expect(await chainsAt(bert.connection, [ANNA])).toEqual({ [ANNA]: 'of anna, longer' });
  });
});
