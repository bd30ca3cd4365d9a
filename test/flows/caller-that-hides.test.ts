// A caller states why the ringing stops, and may claim falsely that both people called at once, or that another device
// answered or declined the call. Where the claim cannot be true, the call counts as missed (protocol §5 rules 3 and 8).
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isMissed } from '../../src/contract/missed.ts';
import type { CancelReason } from '../../src/core/signal/message.ts';
import { CallerLeg } from '../../src/main/calls/session/leg.ts';
import { survives } from '../../src/core/call/glare.ts';
import { dice } from './support/dice.ts';
import { answerFor, call, type Person, strangers, talking, type World } from './support/world.ts';

const LIES = ['glare', 'answered-elsewhere', 'declined-elsewhere'] as const;

let world: World;
let anna: Person;
let ben: Person;
beforeEach(() => {
  ({ world, anna, ben } = strangers());
});
afterEach(() => vi.restoreAllMocks());

/** Gives every `cancel` of a caller this reason. */
function cancelsWith(reason: CancelReason): void {
  const lie = vi.spyOn(CallerLeg.prototype, 'sealEarly');
  lie.mockImplementation(function lying(this: CallerLeg, message) {
    lie.mockRestore();
    const bytes = this.sealEarly(message.kind === 'cancel' ? { ...message, reason } : message);
    cancelsWith(reason);
    return bytes;
  });
}
const cameIn = (person: Person): readonly unknown[] =>
  person.history
    .filter(({ direction }) => direction === 'in')
    .map((entry) => [entry.outcome, isMissed(entry), entry.unseen === true]);

/** Two call ids; in a glare the first survives. */
function ids(): readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] {
  const [one, two] = [dice('one')(16), dice('two')(16)];
  return survives(one, two) ? [one, two] : [two, one];
}

describe.each(LIES)('a caller who cancels with `%s`', (reason) => {
  beforeEach(() => cancelsWith(reason));

  test('a false cancel reason does not hide a missed call from the only device that rang', async () => {
    anna.place(ben);
    await ben.waitFor('ringing');
    anna.hangUp();
    await ben.waitFor('ended');
    expect(ben.reason).toBe('cancelled');
    expect(cameIn(ben)).toEqual([['cancelled', true, true]]);
  });

  test('a false cancel reason does not hide a missed call that was cancelled before it rang', async () => {
    answerFor(world, anna.address, () => 'timeout'); // the chain that the INVITE is checked against comes late
    anna.place(ben);
    await anna.waitFor('calling');
    anna.hangUp();
    await world.clock.until('the call record', () => ben.history.length === 1);
    expect(cameIn(ben)).toEqual([['cancelled', true, true]]);
  });

  test('a false cancel reason does not hide a missed call from a device that was busy', async () => {
    const cleo = world.person('cleo@c.example');
    ben.place(cleo);
    await cleo.waitFor('ringing');
    anna.place(ben);
    await anna.waitFor('ended');
    await world.clock.until('the call record', () => cameIn(ben).length === 1);
    expect(cameIn(ben)).toEqual([['busy', true, true]]);
  });

  test('a cancel with a false reason after ANSWER counts as a failed secure call', async () => {
    anna.onPage = (page) => (page.isStuck = true);
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await anna.waitFor('securing');
    anna.hangUp();
    await ben.waitFor('ended');
    expect(ben.reason).toBe('peer-hung-up');
    expect(ben.book.failedSecureCalls()).toEqual([{ address: anna.address, count: 1 }]);
  });
});

describe('callees with another device', () => {
  let phone: Person;
  beforeEach(() => {
    phone = world.person(ben.address, 'two', ben);
  });

  test.each(LIES)('two devices cannot detect the false cancel reason `%s`, but both list the call', async (reason) => {
    cancelsWith(reason);
    anna.place(ben);
    for (const device of [ben, phone]) await device.waitFor('ringing');
    anna.hangUp();
    for (const device of [ben, phone]) await device.waitFor('ended');
    for (const device of [ben, phone]) expect(cameIn(device)).toEqual([[reason, false, false]]);
  });

  test('the claim that another device answered does not hide a missed call if the only other device was removed', async () => {
    ben.drop(phone);
    cancelsWith('answered-elsewhere');
    anna.place(ben);
    await ben.waitFor('ringing');
    anna.hangUp();
    await ben.waitFor('ended');
    expect(cameIn(ben)).toEqual([['cancelled', true, true]]);
  });

  test('a glare between two people leaves no missed call on the second device of one of them', async () => {
    const [first, second] = ids();
    ben.loadDice(first);
    anna.loadDice(second);
    world.broker.mischief = (parcel) => (parcel.from === ben.device ? [{ ...parcel, delayMs: 300 }] : [parcel]);
    ben.place(anna);
    anna.place(ben);
    await phone.waitFor('ringing');
    await anna.waitFor('ringing');
    await phone.waitFor('ended');
    anna.answer();
    await talking(anna, ben);
    expect(cameIn(ben)).toEqual([]);
    expect(cameIn(phone)).toEqual([['glare', false, false]]);
  });
});

test('two people who call each other at once have no missed calls', async () => {
  const [first, second] = ids();
  ben.loadDice(first);
  anna.loadDice(second);
  ben.place(anna);
  anna.place(ben);
  await anna.waitFor('ringing');
  anna.answer();
  await talking(anna, ben);
  expect([cameIn(ben), cameIn(anna)]).toEqual([[], []]);
});

test('a callee’s earlier call, already ended, does not make a later caller’s cancel reason `glare` credible', async () => {
  await call(ben, anna);
  ben.hangUp();
  await anna.waitFor('ended');
  await world.clock.advance(3000);
  cancelsWith('glare');
  anna.place(ben);
  await ben.waitFor('ringing');
  anna.hangUp();
  await ben.waitFor('ended');
  expect(cameIn(ben)).toEqual([['cancelled', true, true]]);
});
