// Random lives of a call. The invariants hold whatever person, peer, directory, network and clock do, in any order.
import type { Bare } from './bare.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { EndReason } from '../../../src/core/call/end-reason.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import { NO_PAGE } from '../../../src/core/call/page-state.ts';
import { isSecured } from '../../../src/core/call/ring-state.ts';
import { type CallState, FRESH, wakeAtMs } from '../../../src/core/call/state.ts';
import { transition } from '../../../src/core/call/transition.ts';
import type { PeerSeen } from '../../../src/core/call/trust-reading-state.ts';
import {
  factsOf,
  isVerificationOver,
  isVerified,
  settlement,
  type TrustFacts,
} from '../../../src/core/call/trust-state.ts';
import { admitting, placed } from './placed.ts';
import { judged, PINNED, rings, SEEN, trusting } from './trust-facts.ts';

const devices = ['a', 'b', 'c'];
const reasons: readonly EndReason[] = ['tampered', 'worker-lost', 'error', 'media-keys', 'page-lost'];
// Facts about a verified person, one who must be verified, and one with an undecided dispute.
const facts: readonly TrustFacts[] = [
  { ...PINNED, book: 'verified', judgements: judged('voice-to-verify') },
  { ...PINNED, judgements: judged('voice-to-verify') },
  { ...PINNED, book: 'changed', judgements: judged('voice-to-verify') },
];
const seen: readonly PeerSeen[] = [
  { kind: 'nothing' },
  SEEN,
  { ...SEEN, isListed: false },
  { ...SEEN, isConfirmed: false },
];
const bare: readonly Bare[] = [
  { kind: 'place', hasAllowedPath: true },
  { kind: 'described' },
  { kind: 'ready' },
  { kind: 'accept', media: 'audio', viaRelay: false },
  { kind: 'decline' },
  { kind: 'silence' },
  { kind: 'confirmed' },
  { kind: 'connected' },
  { kind: 'disconnected' },
  { kind: 'network', change: 'lost', addresses: [] },
  { kind: 'network', change: 'found' },
  { kind: 'network', change: 'broker' },
  { kind: 'hang-up' },
  { kind: 'glare' },
  { kind: 'time' },
  { kind: 'time' },
  ...placed(devices).slice(1),
  { kind: 'turn', waitMs: 1500 },
  { kind: 'callee-read', callee: { kind: 'nobody', isCrowded: false, isArriving: true } },
  { kind: 'callee-known', callee: { isDisputed: false, isNewer: true, rings: ['b', 'd'], devices: ['b', 'd', 'e'] } },
  { kind: 'callee-judged', nr: 2, devices: admitting(['b', 'd']) },
  { kind: 'cleared', silenced: false, isVisual: false, ttlMs: 45_000 },
  { kind: 'cancelled', reason: 'hangup' },
  { kind: 'caller-checked', verdict: 'agrees' },
  { kind: 'drained' },
  { kind: 'knocked', knock: { stranger: 'ring', hasAllowedPath: true } },
  { kind: 'peer-ended', reason: 'error' },
  ...devices.flatMap((device): readonly Bare[] => [
    { kind: 'rang', device },
    { kind: 'busy', device },
    { kind: 'declined', device },
    { kind: 'answered', device },
    { kind: 'answer-unusable', device },
    { kind: 'invited', device, isDrained: true },
    { kind: 'lost', device, reason: 'error' },
  ]),
  ...reasons.map((reason): Bare => ({ kind: 'fault', reason })),
  ...facts.map((each): Bare => ({ kind: 'judged', facts: each })),
  { kind: 'organisation-asked' },
  { kind: 'peer-found', isConfirmed: false, isFromMemory: true },
  { kind: 'head-heard', isKnown: false },
  ...seen.flatMap((each): readonly Bare[] => [
    { kind: 'peer-read', cause: 'again', seen: each },
    { kind: 'peer-read', cause: 'last', seen: each },
    { kind: 'peer-held', seen: each },
  ]),
  { kind: 'code-typed', isRight: true },
  { kind: 'code-typed', isRight: false },
  { kind: 'code-marked' },
  { kind: 'refused', reason: 'directory-conflict' },
  { kind: 'no-room', ttlMs: 45_000 },
  { kind: 'callee-read', callee: { kind: 'several' } },
];
// Random events alone hardly ever come in the order that makes a call ring or go live. So most lives begin with events
// that bring the call there.
const rung = placed(devices);
const answered: Bare = { kind: 'answered', device: 'a' };
const accepted: readonly Bare[] = [
  { kind: 'invited', device: 'a', isDrained: true },
  { kind: 'cleared', silenced: false, isVisual: false, ttlMs: 45_000 },
  { kind: 'accept', media: 'audio', viaRelay: false },
];
const checked: readonly Bare[] = [{ kind: 'described' }, { kind: 'peer-checked' }];
const confirming = [...rung, answered, ...checked];
const awaiting = [...accepted, ...checked]; // ANSWER is sent, and CONFIRM is awaited
const beginnings: readonly (readonly Bare[])[] = [
  [],
  rung,
  [...rung, answered],
  confirming,
  [...confirming, { kind: 'ready' }],
  accepted,
  awaiting,
  [...awaiting, { kind: 'confirmed' }],
];
const step = fc.constantFrom(...bare);
const life = fc
  .tuple(
    fc.constantFrom(...beginnings),
    fc.array(fc.tuple(step, fc.integer({ min: 0, max: 4000 })), { minLength: 1, maxLength: 60 }),
  )
  .map(([beginning, steps]) => [...beginning.map((event) => [event, 0] as const), ...steps]);

interface Step {
  readonly event: CallEvent;
  readonly before: CallState;
  readonly after: CallState;
  readonly effects: readonly Effect[];
}

function live(steps: readonly (readonly [Bare, number])[], from = FRESH, pace = 1): readonly Step[] {
  let call = from;
  let atMs = 1_000_000;
  return steps.map(([bare, passedMs]) => {
    atMs += passedMs * pace;
    const event = { ...bare, atMs } as CallEvent;
    const before = call;
    const { call: after, effects } = transition(before, event);
    call = after;
    return { event, before, after, effects };
  });
}

const check = (property: (steps: readonly Step[]) => void): void =>
  fc.assert(
    fc.property(life, (steps) => property(live(steps))),
    { numRuns: 1500 },
  );

// A page with a sealing worker from the beginning, so that keys can be granted.
const worker = { kind: 'starting', worker: 1, isStill: false, untilMs: Number.POSITIVE_INFINITY } as const;
const checkKeys = (property: (steps: readonly Step[]) => void): void =>
  fc.assert(
    fc.property(life, (steps) => property(live(steps, { ...FRESH, page: { ...NO_PAGE, worker } }))),
    { numRuns: 1500 },
  );

// Lives of a call that is live from the beginning, long enough for the time limit for verification to expire. In half
// of them the peer has been read and settled.
const trusts = fc.constantFrom(FRESH.trust, trusting({ judgements: judged('voice-to-verify') }));
const checkSecured = (property: (steps: readonly Step[]) => void): void =>
  fc.assert(
    fc.property(life, trusts, (steps, trust) => property(live(steps, { ...FRESH, ring: rings.live, trust }, 30))),
    { numRuns: 1500 },
  );

describe('invariants of a call', () => {
  it('a call does nothing after its end', () => {
    check((steps) => {
      const end = steps.findIndex(({ after }) => after.ring.kind === 'ended');
      if (end < 0) return;
      const { after } = steps[end]!;
      for (const later of steps.slice(end + 1)) {
        expect(later.after).toBe(after);
        expect(later.effects).toEqual([]);
      }
    });
  });

  it('no key is granted before ANSWER or CONFIRM is valid; before READY or CONFIRM no sealing key is granted and nothing is played', () => {
    checkKeys((steps) => {
      const during = (isMeant: (effect: Effect) => boolean): readonly string[] =>
        steps.filter(({ effects }) => effects.some(isMeant)).map(({ after }) => after.ring.kind);
      const secured = ['connecting', 'live', 'reconnecting'];
      const [sealing, opening, playing] = [
        during(({ kind }) => kind === 'grant-seal'),
        during(({ kind }) => kind === 'grant-open'),
        during((effect) => effect.kind === 'command' && effect.command.kind === 'play'),
      ];
      expect(sealing.filter((ring) => !secured.includes(ring))).toEqual([]);
      expect(opening.filter((ring) => ![...secured, 'opening', 'confirming'].includes(ring))).toEqual([]);
      expect(playing.filter((ring) => !secured.includes(ring))).toEqual([]);
    });
  });

  it('each key is granted at most once, and all keys are forgotten at the end', () => {
    checkKeys((steps) => {
      const effects = steps.flatMap((step) => step.effects);
      const isGrant = ({ kind }: Effect): boolean => kind === 'grant-open' || kind === 'grant-seal';
      const granted = effects.filter(isGrant).map((effect) => JSON.stringify(effect));
      expect(new Set(granted).size).toBe(granted.length);
      const forgets = effects.flatMap((effect, at) => (effect.kind === 'forget' ? [at] : []));
      const hasEnded = steps.at(-1)?.after.ring.kind === 'ended';
      expect(forgets.length).toBe(hasEnded ? 1 : 0);
      expect(forgets.every((at) => at > effects.findLastIndex(isGrant))).toBe(true);
    });
  });

  it('at most one ANSWER is accepted, and each other device that may still ring or is busy gets a cancel', () => {
    check((steps) => {
      const effects = steps.flatMap((step) => step.effects);
      const taken = effects.filter((effect) => effect.kind === 'take-answer');
      expect(taken.length).toBeLessThan(2);
      for (const { before, effects: now } of steps) {
        const answer = now.find((effect) => effect.kind === 'take-answer');
        if (before.ring.kind !== 'calling' || answer === undefined) continue;
        const cancelled = now.flatMap((effect) => (effect.kind === 'cancel' ? effect.devices : []));
        const others = [...before.ring.legs].filter(([device, leg]) => leg !== 'gone' && device !== answer.device);
        expect(cancelled.toSorted()).toEqual(others.map(([device]) => device).toSorted());
      }
    });
  });

  it('the clock alone ends every call that has begun, except a live call without a time limit for verification', () => {
    check((steps) => {
      for (const { after } of steps) {
        const { ring } = after;
        if (ring.kind === 'fresh' || ring.kind === 'ended') continue;
        if (ring.kind === 'live' && after.trust.clock.kind === 'stopped') continue;
        const wake = wakeAtMs(after);
        expect(wake).toBeDefined();
        let call: CallState = after;
        for (let i = 0; i < 30 && call.ring.kind !== 'ended'; i++) {
          const at: number | undefined = wakeAtMs(call);
          call = transition(call, { kind: 'time', atMs: at ?? 0 }).call;
        }
        expect(call.ring.kind).toBe('ended');
      }
    });
  });

  it('a peer is marked verified only by the right code in a secured call with a settled, undisputed person', () => {
    checkSecured((steps) => {
      for (const { before, event, effects } of steps) {
        if (!effects.some(({ kind }) => kind === 'mark-verified')) continue;
        expect(event).toMatchObject({ kind: 'code-typed', isRight: true });
        expect(isSecured(before.ring)).toBe(true);
        expect(settlement(before.trust)).toBe('settled');
        expect(factsOf(before.trust)?.book).not.toBe('changed');
        expect(before.trust.code.kind).not.toBe('mismatch');
      }
    });
  });

  it('a wrong code silences a call once, and the peer does not count as verified afterwards', () => {
    checkSecured((steps) => {
      const silent = steps.findIndex(({ effects }) => effects.some(({ kind }) => kind === 'silence'));
      if (silent < 0) return;
      expect(steps[silent]?.event).toMatchObject({ kind: 'code-typed', isRight: false });
      expect(isSecured(steps[silent]!.before.ring)).toBe(true);
      for (const { after } of steps.slice(silent)) expect(isVerified(after.trust)).toBe(false);
      const later = steps.slice(silent + 1).flatMap((step) => step.effects.map(({ kind }) => kind));
      expect(later.filter((kind) => kind === 'silence' || kind === 'mark-verified')).toEqual([]);
    });
  });

  it('the clock ends a call whose time limit for verification is over, and the limit runs only in a live or reconnecting call', () => {
    checkSecured((steps) => {
      const isDue = ({ before: { trust }, event }: Step): boolean =>
        event.kind === 'time' && isVerificationOver(trust, event.atMs);
      const ends = steps.filter(isDue).map(({ after: { ring } }) => (ring.kind === 'ended' ? ring.reason : ring.kind));
      expect(ends.filter((end) => end !== 'verification-required')).toEqual([]);
      const timed = steps
        .filter(({ after }) => after.trust.clock.kind === 'running')
        .map(({ after }) => after.ring.kind);
      expect(timed.filter((kind) => kind !== 'live' && kind !== 'reconnecting')).toEqual([]);
    });
  });

  it('a call that ends is concluded exactly once, with the reason of its end', () => {
    check((steps) => {
      const conclusions = steps.flatMap((step) => step.effects).filter((effect) => effect.kind === 'conclude');
      const last = steps.at(-1)!.after.ring;
      expect(conclusions.map((effect) => effect.reason)).toEqual(last.kind === 'ended' ? [last.reason] : []);
    });
  });
});
