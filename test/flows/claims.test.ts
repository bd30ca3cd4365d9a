// More than one person under an address: every account of the broker may publish a chain there (protocol §2.9). Who is known
// is not touched by it; where nobody is known, it is for a person to say whom the address means.
import { beforeEach, describe, expect, test } from 'vitest';
import { userTag } from '../../src/core/keys/address.ts';
import { writeHint } from '../../src/core/signal/hint.ts';
import { paperDevice } from '../core/keys/hand-written-chain.ts';
import {
  answerFor,
  call,
  hangUp,
  type Person,
  strangers as twoStrangers,
  talking,
  verified,
  type World,
} from './support/world.ts';

const CONFIRMED = { kind: 'confirmed', name: 'Klinik', until: Number.MAX_SAFE_INTEGER } as const;

let world: World;
let anna: Person;
let ben: Person;
let mallory: Person; // claims Anna's address

describe('an address that two people claim, with nobody known', () => {
  beforeEach(() => {
    ({ world, anna, ben } = twoStrangers());
    mallory = world.person(anna.address, 'claim');
  });

  test('is not rung: nobody but the person can say who is meant', async () => {
    ben.place(anna);
    await ben.waitFor('ended');
    expect(ben.reason).toBe('several-persons');
    expect([world.broker.sent, ben.book.pin(anna.address)]).toEqual([[], undefined]);
  });

  test('is rung at the one whom the organisation confirms', async () => {
    ben.confirmations.say(anna.device, CONFIRMED);
    await call(ben, anna);
    expect([ben.view?.unconfirmed, mallory.phase]).toEqual([false, 'none']);
    expect(ben.book.pin(anna.address)?.person).toEqual(anna.person);
  });

  test('may call, unconfirmed, and nobody is pinned by that', async () => {
    for (const caller of [anna, mallory]) {
      caller.place(ben);
      await ben.waitFor('ringing');
      expect(ben.view).toMatchObject({ unconfirmed: true, trust: { kind: 'new' } });
      ben.answer();
      await talking(caller, ben);
      expect(ben.desk.confirmCode(ben.id, caller.code ?? '')).toEqual({ ok: false, code: 'unconfirmed' });
      expect(ben.book.pin(anna.address)).toBeUndefined();
      await hangUp(caller, ben);
      await world.clock.advance(3000);
    }
  });

  test('leaves no word of a missed call, since nobody can say whose it is', async () => {
    ben.book.add(anna.address, 'Anna');
    world.broker.setOnline(ben.device, false);
    mallory.place(ben);
    await mallory.waitFor('ended', 70_000);
    await world.clock.advance(60_000); // the INVITE is gone, the word waits
    world.broker.setOnline(ben.device, true);
    await world.clock.advance(10_000);
    expect(ben.logs.join()).toContain('why=chain');
    expect(ben.history).toEqual([]);
  });
});

describe('an address that 5,000 claim, with nobody known', () => {
  const strangers = Array.from({ length: 5000 }, (_, n) => paperDevice(n).id);
  beforeEach(() => {
    ({ world, anna, ben } = twoStrangers());
    const flood = strangers.map((device) => [device, new Uint8Array([1])] as const);
    answerFor(world, anna.address, () => new Map([...flood, ...anna.published]));
    hint(strangers.slice(0, 63), anna.device);
  });
  const hint = (...names: readonly (string | readonly string[])[]): void =>
    void world.broker.hints.set(userTag(anna.address), writeHint(names.flat()));

  test('is rung at the one whom the organisation confirms and the hint still names', async () => {
    ben.confirmations.say(anna.device, CONFIRMED);
    await call(ben, anna);
    expect([ben.view?.unconfirmed, ben.book.pin(anna.address)?.person]).toEqual([false, anna.person]);
  });

  test('is not called unknown where nobody could be found', async () => {
    hint(strangers.slice(0, 64));
    ben.place(anna);
    await ben.waitFor('ended', 10_000);
    expect([ben.reason, world.broker.sent]).toEqual(['too-many-claims', []]);
  });
});

describe('the address of somebody known that somebody else claims too', () => {
  beforeEach(async () => {
    ({ world, anna, ben } = await verified());
    mallory = world.person(anna.address, 'claim');
  });

  test('means the one who is known: calls both ways are as good as ever', async () => {
    await call(ben, anna);
    expect(ben.view).toMatchObject({ unconfirmed: false, trust: { kind: 'verified' } });
    await hangUp(ben, anna);
    await world.clock.advance(70_000);
    await call(anna, ben);
    expect(ben.view).toMatchObject({ unconfirmed: false, trust: { kind: 'verified' } });
    expect(mallory.phase).toBe('none');
  });

  test('is recorded once a day, with the devices that the administrator has to look for', async () => {
    const recorded = () => ben.records.filter(({ kind }) => kind === 'address-claimed');
    for (let i = 0; i < 3; i++) {
      await call(ben, anna);
      await hangUp(ben, anna);
      await world.clock.advance(70_000);
    }
    expect(recorded()).toEqual([{ kind: 'address-claimed', devices: [mallory.device] }]);
    expect(ben.foreignClaims.devicesOf(anna.address, anna.person)).toEqual([mallory.device]);
    await world.clock.advance(24 * 3_600_000);
    await call(ben, anna);
    await world.clock.advance(1000);
    expect(recorded()).toHaveLength(2);
  });

  test('lets nobody else ring under it, also while nothing of the known one is there', async () => {
    for (const published of [undefined, mallory.published, new Map([...anna.published, ...mallory.published])]) {
      answerFor(world, anna.address, () => published);
      mallory.place(ben);
      await mallory.waitFor('ended', 70_000);
      expect([mallory.reason, ben.phase]).toEqual(['unreachable', 'none']);
      expect(ben.logs.at(-1)).toContain('reason=directory-conflict');
      mallory.desk.dismiss(mallory.id);
      await world.clock.advance(70_000);
    }
    expect(ben.book.trustOf(anna.address).kind).toBe('verified');
    expect(ben.history.filter(({ unseen }) => unseen === true)).toEqual([]);
  });
});
