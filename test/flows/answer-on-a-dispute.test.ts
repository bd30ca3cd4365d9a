// Two chains of one person that contradict each other, read before or after the press on _answer_ (protocol §2, §5 rule
// 1). If they are read before, the call cannot be answered. If they are read after, but before ANSWER has left, no
// ANSWER is sent.
import { beforeEach, describe, expect, test } from 'vitest';
import { beginningOf, payloadOf } from '../../src/core/keys/chain.ts';
import { createTranslator } from '../../src/renderer/i18n/translate.ts';
import type { Published } from './support/household.ts';
import { answerFor, call, hangUp, type Person, verified, type World } from './support/world.ts';

const ANSWER = 3;

let world: World;
let anna: Person;
let ben: Person;
let laptop: Person; // Anna's other device
/** Chains in which Anna's two devices have removed each other. */
let disputed: Published;

// Ben has verified Anna and pinned her chain with two devices. Anna calls, and her call rings under that chain.
beforeEach(async () => {
  ({ world, anna, ben } = await verified());
  laptop = world.person(anna.address, 'laptop', anna);
  await call(anna, ben);
  await hangUp(anna, ben);
  await world.clock.advance(70_000);
  disputed = new Map([
    [anna.device, payloadOf(anna.without(laptop))],
    [laptop.device, payloadOf(laptop.without(anna))],
  ]);
  anna.place(ben);
  await ben.waitFor('ringing');
  await world.clock.advance(1000); // the reading that starts with the ringing is finished
});

const serve = (published: Published): void =>
  answerFor(world, anna.address, (reader) => (reader === ben.device ? published : anna.published));
const answers = (): number =>
  // The ANSWERs of Ben's device, without those of the two earlier calls.
  world.broker.sent.filter(({ from, bytes }) => from === ben.device && bytes[1] === ANSWER).length - 2;

describe('disputes about the caller', () => {
  test('a callee cannot answer while an undecided dispute about the caller is shown', async () => {
    serve(disputed);
    await world.clock.advance(4000);
    expect(ben.view).toMatchObject({ trust: { kind: 'changed' }, unconfirmed: true });
    expect(ben.desk.answer(ben.id, 'audio')).toEqual({ ok: false, code: 'key-changed' });
    await world.clock.advance(2000);
    expect([answers(), anna.phase]).toEqual([0, 'calling']);
  });

  test('a callee who decides a dispute for the caller can answer the ringing call and verify the caller again', async () => {
    serve(disputed);
    await world.clock.advance(4000);
    expect(await ben.decideFor(anna)).toBe('done');
    await world.clock.advance(4000);
    ben.answer();
    await ben.waitFor('live');
    expect(ben.view).toMatchObject({ trust: { kind: 'pinned' }, unconfirmed: false }); // no longer verified
    expect(ben.view?.code).toMatchObject({ mayConfirm: true });
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '')).toEqual({ ok: true, value: undefined });
    expect(ben.book.trustOf(anna.address).kind).toBe('verified');
  });

  test('a ringing call ends if the callee decides a dispute against the caller’s device', async () => {
    serve(disputed);
    await world.clock.advance(4000);
    expect(await ben.decideFor(laptop)).toBe('done');
    await ben.waitFor('ended', 4000);
    expect([ben.reason, answers()]).toEqual(['device-removed', 0]);
  });

  test('a call from a device that lost a dispute does not ring, even after the device publishes another link', async () => {
    serve(disputed);
    await world.clock.advance(4000);
    expect(await ben.decideFor(anna)).toBe('done');
    await hangUp(anna, ben);
    await world.clock.advance(70_000);
    laptop.membership.fork(laptop.membership.link({ proto: [1, 2] }, laptop.without(anna)));
    serve(new Map([...disputed, [laptop.device, payloadOf(laptop.chain)]]));
    laptop.place(ben);
    await laptop.waitFor('ended', 70_000);
    expect([laptop.reason, ben.phase]).toEqual(['unreachable', 'none']);
    await call(ben, anna);
    expect(ben.view).toMatchObject({ unconfirmed: false, trust: { kind: 'pinned' }, code: { mayConfirm: true } });
  });

  test('accepting a changed identity does not decide a dispute, and the call cannot be answered', async () => {
    serve(disputed);
    await world.clock.advance(4000);
    expect(ben.book.acceptKey(anna.address)).toBe('not-changed');
    await world.clock.advance(4000);
    expect(ben.view).toMatchObject({ trust: { kind: 'changed' }, unconfirmed: true });
    expect(ben.desk.answer(ben.id, 'audio')).toEqual({ ok: false, code: 'key-changed' });
  });

  test('no ANSWER is sent if a dispute is discovered after the callee accepts', async () => {
    serve(disputed);
    ben.answer();
    await ben.waitFor('ended', 3000);
    expect(ben.reason).toBe('key-changed');
    expect(ben.view?.trust).toMatchObject({ kind: 'changed' });
    await world.clock.advance(3000);
    // Anna receives nothing: the directory may show a different chain to another device of Ben's, and that device goes
    // on ringing.
    expect([answers(), anna.phase, anna.code]).toEqual([0, 'calling', undefined]);
    expect(ben.book.failedSecureCalls()).toEqual([]);
    expect(ben.history[0]).toMatchObject({ outcome: 'key-changed', answered: true });
  });

  test('no ANSWER is sent if a dispute is discovered while the page is still preparing ANSWER', async () => {
    ben.onPage = (page) => (page.isStuck = true);
    ben.answer();
    await world.clock.advance(1000); // the reading that starts with the press is finished, and agrees
    serve(disputed);
    await ben.waitFor('ended', 4000);
    expect([ben.reason, answers()]).toEqual(['key-changed', 0]);
  });

  test('a dispute discovered after ANSWER was sent is shown, and the call continues', async () => {
    ben.answer();
    await ben.waitFor('live');
    ben.book.noteDispute(anna.address, world.clock.nowMs());
    await world.clock.advance(30_000);
    expect([ben.phase, ben.view?.trust.kind]).toEqual(['live', 'changed']);
  });

  test('a dispute that ended one call can be decided, and the next call is answered', async () => {
    serve(disputed);
    ben.answer();
    await ben.waitFor('ended', 3000);
    expect(ben.reason).toBe('key-changed');
    anna.hangUp();
    expect(await ben.decideFor(anna)).toBe('done');
    for (const person of [anna, ben]) person.desk.dismiss(person.id);
    await world.clock.advance(3000);
    await call(anna, ben);
    expect(ben.view?.trust.kind).toBe('pinned'); // no longer verified
  });
});

describe('directories without a dispute', () => {
  test.each<[string, () => Published]>([
    [
      'an older state of the chain, from a broker that was restored',
      () => new Map([[anna.device, payloadOf(beginningOf(anna.chain, 1))]]),
    ],
    [
      'the chain of somebody else under the address',
      () => new Map([...anna.published, ...world.impostor(anna.address).published]),
    ],
    ['the chain of somebody else in place of the caller’s', () => world.impostor(anna.address).published],
    ['no chain at all', () => new Map()],
  ])(
    'a directory without a dispute leaves the caller verified and the call answerable, if the directory serves %s',
    async (_what, published) => {
      serve(published());
      await world.clock.advance(4000);
      expect(ben.view).toMatchObject({ trust: { kind: 'verified' }, unconfirmed: false });
      ben.answer();
      await ben.waitFor('live');
      expect(ben.view).toMatchObject({ trust: { kind: 'verified' }, unconfirmed: false });
    },
  );
});

test('the end text of a dispute speaks of “this person” and not of a call that was made, and gives one next step', () => {
  for (const language of ['de', 'en'] as const) {
    const { t } = createTranslator(language);
    expect(t('reason.key-changed.why')).not.toMatch(/angerufen|call was made/u); // a callee has not called anybody
    expect(t('reason.key-changed.why')).toMatch(/dieser? Person|this person/u);
    expect(t('reason.key-changed.next').match(/[.!?]/gu)).toHaveLength(1);
  }
});
