// Calls with somebody verified who has recovered with the recovery code, while nobody here has read that: they count as not verified in
// everything that a verification decides (protocol §2.11), and as before once it was read.
import { beforeEach, describe, expect, test } from 'vitest';
import { survives } from '../../src/core/call/glare.ts';
import { dice } from './support/dice.ts';
import { verifiedWord } from './support/verified-word.ts';
import { call, hangUp, type Person, talking, verified, type World } from './support/world.ts';

const CODE = new Uint8Array(32).fill(5);
const RELAY = { urls: 'turn:relay.example', username: 'siegel', credential: 'not a secret' };
const [first, second] = ((): readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] => {
  const [one, two] = [dice('one')(16), dice('two')(16)];
  return survives(one, two) ? [one, two] : [two, one];
})();

let world: World;
let anna: Person; // the device that she has lost
let ben: Person;
let fresh: Person; // the device by which Anna, whom Ben has verified, has recovered

beforeEach(async () => {
  ({ world, anna, ben } = await verified());
  anna.membership.addCode(CODE);
  fresh = world.recovered(anna, CODE);
  await call(ben, fresh); // by the address: Ben reads what has become of Anna
  await hangUp(ben, fresh);
  await world.clock.advance(70_000);
});

const trust = () => ben.book.trustOf(fresh.address);
const readNotice = (): void => expect(ben.book.acceptKey(fresh.address)).toBe('accepted');

const directions = ['in', 'out'] as const; // as Ben sees it
type Direction = (typeof directions)[number];
const sidesOf = (direction: Direction): readonly [from: Person, to: Person] =>
  direction === 'in' ? [fresh, ben] : [ben, fresh];

/** How Ben's page is told to begin a call that goes in this direction, where there is a relay. */
async function beginningOf(direction: Direction): Promise<unknown> {
  ben.quirks.iceServers = [RELAY];
  await call(...sidesOf(direction));
  return ben.page.commands[0];
}

const WANTS_VERIFIED = { RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' } as const;

/** Both call each other, and the call of the one who has recovered is the one that goes on. */
function bothCall(): void {
  fresh.loadDice(first);
  fresh.place(ben);
  ben.loadDice(second);
  ben.place(fresh);
}

/** How many of so many calls, three seconds apart, have rung. */
async function rings(calls: number): Promise<number> {
  fresh.book.markVerified(ben.address, ben.person, world.clock.nowMs()); // so that her own program does not count them
  let rung = 0;
  for (let i = 0; i < calls; i++) {
    const before = ben.view?.id;
    fresh.place(ben);
    await world.clock.advance(1000);
    if (ben.phase === 'ringing' && ben.view?.id !== before) rung++;
    fresh.hangUp();
    fresh.desk.dismiss(fresh.id);
    await world.clock.advance(2000);
    if (ben.view !== undefined) ben.desk.dismiss(ben.id);
  }
  return rung;
}

describe('a recovery that was not read', () => {
  test.each(directions)(
    'is shown in a call that goes %s, which counts as one with nobody verified',
    async (direction) => {
      const [from, to] = sidesOf(direction);
      from.place(to);
      await to.waitFor('ringing');
      const unread = { kind: 'pinned', recovered: { verifiedAt: expect.any(Number) as number } };
      expect(ben.view?.trust).toMatchObject(unread);
      to.answer();
      await talking(from, to);
      expect(ben.view?.trust).toMatchObject(unread);
      await hangUp(from, to);
      expect(anna.phase).toBe('none');
      expect(ben.history[0]).toMatchObject({ verified: false });
      expect(ben.records.at(-1)).toMatchObject({ kind: 'call', verification: 'none' });
    },
  );

  test.each(directions)('lets a call %s take relays alone until it is secured', async (direction) => {
    expect(await beginningOf(direction)).toMatchObject({ kind: 'open', relayOnly: true });
  });

  test('lets no call of theirs be answered by itself, though Ben calls them at the same time', async () => {
    bothCall();
    await ben.waitFor('ringing');
    await world.clock.advance(5000);
    expect([ben.phase, fresh.phase]).toEqual(['ringing', 'calling']);
  });

  test('lets them ring ten times a minute, as a known person who is not verified', async () => {
    expect(await rings(12)).toBe(10);
  });

  test('lets policy refuse them both ways where it wants people verified', async () => {
    ben.policy.set(WANTS_VERIFIED);
    expect(ben.desk.place(fresh.address, 'audio')).toEqual({ ok: false, code: 'peer-not-verified' });
    fresh.place(ben);
    await fresh.waitFor('ended', 60_000);
    expect([fresh.reason, ben.phase]).toEqual(['declined', 'none']);
  });

  test('stays unread where another device of this person says that it has verified them', async () => {
    const ward = world.person(ben.address, 'two', ben);
    await world.clock.advance(10 * 60_000); // the word is newer than the recovery, whosever clock is behind
    world.broker.inject(verifiedWord(world, [ward, ben], fresh));
    await world.clock.advance(5000);
    expect(trust()).toMatchObject({ kind: 'pinned', recovered: {} });
  });

  test('is read with the right code of a call: they are verified from then on', async () => {
    await call(fresh, ben);
    expect(ben.desk.confirmCode(ben.id, fresh.code ?? '').ok).toBe(true);
    expect([trust().kind, ben.view?.trust.kind]).toEqual(['verified', 'verified']);
  });
});

describe('a recovery that was read', () => {
  beforeEach(readNotice);

  test('is shown no more: calls count as with somebody verified', async () => {
    await call(fresh, ben);
    expect(ben.view?.trust.kind).toBe('verified');
    await hangUp(fresh, ben);
    expect(ben.history[0]).toMatchObject({ verified: true });
    expect(ben.records.at(-1)).toMatchObject({ kind: 'call', verification: 'person' });
  });

  test.each(directions)('lets the call %s take any path at once', async (direction) => {
    expect(await beginningOf(direction)).toMatchObject({ kind: 'open', relayOnly: false });
  });

  test('lets their call be answered by itself where both call each other', async () => {
    bothCall();
    await talking(ben, fresh);
    expect(ben.view?.direction).toBe('in');
  });

  test('lets them ring as often as somebody verified may', async () => {
    expect(await rings(12)).toBe(12);
  });

  test('lets policy admit them where it wants people verified', async () => {
    ben.policy.set(WANTS_VERIFIED);
    await call(ben, fresh);
    expect(ben.view?.verifyBy).toBeUndefined();
  });
});
