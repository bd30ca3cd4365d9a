// A flood of INVITEs from accounts of the broker (protocol §5 rule 2): which callers it blocks, and which it does not.
import { beforeEach, describe, expect, test } from 'vitest';
import { EARLY, flood, INVITE, madeUp } from './support/flood.ts';
import { call, hangUp, type Person, strangers, type World } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;
beforeEach(() => {
  ({ world, anna, ben } = strangers());
});

/** How long Ben's device takes to ring when this person calls. */
async function msToRing(caller: Person): Promise<number> {
  const atMs = world.clock.nowMs();
  caller.place(ben);
  await world.clock.until(
    () => `a ring of ${caller.address}`,
    () => ben.view?.address === caller.address && ben.phase === 'ringing',
    5000,
  );
  return world.clock.nowMs() - atMs;
}

async function giveUp(caller: Person): Promise<void> {
  if (caller.phase !== 'ended') caller.hangUp();
  await caller.waitFor('ended');
  await world.clock.advance(1000);
  for (const person of [caller, ben]) if (person.phase === 'ended') person.desk.dismiss(person.id);
}

const thousand = (from: (i: number) => string): void =>
  flood(world, ben, from, { type: INVITE, count: 1000, everyMs: 1 });

describe('a thousand INVITEs in a second', () => {
  test.each(['whom the callee never talked to', 'whom the callee has talked to before'])(
    'a flood of strangers’ INVITEs delays a call by at most 50 ms if the caller is a contact %s',
    async (how) => {
      ben.book.add(anna.address, 'Anna');
      if (how === 'whom the callee has talked to before') {
        await call(ben, anna);
        await hangUp(ben, anna);
      }
      await world.clock.advance(70_000);
      const calm = await msToRing(anna);
      await giveUp(anna);
      await world.clock.advance(70_000); // the lists are old by now and are read again
      thousand(madeUp);
      await world.clock.advance(500);
      expect(await msToRing(anna)).toBeLessThanOrEqual(calm + 50);
    },
  );

  test('nine seconds after a flood of strangers’ INVITEs, another stranger rings within 100 ms', async () => {
    thousand(madeUp);
    await world.clock.advance(10_000);
    expect(await msToRing(anna)).toBeLessThan(100);
  });

  test.each(['belongs to nobody', 'belongs to a contact'])(
    'during a flood of INVITEs under one device id that %s, a stranger rings within 400 ms',
    async (whose) => {
      const cleo = world.person('cleo@c.example');
      ben.book.add(cleo.address, 'Cleo');
      thousand(() => (whose === 'belongs to a contact' ? cleo.device : madeUp(7)));
      await world.clock.advance(500);
      expect(await msToRing(anna)).toBeLessThan(400);
    },
  );
});

test('a person who has just become a contact is not limited like a stranger who calls too often', async () => {
  const cleo = world.person('cleo@c.example');
  ben.book.add(cleo.address, 'Cleo');
  expect(await msToRing(cleo)).toBeLessThan(400); // Cleo's list was read without the limit for strangers
  await giveUp(cleo);
  ben.book.add(anna.address, 'Anna');
  for (let calls = 0; calls < 6; calls++) {
    expect(await msToRing(anna)).toBeLessThan(400);
    await giveUp(anna);
    await world.clock.advance(3000);
  }
});

test('a caller who redials while INVITEs are queued does not count as one who calls too often', async () => {
  flood(world, ben, madeUp, { type: INVITE, count: 120, everyMs: 1 });
  await world.clock.advance(150);
  anna.place(ben);
  await world.clock.advance(1000);
  anna.hangUp();
  await anna.waitFor('ended');
  anna.desk.dismiss(anna.id);
  anna.place(ben);
  await ben.waitFor('ringing', 8000); // both INVITEs were read, one after the other
  expect([ben.view?.address, anna.phase]).toEqual([anna.address, 'calling']);
});

test('a cancelled call does not ring after its INVITE leaves the queue, even during another flood', async () => {
  const phases: string[] = [];
  ben.desk.onView(() => void phases.push(ben.phase));
  flood(world, ben, madeUp, { type: INVITE, count: 120, everyMs: 1 });
  await world.clock.advance(150);
  anna.place(ben);
  await world.clock.advance(1000);
  anna.hangUp();
  await world.clock.advance(100);
  flood(world, ben, madeUp, { type: EARLY, count: 200, everyMs: 1 });
  await world.clock.until(
    () => 'Anna’s call to be known as missed',
    () => ben.history.length > 0,
    10_000,
  );
  expect(phases).not.toContain('ringing');
});

describe('strangers with genuine identities who call repeatedly', () => {
  test('a ringing stranger yields to a calling contact and is told busy', async () => {
    ben.book.add(anna.address, 'Anna');
    const many = Array.from({ length: 12 }, (_, i) => world.person(`m${String(i)}@m.example`));
    for (const stranger of many) stranger.place(ben);
    await ben.waitFor('ringing');
    await world.clock.advance(2000);
    const rang = many.find(({ address }) => address === ben.view?.address);
    expect(await msToRing(anna)).toBeLessThan(200);
    await rang?.waitFor('ended');
    expect(rang?.reason).toBe('busy');
    expect(ben.desk.views().map(({ address }) => address)).toEqual([anna.address]); // only one call rings
    ben.answer();
    await anna.waitFor('live');
    await world.clock.advance(120_000);
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
    const line = ben.history.find(({ address }) => address === rang?.address);
    expect([line?.outcome, line?.unseen]).toEqual(['busy', true]);
  });

  test('a ringing stranger does not yield to another stranger, nor a ringing contact to another contact', async () => {
    const [one, two] = ['one@m.example', 'two@m.example'].map((address) => world.person(address));
    if (one === undefined || two === undefined) throw new Error('there are not two strangers');
    await msToRing(one);
    two.place(ben);
    await two.waitFor('ended');
    expect([two.reason, ben.view?.address]).toEqual(['busy', one.address]);
    one.hangUp();
    await ben.waitFor('ended');
    ben.book.add(anna.address, 'Anna');
    ben.book.add(two.address, 'Two');
    await world.clock.advance(3000);
    two.desk.dismiss(two.id);
    await msToRing(anna);
    two.place(ben);
    await two.waitFor('ended');
    expect([two.reason, ben.view?.address]).toEqual(['busy', anna.address]);
  });

  test('a single stranger who calls repeatedly rings three times and does not block other strangers', async () => {
    const mallory = world.person('mallory@m.example');
    const cleo = world.person('cleo@c.example');
    // Mallory has verified Ben, so her own program does not refuse the eleventh call in a minute (protocol §5.2.9).
    mallory.meet(ben);
    mallory.book.markVerified(ben.address, ben.person, 0);
    let rings = 0;
    for (let i = 0; i < 20; i++) {
      mallory.place(ben);
      await world.clock.advance(1500);
      if (ben.phase === 'ringing') rings++;
      await giveUp(mallory);
    }
    expect(rings).toBe(3);
    expect(await msToRing(cleo)).toBeLessThan(200);
  });
});
