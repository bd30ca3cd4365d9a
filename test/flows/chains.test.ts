// Whole calls under manipulated chains (protocol §2, §5 rule 1): removed devices that act as if they were members,
// links that only an INVITE brings, a directory that shows less than it has.
import { beforeEach, describe, expect, test } from 'vitest';
import { beginningOf, type Chain, payloadOf } from '../../src/core/keys/chain.ts';
import { dice } from './support/dice.ts';
import { deviceKeysOf } from './support/made-once.ts';
import { answerFor, call, hangUp, type Person, strangers, talking, verified, type World } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;
let laptop: Person; // Anna's other device

/** Ben has verified Anna, and has read that she has a laptop. */
async function acquainted(): Promise<void> {
  ({ world, anna, ben } = await verified());
  laptop = world.person(anna.address, 'laptop', anna);
  await call(laptop, ben);
  await hangUp(laptop, ben);
  await world.clock.advance(70_000);
}

/** Ben reads the directory by calling Anna, who answers. */
async function read(): Promise<void> {
  await call(ben, anna);
  await hangUp(ben, anna);
  await world.clock.advance(70_000);
}

/** Keys of a further device, which the thief of the laptop adds. */
const stolen = (seed: string) => deviceKeysOf(dice(`stolen ${seed}`)(32));

describe('removed devices', () => {
  beforeEach(async () => {
    await acquainted();
    const before = laptop.chain;
    anna.drop(laptop);
    await read();
    // The removed laptop goes on signing as if nothing had happened: its first link removes Anna's device and adds one
    // of the thief's, and its second adds another.
    const first = laptop.membership.link({ drop: [anna.device], add: [stolen('one')] }, before);
    laptop.membership.fork(laptop.membership.link({ add: [stolen('two')] }, first));
  });

  test('two further links of a removed device change nothing for a peer that has read the removal', async () => {
    await call(ben, anna);
    expect(ben.view).toMatchObject({ unconfirmed: false, trust: { kind: 'verified' } });
    expect(laptop.phase).toBe('none');
    expect(ben.logs.join()).toContain('cut or overruled links count for nothing');
  });

  test('a removed device’s call does not ring, whether the directory serves all chains, only the removed device’s chain, or nothing', async () => {
    for (const published of [anna.published, new Map([[laptop.device, payloadOf(laptop.chain)]]), 'timeout'] as const) {
      answerFor(world, anna.address, () => published);
      laptop.place(ben);
      await laptop.waitFor('ended', 70_000);
      expect([laptop.reason, ben.phase]).toEqual(['unreachable', 'none']);
      expect(ben.logs.at(-1)).toContain('reason=directory-conflict');
      laptop.desk.dismiss(laptop.id);
      await world.clock.advance(70_000);
    }
    expect(ben.book.trustOf(anna.address).kind).toBe('verified');
  });

  test('a caller who meets a removed device and its remover for the first time sees a dispute and rings nobody', async () => {
    const cleo = world.person('cleo@c.example');
    cleo.place(anna);
    await cleo.waitFor('ended');
    expect(cleo.reason).toBe('key-changed');
    expect(cleo.book.trustOf(anna.address)).toMatchObject({ kind: 'changed' });
    expect(world.broker.sent.some(({ from }) => from === cleo.device)).toBe(false);
  });
});

describe('removed devices whose removal the peer has not read', () => {
  beforeEach(acquainted);

  test('a removed device’s call stops ringing once the removal is read, even if the remover is new to the callee', async () => {
    const phone = world.person(anna.address, 'phone', anna);
    laptop.place(ben);
    await ben.waitFor('ringing');
    phone.drop(laptop, anna);
    await ben.waitFor('ended', 5000);
    expect(ben.reason).toBe('device-removed');
  });
});

describe('newly linked devices', () => {
  beforeEach(async () => {
    ({ world, anna, ben } = await verified());
  });

  /** Anna's laptop, which the directory does not show to Ben yet. */
  function linked(): Person {
    const before = anna.published;
    laptop = world.person(anna.address, 'laptop', anna);
    answerFor(world, anna.address, (reader) => (reader === ben.device ? before : anna.published));
    return laptop;
  }

  test('a call from a newly linked device rings as verified, because its INVITE carries the chain', async () => {
    linked().place(ben);
    await ben.waitFor('ringing');
    expect(ben.view).toMatchObject({ unconfirmed: false, trust: { kind: 'verified' } });
    ben.answer();
    await talking(laptop, ben);
    expect(ben.code).toBe(laptop.code);
  });

  test('a call from a newly linked device rings while the directory is silent, but is unconfirmed', async () => {
    linked();
    answerFor(world, anna.address, () => 'timeout');
    laptop.place(ben);
    await ben.waitFor('ringing');
    expect(ben.view).toMatchObject({ unconfirmed: true, trust: { kind: 'verified' } });
    ben.answer();
    await talking(laptop, ben);
    expect(ben.desk.confirmCode(ben.id, laptop.code ?? '')).toEqual({ ok: false, code: 'unconfirmed' });
  });

  test('a call from a newly linked device does not ring if the chain in its INVITE has a forged signature', async () => {
    linked();
    const [first, second] = laptop.carries().map((link) => ({ ...link }));
    laptop.carries = () => [first!, { ...second!, sig: first!.sig }];
    laptop.place(ben);
    await laptop.waitFor('ended', 70_000);
    expect([laptop.reason, ben.phase]).toEqual(['unreachable', 'none']);
  });

  test('a call from a newly linked device does not ring if its INVITE carries the chain of another person', async () => {
    linked();
    laptop.carries = () => ben.carries();
    laptop.place(ben);
    await laptop.waitFor('ended', 70_000);
    expect([laptop.reason, ben.phase]).toEqual(['unreachable', 'none']);
  });
});

describe('chains that are too long for INVITE', () => {
  /** Makes Anna's chain too long by many links that change nothing. */
  function lengthen(): void {
    let chain: Chain = anna.chain;
    for (let i = 0; payloadOf(chain).length <= 8192; i++) {
      chain = anna.membership.link({ proto: i % 2 === 0 ? [1, 3] : [1, 2, 3] }, chain);
    }
    anna.membership.publish(chain);
  }

  test('a chain that is too long for INVITE is read from the directory, and the call is not shown as unconfirmed', async () => {
    ({ world, anna, ben } = strangers());
    lengthen();
    expect(anna.carries()).toEqual([]);
    await call(anna, ben);
    expect(ben.view?.unconfirmed).toBe(false);
  });

  test('a caller whose chain is too long for INVITE does not ring if the callee pinned nobody and the directory is silent', async () => {
    ({ world, anna, ben } = strangers());
    lengthen();
    answerFor(world, anna.address, () => 'timeout');
    anna.place(ben);
    await anna.waitFor('ended', 70_000);
    expect([anna.reason, ben.phase]).toEqual(['unreachable', 'none']);
  });

  test('a pinned caller whose chain is too long for INVITE rings unconfirmed while the directory is silent', async () => {
    ({ world, anna, ben } = await verified());
    lengthen();
    answerFor(world, anna.address, () => 'timeout');
    anna.place(ben);
    await ben.waitFor('ringing');
    expect(ben.view?.unconfirmed).toBe(true);
  });
});

test('a caller who uses a lower protocol version than the highest that both devices support does not ring', async () => {
  ({ world, anna, ben } = strangers());
  for (const person of [anna, ben]) person.membership.publish(person.membership.link({ proto: [1, 2] }));
  anna.chain = beginningOf(anna.chain, 1); // Anna's INVITE carries a chain that claims only the first version
  anna.place(ben);
  await anna.waitFor('ended', 70_000);
  expect([anna.reason, ben.phase]).toEqual(['unreachable', 'none']);
  expect(ben.logs.join()).toContain('why=version');
  expect(ben.history).toEqual([]);
});
