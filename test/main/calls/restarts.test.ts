// What policy asks for and cannot have at once is made up for, once.
import { expect, test } from 'vitest';
import type { RingState } from '../../../src/core/call/ring-state.ts';
import type { MediaPath } from '../../../src/main/calls/media-path.ts';
import { Restarts } from '../../../src/main/calls/restarts.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

function bench(state: RingState['kind']) {
  const restarted: (boolean | undefined)[] = [];
  const way: Pick<MediaPath, 'descriptions' | 'isRelayedForNow' | 'kept' | 'restart' | 'tighten'> = {
    descriptions: 1,
    isRelayedForNow: false,
    kept: { mustRelay: true, isConstantRate: true },
    restart: (isFresh) => void restarted.push(isFresh),
    tighten: () => 'restart',
  };
  const restarts = new Restarts({
    role: 'caller',
    path: () => way as MediaPath,
    isFormer: () => false,
    clock: new HandClock(),
    policy: fixedPolicy(),
    state: () => ({ kind: state }) as RingState,
    fault: () => undefined,
  });
  return { restarted, restarts, way };
}

test.each(['connecting', 'mending'] as const)(
  'a restart that policy wants is owed while it is %s, and made once',
  (state) => {
    const { restarted, restarts } = bench(state);
    restarts.tighten();
    expect(restarted).toEqual([]);
    restarts.live();
    restarts.live();
    expect(restarted).toEqual([true]);
  },
);

test('it is made at once where both have described', () => {
  const { restarted, restarts, way } = bench('mending');
  Object.assign(way, { descriptions: 2 });
  restarts.tighten();
  restarts.live();
  expect(restarted).toEqual([true]);
});

test('an offer said again gets the answer it had, until our page has described anew; an answer counts once', () => {
  const { restarts, way } = bench('mending');
  const word = (type: 'offer' | 'answer', sdp: string) =>
    ({ kind: 'restart', type, fingerprint: 'theirs', sdp }) as const;
  const taken: string[] = [];
  const said: string[] = [];
  Object.assign(way, {
    takeRestart: ({ sdp }: { sdp: string }) => {
      taken.push(sdp);
      return 'taken';
    },
    say: ({ sdp }: { sdp: string }) => void said.push(sdp),
  });
  restarts.byPeer(word('offer', 'one'));
  restarts.byPeer(word('offer', 'one')); // our page is still at it: that is the way's to drop
  restarts.said(word('answer', 'to one'));
  restarts.byPeer(word('offer', 'one'));
  expect([taken, said]).toEqual([['one', 'one'], ['to one']]);
  restarts.said(word('offer', 'our own'));
  restarts.byPeer(word('offer', 'one'));
  expect(taken.splice(0)).toEqual(['one', 'one', 'one']);
  restarts.byPeer(word('answer', 'to our own'));
  restarts.byPeer(word('answer', 'to our own')); // to one that has left since
  expect(taken).toEqual(['to our own']);
});
