// What an account logs of its own person's chain.
import { expect, test, vi } from 'vitest';
import { beginOwnChain } from '../../../src/main/app/begin-own-chain.ts';
import { keepOwn } from '../../../src/main/devices/kept-chain.ts';
import { createLog } from '../../../src/main/log.ts';
import { ADDRESS, HandChain, realDevice } from '../../core/keys/hand-written-chain.ts';
import { keysOf } from '../devices/own-chain-rig.ts';
import { MemoryStore } from '../memory-store.ts';
import { MemoryDirectory } from '../people/memory-directory.ts';
import { holds } from '../people/reader-rig.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';

const silent = (): void => undefined;

test('a chain of a removed device that does not count is logged once a day, without naming anybody', async () => {
  const [laptop, thief] = [realDevice(1), realDevice(2)];
  const both = HandChain.begin(laptop).adding(laptop, thief);
  const directory = new MemoryDirectory();
  directory.publish(both.next(thief, { proto: [1, 2] }), thief);
  const store = new MemoryStore<ReturnType<typeof keepOwn>>();
  store.write(keepOwn({ held: holds(both.dropping(laptop, thief)), lost: [] }));
  const clock = heldClock();
  const lines: string[] = [];
  let readings = 0; // the hint is published after each complete reading, because the directory never has one
  const chain = beginOwnChain({
    identity: { address: ADDRESS, name: 'Anna', deviceId: laptop.id, deviceKeys: keysOf(laptop), wipe: silent },
    opened: { chain: store },
    transport: {
      readDirectory: directory.readDirectory,
      publishChain: (_tag, bytes) => {
        directory.payloads.set(laptop.id, bytes);
        return Promise.resolve('sent');
      },
      publishHint: () => {
        readings++;
        return Promise.resolve('sent');
      },
    },
    clock,
    random: systemRandom,
    log: createLog('debug', (_level, line) => lines.push(line)),
    notices: { add: silent },
    onChange: silent,
    onRound: silent,
    onDisk: silent,
  });
  const settled = (count: number): Promise<boolean> => vi.waitUntil(() => readings === count, { interval: 1 });
  chain.online();
  await settled(1);
  chain.refresh();
  await settled(2);
  const cuts = (): readonly string[] => lines.filter((line) => line.includes('count for nothing'));
  expect(cuts()).toHaveLength(1);
  expect(cuts().join()).not.toContain(thief.id);
  clock.advance(24 * 3_600_000);
  await settled(3);
  chain.offline();
  expect(cuts()).toHaveLength(2);
});
