// The first message of a turn of the event loop is sent within that turn, not after whatever its sender does next.
import { Socket } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import { connectTo, onlineAt } from './connection-rig.ts';
import { ANNA, BERT } from './connection-scene.ts';
import { embedded } from './test-broker.ts';

it('the first message of an event-loop turn is written to the broker before `send` returns', async () => {
  const broker = await embedded('tcp');
  onTestFinished(() => broker.stop());
  const { connection } = connectTo(broker.target(ANNA));
  await onlineAt(connection);
  const written: string[] = [];
  const write = vi.spyOn(Socket.prototype, 'write').mockImplementation((bytes) => {
    written.push(Buffer.from(bytes as Uint8Array).toString('latin1'));
    return true;
  });
  void connection.send(BERT, utf8('ready'), 30);
  write.mockRestore();
  expect(written.filter((bytes) => bytes.endsWith('ready'))).toHaveLength(1);
});
