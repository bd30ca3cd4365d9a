// Facts about a peer, readings of the peer, and a ring in each state, for the tests of the call machine.
import type { RingState } from '../../../src/core/call/ring-state.ts';
import { FRESH_TRUST, type TrustFacts, type TrustState } from '../../../src/core/call/trust-state.ts';
import { type PeerReading, type PeerSeen, UNREAD } from '../../../src/core/call/trust-reading-state.ts';
import type { PeerJudgement } from '../../../src/core/policy/peer-rules.ts';
import { RUNG } from './placed.ts';

export const NOW = 100_000;

/** Policy's judgements of a verified peer, of a verified peer who is not settled, and of any other peer. */
export const judged = (mode: PeerJudgement['mode'], isAllowed = true): TrustFacts['judgements'] => {
  const of = (each: PeerJudgement['mode'], isVerified: boolean): PeerJudgement => ({
    isAllowed,
    needsVerification: mode !== 'free',
    isVerified,
    mode: isAllowed ? each : 'refuse',
  });
  const unsettled = mode === 'free' ? 'free' : 'voice-to-verify';
  return { verified: of('free', true), 'not-settled': of(unsettled, false), none: of(mode, false) };
};

/** Facts about somebody who was read and is pinned, of whom policy demands nothing. */
export const PINNED: TrustFacts = {
  book: 'pinned',
  isOtherPinned: false,
  isConfirmed: false,
  judgements: judged('free'),
  allowsVideo: true,
};

/** Readings of a settled peer, of an unconfirmed peer, and of a peer who was not read yet. */
export const READINGS = {
  settled: { ...UNREAD, peer: { kind: 'settled' } },
  unconfirmed: { ...UNREAD, peer: { kind: 'unconfirmed' } },
  unread: UNREAD,
} as const satisfies Record<string, PeerReading>;

/** A reading that has found the person of the call, and nothing against them. */
export const SEEN = {
  kind: 'person',
  isTheirs: true,
  isListed: true,
  speaks: true,
  isOlder: false,
  isConfirmed: true,
  isDisputed: false,
  hasHeard: true,
} as const satisfies PeerSeen;

interface Trusted {
  readonly peer?: keyof typeof READINGS;
  readonly by?: 'by-address' | 'by-peer';
}

/**
 * Trust in a peer with these facts. `by`: whether policy judged the peer after the organisation was asked, or the
 * address alone.
 */
export const trusting = (
  { by = 'by-peer', peer = 'settled', ...facts }: Partial<TrustFacts> & Trusted,
  more: Partial<TrustState> = {},
): TrustState => ({
  ...FRESH_TRUST,
  reading: READINGS[peer],
  judged: { kind: by, facts: { ...PINNED, ...facts } },
  ...more,
});

/** The clock of the verification time, which runs until `untilMs`. */
export const runningUntil = (untilMs: number): Pick<TrustState, 'clock'> => ({ clock: { kind: 'running', untilMs } });

/** A ring in each state. */
export const rings: { readonly [K in RingState['kind']]: Extract<RingState, { kind: K }> } = {
  fresh: { kind: 'fresh' },
  looking: { kind: 'looking', untilMs: NOW + 10_000, isPaced: false, step: { kind: 'reading', isAfresh: false } },
  calling: { kind: 'calling', untilMs: NOW + 45_000, legs: new Map([['a', 'ringing']]), list: RUNG },
  opening: { kind: 'opening', device: 'a', untilMs: NOW + 15_000, lacks: 'both' },
  confirming: { kind: 'confirming', device: 'a', untilMs: NOW + 15_000, repeatAtMs: NOW + 2000 },
  checking: { kind: 'checking', device: 'a', untilMs: NOW + 10_000, step: { kind: 'room' } },
  ringing: { kind: 'ringing', device: 'a', untilMs: NOW + 45_000, silenced: false, isVisual: false },
  busy: { kind: 'busy', device: 'a', untilMs: NOW + 50_000 },
  answering: { kind: 'answering', device: 'a', untilMs: NOW + 15_000, viaRelay: false, lacks: 'both' },
  answered: { kind: 'answered', device: 'a', untilMs: NOW + 30_000 },
  connecting: { kind: 'connecting', role: 'caller', device: 'a', untilMs: NOW + 30_000 },
  live: { kind: 'live', role: 'caller', device: 'a', sinceMs: NOW - 5000 },
  reconnecting: {
    kind: 'reconnecting',
    role: 'caller',
    device: 'a',
    sinceMs: NOW - 5000,
    brokenAtMs: NOW,
    restartAtMs: NOW + 1000,
    untilMs: NOW + 30_000,
  },
  ended: { kind: 'ended', reason: 'hung-up', atMs: NOW, sinceMs: undefined },
};
