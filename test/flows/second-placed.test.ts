// A second call is placed during a first one: the first is held for it, and two calls are never heard at once. Once the
// first is held, it waits until the person resumes it, however the second ends (docs/decisions/0021).
import { describe, expect, test } from 'vitest';
import { isUp } from '../../src/contract/running.ts';
import type { Media } from '../../src/contract/view.ts';
import { callOf, held, isHeard, pageOf, watchHeard } from './support/two-calls.ts';
import { inCall, type Person, strangers, talking, verified, type World } from './support/world.ts';

interface Scene {
  readonly world: World;
  readonly anna: Person;
  readonly ben: Person;
  readonly cleo: Person;
  /** Ben's call with Anna. */
  readonly first: string;
  readonly mostHeard: () => number;
}

interface Placed extends Scene {
  /** The call that Ben places to Cleo. */
  readonly second: string;
}

const refused = (code: string): unknown => ({ ok: false, code });

/** Ben talks to Anna; Cleo is a third person. */
async function talks(media: Media = 'audio'): Promise<Scene> {
  const { world, anna, ben } = await inCall(media);
  const cleo = world.person('cleo@c.example');
  return { world, anna, ben, cleo, first: ben.id, mostHeard: watchHeard(ben) };
}

function placed(scene: Scene, media: Media = 'audio'): Placed {
  scene.ben.place(scene.cleo, media);
  return { ...scene, second: scene.ben.id };
}

/** Like `talks`, and Ben has called Cleo, where it rings. */
async function calling(media: Media = 'audio'): Promise<Placed> {
  const scene = placed(await talks(media), media);
  await scene.cleo.waitFor('ringing');
  return scene;
}

async function isOver(person: Person, world: World, id: string, mostMs = 60_000): Promise<void> {
  await world.clock.until('the end', () => callOf(person, id).phase.kind === 'ended', mostMs);
}

/** Expects that the first call waits and says so, and that after one press both hear each other. */
async function resumes({ world, anna, ben, first }: Scene): Promise<void> {
  await world.clock.advance(10_000);
  expect(callOf(ben, first)).toMatchObject({ leftHeld: true, local: { hold: true } });
  expect([anna.view?.remote.hold, anna.page.sendFrame(0)]).toEqual([true, false]);
  expect(ben.desk.hold(first, false).ok).toBe(true);
  await world.clock.until('the hold to be over', () => anna.view?.remote.hold === false);
  expect([pageOf(ben, first).sendFrame(0), anna.page.sendFrame(0)]).toEqual([true, true]);
}

describe('a second call that is placed', () => {
  test('placing a second call holds the first, whose peer is told, and nobody hears the first from then on', async () => {
    const { world, anna, ben, first, second, mostHeard } = await calling();
    await world.clock.until('the hold to be told', () => anna.view?.remote.hold === true);
    expect(ben.desk.views().map(({ phase }) => phase.kind)).toEqual(['live', 'calling']);
    expect([callOf(ben, first).local.hold, callOf(ben, first).leftHeld]).toEqual([true, undefined]);
    expect([pageOf(ben, first).sendFrame(0), anna.page.sendFrame(0)]).toEqual([false, false]);
    expect(ben.pages.filter(isHeard)).toEqual([]);
    await world.clock.until('the second call to ring', () => callOf(ben, second).phase.kind === 'calling');
    expect(mostHeard()).toBeLessThanOrEqual(1);
  });

  test('an answered second call is heard alone, and resuming the first holds the second', async () => {
    const { world, anna, ben, cleo, first, second, mostHeard } = await calling('video');
    cleo.answer('video');
    await talking(cleo, ben);
    expect(held(ben, first, second)).toEqual([true, false]);
    expect([pageOf(ben, second).sendFrame(0), pageOf(ben, second).sendFrame(1)]).toEqual([true, true]);
    expect([pageOf(ben, first).sendFrame(0), pageOf(ben, first).sendFrame(1)]).toEqual([false, false]);
    expect(ben.desk.views().map(isUp)).toEqual([true, true]);
    ben.desk.hold(first, false);
    await world.clock.until('both to be told', () => cleo.view?.remote.hold === true && !anna.view?.remote.hold);
    expect([held(ben, first, second), mostHeard()]).toEqual([[false, true], 1]);
  });

  test.each(['declined', 'no-answer', 'unreachable', 'unknown-address'] as const)(
    'a second call that fails (%s) leaves the first marked as left on hold, and one press resumes the first',
    async (how) => {
      const scene = await talks();
      const { world, ben, cleo } = scene;
      if (how === 'unreachable') world.broker.setOnline(cleo.device, false);
      if (how === 'unknown-address') ben.place('nobody@c.example');
      else ben.place(cleo);
      const second = ben.id;
      if (how === 'declined' || how === 'no-answer') await cleo.waitFor('ringing');
      if (how === 'declined') cleo.desk.decline(cleo.id);
      await isOver(ben, world, second);
      expect(callOf(ben, second).phase).toMatchObject({ reason: how });
      await resumes(scene);
      expect(scene.mostHeard()).toBe(1);
    },
  );

  test('a second call that the person ends leaves the first on hold until it is resumed', async () => {
    const scene = await calling();
    const { world, ben, cleo, second } = scene;
    ben.desk.hangUp(second);
    await cleo.waitFor('ended');
    expect(cleo.reason).toBe('cancelled');
    await resumes(scene);
    cleo.desk.dismiss(cleo.id);
    await world.clock.advance(3000);
    const again = placed(scene);
    await cleo.waitFor('ringing');
    cleo.answer();
    await talking(cleo, ben);
    ben.desk.hangUp(again.second);
    await resumes(again);
  });

  test.each(['is placed', 'is answered'] as const)(
    'a first call left on hold stays held while another call %s, and can be resumed after that call ends',
    async (how) => {
      const scene = await calling();
      const { world, ben, cleo, first, second } = scene;
      ben.desk.hangUp(second);
      expect(callOf(ben, first).leftHeld).toBe(true);
      await cleo.waitFor('ended');
      cleo.desk.dismiss(cleo.id);
      await world.clock.advance(3000);
      const [from, to] = how === 'is placed' ? [ben, cleo] : [cleo, ben];
      from.place(to);
      await to.waitFor('ringing');
      expect(to.desk.answer(to.id, 'audio').ok).toBe(true);
      await talking(ben, cleo);
      expect([held(ben, first, ben.id), callOf(ben, first).leftHeld]).toEqual([[true, false], undefined]);
      cleo.hangUp();
      await isOver(ben, world, ben.id);
      await resumes(scene);
    },
  );

  test('a second call that fails for want of a relay does not hold the first', async () => {
    const { world, anna, ben } = strangers();
    const cleo = world.person('cleo@c.example');
    ben.policy.set({ RelayOnly: true });
    const relay = { urls: 'turn:relay.example', username: 'u', credential: 'p' };
    for (const person of [anna, ben]) person.quirks.iceServers = [relay];
    ben.place(anna);
    await anna.waitFor('ringing');
    anna.answer();
    await talking(anna, ben);
    const first = ben.id;
    ben.quirks.iceServers = []; // the relay account that was lent for the call has expired
    ben.place(cleo);
    expect(ben.reason).toBe('relay-required');
    expect([callOf(ben, first).local.hold, callOf(ben, first).phase.kind]).toEqual([false, 'live']);
    await world.clock.advance(1000);
    expect([anna.view?.remote.hold, cleo.phase]).toEqual([false, 'none']);
  });

  test('a page crash of the ringing second call affects neither call', async () => {
    const scene = await calling();
    scene.ben.losePage();
    expect([scene.cleo.phase, scene.ben.phase, scene.anna.phase]).toEqual(['ringing', 'calling', 'live']);
    scene.cleo.answer();
    await talking(scene.cleo, scene.ben);
    expect(scene.ben.page.sendFrame(0)).toBe(true);
  });

  test.each(['app-closed', 'app-locked'] as const)(
    'a second call that is being placed ends when the program is closed or locked: %s',
    async (reason) => {
      const { world, anna, ben, cleo } = await calling();
      await ben.desk.close(reason);
      world.broker.setOnline(ben.device, false);
      await anna.waitFor('ended');
      await cleo.waitFor('ended');
      expect(ben.desk.views().map(({ phase }) => phase)).toMatchObject([{ reason }, { reason }]);
    },
  );
});

describe('limits of placing a second call', () => {
  test('no second call can be placed while the first is being placed, rings or is being secured', async () => {
    const { world, anna, ben } = strangers();
    const cleo = world.person('cleo@c.example');
    ben.onPage = (page) => {
      page.isStuck = true;
    };
    anna.place(ben);
    expect(anna.desk.place(cleo.address, 'audio')).toEqual(refused('cannot-hold'));
    await ben.waitFor('ringing');
    expect(anna.desk.place(cleo.address, 'audio')).toEqual(refused('cannot-hold'));
    expect(ben.desk.place(cleo.address, 'audio')).toEqual(refused('cannot-hold'));
    ben.answer();
    expect([ben.phase, ben.desk.place(cleo.address, 'audio')]).toEqual(['securing', refused('cannot-hold')]);
    expect([cleo.phase, ben.desk.views().length, anna.desk.views().length]).toEqual(['none', 1, 1]);
  });

  test('a first call that is still connecting is held as soon as it is live', async () => {
    const { world, anna, ben } = strangers();
    const cleo = world.person('cleo@c.example');
    const join = world.air.join.bind(world.air);
    world.air.join = () => undefined;
    ben.place(anna);
    await anna.waitFor('ringing');
    anna.answer();
    await ben.waitFor('connecting');
    const first = ben.id;
    const mostHeard = watchHeard(ben);
    ben.place(cleo);
    await cleo.waitFor('ringing');
    world.air.join = join;
    cleo.answer();
    await talking(cleo, ben);
    join(pageOf(ben, first));
    await anna.waitFor('live');
    expect(held(ben, first, ben.id)).toEqual([true, false]);
    expect([pageOf(ben, first).sendFrame(0), anna.page.sendFrame(0), mostHeard()]).toEqual([false, false, 1]);
  });

  test('a first call held by both sides resumes when the last of them resumes it', async () => {
    const scene = await talks();
    const { world, anna, ben, cleo, first } = scene;
    anna.desk.hold(anna.id, true);
    await world.clock.until('the hold', () => callOf(ben, first).remote.hold);
    const { second } = placed(scene);
    await cleo.waitFor('ringing');
    expect(callOf(ben, first)).toMatchObject({ local: { hold: true }, remote: { hold: true } });
    anna.desk.hold(anna.id, false);
    await world.clock.until('no hold', () => !callOf(ben, first).remote.hold);
    expect(isHeard(pageOf(ben, first))).toBe(false);
    ben.desk.hangUp(second);
    await resumes(scene);
  });

  test('a first call that the person held stays held and is not marked as left on hold', async () => {
    const scene = await talks();
    const { world, ben, first } = scene;
    ben.desk.hold(first, true);
    const { second } = placed(scene);
    ben.desk.hangUp(second);
    await world.clock.advance(1000);
    expect(callOf(ben, first)).toMatchObject({ local: { hold: true } });
    expect(callOf(ben, first).leftHeld).toBeUndefined();
  });

  test('a first call resumes with mute and camera unchanged, and the second starts unmuted and without camera', async () => {
    const scene = await talks('video');
    const { ben, cleo, first } = scene;
    ben.desk.mute(first, true);
    const { second } = placed(scene);
    await cleo.waitFor('ringing');
    expect(callOf(ben, second).local).toEqual({ mute: false, camera: false, hold: false, screen: false });
    ben.desk.hangUp(second);
    ben.desk.hold(first, false);
    expect(callOf(ben, first).local).toEqual({ mute: true, camera: true, hold: false, screen: false });
    expect(pageOf(ben, first).isSending).toEqual({ microphone: false, camera: true });
  });

  test('a first call that is reconnecting is held and stays held when it is restored', async () => {
    const scene = await talks();
    const { world, anna, ben, cleo, first } = scene;
    const join = world.air.join.bind(world.air);
    world.air.join = () => undefined;
    for (const person of [anna, ben]) person.page.lose();
    expect(callOf(ben, first).phase.kind).toBe('reconnecting');
    const { second } = placed(scene);
    await cleo.waitFor('ringing');
    world.air.join = join;
    await world.clock.until('the first call to be live again', () => callOf(ben, first).phase.kind === 'live', 31_000);
    expect([held(ben, first), isHeard(pageOf(ben, first))]).toEqual([[true], false]);
    ben.desk.hangUp(second);
    await resumes(scene);
    expect(scene.mostHeard()).toBe(1);
  });

  test('a second call rings on and can be answered after the first ends', async () => {
    const { world, anna, ben, cleo, first, second } = await calling();
    anna.hangUp();
    await isOver(ben, world, first);
    expect(callOf(ben, second).phase).toEqual({ kind: 'calling', ringing: true });
    cleo.answer();
    await talking(cleo, ben);
    expect([held(ben, second), pageOf(ben, second).sendFrame(0)]).toEqual([[false], true]);
    expect(ben.history).toMatchObject([{ address: anna.address, outcome: 'peer-hung-up' }]);
  });

  test('no second call is placed and no hold begins while the broker is away', async () => {
    const { world, ben, cleo, first } = await talks();
    world.broker.setOnline(ben.device, false);
    expect(ben.desk.place(cleo.address, 'audio')).toEqual(refused('not-connected'));
    expect([ben.desk.views().length, held(ben, first)]).toEqual([1, [false]]);
  });

  test('a person who is in the first call cannot be called again', async () => {
    const { anna, ben, first } = await talks();
    expect(ben.desk.place(anna.address, 'audio')).toEqual(refused('call-exists'));
    expect([ben.desk.views().length, held(ben, first)]).toEqual([1, [false]]);
  });
});

describe('while the second call is being placed', () => {
  test('the first call cannot be resumed while the second is being placed', async () => {
    const { ben, cleo, first, second } = await calling();
    expect(ben.desk.hold(first, false)).toEqual(refused('cannot-hold'));
    cleo.answer();
    await ben.waitFor('securing');
    expect(ben.desk.hold(first, false)).toEqual(refused('cannot-hold'));
    await talking(cleo, ben);
    expect(held(ben, first, second)).toEqual([true, false]);
  });

  test('while a second call is being placed, no third is placed, and a further caller gets busy and is recorded as missed', async () => {
    const { world, ben } = await calling();
    const dora = world.person('dora@d.example');
    expect(ben.desk.place(dora.address, 'audio')).toEqual(refused('two-calls'));
    dora.place(ben);
    await dora.waitFor('ended');
    expect(dora.reason).toBe('busy');
    await world.clock.until('the call record', () => ben.history.length === 1);
    expect(ben.history).toMatchObject([{ address: dora.address, outcome: 'busy', unseen: true }]);
    expect(ben.desk.views().map(({ phase }) => phase.kind)).toEqual(['live', 'calling']);
  });
});

// With these seeds each side's call survives at least once between strangers, as the last test asserts.
describe('glare of a second call', () => {
  const seeds = ['one', 'two', 'three', 'four', 'five', 'six'] as const;

  async function crossed(seed: string, known: boolean): Promise<Placed & { readonly isOurs: boolean }> {
    const { world, anna, ben } = known ? await verified(seed) : strangers(seed);
    const cleo = known ? anna : world.person('cleo@c.example');
    const firstPeer = known ? world.person('dora@d.example') : anna;
    firstPeer.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await talking(firstPeer, ben);
    const scene = { world, anna: firstPeer, ben, cleo, first: ben.id, mostHeard: watchHeard(ben) };
    const { second } = placed(scene);
    cleo.place(ben);
    const met = (): boolean => ben.desk.views().length === 2 && [ben, cleo].some(({ phase }) => phase === 'ringing');
    await world.clock.until('one of the two calls to ring or go on', () => met() || ben.phase === 'live');
    return { ...scene, second, isOurs: ben.id === second };
  }

  test.each(seeds)('one call survives a glare of the second call, and the first stays held: %s', async (seed) => {
    const { world, anna, ben, cleo, first, isOurs, mostHeard } = await crossed(seed, false);
    (isOurs ? cleo : ben).answer();
    await talking(ben, cleo);
    expect(ben.id).toBe(cleo.id);
    expect([held(ben, first, ben.id), callOf(ben, first).leftHeld, mostHeard()]).toEqual([[true, false], undefined, 1]);
    await world.clock.advance(1000);
    cleo.hangUp();
    await resumes({ world, anna, ben, cleo, first, mostHeard });
  });

  test.each(seeds)(
    'a glare of the second call with a verified person connects without a press, and the first stays held: %s',
    async (seed) => {
      const { ben, cleo, first, mostHeard } = await crossed(seed, true);
      await talking(ben, cleo);
      expect(ben.id).toBe(cleo.id);
      expect([held(ben, first, ben.id), callOf(ben, first).leftHeld, mostHeard()]).toEqual([
        [true, false],
        undefined,
        1,
      ]);
    },
  );

  test('each side’s call survives a glare with at least one of the seeds above', async () => {
    const ours: boolean[] = [];
    for (const seed of seeds) ours.push((await crossed(seed, false)).isOurs);
    expect(new Set(ours)).toEqual(new Set([true, false]));
  });
});
