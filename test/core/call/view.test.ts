// What a person sees of a call in each of its states, and of the trust in the peer; which calls a person may answer,
// and when text and codes may be typed.
import { expect, test } from 'vitest';
import { mayType, openedMedia } from '../../../src/core/call/media-state.ts';
import type { RingState } from '../../../src/core/call/ring-state.ts';
import {
  FRESH_TRUST,
  mayVideo,
  noAnswer,
  noVideo,
  type TrustState,
  verificationOf,
  verdictOn,
  whyNotAnswer,
} from '../../../src/core/call/trust-state.ts';
import { FRESH } from '../../../src/core/call/state.ts';
import { type CallSeen, isSeenChanged, phaseOf, viewOf } from '../../../src/core/call/view.ts';
import { judged, NOW, rings, runningUntil, trusting } from './trust-facts.ts';

test.each<[RingState, unknown]>([
  [rings.fresh, { kind: 'placing' }],
  [rings.looking, { kind: 'placing' }],
  [
    { ...rings.looking, isPaced: true },
    { kind: 'placing', paced: true },
  ],
  [rings.checking, { kind: 'placing' }],
  [rings.busy, { kind: 'placing' }],
  [rings.calling, { kind: 'calling', ringing: true }],
  [
    { ...rings.calling, legs: new Map([['a', 'sent']]) },
    { kind: 'calling', ringing: false },
  ],
  [rings.ringing, { kind: 'ringing', silenced: false }],
  [
    { ...rings.ringing, silenced: true, isVisual: true },
    { kind: 'ringing', silenced: true, visual: true },
  ],
  [rings.opening, { kind: 'securing' }],
  [rings.confirming, { kind: 'securing' }],
  [rings.answering, { kind: 'securing' }],
  [rings.answered, { kind: 'securing' }],
  [rings.connecting, { kind: 'connecting' }],
  [rings.live, { kind: 'live', since: NOW - 5000 }],
  [rings.reconnecting, { kind: 'reconnecting', since: NOW, until: NOW + 30_000 }],
  [rings.ended, { kind: 'ended', reason: 'hung-up', at: NOW, connected: false }],
])('a call in the state $kind is shown in the phase of the table', (ring, phase) => {
  expect(phaseOf(ring)).toEqual(phase);
});

test('an unknown ring state throws', () => {
  expect(() => phaseOf({ kind: 'nonsense' } as unknown as RingState)).toThrow('unreachable');
});

const confirmed = { kind: 'confirmed', atMs: NOW, last: 'confirmed' } as const;
const mismatch = { kind: 'mismatch' } as const;

test.each<[string, RingState, TrustState, CallSeen['code']]>([
  ['is missing before both sides hold the code', rings.answered, trusting({}), { kind: 'none' }],
  ['can verify a settled peer', rings.connecting, trusting({}), { kind: 'shown', mayConfirm: true }],
  [
    'cannot verify an unconfirmed peer',
    rings.live,
    trusting({ peer: 'unconfirmed' }),
    { kind: 'shown', mayConfirm: false },
  ],
  [
    'cannot verify anybody during a dispute',
    rings.live,
    trusting({ book: 'changed' }),
    { kind: 'shown', mayConfirm: false },
  ],
  ['cannot verify an unknown person', rings.live, FRESH_TRUST, { kind: 'shown', mayConfirm: false }],
  [
    'has the time at which a person typed it correctly',
    rings.reconnecting,
    trusting({}, { code: confirmed }),
    { kind: 'shown', mayConfirm: true, confirmedAt: NOW },
  ],
  [
    'is replaced by a mismatch once a wrong code was typed',
    rings.live,
    trusting({}, { code: mismatch }),
    { kind: 'mismatch' },
  ],
  [
    'is replaced by a mismatch even after the end of the call',
    rings.ended,
    trusting({}, { code: mismatch }),
    { kind: 'mismatch' },
  ],
])('the shown code %s', (_title, ring, trust, code) => {
  expect(viewOf({ ring, trust }).code).toEqual(code);
});

test.each<[string, TrustState, Pick<CallSeen, 'isUnconfirmed' | 'isVerified'>, ReturnType<typeof verificationOf>]>([
  ['nothing is known yet', FRESH_TRUST, { isUnconfirmed: false, isVerified: false }, 'none'],
  ['the peer is pinned', trusting({}), { isUnconfirmed: false, isVerified: false }, 'none'],
  [
    'the organisation confirms the device',
    trusting({ isConfirmed: true }),
    { isUnconfirmed: false, isVerified: false },
    'organisation',
  ],
  [
    'the peer is verified',
    trusting({ book: 'verified', isConfirmed: true }),
    { isUnconfirmed: false, isVerified: true },
    'person',
  ],
  [
    'the verified peer is unconfirmed',
    trusting({ book: 'verified', peer: 'unconfirmed' }),
    { isUnconfirmed: true, isVerified: false },
    'none',
  ],
  [
    'the verified peer was not read yet',
    trusting({ book: 'verified', peer: 'unread' }),
    { isUnconfirmed: false, isVerified: false },
    'none',
  ],
  [
    'the code of the verified peer was wrong',
    trusting({ book: 'verified' }, { code: mismatch }),
    { isUnconfirmed: false, isVerified: false },
    'none',
  ],
])('the shown trust does not exceed what is known: %s', (_title, trust, seen, verification) => {
  expect(viewOf({ ring: rings.live, trust })).toMatchObject(seen);
  expect(verificationOf(trust)).toBe(verification);
});

test('the verification deadline is shown while the verification time runs', () => {
  expect(viewOf({ ring: rings.live, trust: trusting({}, runningUntil(NOW)) }).verifyBy).toBe(NOW);
  expect(viewOf({ ring: rings.live, trust: trusting({}) })).not.toHaveProperty('verifyBy');
});

test.each<[string, TrustState, ReturnType<typeof mayVideo>, ReturnType<typeof noVideo>]>([
  ['nothing is known', FRESH_TRUST, undefined, 'video-not-allowed'],
  ['policy demands nothing', trusting({}), true, undefined],
  ['policy allows no video', trusting({ allowsVideo: false }), false, 'video-not-allowed'],
  ['the peer must be verified', trusting({ judgements: judged('voice-to-verify') }), false, 'peer-not-verified'],
  [
    'the organisation was not asked',
    trusting({ judgements: judged('refuse'), by: 'by-address' }),
    true,
    'peer-not-verified',
  ],
])(
  'what is known decides whether pictures are allowed and why the camera is refused: %s',
  (_title, trust, may, why) => {
    expect(mayVideo(trust)).toBe(may);
    expect(noVideo(trust)).toBe(why);
  },
);

test.each<[string, TrustState, 'audio' | 'video', ReturnType<typeof noAnswer>]>([
  ['by voice, from somebody known', trusting({}), 'audio', undefined],
  ['by video, from somebody known', trusting({}), 'video', undefined],
  [
    'by video, from somebody unverified where policy demands verification',
    trusting({ judgements: judged('refuse') }),
    'video',
    undefined,
  ],
  ['by video, if policy allows none', trusting({ allowsVideo: false }), 'video', 'video-not-allowed'],
  ['by voice, if policy allows no video', trusting({ allowsVideo: false }), 'audio', undefined],
  ['from somebody in an undecided dispute', trusting({ book: 'changed' }), 'audio', 'key-changed'],
])(
  'only a ringing call may be answered, and policy or a dispute may forbid the answer: %s',
  (_title, trust, media, why) => {
    expect(noAnswer(trust, media)).toBe(why);
    for (const ring of Object.values(rings)) {
      expect(whyNotAnswer({ ring, trust }, media)).toBe(ring.kind === 'ringing' ? why : 'unknown-call');
    }
  },
);

test.each(Object.values(rings))(
  'text can be typed once both sides hold the code, unless the peer holds the call or sending has stopped: $kind',
  (ring) => {
    const open = openedMedia(FRESH.media, NOW);
    const held = { ...open, switches: { ...open.switches, peer: { ...open.switches.peer, hold: true } } };
    const may = [open, held, { ...open, kind: 'silenced' } as const].map((media) => mayType({ media, ring }));
    expect(may).toEqual([['connecting', 'live', 'reconnecting'].includes(ring.kind), false, false]);
  },
);

test.each<[string, RingState, TrustState, boolean, ReturnType<typeof verdictOn>]>([
  ['before both sides hold the code', rings.answered, trusting({}), true, 'unknown-call'],
  ['after a wrong code', rings.live, trusting({}, { code: mismatch }), true, 'unknown-call'],
  ['wrong', rings.live, trusting({}), false, 'code-mismatch'],
  ['wrong, for an unconfirmed peer', rings.live, trusting({ peer: 'unconfirmed' }), false, 'code-mismatch'],
  ['right, for an unconfirmed peer', rings.live, trusting({ peer: 'unconfirmed' }), true, 'unconfirmed'],
  ['right, during a dispute', rings.live, trusting({ book: 'changed' }), true, 'key-changed'],
  ['right', rings.reconnecting, trusting({}), true, 'right'],
])('a typed code gets the verdict of the table: %s', (_title, ring, trust, isRight, verdict) => {
  expect(verdictOn({ ring, trust }, isRight)).toBe(verdict);
});

test('a switch of the peer that waits for its turn is not shown, and an applied switch is', () => {
  const peer = { kind: 'waiting', done: [], newest: FRESH.media.switches.peer, dueAtMs: NOW } as const;
  expect(isSeenChanged(FRESH, FRESH)).toBe(false);
  expect(isSeenChanged(FRESH, { ...FRESH, media: { ...FRESH.media, peer } })).toBe(false);
  expect(isSeenChanged(FRESH, { ...FRESH, media: { ...FRESH.media, switches: { ...FRESH.media.switches } } })).toBe(
    true,
  );
  expect(isSeenChanged(FRESH, { ...FRESH, ring: rings.live })).toBe(true);
});
