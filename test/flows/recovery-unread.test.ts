// Calls with a verified person who used the recovery code, before Ben has read the notice about it. Wherever
// verification decides, that person counts as not verified (protocol §2.11). After the notice is read, they count as
// verified again.
import { beforeEach, describe, expect, test } from 'vitest';
import { survives } from '../../src/core/call/glare.ts';
import { dice } from './support/dice.ts';
import { verifiedNote } from './support/verified-note.ts';
import { call, hangUp, type Person, talking, verified, type World } from './support/world.ts';

const CODE = new Uint8Array(32).fill(5);
const RELAY = { urls: 'turn:relay.example', username: 'siegel', credential: 'not a secret' };
const [first, second] = ((): readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] => {
  const [one, two] = [dice('one')(16), dice('two')(16)];
  return survives(one, two) ? [one, two] : [two, one];
})();

let world: World;
let anna: Person; // her lost device
let ben: Person;
let fresh: Person; // the device on which Anna, whom Ben has verified, has recovered

beforeEach(async () => {
  ({ world, anna, ben } = await verified());
  anna.membership.addCode(CODE);
  fresh = world.recovered(anna, CODE);
  await call(ben, fresh); // a call by address makes Ben's device learn of Anna's recovery
  await hangUp(ben, fresh);
  await world.clock.advance(70_000);
});

const trust = () => ben.book.trustOf(fresh.address);
const readNotice = (): void => expect(ben.book.acceptKey(fresh.address)).toBe('accepted');

const directions = ['in', 'out'] as const; // seen from Ben's side
type Direction = (typeof directions)[number];
const sidesOf = (direction: Direction): readonly [from: Person, to: Person] =>
  direction === 'in' ? [fresh, ben] : [ben, fresh];

/** The first command that Ben's page gets in a call of this direction, with a relay configured. */
async function beginningOf(direction: Direction): Promise<unknown> {
  ben.quirks.iceServers = [RELAY];
  await call(...sidesOf(direction));
  return ben.page.commands[0];
}

const WANTS_VERIFIED = { RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' } as const;

/** Both call each other, and the call of the person who has recovered survives. */
function bothCall(): void {
  fresh.loadDice(first);
  fresh.place(ben);
  ben.loadDice(second);
  ben.place(fresh);
}

/** Anna's new device places this many calls, three seconds apart. Returns how many of them rang. */
async function rings(calls: number): Promise<number> {
  // Anna has verified Ben, so her own device does not limit her calls.
  fresh.book.markVerified(ben.address, ben.person, world.clock.nowMs());
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

describe('unread recoveries', () => {
  test.each(directions)(
    'an unread recovery is shown in a call of direction “%s”, which is recorded as not verified',
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

  test.each(directions)(
    'a call of direction “%s” with an unread recovery begins with relays only',
    async (direction) => {
      expect(await beginningOf(direction)).toMatchObject({ kind: 'open', relayOnly: true });
    },
  );

  test('a call by a person with an unread recovery is not answered automatically in a glare', async () => {
    bothCall();
    await ben.waitFor('ringing');
    await world.clock.advance(5000);
    expect([ben.phase, fresh.phase]).toEqual(['ringing', 'calling']);
  });

  test('a person with an unread recovery rings at most ten times a minute', async () => {
    expect(await rings(12)).toBe(10);
  });

  test('policy that requires verified people refuses a person with an unread recovery in both directions', async () => {
    ben.policy.set(WANTS_VERIFIED);
    expect(ben.desk.place(fresh.address, 'audio')).toEqual({ ok: false, code: 'peer-not-verified' });
    fresh.place(ben);
    await fresh.waitFor('ended', 60_000);
    expect([fresh.reason, ben.phase]).toEqual(['declined', 'none']);
  });

  test('a recovery stays unread on Ben’s device if his other device reports that it has verified the person', async () => {
    const ward = world.person(ben.address, 'two', ben);
    await world.clock.advance(10 * 60_000); // the note is newer than the recovery, whichever clock is behind
    world.broker.inject(verifiedNote(world, [ward, ben], fresh));
    await world.clock.advance(5000);
    expect(trust()).toMatchObject({ kind: 'pinned', recovered: {} });
  });

  test('the right security code verifies a person whose recovery was unread', async () => {
    await call(fresh, ben);
    expect(ben.desk.confirmCode(ben.id, fresh.code ?? '').ok).toBe(true);
    expect([trust().kind, ben.view?.trust.kind]).toEqual(['verified', 'verified']);
  });
});

describe('recoveries that were read', () => {
  beforeEach(readNotice);

  test('calls after a recovery was read count as verified', async () => {
    await call(fresh, ben);
    expect(ben.view?.trust.kind).toBe('verified');
    await hangUp(fresh, ben);
    expect(ben.history[0]).toMatchObject({ verified: true });
    expect(ben.records.at(-1)).toMatchObject({ kind: 'call', verification: 'person' });
  });

  test.each(directions)(
    'a call of direction “%s” may take any path at once after the recovery was read',
    async (direction) => {
      expect(await beginningOf(direction)).toMatchObject({ kind: 'open', relayOnly: false });
    },
  );

  test('a call is answered automatically in a glare after the recovery was read', async () => {
    bothCall();
    await talking(ben, fresh);
    expect(ben.view?.direction).toBe('in');
  });

  test('once the recovery was read, the limit of ten rings a minute no longer applies to the person', async () => {
    expect(await rings(12)).toBe(12);
  });

  test('policy that requires verified people admits a call to a person whose recovery was read', async () => {
    ben.policy.set(WANTS_VERIFIED);
    await call(ben, fresh);
    expect(ben.view?.verifyBy).toBeUndefined();
  });
});
