// The broker connection at Debian's RabbitMQ with the configuration of the administrator's guide: TLS 1.3 with a
// certificate per device. One broker for all tests of this file, because it takes seconds to start.
import { afterAll, expect, test } from 'vitest';
import { connectionContract } from './connection-contract.ts';
import { castOf, until } from './connection-scene.ts';
import { causesIn, connectTo, onlineAt } from './connection-rig.ts';
import { type RabbitBroker, rabbitmq } from './rabbitmq.ts';
import { rabbitIsMissing } from './rabbitmq-node.ts';

const MOST_TESTS = 30;

let starting: Promise<RabbitBroker> | undefined;
let isKilled = false;

async function shared(): Promise<RabbitBroker> {
  const casts = Array.from({ length: MOST_TESTS }, (_, number) => castOf(number));
  starting ??= rabbitmq(casts.flatMap(({ annaId, bertId, carlId }) => [annaId, bertId, carlId]));
  const broker = await starting;
  const restart = async (): Promise<void> => {
    isKilled = false;
    await broker.restart();
  };
  if (isKilled) await restart();
  return {
    ...broker,
    restart,
    kill: async () => {
      isKilled = true;
      await broker.kill();
    },
    stop: () => Promise.resolve(),
  };
}

afterAll(async () => (await starting)?.stop());

test.skipIf(rabbitIsMissing !== undefined)(
  'a device that is added later can connect after the guide’s command admits it',
  async () => {
    const broker = await shared();
    const { annaId: late } = castOf(MOST_TESTS);
    const { connection, views } = connectTo(broker.target(late));
    await until(() => expect(connection.view()).toMatchObject({ kind: 'waiting', cause: 'not-authorised' }));
    for (const cause of causesIn(views)) expect(['not-authorised', 'timeout']).toContain(cause);
    broker.admit(late);
    connection.retryNow();
    await onlineAt(connection);
  },
);

connectionContract('RabbitMQ, TLS 1.3 and certificates', shared, rabbitIsMissing);
