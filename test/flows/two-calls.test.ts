// A second call arrives during a first one: what the person is offered, that two calls are never heard at once, and how
// each call ends without the other (docs/decisions/0021).
import { describe, expect, test } from 'vitest';
import { isUp } from '../../src/contract/running.ts';
import type { Media } from '../../src/contract/view.ts';
import { callOf, held, isHeard, pageOf, watchHeard } from './support/two-calls.ts';
import { inCall, type Person, talking, verified, type World } from './support/world.ts';

interface Scene {
  readonly world: World;
  readonly anna: Person;
  readonly ben: Person;
  readonly cleo: Person;
  /** Ben's call with Anna, and the call that Cleo places. */
  readonly first: string;
  readonly second: string;
  /**
   * The largest number of Ben's calls that were heard at one time. A call counts if its page sends his microphone or
   * plays the peer's sound, or if its worker can seal.
   */
  readonly mostHeard: () => number;
}

/** Ben talks to Anna; Cleo calls him and it rings. */
async function waiting(media: Media = 'audio'): Promise<Scene> {
  const { world, anna, ben } = await inCall(media);
  const cleo = world.person('cleo@c.example');
  const mostHeard = watchHeard(ben);
  const first = ben.id;
  cleo.place(ben, media);
  await ben.waitFor('ringing');
  return { world, anna, ben, cleo, first, second: ben.id, mostHeard };
}

/** Like `waiting`, and Ben holds Anna and talks to Cleo. */
async function both(media: Media = 'audio'): Promise<Scene> {
  const scene = await waiting(media);
  expect(scene.ben.desk.answer(scene.second, media, 'hold').ok).toBe(true);
  await talking(scene.cleo, scene.ben);
  await scene.world.clock.until('the hold to be told', () => scene.anna.view?.remote.hold === true);
  return scene;
}

const busy = { ok: false, code: 'call-exists' } as const;

describe('second callers', () => {
  test('a second caller rings while the first call continues unchanged', async () => {
    const { world, anna, ben, cleo, first } = await waiting();
    await world.clock.advance(1000);
    expect(ben.desk.views().map(({ phase }) => phase.kind)).toEqual(['live', 'ringing']);
    expect(callOf(ben, first).local.hold).toBe(false);
    expect([pageOf(ben, first).sendFrame(0), anna.page.sendFrame(0)]).toEqual([true, true]);
    expect(cleo.view?.phase).toEqual({ kind: 'calling', ringing: true });
  });

  test('a second call cannot be answered without choosing what happens to the first', async () => {
    const { ben, cleo, first, second } = await waiting();
    expect(ben.desk.answer(second, 'audio')).toEqual(busy);
    expect(ben.desk.views().map(({ phase }) => phase.kind)).toEqual(['live', 'ringing']);
    expect([callOf(ben, first).local.hold, cleo.phase]).toEqual([false, 'calling']);
  });

  test('answering a second call with “hold” leaves two calls, of which only one is heard at any time', async () => {
    const { world, anna, ben, cleo, first, second, mostHeard } = await both();
    expect(ben.desk.views().map(isUp)).toEqual([true, true]);
    expect(held(ben, first, second)).toEqual([true, false]);
    expect([pageOf(ben, second).sendFrame(0), cleo.page.sendFrame(0)]).toEqual([true, true]);
    expect([pageOf(ben, first).sendFrame(0), anna.page.sendFrame(0)]).toEqual([false, false]);
    expect(pageOf(ben, first).worker.seal(0)).toBeUndefined();
    expect(pageOf(ben, first).isHearing).toBe(false);
    await world.clock.advance(5000);
    expect([anna.phase, mostHeard()]).toEqual(['live', 1]);
  });

  test('answering a second call with “end” ends the first, whose peer is told', async () => {
    const { anna, ben, cleo, first, second, mostHeard } = await waiting();
    expect(ben.desk.answer(second, 'audio', 'end').ok).toBe(true);
    await talking(cleo, ben);
    await anna.waitFor('ended');
    expect([anna.reason, callOf(ben, first).phase]).toMatchObject(['peer-hung-up', { reason: 'hung-up' }]);
    expect([callOf(ben, second).local.hold, mostHeard()]).toEqual([false, 1]);
    expect(ben.history).toMatchObject([{ address: anna.address, outcome: 'hung-up' }]);
  });

  test('declined and cancelled second calls do not affect the first', async () => {
    const { world, anna, ben, cleo, first, second } = await waiting();
    ben.desk.decline(second);
    await cleo.waitFor('ended');
    ben.desk.dismiss(second);
    await world.clock.advance(3000);
    cleo.place(ben);
    await ben.waitFor('ringing');
    const third = ben.id;
    cleo.hangUp();
    await world.clock.until('the end', () => callOf(ben, third).phase.kind === 'ended');
    expect(ben.desk.answer(third, 'audio', 'hold')).toEqual({ ok: false, code: 'unknown-call' });
    expect([callOf(ben, first).phase.kind, callOf(ben, first).local.hold, anna.phase]).toEqual(['live', false, 'live']);
    expect(ben.history.map(({ outcome }) => outcome)).toEqual(['cancelled', 'declined']);
  });

  test('the first call can be held and resumed while a second one rings', async () => {
    const { ben, first, second } = await waiting();
    expect([ben.desk.hold(first, true).ok, ben.desk.hold(first, false).ok]).toEqual([true, true]);
    expect(ben.desk.answer(second, 'audio')).toEqual(busy);
    ben.desk.hold(first, true);
    expect(ben.desk.answer(second, 'audio').ok).toBe(true); // the first call is held, so nothing has to be chosen
    expect(callOf(ben, first).local.hold).toBe(true);
  });

  test('a second call is silenced under do not disturb', async () => {
    const { world, ben } = await inCall();
    ben.quirks.isDoNotDisturb = true;
    world.person('cleo@c.example').place(ben);
    await ben.waitFor('ringing');
    expect(ben.view?.phase).toMatchObject({ silenced: true });
  });

  test('a second caller in dispute cannot be answered, and the first call is not held', async () => {
    const { world, anna, ben } = await verified();
    const cleo = world.person('cleo@c.example');
    cleo.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await talking(cleo, ben);
    const first = ben.id;
    ben.book.noteDispute(anna.address, world.clock.nowMs());
    anna.place(ben);
    await ben.waitFor('ringing');
    expect(ben.desk.answer(ben.id, 'audio', 'hold')).toEqual({ ok: false, code: 'key-changed' });
    expect(ben.desk.answer(ben.id, 'audio', 'end')).toEqual({ ok: false, code: 'key-changed' });
    expect([callOf(ben, first).local.hold, cleo.phase]).toEqual([false, 'live']);
  });
});

test('a second caller who reuses the id of the live call does not ring', async () => {
  const { world, ben } = await inCall();
  const cleo = world.person('cleo@c.example');
  const first = ben.id;
  cleo.loadDice(Uint8Array.from(Buffer.from(first, 'hex')));
  cleo.place(ben);
  await cleo.waitFor('ended', 60_000);
  expect(world.broker.sent.some(({ from, bytes }) => from === cleo.device && bytes[1] === 1)).toBe(true);
  expect(cleo.id).toBe(first);
  expect(ben.desk.views().map(({ phase }) => phase.kind)).toEqual(['live']);
  expect(cleo.reason).toBe('unreachable');
});

describe('further callers', () => {
  test('a third caller gets busy while two calls are live', async () => {
    const { world, ben } = await both();
    const dora = world.person('dora@d.example');
    dora.place(ben);
    await dora.waitFor('ended');
    expect([dora.reason, ben.desk.views().length]).toEqual(['busy', 2]);
  });

  test('a third caller gets busy while a second call rings', async () => {
    const { world, ben, second } = await waiting();
    const dora = world.person('dora@d.example');
    dora.place(ben);
    await dora.waitFor('ended');
    expect([dora.reason, callOf(ben, second).phase.kind]).toEqual(['busy', 'ringing']);
  });

  test('a caller gets busy while the first call is still being secured', async () => {
    const { world, anna, ben } = await inCall();
    anna.hangUp();
    await ben.waitFor('ended');
    const cleo = world.person('cleo@c.example');
    ben.onPage = (page) => {
      page.isStuck = true;
    };
    cleo.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    const dora = world.person('dora@d.example');
    dora.place(ben);
    await dora.waitFor('ended');
    expect([dora.reason, ben.phase]).toEqual(['busy', 'securing']);
  });
});

describe('two calls', () => {
  test('resuming either of two calls holds the other', async () => {
    const { world, anna, ben, cleo, first, second, mostHeard } = await both('video');
    expect(ben.desk.hold(first, false).ok).toBe(true);
    expect(held(ben, first, second)).toEqual([false, true]);
    await world.clock.until('both to be told', () => cleo.view?.remote.hold === true && !anna.view?.remote.hold);
    expect([pageOf(ben, first).sendFrame(0), pageOf(ben, second).sendFrame(0)]).toEqual([true, false]);
    expect(pageOf(ben, second).isSending).toEqual({ microphone: false, camera: false });
    expect(pageOf(ben, first).isSending).toEqual({ microphone: true, camera: true });
    ben.desk.hold(second, false);
    await world.clock.until('both to be told', () => anna.view?.remote.hold === true && !cleo.view?.remote.hold);
    expect(held(ben, first, second)).toEqual([true, false]);
    expect([pageOf(ben, first).sendFrame(0), pageOf(ben, second).sendFrame(0)]).toEqual([false, true]);
    expect(mostHeard()).toBe(1);
  });

  test('both of two calls may be held', async () => {
    const { ben, first, second } = await both();
    ben.desk.hold(second, true);
    expect(held(ben, first, second)).toEqual([true, true]);
    expect(ben.pages.filter(isHeard)).toEqual([]);
  });

  test('a held call does not resume by itself when the other ends, and is marked as left on hold until it resumes', async () => {
    const { world, anna, ben, cleo, first, second } = await both();
    expect(callOf(ben, first).leftHeld).toBeUndefined();
    cleo.hangUp();
    await world.clock.until('the end', () => callOf(ben, second).phase.kind === 'ended');
    ben.desk.dismiss(second);
    await world.clock.advance(10_000);
    expect(callOf(ben, first)).toMatchObject({ leftHeld: true, local: { hold: true }, phase: { kind: 'live' } });
    expect([pageOf(ben, first).sendFrame(0), anna.page.sendFrame(0)]).toEqual([false, false]);
    ben.desk.hold(first, false);
    expect(callOf(ben, first).leftHeld).toBeUndefined();
    await world.clock.until('the hold to be over', () => anna.view?.remote.hold === false);
    expect(pageOf(ben, first).sendFrame(0)).toBe(true);
    ben.desk.hold(first, true);
    expect(callOf(ben, first).leftHeld).toBeUndefined(); // held by the person this time
  });

  test('a second call that fails after the answer leaves the first marked as left on hold', async () => {
    const { world, ben, cleo, first, second } = await waiting();
    ben.desk.answer(second, 'audio', 'hold');
    cleo.hangUp();
    await world.clock.until('the end', () => callOf(ben, second).phase.kind === 'ended');
    expect(callOf(ben, first)).toMatchObject({ leftHeld: true, local: { hold: true }, phase: { kind: 'live' } });
  });

  test('the first call cannot be resumed while the second is being secured', async () => {
    const { ben, cleo, first, second } = await waiting();
    ben.desk.answer(second, 'audio', 'hold');
    expect(callOf(ben, second).phase.kind).toBe('securing');
    // Nobody has to hang up before the first call can resume, so the refusal code is not `call-exists`.
    expect(ben.desk.hold(first, false)).toEqual({ ok: false, code: 'cannot-hold' });
    expect(callOf(ben, first).local.hold).toBe(true);
    await talking(cleo, ben);
    expect(held(ben, first, second)).toEqual([true, false]);
  });

  test('one of two calls remains audible when the other is hung up', async () => {
    const { anna, ben, cleo, first, second } = await both();
    ben.desk.hangUp(first);
    await anna.waitFor('ended');
    expect([callOf(ben, second).local.hold, cleo.phase]).toEqual([false, 'live']);
    expect(pageOf(ben, second).sendFrame(0)).toBe(true);
  });

  test('a page crash of one of two calls does not affect the other', async () => {
    const { anna, ben, cleo, first, second } = await both();
    ben.losePage();
    expect([callOf(ben, second).phase.kind, callOf(ben, first).phase.kind, anna.phase]).toEqual([
      'reconnecting',
      'live',
      'live',
    ]);
    await talking(ben, cleo);
    expect(held(ben, first, second)).toEqual([true, false]);
    expect(pageOf(ben, second).sendFrame(0)).toBe(true);
  });

  test('each of two calls has its own code, text and mute', async () => {
    const { ben, anna, cleo, first, second } = await both();
    const codeOf = (id: string): string => {
      const { code } = callOf(ben, id);
      return code.kind === 'shown' ? code.code : '';
    };
    expect([codeOf(first), codeOf(second)]).toEqual([anna.code, cleo.code]);
    expect(ben.desk.confirmCode(first, cleo.code ?? '')).toEqual({ ok: false, code: 'code-mismatch' });
    expect(callOf(ben, second).code.kind).toBe('shown');
    ben.desk.type(second, 'nur für Cleo', true);
    expect([callOf(ben, first).text, callOf(ben, second).text.length]).toEqual([[], 1]);
    ben.desk.mute(second, true);
    expect([callOf(ben, first).local.mute, callOf(ben, second).local.mute]).toEqual([false, true]);
  });

  test.each(['app-closed', 'app-locked'] as const)(
    'both of two calls end when the program is closed or locked: %s',
    async (reason) => {
      const { world, anna, ben, cleo } = await both();
      const closing = ben.desk.close(reason);
      expect(ben.desk.views().map(({ phase }) => phase)).toMatchObject([{ reason }, { reason }]);
      await closing;
      world.broker.setOnline(ben.device, false);
      await anna.waitFor('ended');
      await cleo.waitFor('ended');
      expect([anna.reason, cleo.reason]).toEqual(['peer-hung-up', 'peer-hung-up']);
    },
  );

  test('no third call can be placed during two calls', async () => {
    const { ben } = await both();
    expect(ben.desk.place('dora@d.example', 'audio')).toEqual({ ok: false, code: 'two-calls' });
  });

  test('a switch between two calls made while the broker is away reaches both peers when the broker returns', async () => {
    const { world, anna, ben, cleo, first } = await both();
    world.broker.setOnline(ben.device, false);
    ben.desk.hold(first, false);
    await world.clock.advance(1000);
    expect([anna.view?.remote.hold, cleo.view?.remote.hold]).toEqual([true, false]);
    world.broker.setOnline(ben.device, true);
    await world.clock.until('both to be told', () => cleo.view?.remote.hold === true && !anna.view?.remote.hold);
  });
});
