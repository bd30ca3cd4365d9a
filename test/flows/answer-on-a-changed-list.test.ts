// A list that does not follow from the pinned one, first seen before or after the press on _answer_ (protocol §2, §5 rule 1): before it
// the call cannot be answered, after it no ANSWER leaves.
import { beforeEach, describe, expect, test } from 'vitest';
import type { DeviceList } from '../../src/core/keys/device-list.ts';
import { createTranslator } from '../../src/renderer/i18n/translate.ts';
import { answerFor, call, hangUp, type Person, verified, type World } from './support/world.ts';

const ANSWER = 3;
type Change = 'identity' | 'rollback' | 'conflict' | 'broken-chain';

let world: World;
let anna: Person;
let ben: Person;
let lists: Readonly<Record<Change, DeviceList>>;

// Ben has verified Anna and pinned her second list; she calls, and it rings by that list.
beforeEach(async () => {
  ({ world, anna, ben } = await verified());
  const first = anna.list;
  anna.publishNext();
  await call(anna, ben);
  await hangUp(anna, ben);
  await world.clock.advance(70_000);
  const devices = [anna.certificate];
  const conflict = anna.makeList(devices, first);
  lists = {
    identity: world.impostor(anna.address).list,
    rollback: first,
    conflict,
    'broken-chain': anna.makeList(devices, conflict),
  };
  anna.place(ben);
  await ben.waitFor('ringing');
  await world.clock.advance(1000); // what is read when it begins to ring was read
});

const serve = (list: DeviceList): void =>
  answerFor(world, anna.address, (reader) => (reader === ben.device ? list : anna.list));
const answers = (): number =>
  world.broker.sent.filter(({ from, bytes }) => from === ben.device && bytes[1] === ANSWER).length - 2; // of the calls before

const changes: readonly Change[] = ['identity', 'rollback', 'conflict', 'broken-chain'];

describe('a changed list that is first seen', () => {
  test.each(changes)('before the press lets nobody answer: %s', async (change) => {
    serve(lists[change]);
    await world.clock.advance(4000);
    expect(ben.view?.trust).toMatchObject({ kind: 'changed', change: 'identity' });
    expect(ben.records).toContainEqual({ kind: 'key-change', change });
    const refused = ben.desk.answer(ben.id, 'audio');
    expect(refused).toEqual({ ok: false, code: change === 'identity' ? 'unknown-call' : 'key-changed' });
    await world.clock.advance(2000);
    expect([answers(), anna.phase]).toEqual([0, 'calling']);
  });

  test.each(changes)('after the press lets no ANSWER leave: %s', async (change) => {
    serve(lists[change]);
    ben.answer();
    await ben.waitFor('ended', 3000);
    expect(ben.reason).toBe('key-changed');
    expect(ben.view?.trust).toMatchObject({ kind: 'changed', change: 'identity' });
    expect(ben.records).toContainEqual({ kind: 'key-change', change });
    await world.clock.advance(3000);
    expect([answers(), anna.phase, anna.code]).toEqual([0, 'calling', undefined]); // her other devices may be told another list
    expect(ben.book.failedSecureCalls()).toEqual([]);
    expect(ben.history[0]).toMatchObject({ outcome: 'key-changed', answered: true });
  });

  test.each(changes)('while the page is slow after the press lets no ANSWER leave: %s', async (change) => {
    ben.onPage = (page) => (page.isStuck = true);
    ben.answer();
    await world.clock.advance(1000); // the list that is read after the press agrees
    serve(lists[change]);
    await ben.waitFor('ended', 4000);
    expect([ben.reason, answers()]).toEqual(['key-changed', 0]);
  });

  test.each(changes)('after ANSWER has left is shown, and the call goes on: %s', async (change) => {
    ben.answer();
    await ben.waitFor('live');
    serve(lists[change]);
    ben.book.noteChange(anna.address, change, world.clock.nowMs());
    await world.clock.advance(30_000);
    expect([ben.phase, ben.view?.trust.kind]).toEqual(['live', 'changed']);
  });

  test('after the press can be read and accepted, and the next call is answered', async () => {
    serve(lists.rollback);
    ben.answer();
    await ben.waitFor('ended', 3000);
    anna.hangUp();
    ben.book.acceptKey(anna.address, world.clock.nowMs());
    for (const person of [anna, ben]) person.desk.dismiss(person.id);
    await world.clock.advance(3000);
    await call(anna, ben);
    expect(ben.view?.trust.kind).toBe('pinned'); // no longer verified
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
