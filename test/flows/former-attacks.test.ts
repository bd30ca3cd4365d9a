// Two attacks that succeeded when all devices of a person had one key and an address had one topic, repeated step by
// step (decision 0068): a removed device takes over the identity, and any account of the broker disconnects a person.
import { beforeEach, describe, expect, test } from 'vitest';
import { userTag } from '../../src/core/keys/address.ts';
import { payloadOf } from '../../src/core/keys/chain.ts';
import { writeHint } from '../../src/core/signal/hint.ts';
import { type KeptChain, keepOwn } from '../../src/main/devices/kept-chain.ts';
import { createOwnChain, type OwnChain } from '../../src/main/devices/own-chain.ts';
import { createAddressReader } from '../../src/main/people/address-reader.ts';
import { dice } from './support/dice.ts';
import { MemoryStore } from './support/person.ts';
import { call, hangUp, type Person, verified, type World } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  ({ world, anna, ben } = await verified());
});

/**
 * A call that connects and in which both people see each other as verified. `isUnconfirmed`: Ben is also shown that the
 * directory names somebody else.
 */
async function talkBetween(from: Person, to: Person, isUnconfirmed = false): Promise<void> {
  await call(from, to);
  expect(ben.view?.unconfirmed).toBe(isUnconfirmed);
  const seen = [from, to].map(({ view }) => view?.trust.kind);
  expect(seen).toEqual(['verified', 'verified']);
  await hangUp(from, to);
  await world.clock.advance(70_000);
}

/** `from` calls `to`, and the call does not ring. */
async function isKeptOut(from: Person, to: Person): Promise<void> {
  from.place(to);
  await from.waitFor('ended', 70_000);
  expect([from.reason, to.phase]).toEqual(['unreachable', 'none']);
  from.desk.dismiss(from.id);
  await world.clock.advance(70_000);
}

describe('removed devices that sign two further links', () => {
  let laptop: Person; // Anna's removed device

  beforeEach(async () => {
    laptop = world.person(anna.address, 'laptop', anna);
    await call(laptop, ben);
    await hangUp(laptop, ben);
    await world.clock.advance(70_000);
    const before = laptop.chain;
    anna.drop(laptop);
    await talkBetween(ben, anna); // Ben has read the removal
    await isKeptOut(laptop, ben);
    const once = laptop.membership.link({ drop: [anna.device] }, before);
    laptop.membership.fork(laptop.membership.link({ proto: [1, 2] }, once));
  });

  /** The state that Anna's own device derives from the directory. */
  async function ownChain(): Promise<OwnChain> {
    const { clock, slices } = world;
    const transport = world.broker.connect(anna.device);
    const random = dice('own chain');
    const own = { address: anna.address, deviceKeys: anna.deviceKeys };
    const kept = { held: anna.membership.held(), lost: [] };
    const store = new MemoryStore<KeptChain>();
    store.write(keepOwn(kept));
    const rounds: string[] = [];
    const silent = (): void => undefined;
    const chain = createOwnChain(
      {
        own,
        store,
        reader: createAddressReader({ source: transport, clock, random, slices }),
        transport,
        slices,
        clock,
        onRound: (round) => rounds.push(round),
        onClaim: silent,
        onCut: silent,
        onChange: silent,
        onDisk: silent,
      },
      kept,
    );
    chain.online();
    await clock.until('a round', () => rounds.length > 0);
    chain.offline();
    return chain;
  }

  test('a removed device that signs two further links is not rung, rings nobody and does not disturb its person’s calls', async () => {
    await talkBetween(ben, anna);
    expect(laptop.phase).toBe('none');
    await isKeptOut(laptop, ben);
    await talkBetween(anna, ben);
    expect(ben.book.trustOf(anna.address).kind).toBe('verified');
  });

  test('the remaining device ignores further links of a removed device, one of which removes the remaining device', async () => {
    const chain = await ownChain();
    expect([chain.state(), chain.isDisputed()]).toEqual(['in', false]);
    expect(chain.devices().map(({ id }) => id)).toEqual([anna.device]);
  });
});

describe('strangers who publish under a verified person’s address', () => {
  let mallory: Person;

  beforeEach(() => {
    mallory = world.person(anna.address, 'claim');
    // Whoever may publish under the address may also write its hint (protocol §2). This hint names the stranger's
    // device alone.
    world.broker.hints.set(userTag(anna.address), writeHint([mallory.device]));
  });

  /** Expects that calls both ways reach the known person, verified, and nobody else. */
  async function goesOn(isUnconfirmed = false): Promise<void> {
    await talkBetween(ben, anna, isUnconfirmed);
    await talkBetween(anna, ben, isUnconfirmed);
  }

  const outcome = (): readonly string[] => [mallory.phase, ben.book.trustOf(anna.address).kind];

  test('a stranger’s publication under a verified person’s address changes nothing for a peer who verified the person', async () => {
    await goesOn();
    world.broker.directories.get(userTag(anna.address))?.delete(mallory.device);
    world.broker.hints.set(userTag(anna.address), writeHint([anna.device]));
    await goesOn();
    expect(outcome()).toEqual(['none', 'verified']);
  });

  test('if a stranger overwrites a verified person’s topic, calls are unconfirmed until the topic is repaired, and the person stays verified', async () => {
    const directory = world.broker.directories.get(userTag(anna.address));
    directory?.set(anna.device, payloadOf(mallory.chain));
    await goesOn(true);
    directory?.set(anna.device, payloadOf(anna.chain));
    await goesOn();
    expect(outcome()).toEqual(['none', 'verified']);
  });
});
