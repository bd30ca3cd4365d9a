// Several people under one address: every account of the broker may publish a chain there (protocol §2.9). Such a claim
// does not affect people already known. If nobody is known, the organisation decides, or nobody is rung.
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
let mallory: Person; // claims Anna's address, too

describe('addresses that two people claim', () => {
  beforeEach(() => {
    ({ world, anna, ben } = twoStrangers());
    mallory = world.person(anna.address, 'claim');
  });

  test('an unknown address that two people claim is not rung', async () => {
    ben.place(anna);
    await ben.waitFor('ended');
    expect(ben.reason).toBe('several-persons');
    expect([world.broker.sent, ben.book.pin(anna.address)]).toEqual([[], undefined]);
  });

  test('a call to an address that two people claim rings the person whom the organisation confirms', async () => {
    ben.confirmations.say(anna.device, CONFIRMED);
    await call(ben, anna);
    expect([ben.view?.unconfirmed, mallory.phase]).toEqual([false, 'none']);
    expect(ben.book.pin(anna.address)?.person).toEqual(anna.person);
  });

  test('callers from an address that two people claim ring unconfirmed and are not pinned', async () => {
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

  test('no missed-call note is accepted from an address that two people claim', async () => {
    ben.book.add(anna.address, 'Anna');
    world.broker.setOnline(ben.device, false);
    mallory.place(ben);
    await mallory.waitFor('ended', 70_000);
    await world.clock.advance(60_000); // by now the INVITE has expired, and the missed-call note is waiting
    world.broker.setOnline(ben.device, true);
    await world.clock.advance(10_000);
    expect(ben.logs.join()).toContain('why=chain');
    expect(ben.history).toEqual([]);
  });
});

describe('addresses that 5,000 people claim', () => {
  const strangers = Array.from({ length: 5000 }, (_, n) => paperDevice(n).id);
  beforeEach(() => {
    ({ world, anna, ben } = twoStrangers());
    const flood = strangers.map((device) => [device, new Uint8Array([1])] as const);
    answerFor(world, anna.address, () => new Map([...flood, ...anna.published]));
    hint(strangers.slice(0, 63), anna.device);
  });
  const hint = (...names: readonly (string | readonly string[])[]): void =>
    void world.broker.hints.set(userTag(anna.address), writeHint(names.flat()));

  test('a call to an address that 5,000 people claim rings the person whom the organisation confirms and the hint names', async () => {
    ben.confirmations.say(anna.device, CONFIRMED);
    await call(ben, anna);
    expect([ben.view?.unconfirmed, ben.book.pin(anna.address)?.person]).toEqual([false, anna.person]);
  });

  test('a call to an address that 5,000 people claim ends with too-many-claims if the hint does not name the person’s device', async () => {
    hint(strangers.slice(0, 64));
    ben.place(anna);
    await ben.waitFor('ended', 10_000);
    expect([ben.reason, world.broker.sent]).toEqual(['too-many-claims', []]);
  });
});

describe('addresses of known people that somebody else claims', () => {
  beforeEach(async () => {
    ({ world, anna, ben } = await verified());
    mallory = world.person(anna.address, 'claim');
  });

  test('a second claim to a known person’s address does not affect calls in either direction', async () => {
    await call(ben, anna);
    expect(ben.view).toMatchObject({ unconfirmed: false, trust: { kind: 'verified' } });
    await hangUp(ben, anna);
    await world.clock.advance(70_000);
    await call(anna, ben);
    expect(ben.view).toMatchObject({ unconfirmed: false, trust: { kind: 'verified' } });
    expect(mallory.phase).toBe('none');
  });

  test('a second claim to a known person’s address is recorded once a day, with the claiming devices', async () => {
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

  test('a second claimant does not ring under a known person’s address, even if the known person’s devices are unpublished', async () => {
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
