// Sharing a screen in whole calls: the screen is sealed as its own stream, handed to one page once, and subject to
// policy and to the peer.
import { describe, expect, test } from 'vitest';
import type { ShareSource } from '../../src/core/call/media-share-state.ts';
import { inCall, type Person, talkFor } from './support/world.ts';

const SCREEN: ShareSource = { kind: 'screen', id: 'screen:1:0', name: '' };
const WINDOW: ShareSource = { kind: 'window', id: 'window:7:0', name: 'Report' };

/** A person chooses a source, and the page captures it once. */
function share(person: Person, source = SCREEN, sound = false): void {
  const { desk, id } = person;
  expect(desk.share(id, source, sound).ok).toBe(true);
  expect(desk.isShareChosen(id)).toBe(true);
  expect([desk.handShare(id, sound), desk.handShare(id, sound)]).toEqual([source, undefined]);
  desk.mediaFact({ kind: 'screen', call: id, state: 'captured', ...(sound ? { sound: 'on' } : {}) });
}

const steps = ({ page }: Person): readonly string[] =>
  page.commands.flatMap((command) => (command.kind === 'screen' ? [command.step] : []));

test('the frames of a shared screen open at the peer, and one command stops sharing', async () => {
  const { world, anna, ben } = await inCall('audio');
  share(anna);
  await talkFor(world, 1, anna, ben);
  expect([ben.view?.remote.screen, anna.view?.sharing]).toEqual([true, { kind: 'on', what: 'screen', name: '' }]);
  expect(anna.page.sendFrame(2)).toBe(true);
  anna.desk.stopShare(anna.id);
  await talkFor(world, 1, anna, ben);
  expect([ben.view?.remote.screen, anna.view?.sharing, steps(anna)]).toEqual([false, undefined, ['full', 'off']]);
});

test('the sound of the computer is handed to the page only if a person chose it, and stops with the shared screen', async () => {
  const { world, anna, ben } = await inCall('audio');
  anna.desk.share(anna.id, SCREEN, false);
  expect(anna.desk.handShare(anna.id, true)).toBeUndefined(); // a page that asks for more than was chosen gets nothing
  anna.desk.mediaFact({ kind: 'screen', call: anna.id, state: 'captured', sound: 'on' });
  expect(anna.view?.sharing).toEqual({ kind: 'starting', what: 'screen', name: '' });
  anna.desk.stopShare(anna.id);
  share(anna, SCREEN, true);
  await talkFor(world, 1, anna, ben);
  expect(anna.view?.sharing).toEqual({ kind: 'on', what: 'screen', name: '', sound: 'on' });
  anna.desk.mute(anna.id, true);
  expect(anna.view?.sharing).toMatchObject({ sound: 'on' });
  const told = anna.page.commands.length;
  anna.desk.stopShare(anna.id);
  expect(anna.page.commands.slice(told)).toEqual([{ kind: 'screen', call: anna.id, step: 'off', sound: false }]);
  expect(anna.desk.share(anna.id, WINDOW, true)).toEqual({ ok: false, code: 'sharing-not-allowed' });
});

test('a later share replaces the other person’s share on both sides', async () => {
  const { world, anna, ben } = await inCall('audio');
  share(anna);
  await talkFor(world, 5, anna, ben);
  share(ben, WINDOW);
  await talkFor(world, 1, anna, ben);
  expect([anna.view?.sharing, anna.view?.remote.screen]).toEqual([{ kind: 'over', why: 'peer' }, true]);
  expect([ben.view?.sharing?.kind, ben.view?.remote.screen]).toEqual(['on', false]);
});

test('sharing ends when the sharer’s computer is locked or the peer holds the call', async () => {
  const { world, anna, ben } = await inCall('audio');
  share(anna);
  anna.desk.screenLocked();
  expect(anna.view?.sharing).toEqual({ kind: 'over', why: 'locked' });
  share(anna);
  await talkFor(world, 1, anna, ben);
  ben.desk.hold(ben.id, true);
  await talkFor(world, 1, anna, ben);
  expect([anna.view?.sharing, ben.view?.remote.screen]).toEqual([{ kind: 'over', why: 'held' }, false]);
  expect(anna.desk.share(anna.id, SCREEN, false)).toEqual({ ok: false, code: 'call-held' });
});

test('a page crash ends sharing, and the replacement page is given no screen', async () => {
  const { world, anna, ben } = await inCall('audio');
  share(anna);
  await talkFor(world, 1, anna, ben);
  anna.desk.pageLost(anna.id);
  expect([anna.view?.sharing, anna.desk.handShare(anna.id, false)]).toEqual([{ kind: 'over', why: 'page' }, undefined]);
});

describe('policy', () => {
  test.each([
    ['nothing', { AllowScreenShare: 'none' }, false, false],
    ['windows', { AllowScreenShare: 'window' }, true, false],
    ['all', { AllowScreenShare: 'all' }, true, true],
    ['no video, and therefore no screen', { AllowVideo: false }, false, false],
  ] as const)('policy decides what may be shared: %s', async (_what, values, isWindow, isScreen) => {
    const { anna } = await inCall('audio');
    anna.policy.set(values);
    const refused = { ok: false, code: 'sharing-not-allowed' };
    const done = { ok: true, value: undefined };
    expect(anna.desk.share(anna.id, SCREEN, false)).toEqual(isScreen ? done : refused);
    expect(anna.desk.share(anna.id, WINDOW, false)).toEqual(isWindow ? done : refused);
  });

  test('policy that tightens during a call ends a share that it no longer allows', async () => {
    const { world, anna, ben } = await inCall('audio');
    share(anna);
    await talkFor(world, 1, anna, ben);
    anna.policy.set({ AllowScreenShare: 'window' });
    await talkFor(world, 1, anna, ben);
    expect([anna.view?.sharing, ben.view?.remote.screen]).toEqual([{ kind: 'over', why: 'policy' }, false]);
    expect(anna.view?.mayShare).toBe('window');
  });
});
