// A person verified on one device is verified on all devices of its owner (protocol §5 rule 18): which verification
// notes count on the other devices, and which are ignored.
import { beforeEach, describe, expect, test } from 'vitest';
import { writeVerifiedEnvelope } from '../../src/core/signal/envelope.ts';
import { unwrap } from '../../src/core/assert.ts';
import { userTag } from '../../src/core/keys/address.ts';
import type { Parcel } from './support/broker.ts';
import { dice } from './support/dice.ts';
import { verifiedNote } from './support/verified-note.ts';
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

const notes = (): readonly Parcel[] => world.broker.sent.filter(({ bytes }) => bytes[1] === VERIFIED);
const trustAt = (person: Person, of = anna): string => person.book.trustOf(of.address).kind;

const noteOf = (from: Person, of: Person, ageMs = 0): Parcel => verifiedNote(world, [from, ward], of, ageMs);

/** Anna calls, and Ben answers on his first device and types her code. The note then has time to arrive. */
async function compared(): Promise<void> {
  await call(anna, ben);
  expect(ben.desk.confirmCode(ben.id, anna.code ?? '').ok).toBe(true);
  await world.clock.advance(4000);
}

describe('people verified on another own device', () => {
  test('a person verified on one device is verified on its owner’s other device, with the same time', async () => {
    await call(anna, ben);
    ben.desk.confirmCode(ben.id, anna.code ?? '');
    const atMs = world.clock.nowMs();
    await world.clock.advance(1000);
    expect(ward.book.trustOf(anna.address)).toEqual({ kind: 'verified', at: atMs, way: 'own-device' });
    expect(notes().map(({ to }) => to)).toEqual([ward.device]); // one note to the other device, and none to anybody else
    const marks = ward.records.filter(({ kind }) => kind === 'peer-verified');
    // The record does not claim that a code was typed on the other device.
    expect(marks).toEqual([{ kind: 'peer-verified', way: 'own-device' }]);
  });

  test('a verification note changes the trust shown in a live call at once', async () => {
    await call(anna, ward);
    expect(ward.view?.trust.kind).toBe('pinned');
    world.broker.inject(noteOf(ben, anna));
    await world.clock.advance(100);
    expect([ward.view?.trust.kind, ward.phase]).toEqual(['verified', 'live']);
  });

  test('a moved call needs no second comparison after the verification note', async () => {
    await compared();
    expect(ben.desk.move(ben.id, ward.device).ok).toBe(true);
    await world.clock.until('the offer', () => ward.desk.offer() !== undefined);
    expect(ward.desk.takeOver(ward.desk.offer()?.call ?? '').ok).toBe(true);
    await talking(ward);
    expect(ward.view?.trust.kind).toBe('verified');
  });

  test('an offline device learns of a verification when it returns', async () => {
    world.broker.setOnline(ward.device, false);
    await compared();
    ben.desk.hangUp(ben.id);
    await world.clock.advance(3 * DAY);
    expect(trustAt(ward)).toBe('new');
    world.broker.setOnline(ward.device, true);
    await world.clock.advance(4000);
    expect(trustAt(ward)).toBe('verified');
  });

  test('a verification note that could not be sent is sent once when the broker returns', async () => {
    await call(anna, ben);
    world.broker.setOnline(ben.device, false);
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '').ok).toBe(true);
    await world.clock.advance(10_000);
    expect([notes().length, trustAt(ward)]).toEqual([0, 'new']);
    world.broker.setOnline(ben.device, true);
    await world.clock.advance(4000);
    expect([notes().length, trustAt(ward)]).toEqual([1, 'verified']);
    for (const isOnline of [false, true]) world.broker.setOnline(ben.device, isOnline);
    await world.clock.advance(4000);
    expect(notes().length).toBe(1); // a note that was sent is not repeated with every broker connection
  });

  test('a verification note that waits for the broker is not sent to a device that is removed meanwhile', async () => {
    await call(anna, ben);
    world.broker.setOnline(ben.device, false);
    ben.desk.confirmCode(ben.id, anna.code ?? '');
    await world.clock.advance(1000);
    ben.chain = ben.without(ward);
    world.broker.setOnline(ben.device, true);
    await world.clock.advance(4000);
    expect(notes().length).toBe(0);
  });

  test('repeated verification notes do not change the time of the first comparison', async () => {
    await compared();
    const before = ward.book.trustOf(anna.address);
    world.broker.inject(noteOf(ben, anna, DAY));
    world.broker.inject(noteOf(ben, anna));
    await world.clock.advance(4000);
    expect(ward.book.trustOf(anna.address)).toEqual(before);
  });

  test('a verification note from a device whose clock is ahead sets no verification time in the future', async () => {
    const cleo = world.person('cleo@c.example');
    world.broker.inject(noteOf(ben, cleo, -200_000));
    await world.clock.until('the note', () => trustAt(ward, cleo) === 'verified');
    const trust = ward.book.trustOf(cleo.address);
    expect(trust.kind === 'verified' ? trust.at : Infinity).toBeLessThanOrEqual(world.clock.nowMs());
  });

  test('a verification note has no effect if the program locks while it reads the directory for the note', async () => {
    const cleo = world.person('cleo@c.example');
    world.broker.inject(noteOf(ben, cleo));
    await world.clock.advance(5);
    await ward.desk.close('app-locked');
    await world.clock.advance(4000);
    expect(trustAt(ward, cleo)).toBe('new');
  });

  test('a failed secure call stays counted after a verification note', async () => {
    ward.book.noteFailedSecureCall(anna.address);
    await compared();
    expect([trustAt(ward), ward.book.failedSecureCalls()]).toEqual(['verified', [{ address: anna.address, count: 1 }]]);
    expect(ben.book.failedSecureCalls()).toEqual([]);
  });

  test('a wrong code sends no verification note', async () => {
    await call(anna, ben);
    ben.desk.confirmCode(ben.id, anna.code === '00000000' ? '11111111' : '00000000');
    await world.clock.advance(4000);
    expect(notes()).toEqual([]);
  });
});

describe('which verification notes count', () => {
  test('a verification note for a person other than the pinned person is ignored', async () => {
    const impostor = world.impostor(anna.address);
    answerFor(world, anna.address, (reader) => (reader === ward.device ? impostor.published : anna.published));
    await call(impostor, ward);
    await hangUp(impostor, ward);
    await compared(); // Ben verifies the true Anna on his first device
    expect(trustAt(ward)).toBe('pinned');
    expect(ward.logs.join()).toContain('other-identity');
  });

  test('a verification note is ignored if nobody is pinned and the directory names another person', async () => {
    const impostor = world.impostor(anna.address);
    answerFor(world, anna.address, (reader) => (reader === ward.device ? impostor.published : anna.published));
    await compared();
    expect([trustAt(ward), ward.book.pin(anna.address)]).toEqual(['new', undefined]);
  });

  test('a verification note is ignored if nobody is pinned and the directory names two people', async () => {
    const impostor = world.impostor(anna.address);
    const both = new Map([...anna.published, ...impostor.published]);
    answerFor(world, anna.address, (reader) => (reader === ward.device ? both : anna.published));
    await compared();
    expect([trustAt(ward), ward.book.pin(anna.address)]).toEqual(['new', undefined]);
  });

  test('a verification note does not verify a person whose dispute is undecided', async () => {
    ward.meet(anna);
    ward.book.noteDispute(anna.address, world.clock.nowMs());
    await compared();
    expect(trustAt(ward)).toBe('changed');
    expect(ward.book.trustOf(anna.address)).not.toHaveProperty('verifiedAt');
  });

  test('a verification note does not verify an unknown person in dispute', async () => {
    const laptop = world.person(anna.address, 'laptop', anna);
    const before = anna.chain;
    anna.membership.fork(anna.membership.link({ drop: [laptop.device] }, before));
    laptop.membership.fork(laptop.membership.link({ drop: [anna.device] }, before));
    for (const why of ['why=chain', 'why=other-identity']) {
      world.broker.inject(noteOf(ben, anna));
      await world.clock.advance(4000);
      expect([trustAt(ward), ward.book.pin(anna.address)]).toEqual(['changed', undefined]);
      expect(ward.logs.at(-1)).toContain(why);
    }
  });

  test('a replayed verification note does not count after a dispute was decided', async () => {
    await compared();
    const [note] = notes();
    ward.book.noteDispute(anna.address, world.clock.nowMs());
    expect(await ward.decideFor(anna)).toBe('done');
    world.broker.inject({ ...note!, delayMs: 5 });
    await world.clock.advance(4000);
    expect([trustAt(ward), ward.logs.join().includes('why=old')]).toEqual(['pinned', true]);
  });

  test.each<readonly [string, () => { readonly from: Person; readonly ageMs: number }]>([
    ['from a device of another person', () => ({ from: anna, ageMs: 0 })],
    [
      'from a device that was removed',
      () => {
        ward.chain = ward.without(ben);
        return { from: ben, ageMs: 0 };
      },
    ],
    ['after more than a week', () => ({ from: ben, ageMs: 7 * DAY + 400_000 })],
    ['with a time more than five minutes in the future', () => ({ from: ben, ageMs: -400_000 })],
  ])('a verification note is ignored if it comes %s', async (_how, make) => {
    const { from, ageMs } = make();
    const cleo = world.person('cleo@c.example');
    world.broker.inject(noteOf(from, cleo, ageMs));
    await world.clock.advance(4000);
    expect(trustAt(ward, cleo)).toBe('new');
  });

  test('a six-day-old verification note of an own device counts', async () => {
    const cleo = world.person('cleo@c.example');
    world.broker.inject(noteOf(ben, cleo, 6 * DAY));
    await world.clock.advance(4000);
    expect(trustAt(ward, cleo)).toBe('verified');
  });

  test('a verification note for an address that is not in wire form is ignored', async () => {
    const odd = { address: 'Anna@a.example', person: anna.person };
    world.broker.directories.set(userTag(odd.address), new Map(anna.published));
    world.broker.inject(verifiedNote(world, [ben, ward], odd));
    await world.clock.advance(4000);
    expect(ward.book.trustOf(odd.address).kind).toBe('new');
  });

  test('a verification note about one’s own address is ignored', async () => {
    world.broker.inject(noteOf(ben, ben));
    await world.clock.advance(4000);
    expect(trustAt(ward, ben)).toBe('new');
  });

  test('a verification note is ignored if its sender is removed while the directory is read for the note', async () => {
    const cleo = world.person('cleo@c.example');
    world.broker.inject(noteOf(ben, cleo));
    await world.clock.advance(7);
    ward.chain = ward.without(ben);
    await world.clock.advance(4000);
    expect([trustAt(ward, cleo), ward.book.pin(cleo.address)]).toEqual(['new', undefined]);
  });

  test('verification notes add at most 32 unknown people a day', async () => {
    const people = Array.from({ length: 34 }, (_, i) => world.person(`stranger${i}@c.example`));
    const tell = async (of: Person): Promise<string> => {
      world.broker.inject(noteOf(ben, of));
      await world.clock.advance(100);
      return trustAt(ward, of);
    };
    const told: string[] = [];
    for (const person of people.slice(0, 33)) told.push(await tell(person));
    expect(told).toEqual([...Array.from({ length: 32 }, () => 'verified'), 'new']);
    ward.meet(anna);
    expect(await tell(anna)).toBe('verified'); // the limit does not apply to somebody who is pinned already
    await world.clock.advance(DAY);
    expect(await tell(unwrap(people[33], 'there are 34'))).toBe('verified');
  });

  test('a call rings during a flood of verification notes, and a genuine note counts again a second later', async () => {
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
    world.broker.inject(noteOf(ben, cleo)); // the flood has used up the twenty readings of this second
    await world.clock.advance(100);
    expect([trustAt(ward), trustAt(ward, cleo)]).toEqual(['new', 'new']);
    world.broker.inject({ ...noteOf(ben, cleo), delayMs: 1100 });
    await world.clock.advance(4000);
    expect(trustAt(ward, cleo)).toBe('verified');
  });
});
