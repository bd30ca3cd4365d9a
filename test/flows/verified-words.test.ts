// Whom a person has verified on one device is verified on all of theirs (protocol §5 rule 18): what the others mark, and what they do not
// let themselves be told.
import { beforeEach, describe, expect, test } from 'vitest';
import { writeVerifiedEnvelope } from '../../src/core/signal/envelope.ts';
import { unwrap } from '../../src/core/assert.ts';
import { userTag } from '../../src/core/keys/address.ts';
import type { Parcel } from './support/broker.ts';
import { dice } from './support/dice.ts';
import { verifiedWord } from './support/verified-word.ts';
import { answerFor, call, hangUp, type Person, strangers, talking, type World } from './support/world.ts';

const VERIFIED = 9; // type of the envelope
const DAY = 86_400_000;

let world: World;
let anna: Person;
let ben: Person;
let ward: Person; // Ben's other device
beforeEach(() => {
  ({ world, anna, ben } = strangers());
  ward = world.person(ben.address, 'two', ben);
});

const words = (): readonly Parcel[] => world.broker.sent.filter(({ bytes }) => bytes[1] === VERIFIED);
const trustAt = (person: Person, of = anna): string => person.book.trustOf(of.address).kind;

const wordOf = (from: Person, of: Person, ageMs = 0): Parcel => verifiedWord(world, [from, ward], of, ageMs);

/** Anna calls, Ben answers at his desk and types her code. */
async function compared(): Promise<void> {
  await call(anna, ben);
  expect(ben.desk.confirmCode(ben.id, anna.code ?? '').ok).toBe(true);
  await world.clock.advance(4000);
}

describe('who was verified on one device', () => {
  test('is verified on the other one, which has never spoken to them, at the time it was done', async () => {
    await call(anna, ben);
    ben.desk.confirmCode(ben.id, anna.code ?? '');
    const atMs = world.clock.nowMs();
    await world.clock.advance(1000);
    expect(ward.book.trustOf(anna.address)).toEqual({ kind: 'verified', at: atMs, way: 'own-device' });
    expect(words().map(({ to }) => to)).toEqual([ward.device]); // each other device once, nobody else
    const marks = ward.records.filter(({ kind }) => kind === 'peer-verified');
    expect(marks).toEqual([{ kind: 'peer-verified', way: 'own-device' }]); // and nobody typed a code there
  });

  test('in a call that is on there the words change at once', async () => {
    await call(anna, ward);
    expect(ward.view?.trust.kind).toBe('pinned');
    world.broker.inject(wordOf(ben, anna));
    await world.clock.advance(100);
    expect([ward.view?.trust.kind, ward.phase]).toEqual(['verified', 'live']);
  });

  test('the moved call needs no second comparison', async () => {
    await compared();
    expect(ben.desk.move(ben.id, ward.device).ok).toBe(true);
    await world.clock.until('the offer', () => ward.desk.offer() !== undefined);
    expect(ward.desk.takeOver(ward.desk.offer()?.call ?? '').ok).toBe(true);
    await talking(ward);
    expect(ward.view?.trust.kind).toBe('verified');
  });

  test('is verified on a device that was off, when it comes back', async () => {
    world.broker.setOnline(ward.device, false);
    await compared();
    ben.desk.hangUp(ben.id);
    await world.clock.advance(3 * DAY);
    expect(trustAt(ward)).toBe('new');
    world.broker.setOnline(ward.device, true);
    await world.clock.advance(4000);
    expect(trustAt(ward)).toBe('verified');
  });

  test('also where the broker was away when the code was typed', async () => {
    await call(anna, ben);
    world.broker.setOnline(ben.device, false);
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '').ok).toBe(true);
    await world.clock.advance(10_000);
    expect([words().length, trustAt(ward)]).toEqual([0, 'new']);
    world.broker.setOnline(ben.device, true);
    await world.clock.advance(4000);
    expect([words().length, trustAt(ward)]).toEqual([1, 'verified']);
    for (const isOnline of [false, true]) world.broker.setOnline(ben.device, isOnline);
    await world.clock.advance(4000);
    expect(words().length).toBe(1); // what has left is not said again with every link
  });

  test('but not on one that was removed meanwhile: it learns nothing any more', async () => {
    await call(anna, ben);
    world.broker.setOnline(ben.device, false);
    ben.desk.confirmCode(ben.id, anna.code ?? '');
    await world.clock.advance(1000);
    ben.chain = ben.without(ward);
    world.broker.setOnline(ben.device, true);
    await world.clock.advance(4000);
    expect(words().length).toBe(0);
  });

  test('keeps the time of the first comparison, however often the word comes', async () => {
    await compared();
    const before = ward.book.trustOf(anna.address);
    world.broker.inject(wordOf(ben, anna, DAY));
    world.broker.inject(wordOf(ben, anna));
    await world.clock.advance(4000);
    expect(ward.book.trustOf(anna.address)).toEqual(before);
  });

  test('at no time to come, where the clock of the other device is ahead', async () => {
    const cleo = world.person('cleo@c.example');
    world.broker.inject(wordOf(ben, cleo, -200_000));
    await world.clock.until('the word', () => trustAt(ward, cleo) === 'verified');
    const trust = ward.book.trustOf(cleo.address);
    expect(trust.kind === 'verified' ? trust.at : Infinity).toBeLessThanOrEqual(world.clock.nowMs());
  });

  test('is not written into a book that was locked while the directory was asked', async () => {
    const cleo = world.person('cleo@c.example');
    world.broker.inject(wordOf(ben, cleo));
    await world.clock.advance(5);
    await ward.desk.close('app-locked');
    await world.clock.advance(4000);
    expect(trustAt(ward, cleo)).toBe('new');
  });

  test('stays counted as a failed secure call where one failed', async () => {
    ward.book.noteFailedSecureCall(anna.address);
    await compared();
    expect([trustAt(ward), ward.book.failedSecureCalls()]).toEqual(['verified', [{ address: anna.address, count: 1 }]]);
    expect(ben.book.failedSecureCalls()).toEqual([]);
  });

  test('a wrong code tells nobody anything', async () => {
    await call(anna, ben);
    ben.desk.confirmCode(ben.id, anna.code === '00000000' ? '11111111' : '00000000');
    await world.clock.advance(4000);
    expect(words()).toEqual([]);
  });
});

describe('what a device does not let itself be told', () => {
  test('that somebody else than it knows is verified', async () => {
    const impostor = world.impostor(anna.address);
    answerFor(world, anna.address, (reader) => (reader === ward.device ? impostor.published : anna.published));
    await call(impostor, ward);
    await hangUp(impostor, ward);
    await compared(); // Ben verifies the true Anna at his desk
    expect(trustAt(ward)).toBe('pinned');
    expect(ward.logs.join()).toContain('other-identity');
  });

  test('nor where it knows nobody yet and the directory names another', async () => {
    const impostor = world.impostor(anna.address);
    answerFor(world, anna.address, (reader) => (reader === ward.device ? impostor.published : anna.published));
    await compared();
    expect([trustAt(ward), ward.book.pin(anna.address)]).toEqual(['new', undefined]);
  });

  test('nor where it knows nobody yet and the directory names another beside her', async () => {
    const impostor = world.impostor(anna.address);
    const both = new Map([...anna.published, ...impostor.published]);
    answerFor(world, anna.address, (reader) => (reader === ward.device ? both : anna.published));
    await compared();
    expect([trustAt(ward), ward.book.pin(anna.address)]).toEqual(['new', undefined]);
  });

  test('nor that somebody in dispute is verified before the person has decided', async () => {
    ward.meet(anna);
    ward.book.noteDispute(anna.address, world.clock.nowMs());
    await compared();
    expect(trustAt(ward)).toBe('changed');
    expect(ward.book.trustOf(anna.address)).not.toHaveProperty('verifiedAt');
  });

  test('nor that somebody is verified of whom it knows a dispute alone', async () => {
    const laptop = world.person(anna.address, 'laptop', anna);
    const before = anna.chain;
    anna.membership.fork(anna.membership.link({ drop: [laptop.device] }, before));
    laptop.membership.fork(laptop.membership.link({ drop: [anna.device] }, before));
    for (const why of ['why=chain', 'why=other-identity']) {
      world.broker.inject(wordOf(ben, anna));
      await world.clock.advance(4000);
      expect([trustAt(ward), ward.book.pin(anna.address)]).toEqual(['changed', undefined]);
      expect(ward.logs.at(-1)).toContain(why);
    }
  });

  test('again by the broker, which has kept the word, after the person has decided in a dispute', async () => {
    await compared();
    const [word] = words();
    ward.book.noteDispute(anna.address, world.clock.nowMs());
    expect(await ward.decideFor(anna)).toBe('done');
    world.broker.inject({ ...word!, delayMs: 5 });
    await world.clock.advance(4000);
    expect([trustAt(ward), ward.logs.join().includes('old')]).toEqual(['pinned', true]);
  });

  test.each<readonly [string, () => { readonly from: Person; readonly ageMs: number }]>([
    ['by a peer', () => ({ from: anna, ageMs: 0 })],
    [
      'by a device that was removed',
      () => {
        ward.chain = ward.without(ben);
        return { from: ben, ageMs: 0 };
      },
    ],
    ['after more than a week', () => ({ from: ben, ageMs: 7 * DAY + 400_000 })],
    ['from a time to come', () => ({ from: ben, ageMs: -400_000 })],
  ])('%s', async (_how, make) => {
    const { from, ageMs } = make();
    const cleo = world.person('cleo@c.example');
    world.broker.inject(wordOf(from, cleo, ageMs));
    await world.clock.advance(4000);
    expect(trustAt(ward, cleo)).toBe('new');
  });

  test('and yet the same word of a device of theirs counts', async () => {
    const cleo = world.person('cleo@c.example');
    world.broker.inject(wordOf(ben, cleo, 6 * DAY));
    await world.clock.advance(4000);
    expect(trustAt(ward, cleo)).toBe('verified');
  });

  test('of an address that nobody can look up, though a chain stands under it', async () => {
    const odd = { address: 'Anna@a.example', person: anna.person };
    world.broker.directories.set(userTag(odd.address), new Map(anna.published));
    world.broker.inject(verifiedWord(world, [ben, ward], odd));
    await world.clock.advance(4000);
    expect(ward.book.trustOf(odd.address).kind).toBe('new');
  });

  test('of its own person: nobody is their own contact', async () => {
    world.broker.inject(wordOf(ben, ben));
    await world.clock.advance(4000);
    expect(trustAt(ward, ben)).toBe('new');
  });

  test('by a device that is removed while the directory is asked', async () => {
    const cleo = world.person('cleo@c.example');
    world.broker.inject(wordOf(ben, cleo));
    await world.clock.advance(7);
    ward.chain = ward.without(ben);
    await world.clock.advance(4000);
    expect([trustAt(ward, cleo), ward.book.pin(cleo.address)]).toEqual(['new', undefined]);
  });

  test('of more than 32 people a day whom it does not know: a device in strange hands fills no book', async () => {
    const people = Array.from({ length: 34 }, (_, i) => world.person(`stranger${i}@c.example`));
    const tell = async (of: Person): Promise<string> => {
      world.broker.inject(wordOf(ben, of));
      await world.clock.advance(100);
      return trustAt(ward, of);
    };
    const told: string[] = [];
    for (const person of people.slice(0, 33)) told.push(await tell(person));
    expect(told).toEqual([...Array.from({ length: 32 }, () => 'verified'), 'new']);
    ward.meet(anna);
    expect(await tell(anna)).toBe('verified'); // whom it knows adds nothing
    await world.clock.advance(DAY);
    expect(await tell(unwrap(people[33], 'there are 34'))).toBe('verified');
  });

  test('a flood of such words keeps no call from ringing', async () => {
    for (let i = 0; i < 200; i++) {
      const bytes = writeVerifiedEnvelope(
        new Uint8Array(16).fill(i),
        BigInt(world.clock.nowMs()),
        dice(`flood ${i}`)(400),
      );
      world.broker.inject({ to: ward.device, from: ben.device, bytes, delayMs: 1 });
    }
    anna.place(ben);
    await ward.waitFor('ringing');
    const cleo = world.person('cleo@c.example');
    world.broker.inject(wordOf(ben, cleo)); // the twenty of this second are spent: it is not even read
    await world.clock.advance(100);
    expect([trustAt(ward), trustAt(ward, cleo)]).toEqual(['new', 'new']);
    world.broker.inject({ ...wordOf(ben, cleo), delayMs: 1100 });
    await world.clock.advance(4000);
    expect(trustAt(ward, cleo)).toBe('verified');
  });
});
