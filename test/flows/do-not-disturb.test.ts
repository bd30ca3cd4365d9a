// Which callers ring, depending on the person's status, the setting on unknown callers and the person's exceptions.
import { describe, expect, test } from 'vitest';
import { isMissed } from '../../src/contract/missed.ts';
import type { UnknownCallers } from '../../src/contract/view.ts';
import { windowsDue } from '../../src/main/app/windows-due.ts';
import { hush } from '../../src/main/calls/ring/disturb.ts';
import { answerFor, call, hangUp, type Person, strangers, talking } from './support/world.ts';

const CONFIRMED = { kind: 'confirmed', name: 'Klinik', until: Number.MAX_SAFE_INTEGER } as const;
// An organisation must exist. The test sets what the organisation confirms.
const ROOT = '-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----';

type Caller = 'always ring' | 'contact' | 'confirmed' | 'unknown';
type Heard = 'rings' | 'card only' | 'silent' | 'not at all';

/** What happens to a call on the device of the person called. */
function heard(person: Person): Heard {
  const phase = person.view?.phase;
  if (phase?.kind !== 'ringing') return 'not at all';
  const { card } = windowsDue(person.desk.views(), new Set());
  expect(card?.id).toBe(phase.silenced ? undefined : person.id);
  if (phase.silenced) return 'silent';
  return phase.visual === true ? 'card only' : 'rings';
}

function makeKnown(caller: Person, to: Person, as: Caller): void {
  if (as === 'always ring' || as === 'contact') to.book.add(caller.address, 'Anna');
  if (as === 'always ring') to.book.ringAlways(caller.address, true);
  if (as === 'confirmed') {
    to.policy.set({ OrganisationRoots: [ROOT] });
    to.confirmations.say(caller.device, CONFIRMED);
  }
}

describe('status, unknown callers and exceptions together', () => {
  const rows: readonly (readonly [Caller, UnknownCallers, Heard, Heard])[] = [
    // caller, setting on unknown callers, result while available, result under do not disturb
    ['always ring', 'ring', 'rings', 'rings'],
    ['always ring', 'silent', 'rings', 'rings'],
    ['always ring', 'refuse', 'rings', 'rings'],
    ['contact', 'ring', 'rings', 'silent'],
    ['contact', 'silent', 'rings', 'silent'],
    ['contact', 'refuse', 'rings', 'silent'],
    ['confirmed', 'ring', 'rings', 'silent'],
    ['confirmed', 'silent', 'rings', 'silent'],
    ['confirmed', 'refuse', 'rings', 'silent'],
    ['unknown', 'ring', 'rings', 'silent'],
    ['unknown', 'silent', 'card only', 'silent'],
    ['unknown', 'refuse', 'not at all', 'not at all'],
  ];
  test.each(
    rows.flatMap(([who, setting, available, dnd]) => [
      [who, setting, 'available', available] as const,
      [who, setting, 'dnd', dnd] as const,
    ]),
  )(
    'a call (caller: %s, unknown callers: %s, status: %s) has the result “%s”, and is missed unless the result is “not at all”',
    async (who, setting, status, to) => {
      const { world, anna, ben } = strangers();
      makeKnown(anna, ben, who);
      ben.quirks.unknownCallers = setting;
      ben.quirks.isDoNotDisturb = status === 'dnd';
      anna.place(ben);
      await world.clock.advance(1000);
      expect(heard(ben)).toBe(to);
      await anna.waitFor('ended', 90_000);
      await world.clock.advance(90_000);
      expect(ben.history.filter(isMissed)).toHaveLength(to === 'not at all' ? 0 : 1);
    },
  );
});

describe('the program rings despite do not disturb', () => {
  test('choosing do not disturb silences a ringing call, which can still be answered', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    expect(heard(ben)).toBe('rings');
    ben.quirks.isDoNotDisturb = true;
    hush(ben.desk, ben.book);
    expect(heard(ben)).toBe('silent');
    ben.answer();
    await talking(anna, ben);
  });

  test('a contact who may always ring keeps ringing when do not disturb is chosen', async () => {
    const { anna, ben } = strangers();
    makeKnown(anna, ben, 'always ring');
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.quirks.isDoNotDisturb = true;
    hush(ben.desk, ben.book);
    expect(heard(ben)).toBe('rings');
  });

  test('do not disturb is not revealed to the caller, who sees ringing and then no answer', async () => {
    const { world, anna, ben } = strangers();
    ben.quirks.isDoNotDisturb = true;
    anna.place(ben);
    await ben.waitFor('ringing');
    await world.clock.advance(1000);
    expect(anna.view?.phase).toEqual({ kind: 'calling', ringing: true });
    await anna.waitFor('ended', 90_000);
    expect(anna.reason).toBe('no-answer');
    await ben.waitFor('ended', 90_000);
    expect(ben.history).toMatchObject([{ address: anna.address, unseen: true }]);
  });

  test('removing a contact also removes its do-not-disturb exception, even if the contact is added again', async () => {
    const { anna, ben } = strangers();
    ben.quirks.isDoNotDisturb = true;
    makeKnown(anna, ben, 'always ring');
    ben.book.remove(anna.address);
    expect(ben.book.ringAlways(anna.address, true)).toBe('unknown');
    ben.book.add(anna.address, 'Anna');
    anna.place(ben);
    await ben.waitFor('ringing');
    expect(heard(ben)).toBe('silent');
  });

  test('a do-not-disturb exception does not apply to somebody who merely claims the address', async () => {
    const { world, anna, ben } = strangers();
    ben.quirks.isDoNotDisturb = true;
    makeKnown(anna, ben, 'always ring'); // but Anna has never called, so no key is known
    const eve = world.impostor(anna.address);
    answerFor(world, anna.address, () => 'timeout');
    eve.place(ben);
    await ben.waitFor('ringing');
    expect(ben.view?.unconfirmed).toBe(true);
    expect(heard(ben)).toBe('silent');
  });

  test('a do-not-disturb exception does not apply while the contact is disputed', async () => {
    const { world, anna, ben } = strangers();
    makeKnown(anna, ben, 'always ring');
    await call(anna, ben);
    await hangUp(anna, ben);
    await world.clock.advance(70_000);
    ben.quirks.isDoNotDisturb = true;
    ben.book.noteDispute(anna.address, world.clock.nowMs());
    anna.place(ben);
    await ben.waitFor('ringing');
    expect(ben.view?.trust.kind).toBe('changed');
    expect(heard(ben)).toBe('silent');
  });
});
