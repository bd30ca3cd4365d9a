// The page that calls itself: a call, a lock or a change of policy ends a trial, and so does any failure. The next
// trial is possible afterwards. Electron is faked (played-electron.ts).
import { beforeEach, expect, it, vi } from 'vitest';
import type { View } from '../../../src/contract/view.ts';
import { mayTry, TrialPage } from '../../../src/main/app/trial-page.ts';
import { createLog } from '../../../src/main/log.ts';
import type { Random } from '../../../src/main/time/clock.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { played, playedSession } from './played-electron.ts';

vi.mock('electron', async () => (await import('./played-electron.ts')).played.module);

const relay = { urls: 'turn:127.0.0.1:1?transport=tcp', username: 'u', credential: 'p' };
const page = () => played.page('trial');
function noProcess(): never {
  throw new Error('no more processes');
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
let clock: ReturnType<typeof heldClock>;
let random: Random;
let policy: ReturnType<typeof fixedPolicy>;
let trial: TrialPage;

beforeEach(() => {
  played.reset();
  clock = heldClock();
  random = systemRandom;
  policy = fixedPolicy();
  trial = new TrialPage(
    { preload: '', icon: '', chromium: '156.0.0.0', packaged: true, sessionOf: playedSession },
    policy,
    clock,
    (length) => random(length),
    createLog('error', () => undefined),
  );
  trial.allow(true);
});

/** Begins a trial whose page has loaded. */
async function begun(): Promise<{ readonly outcome: ReturnType<TrialPage['run']> }> {
  const outcome = trial.run([relay]);
  await settle();
  played.load();
  return { outcome };
}

/** The outcome of a trial, once its page has had time to release the allocations at the relays. */
async function came(outcome: ReturnType<TrialPage['run']> | undefined): ReturnType<TrialPage['run']> {
  await settle();
  clock.advance(300);
  return (await outcome) ?? { kind: 'lost' };
}

/** Reports that the opening worker has opened its first frame of this stream. */
const opens = (stream: 0 | 1): void =>
  played.ports.at(-1)?.says({ kind: 'first-opened', stream, generation: 0, step: 0 });

it('a trial call succeeds once the other end’s worker has opened sound and picture, and its page is closed afterwards', async () => {
  const { outcome } = await begun();
  expect(page().events).toEqual([
    ['media', expect.objectContaining({ kind: 'open', relayOnly: true, iceServers: [relay], microphones: [] })],
  ]);
  expect(trial.pageOf(page() as never)).toMatchObject({ kind: 'trial', call: '' });
  clock.advance(80);
  opens(0);
  await settle();
  expect(page().isGone).toBe(false); // the picture is still missing
  opens(1);
  await settle();
  expect([page().events.at(-1), page().isGone]).toEqual([['media', { kind: 'close', call: '' }], false]);
  expect(await came(outcome)).toEqual({ kind: 'carried', milliseconds: 80 });
  expect([page().isGone, page().ends, trial.pageOf(page() as never)]).toEqual([true, 1, undefined]);
});

it('each trial call has keys of its own: one worker seals and the other opens with the same keys', async () => {
  const kinds = (): string[] => played.ports.map(({ posted }) => posted.map(({ kind }) => kind).join(' '));
  const keys = (at: number): string[] =>
    played.ports[at]?.posted.map((grant) =>
      Buffer.from((grant as unknown as { key: Uint8Array }).key).toString('hex'),
    ) ?? [];
  await begun();
  expect(kinds()).toEqual(['grant-seal grant-seal', 'grant-open grant-open']);
  expect(keys(0)).toEqual(keys(1));
  trial.end();
  await settle();
  await begun();
  expect(new Set([...keys(0), ...keys(2)]).size).toBe(4);
});

const rings: View = {
  ...viewFixture,
  calls: [{ ...callFixture, direction: 'in', phase: { kind: 'ringing', silenced: false } }],
};
const places: View = { ...viewFixture, calls: [{ ...callFixture, direction: 'out', phase: { kind: 'securing' } }] };

it.each<readonly [string, View, boolean]>([
  ['a call rings', rings, false],
  ['a call is placed', places, false],
  ['the program is locked', { ...viewFixture, isLocked: true }, false],
  ['the screen is locked', viewFixture, true],
])('a trial call ends at once when %s, and none begins in that state', async (_what, view, isScreenLocked) => {
  const { outcome } = await begun();
  trial.allow(mayTry(viewFixture, false));
  expect(page().isGone).toBe(false);
  trial.allow(mayTry(view, isScreenLocked));
  // The page is closed in the same turn, not in a later one.
  expect([page().isGone, page().ends, trial.pageOf(page() as never)]).toEqual([true, 1, undefined]);
  expect(await came(outcome)).toEqual({ kind: 'not-now' });
  expect(await trial.run([relay])).toEqual({ kind: 'not-now' });
  expect(played.pages).toHaveLength(1);
  trial.allow(mayTry(viewFixture, false));
  const { outcome: next } = await begun();
  opens(0);
  opens(1);
  expect(await came(next)).toMatchObject({ kind: 'carried' });
});

it('a trial call ended by a change of policy disappears at once, and another can follow', async () => {
  const { outcome } = await begun();
  policy.set({ RelayOnly: true });
  expect([page().isGone, page().ends]).toEqual([true, 1]);
  expect(await came(outcome)).toEqual({ kind: 'not-now' });
  const { outcome: next } = await begun();
  opens(0);
  opens(1);
  expect(await came(next)).toMatchObject({ kind: 'carried' });
});

it.each<readonly [string, () => void]>([
  ['its page crashes', () => page().happens('render-process-gone', {}, { reason: 'crashed' })],
  ['its page closes itself', () => page().close()],
  ['no sound and picture have arrived after ten seconds', () => clock.advance(10_000)],
])('a trial call is lost and its page is closed when %s, and the next trial call succeeds', async (_what, happens) => {
  const { outcome } = await begun();
  happens();
  expect(await came(outcome)).toEqual({ kind: 'lost' });
  expect(page().isGone).toBe(true);
  const { outcome: next } = await begun();
  opens(0);
  opens(1);
  expect(await came(next)).toMatchObject({ kind: 'carried' });
});

it('a trial call whose page cannot be made or started fails, and the next trial call succeeds', async () => {
  const made = played.module.WebContentsView;
  played.module.WebContentsView = noProcess as never;
  expect(await trial.run([relay])).toEqual({ kind: 'lost' });
  played.module.WebContentsView = made;
  random = () => {
    throw new Error('no dice');
  };
  const { outcome: second } = await begun();
  expect([await came(second), page().isGone]).toEqual([{ kind: 'lost' }, true]);
  random = systemRandom;
  const { outcome: third } = await begun();
  opens(0);
  opens(1);
  expect(await came(third)).toMatchObject({ kind: 'carried' });
});

it('trial calls are made one after the other, each in a page of its own', async () => {
  const [first, second] = [trial.run([relay]), trial.run([relay])];
  await settle();
  expect(played.pages).toHaveLength(1);
  clock.advance(10_000);
  expect(await came(first)).toEqual({ kind: 'lost' });
  await settle();
  expect(played.pages).toHaveLength(2);
  played.load();
  opens(0);
  opens(1);
  expect(await came(second)).toMatchObject({ kind: 'carried' });
});

it('a change of policy ends the running trial call and the trial call that waits', async () => {
  const { outcome } = await begun();
  const waiting = trial.run([relay]);
  policy.set({ RelayOnly: true });
  expect(await came(outcome)).toEqual({ kind: 'not-now' });
  expect([await waiting, played.pages.length]).toEqual([{ kind: 'not-now' }, 1]);
});

it('a late message from the worker of an ended trial call does not count for the next', async () => {
  await begun();
  const late = played.ports.at(-1);
  trial.end();
  await settle();
  const { outcome } = await begun();
  for (const stream of [0, 1]) late?.says({ kind: 'first-opened', stream, generation: 0, step: 0 });
  await settle();
  expect(page().sent.filter((each) => each === 'close')).toEqual([]);
  clock.advance(10_000);
  expect(await came(outcome)).toEqual({ kind: 'lost' });
});
