// A connection too poor for video: video pauses so that sound gets through, and returns by itself when the connection
// is good again (docs/decisions/0028). Also what switches, holds and policy do meanwhile.
import { describe, expect, test } from 'vitest';
import type { PictureStep } from '../../src/contract/media.ts';
import { inCall, type Person, talkFor, type World } from './support/world.ts';

const good = { roundTripMs: 80, jitterMs: 5, packetsLost: 0, lostThere: 0, availableKbps: 2000 };
const thin = { ...good, availableKbps: 60 };
const BACK_S = 15; // good seconds before each step up

interface Scene {
  readonly world: World;
  readonly anna: Person;
  readonly ben: Person;
}

/** The picture steps that a person's page was told to send, in order. */
const steps = ({ page }: Person): readonly PictureStep[] =>
  page.commands.flatMap((command) => (command.kind === 'picture' ? [command.step] : []));
const told = ({ anna, ben }: Scene): unknown => [anna.view?.picturePaused, ben.view?.remote.camera];

/** A video call whose connection carries only Anna's sound, so that her picture has paused. */
async function paused(): Promise<Scene> {
  const scene = await inCall('video');
  const { world, anna, ben } = scene;
  anna.page.line = good;
  await talkFor(world, 2, anna, ben);
  expect(told(scene)).toEqual([undefined, true]);
  anna.page.line = thin;
  await talkFor(world, 10, anna, ben);
  expect(steps(anna)).toEqual(['full', 'half', 'quarter', 'paused']);
  expect(told(scene)).toEqual([true, false]);
  return scene;
}

/** Expects that a good connection brings all steps back, that both people see it, and that pictures pass. */
async function comesBack(scene: Scene): Promise<void> {
  const { world, anna, ben } = scene;
  const before = steps(anna).length;
  anna.page.line = good;
  await talkFor(world, BACK_S * 3 + 2, anna, ben);
  expect(steps(anna).slice(before)).toEqual(['quarter', 'half', 'full']);
  expect(told(scene)).toEqual([undefined, true]);
  expect(anna.page.sendFrame(1)).toBe(true);
}

describe('paused pictures', () => {
  test('a paused picture leaves the sound, the camera switch and the peer’s picture unchanged, and resumes', async () => {
    const scene = await paused();
    const { anna, ben } = scene;
    expect([anna.view?.local.camera, ben.view?.picturePaused]).toEqual([true, undefined]);
    expect([anna.page.sendFrame(0), ben.page.sendFrame(0), ben.page.sendFrame(1)]).toEqual([true, true, true]);
    await comesBack(scene);
  });

  test.each(['anna', 'ben'] as const)(
    'a picture that pauses before a hold by %s is still paused afterwards',
    async (who) => {
      const scene = await paused();
      const { world, anna, ben } = scene;
      anna.page.line = good;
      await talkFor(world, BACK_S - 5, anna, ben);
      const holder = scene[who];
      holder.desk.hold(holder.id, true);
      await talkFor(world, 60, anna, ben); // a connection on which nothing is sent does not show what it could carry
      expect(steps(anna)).toEqual(['full', 'half', 'quarter', 'paused']);
      holder.desk.hold(holder.id, false);
      await talkFor(world, 1, anna, ben);
      expect(told(scene)).toEqual([true, false]);
      await comesBack(scene);
    },
  );

  test('a camera switched off during a pause starts afresh when it is switched on again', async () => {
    const scene = await paused();
    const { world, anna, ben } = scene;
    anna.desk.camera(anna.id, false);
    expect([steps(anna).at(-1), anna.view?.picturePaused]).toEqual(['first', undefined]);
    await talkFor(world, 30, anna, ben);
    expect([anna.view?.local.camera, ben.view?.remote.camera]).toEqual([false, false]);
    anna.desk.camera(anna.id, true);
    await world.clock.advance(500);
    expect(told(scene)).toEqual([undefined, true]);
    await talkFor(world, 10, anna, ben); // the connection is as poor as before
    expect(told(scene)).toEqual([true, false]);
  });

  test('the pause of a picture ends when policy forbids video, and the camera stays off until a person switches it on', async () => {
    const scene = await paused();
    const { world, anna, ben } = scene;
    anna.policy.set({ AllowVideo: false });
    expect([anna.view?.picturePaused, anna.view?.local.camera, steps(anna).at(-1)]).toEqual([
      undefined,
      false,
      'first',
    ]);
    anna.policy.set({ AllowVideo: true });
    anna.page.line = good;
    await talkFor(world, 60, anna, ben);
    expect([anna.view?.local.camera, ben.view?.remote.camera]).toEqual([false, false]);
    anna.desk.camera(anna.id, true);
    await talkFor(world, 1, anna, ben);
    expect(told(scene)).toEqual([undefined, true]);
    expect(anna.page.sendFrame(1)).toBe(true);
  });

  test('a picture stays paused after a reconnection, and the shortest round trip is measured anew', async () => {
    const scene = await paused();
    const { world, anna, ben } = scene;
    for (const person of [anna, ben]) person.page.lose();
    await world.clock.until('both to be live again', () => anna.phase === 'live' && ben.phase === 'live');
    expect(told(scene)).toEqual([true, false]);
    anna.page.line = { ...good, roundTripMs: 900 }; // now by a distant relay: a long round trip, but no queue
    await talkFor(world, BACK_S + 1, anna, ben);
    expect(steps(anna).at(-1)).toBe('quarter');
  });

  test('a picture that pauses because the round trip grows by half a second recovers within a minute and a half', async () => {
    const scene = await inCall('video');
    const { world, anna, ben } = scene;
    anna.page.line = good;
    await talkFor(world, 40, anna, ben);
    anna.page.line = { ...good, roundTripMs: 600 };
    await talkFor(world, 10, anna, ben);
    expect(told(scene)).toEqual([true, false]);
    await talkFor(world, 80, anna, ben);
    expect([steps(anna).at(-1), ...(told(scene) as unknown[])]).toEqual(['full', undefined, true]);
  });

  test('a call whose camera is off never reports a paused picture', async () => {
    const { world, anna, ben } = await inCall('audio');
    anna.page.line = thin;
    await talkFor(world, 20, anna, ben);
    expect([steps(anna), anna.view?.picturePaused]).toEqual([[], undefined]);
  });
});
