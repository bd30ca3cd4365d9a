// Who may say that a false key was given out for somebody's address (protocol §5 rule 1). Any account can send an INVITE that claims it;
// a notice that anybody can raise at will is one that nobody believes when it is true.
import { beforeEach, expect, test } from 'vitest';
import { toB64u } from '../../src/core/bytes.ts';
import { headOf } from '../../src/core/keys/device-list.ts';
import { CallerLeg } from '../../src/main/calls/leg.ts';
import { dice } from './support/dice.ts';
import { answerFor, type Person, strangers, type World } from './support/world.ts';

/** Whose word an INVITE shows. */
type Claimed = Pick<Person, 'certificate' | 'userKey'>;

let world: World;
let anna: Person;
let ben: Person;
beforeEach(() => {
  ({ world, anna, ben } = strangers());
});

/** An INVITE of `from` to Ben's device, under an identity that is not Ben's. */
function mislead(from: Person, seed: string, { certificate, userKey }: Claimed = from): void {
  const random = dice(`misled ${from.address} ${seed}`);
  const binding = { callId: random(16), issuedAtMs: BigInt(world.clock.nowMs()), ttlSeconds: 45 };
  const target = ben.list.devices[0];
  if (target === undefined) throw new Error('Ben has a device');
  const leg = CallerLeg.ring(
    target,
    {
      kind: 'invite',
      from: { uik: toB64u(userKey.publicKey), ...certificate },
      to: { address: ben.address, person: toB64u(random(32)) },
      media: ['audio'],
      commit: toB64u(random(32)),
      list: null,
      own: headOf(from.list),
    },
    { deviceKeys: from.deviceKeys, random, binding },
  );
  world.broker.inject({ from: from.device, to: ben.device, bytes: leg?.invite ?? random(1), delayMs: 0 });
}

const recorded = (): number => ben.records.filter(({ kind }) => kind === 'false-identity').length;
const told = (): readonly number[] => [ben.notices.length, recorded()];

test('a caller whose list proves them is believed: one notice, one entry of the record, and nothing rings', async () => {
  mislead(anna, 'one');
  await world.clock.advance(5000);
  expect(ben.notices).toMatchObject([{ kind: 'false-identity' }]);
  expect(ben.records).toContainEqual({ kind: 'false-identity' });
  expect([told(), ben.phase, ben.history]).toEqual([[1, 1], 'none', []]);
});

test('the same INVITE again says nothing new', async () => {
  mislead(anna, 'one');
  await world.clock.advance(5000);
  mislead(anna, 'one');
  await world.clock.advance(5000);
  expect(told()).toEqual([1, 1]);
});

test('a sender under the certificate of another device is not believed', async () => {
  const mallory = world.person('mallory@demo.example');
  mislead(mallory, 'one', anna);
  await world.clock.advance(5000);
  expect(told()).toEqual([0, 0]);
});

test('a device that was taken off the list of its person is not believed', async () => {
  const laptop = world.person(anna.address, 'laptop', anna);
  anna.publishNext([anna.certificate]);
  mislead(laptop, 'one');
  await world.clock.advance(5000);
  expect(told()).toEqual([0, 0]);
  mislead(anna, 'two');
  await world.clock.advance(5000);
  expect(told()).toEqual([1, 1]);
});

test('a sender whom no list names is not believed', async () => {
  const hidden = world.impostor('hidden@demo.example');
  mislead(hidden, 'one');
  await world.clock.advance(5000);
  expect(told()).toEqual([0, 0]);
});

test('a device that its person has taken off the list is not believed', async () => {
  const phone = world.person(anna.address, 'two', anna);
  anna.publishNext([anna.certificate]);
  mislead(phone, 'one');
  await world.clock.advance(5000);
  expect(told()).toEqual([0, 0]);
});

test('a sender under the address of somebody who is known by another key is not believed, whatever the directory says', async () => {
  ben.book.accept(anna.address, anna.list, world.clock.nowMs());
  const falseAnna = world.impostor(anna.address);
  answerFor(world, anna.address, () => falseAnna.list);
  mislead(falseAnna, 'one');
  await world.clock.advance(5000);
  expect(told()).toEqual([0, 0]);
});

test('strangers with many addresses are believed twice a day, and keep a person who is known from nothing', async () => {
  ben.book.accept(anna.address, anna.list, world.clock.nowMs());
  for (let i = 0; i < 30; i++) {
    mislead(world.person(`stranger-${i}@demo.example`), 'one');
    await world.clock.advance(20_000);
  }
  expect(told()).toEqual([2, 2]);
  mislead(anna, 'one');
  await world.clock.advance(5000);
  expect(told()).toEqual([3, 3]);
});

test('nothing is told once the app is locked, though the list comes then', async () => {
  const desk = ben.desk;
  mislead(anna, 'one');
  await world.clock.advance(1); // the list is on its way
  void desk.close('app-locked');
  await world.clock.advance(5000);
  expect(told()).toEqual([0, 0]);
});
