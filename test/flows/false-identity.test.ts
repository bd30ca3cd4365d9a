// An INVITE that reaches the callee, but names another person under the callee's address, is a false-identity report:
// it says that the caller has read a false key there. These tests show which callers are believed (protocol §5 rule 1).
// Any account can send such an INVITE. If anybody could raise the notice at will, nobody would believe a true one.
import { beforeEach, expect, test } from 'vitest';
import { toB64u } from '../../src/core/bytes.ts';
import { chainHead } from '../../src/core/keys/chain-head.ts';
import { linksToCarry } from '../../src/core/signal/message.ts';
import { CallerLeg } from '../../src/main/calls/session/leg.ts';
import { dice } from './support/dice.ts';
import { answerFor, type Person, strangers, type World } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;
beforeEach(() => {
  ({ world, anna, ben } = strangers());
});

/** Sends Ben's device an INVITE of `from` that was made for an identity that is not Ben's. */
function mislead(from: Person, seed: string, claimed = from): void {
  const random = dice(`misled ${from.address} ${seed}`);
  const binding = { callId: random(16), issuedAtMs: BigInt(world.clock.nowMs()), ttlSeconds: 45 };
  const leg = CallerLeg.ring(
    ben.deviceKeys,
    {
      kind: 'invite',
      from: {
        address: claimed.address,
        person: toB64u(claimed.person),
        d: toB64u(from.deviceKeys.d),
        name: '',
        chain: [...linksToCarry(claimed.chain)],
      },
      to: { address: ben.address, person: toB64u(random(32)) },
      media: ['audio'],
      commit: toB64u(random(32)),
      list: null,
      own: chainHead(from.chain),
    },
    { deviceKeys: from.deviceKeys, random, binding },
  );
  world.broker.inject({ from: from.device, to: ben.device, bytes: leg?.invite ?? random(1), delayMs: 0 });
}

const recorded = (): number => ben.records.filter(({ kind }) => kind === 'false-identity').length;
const told = (): readonly number[] => [ben.notices.length, recorded()];

test('a false-identity report by a proven caller gives one notice and one record, and nothing rings', async () => {
  mislead(anna, 'one');
  await world.clock.advance(5000);
  expect(ben.notices).toMatchObject([{ kind: 'false-identity' }]);
  expect(ben.records).toContainEqual({ kind: 'false-identity' });
  expect([told(), ben.phase, ben.history]).toEqual([[1, 1], 'none', []]);
});

test('a repeated false-identity report gives no further notice', async () => {
  mislead(anna, 'one');
  await world.clock.advance(5000);
  mislead(anna, 'one');
  await world.clock.advance(5000);
  expect(told()).toEqual([1, 1]);
});

test('a false-identity report with another person’s chain is ignored', async () => {
  const mallory = world.person('mallory@demo.example');
  mislead(mallory, 'one', anna);
  await world.clock.advance(5000);
  expect(told()).toEqual([0, 0]);
});

test('a false-identity report by a removed device is ignored, and a report by a remaining device counts', async () => {
  const laptop = world.person(anna.address, 'laptop', anna);
  anna.drop(laptop);
  mislead(laptop, 'one');
  await world.clock.advance(5000);
  expect(told()).toEqual([0, 0]);
  mislead(anna, 'two');
  await world.clock.advance(5000);
  expect(told()).toEqual([1, 1]);
});

test('a false-identity report by a sender who is not in the directory is ignored', async () => {
  const hidden = world.impostor('hidden@demo.example');
  mislead(hidden, 'one');
  await world.clock.advance(5000);
  expect(told()).toEqual([0, 0]);
});

test('a false-identity report by an impostor of a known person is ignored, even if the directory serves the impostor’s chain', async () => {
  ben.meet(anna);
  const falseAnna = world.impostor(anna.address);
  answerFor(world, anna.address, () => falseAnna.published);
  mislead(falseAnna, 'one');
  await world.clock.advance(5000);
  expect(told()).toEqual([0, 0]);
});

test('of thirty strangers’ false-identity reports in ten minutes two count, and a later report by a known person counts too', async () => {
  ben.meet(anna);
  for (let i = 0; i < 30; i++) {
    mislead(world.person(`stranger-${i}@demo.example`), 'one');
    await world.clock.advance(20_000);
  }
  expect(told()).toEqual([2, 2]);
  mislead(anna, 'one');
  await world.clock.advance(5000);
  expect(told()).toEqual([3, 3]);
});

test('a false-identity report gives no notice if the program is locked before the sender’s chain arrives', async () => {
  const desk = ben.desk;
  mislead(anna, 'one');
  await world.clock.advance(1); // the answer with the chain is in transit
  void desk.close('app-locked');
  await world.clock.advance(5000);
  expect(told()).toEqual([0, 0]);
});
