// Chains of one person that contradict each other, first seen before or after the press on _answer_ (protocol §2, §5 rule 1): before it
// the call cannot be answered, after it no ANSWER leaves.
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
/** Anna's devices have dropped each other. */
let disputed: Published;

// Ben has verified Anna and pinned her chain with two devices; she calls, and it rings by that chain.
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
  await world.clock.advance(1000); // what is read when it begins to ring was read
});

const serve = (published: Published): void =>
  answerFor(world, anna.address, (reader) => (reader === ben.device ? published : anna.published));
const answers = (): number =>
  world.broker.sent.filter(({ from, bytes }) => from === ben.device && bytes[1] === ANSWER).length - 2; // of the calls before

describe('a dispute that is first seen', () => {
  test('before the press lets nobody answer', async () => {
    serve(disputed);
    await world.clock.advance(4000);
    expect(ben.view).toMatchObject({ trust: { kind: 'changed' }, unconfirmed: true });
    expect(ben.desk.answer(ben.id, 'audio')).toEqual({ ok: false, code: 'key-changed' });
    await world.clock.advance(2000);
    expect([answers(), anna.phase]).toEqual([0, 'calling']);
  });

  test('before the press can be decided, and the call of a device on that side is answered', async () => {
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

  test('before the press ends the ring of a device on the side that was decided against', async () => {
    serve(disputed);
    await world.clock.advance(4000);
    expect(await ben.decideFor(laptop)).toBe('done');
    await ben.waitFor('ended', 4000);
    expect([ben.reason, answers()]).toEqual(['device-removed', 0]);
  });

  test('and decided lets no device of the other side ring any more, whatever it publishes', async () => {
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

  test('before the press does not end by being read, and nobody answers', async () => {
    serve(disputed);
    await world.clock.advance(4000);
    expect(ben.book.acceptKey(anna.address)).toBe('not-changed');
    await world.clock.advance(4000);
    expect(ben.view).toMatchObject({ trust: { kind: 'changed' }, unconfirmed: true });
    expect(ben.desk.answer(ben.id, 'audio')).toEqual({ ok: false, code: 'key-changed' });
  });

  test('after the press lets no ANSWER leave', async () => {
    serve(disputed);
    ben.answer();
    await ben.waitFor('ended', 3000);
    expect(ben.reason).toBe('key-changed');
    expect(ben.view?.trust).toMatchObject({ kind: 'changed' });
    await world.clock.advance(3000);
    expect([answers(), anna.phase, anna.code]).toEqual([0, 'calling', undefined]); // her other devices may be told another thing
    expect(ben.book.failedSecureCalls()).toEqual([]);
    expect(ben.history[0]).toMatchObject({ outcome: 'key-changed', answered: true });
  });

  test('while the page is slow after the press lets no ANSWER leave', async () => {
    ben.onPage = (page) => (page.isStuck = true);
    ben.answer();
    await world.clock.advance(1000); // what is read after the press agrees
    serve(disputed);
    await ben.waitFor('ended', 4000);
    expect([ben.reason, answers()]).toEqual(['key-changed', 0]);
  });

  test('after ANSWER has left is shown, and the call goes on', async () => {
    ben.answer();
    await ben.waitFor('live');
    ben.book.noteDispute(anna.address, world.clock.nowMs());
    await world.clock.advance(30_000);
    expect([ben.phase, ben.view?.trust.kind]).toEqual(['live', 'changed']);
  });

  test('after the press can be decided, and the next call is answered', async () => {
    serve(disputed);
    ben.answer();
    await ben.waitFor('ended', 3000);
    anna.hangUp();
    expect(await ben.decideFor(anna)).toBe('done');
    for (const person of [anna, ben]) person.desk.dismiss(person.id);
    await world.clock.advance(3000);
    await call(anna, ben);
    expect(ben.view?.trust.kind).toBe('pinned'); // no longer verified
  });
});

describe('what is no contradiction', () => {
  test.each<[string, () => Published]>([
    [
      'the chain as it was before, from a broker that was restored',
      () => new Map([[anna.device, payloadOf(beginningOf(anna.chain, 1))]]),
    ],
    [
      'the chain of somebody else under the address',
      () => new Map([...anna.published, ...world.impostor(anna.address).published]),
    ],
    ['the chain of somebody else in its place', () => world.impostor(anna.address).published],
    ['nothing', () => new Map()],
  ])('lets the call be answered, and the person stays verified: %s', async (_what, published) => {
    serve(published());
    await world.clock.advance(4000);
    expect(ben.view).toMatchObject({ trust: { kind: 'verified' }, unconfirmed: false });
    ben.answer();
    await ben.waitFor('live');
    expect(ben.view).toMatchObject({ trust: { kind: 'verified' }, unconfirmed: false });
  });
});

test('the end names the person and one step that a callee can take as well as a caller', () => {
  for (const language of ['de', 'en'] as const) {
    const { t } = createTranslator(language);
    expect(t('reason.key-changed.why')).not.toMatch(/angerufen|call was made/u); // a callee has called nobody
    expect(t('reason.key-changed.why')).toMatch(/diese Person|this person/u);
    expect(t('reason.key-changed.next').match(/[.!?]/gu)).toHaveLength(1);
  }
});
