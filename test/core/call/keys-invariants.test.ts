// Random lives of the keys of a call, with a main that does what it is asked. Whatever page, worker, peer and clock do,
// in any order: no key is granted twice, too early or after it was spent, and opening keys are withdrawn.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRenewed, type KeysState, keysWakeAtMs, type Stream } from '../../../src/core/call/keys-state.ts';
import type { RingState } from '../../../src/core/call/ring-state.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import type { Effect } from '../../../src/core/call/effect.ts';
import { type Bare, entered, newestOf, rekey, rekeyed, RINGS, tell, UNAGREED } from './keys-rig.ts';

// The generation of an event is given as its distance from the newest generation.
const happenings: readonly Bare[] = [
  { kind: 'worker-attached' },
  { kind: 'worker-attached' },
  { kind: 'page-left' },
  ...([0, 1, 2] as const).map((stream): Bare => ({ kind: 'first-opened', stream, generation: 0, step: 1 })),
  { kind: 'first-opened', stream: 0, generation: 1, step: 0 },
  { kind: 'first-opened', stream: 0, generation: -1, step: 0 },
  { kind: 'frames-opened' },
  { kind: 'pictures', isAllowed: false },
  { kind: 'pictures', isAllowed: true },
  { kind: 'silenced' },
  { kind: 'keys-wanted' },
  { kind: 'keys-wanted' },
  { kind: 'keys-needed' },
  { kind: 'pace-lifted' },
  { kind: 'peer-heard', generation: 0 },
  { kind: 'peer-heard', generation: 0 },
  { kind: 'peer-heard', generation: -1 },
  ...[0, 0, 0, -1].flatMap((generation) => [rekey(generation), rekeyed(generation)]),
  entered(1), // an event that nobody asked for
  { kind: 'time' },
];

const life = fc.record({
  role: fc.constantFrom<'caller' | 'callee'>('caller', 'callee'),
  /** How many events come before READY or CONFIRM. */
  early: fc.integer({ min: 0, max: 6 }),
  /** Whether frames of the peer open. */
  isHeard: fc.boolean(),
  steps: fc.array(
    fc.record({
      what: fc.constantFrom(...happenings),
      passedMs: fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 12_000 }), fc.constant(700_000)),
      isBad: fc.integer({ min: 0, max: 5 }).map((n) => n === 0), // an unusable key share
    }),
    { minLength: 5, maxLength: 80 },
  ),
});

type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;
interface Lived {
  readonly event: Bare;
  readonly ring: RingState;
  readonly atMs: number;
  readonly before: KeysState;
  readonly after: KeysState;
  readonly effects: readonly Effect[];
  readonly raised: readonly CallEvent[];
}

function live({ role, early, isHeard, steps }: Life): readonly Lived[] {
  const lived: Lived[] = [];
  let story = UNAGREED;
  const happen = (event: Bare, how: { next?: RingState; passedMs?: number; isBad?: boolean } = {}): void => {
    const before = story.keys;
    const { story: next, effects, raised } = tell(story, event, how);
    story = next;
    lived.push({ event, ring: story.ring, atMs: story.atMs, before, after: story.keys, effects, raised });
    const isAtWork = effects.some(({ kind }) => kind === 'answer-rekey' || kind === 'finish-rekey');
    if (isAtWork) happen(how.isBad === true ? { kind: 'rekey-unusable' } : entered(newestOf(story) + 1));
  };
  happen({ kind: 'worker-attached' });
  happen({ kind: 'described' }, { next: role === 'caller' ? RINGS.opening : RINGS.answered });
  for (const [index, { what, passedMs, isBad }] of steps.entries()) {
    // The clock wakes the machine when its timer is due.
    const untilMs = story.atMs + passedMs;
    for (let wake = keysWakeAtMs(story.keys); wake !== undefined && wake <= untilMs; wake = keysWakeAtMs(story.keys)) {
      if (wake <= story.atMs) throw new Error('a `time` event left something due');
      happen({ kind: 'time' }, { passedMs: wake - story.atMs });
    }
    story = { ...story, atMs: untilMs };
    if (index === early) happen({ kind: 'ready' }, { next: RINGS.live });
    const event = placed(what, newestOf(story));
    if (!isHeard && (event.kind === 'frames-opened' || event.kind === 'first-opened')) continue;
    // Main first reports that a genuine message has arrived, then the content of the message.
    if (event.kind === 'rekey-received') happen({ kind: 'peer-heard', generation: event.rekey.generation });
    if (event.kind === 'rekeyed-received') happen({ kind: 'peer-heard', generation: event.generation });
    happen(event, { isBad });
  }
  happen({ kind: 'hang-up' }, { next: RINGS.ended });
  return lived;
}

function placed(bare: Bare, newest: number): Bare {
  const shift = <T extends { readonly generation: number }>(one: T): T => ({
    ...one,
    generation: one.generation + newest,
  });
  if (bare.kind === 'rekey-received') return { ...bare, rekey: shift(bare.rekey) };
  return 'generation' in bare ? shift(bare) : bare;
}

const check = (property: (lived: readonly Lived[]) => void): void =>
  fc.assert(
    fc.property(life, (one) => property(live(one))),
    { numRuns: 250 },
  );
const nameOf = (effect: Extract<Effect, { kind: 'grant-seal' | 'grant-open' }>): string =>
  [effect.kind, effect.stream, effect.generation, effect.step].join('/');
const isGrant = (effect: Effect): effect is Extract<Effect, { kind: 'grant-seal' | 'grant-open' }> =>
  effect.kind === 'grant-seal' || effect.kind === 'grant-open';

describe('invariants of the keys', () => {
  it('the key of a direction, generation, stream and step is granted at most once', () => {
    check((lived) => {
      const names = lived.flatMap(({ effects }) => effects.filter(isGrant).map(nameOf));
      expect(new Set(names).size).toBe(names.length);
    });
  });

  it('keys are granted only to an existing worker, and all keys of a direction, generation and stream go to one worker', () => {
    check((lived) => {
      let worker = 0;
      let isThere = false;
      const had = new Map<string, number>();
      for (const { event, effects } of lived) {
        if (event.kind === 'worker-attached') isThere = true;
        if (event.kind === 'page-left') {
          worker++;
          isThere = false;
        }
        for (const effect of effects.filter(isGrant)) {
          expect(isThere).toBe(true);
          const name = [effect.kind, effect.stream, effect.generation].join('/');
          expect(had.get(name) ?? worker).toBe(worker);
          had.set(name, worker);
        }
      }
    });
  });

  it('nothing is granted before READY or CONFIRM except the caller’s opening keys', () => {
    check((lived) => {
      for (const { ring, effects, after } of lived) {
        if (ring.kind === 'connecting' || ring.kind === 'live') continue;
        const early = effects.filter(isGrant);
        const isCaller = after.kind === 'agreed' && after.role === 'caller';
        expect(early.filter(({ kind }) => kind === 'grant-seal' || !isCaller)).toEqual([]);
      }
    });
  });

  it('no sealing key is granted after a wrong code, and no picture key in a call that is voice only', () => {
    check((lived) => {
      let isSilenced = false;
      for (const { event, before, after, effects } of lived) {
        if (before.kind === 'agreed' && event.kind === 'silenced') isSilenced = true;
        const isVoiceOnly = after.kind === 'agreed' && after.grants.isVoiceOnly;
        const grants = effects.filter(isGrant);
        expect(grants.filter(({ kind }) => isSilenced && kind === 'grant-seal')).toEqual([]);
        expect(grants.filter(({ stream }) => isVoiceOnly && stream !== 0)).toEqual([]);
      }
    });
  });

  it('a spent key is not granted again', () => {
    check((lived) => {
      for (const { before, effects } of lived) {
        if (before.kind !== 'agreed') continue;
        const { opening, sealing } = before.grants;
        for (const { kind, stream, generation } of effects.filter(isGrant)) {
          const isSpent =
            kind === 'grant-open'
              ? opening.some((one) => one.stream === stream && one.generation === generation && one.isSpent)
              : sealing.generation === generation && sealing.next > 0 && sealing.spent.includes(stream);
          expect(isSpent).toBe(false);
        }
      }
    });
  });

  it('an opening key is withdrawn only from a worker that has it, and no opening key outlives its base key', () => {
    check((lived) => {
      const open = new Set<string>();
      const missing: Effect[] = [];
      for (const { event, effects, after } of lived) {
        if (event.kind === 'page-left' || after.kind === 'over') open.clear();
        for (const effect of effects) {
          if (effect.kind === 'grant-open') open.add(nameOf(effect));
          if (effect.kind !== 'forget-open') continue;
          if (!open.delete(nameOf({ ...effect, kind: 'grant-open' }))) missing.push(effect);
        }
        if (after.kind !== 'agreed') continue;
        const kept = after.grants.opening.map((one) => `grant-open/${one.stream}/${one.generation}/`);
        expect([...open].filter((name) => !kept.some((place) => name.startsWith(place)))).toEqual([]);
        expect(kept.length).toBeLessThanOrEqual(6);
      }
      expect(missing).toEqual([]);
    });
  });

  it('two seconds after a frame was opened, no worker has an older opening key of its stream', () => {
    let withdrawn = 0;
    check((lived) => {
      const open = new Map<string, Extract<Effect, { kind: 'grant-open' }>>();
      const due = new Map<string, number>(); // when a key must be gone
      for (const { event, atMs, effects, after } of lived) {
        if (event.kind === 'page-left' || after.kind === 'over') open.clear();
        for (const effect of effects) {
          if (effect.kind === 'grant-open') open.set(nameOf(effect), effect);
          if (effect.kind === 'forget-open') open.delete(nameOf({ ...effect, kind: 'grant-open' }));
        }
        for (const [name, untilMs] of due) {
          if (untilMs > atMs) continue;
          expect(open.has(name)).toBe(false);
          due.delete(name);
          withdrawn++;
        }
        if (event.kind !== 'first-opened' || !open.has(nameOf({ ...event, kind: 'grant-open' }))) continue;
        const { generation, step, stream } = event;
        for (const [name, one] of open) {
          const isOlder = one.generation < generation || (one.generation === generation && one.step < step);
          if (one.stream === stream && isOlder && !due.has(name)) due.set(name, atMs + 2000);
        }
      }
    });
    expect(withdrawn).toBeGreaterThan(0);
  });

  it('no worker keeps a sealing key of a stream that may not be sealed', () => {
    check((lived) => {
      const sealing = new Set<Stream>();
      for (const { event, effects, after } of lived) {
        if (event.kind === 'page-left' || after.kind === 'over') sealing.clear();
        for (const effect of effects) {
          if (effect.kind === 'grant-seal') sealing.add(effect.stream);
          if (effect.kind === 'forget-seal') sealing.delete(effect.stream);
        }
        if (after.kind !== 'agreed') continue;
        const { isVoiceOnly, seal } = after.grants;
        const allowed = seal === 'allowed' ? (isVoiceOnly ? [0] : [0, 1, 2]) : [];
        expect([...sealing].filter((stream) => !allowed.includes(stream))).toEqual([]);
      }
    });
  });

  it('generations are entered one by one, and this side begins to seal under each at most once, in order', () => {
    check((lived) => {
      const under = lived.flatMap(({ effects }) =>
        effects.flatMap((effect) => (effect.kind === 'seal-under' ? [effect.generation] : [])),
      );
      expect(under).toEqual([...new Set(under)].toSorted((a, b) => a - b));
      for (const { after, before } of lived) {
        if (after.kind !== 'agreed' || before.kind !== 'agreed') continue;
        const { newest, sending } = after.generations;
        expect([0, 1]).toContain(newest - before.generations.newest);
        expect([newest, newest - 1]).toContain(sending);
      }
    });
  });

  it('a side sends at most one rekey in 10 s and answers at most one in 8 s, unless the pace was lifted or its own offer gave way', () => {
    check((lived) => {
      for (const [kind, everyMs] of [
        ['send-rekey', 10_000],
        ['reply-rekey', 8000],
      ] as const) {
        let lastMs = Number.NEGATIVE_INFINITY;
        for (const { event, atMs, effects } of lived) {
          const frees = event.kind === 'pace-lifted' || effects.some((effect) => effect.kind === 'drop-rekey');
          if (frees) lastMs = Number.NEGATIVE_INFINITY;
          if (!effects.some((effect) => effect.kind === kind)) continue;
          expect(atMs - lastMs).toBeGreaterThanOrEqual(everyMs);
          lastMs = atMs;
        }
      }
    });
  });

  it('at most five generations follow one another without an opened frame', () => {
    check((lived) => {
      let without = 0;
      for (const { event, before, after } of lived) {
        if (event.kind === 'frames-opened' || event.kind === 'first-opened') without = 0;
        if (before.kind === 'agreed' && after.kind === 'agreed' && after.generations.newest > before.generations.newest)
          without++;
        expect(without).toBeLessThanOrEqual(5);
      }
    });
  });

  it('renewed keys are reported once, exactly when the call need no longer wait for them', () => {
    check((lived) => {
      for (const { before, after, raised } of lived) {
        const isRenewal = after.kind === 'agreed' && !isRenewed(before) && isRenewed(after);
        expect(raised.filter(({ kind }) => kind === 'keys-renewed').length).toBe(Number(isRenewal));
      }
    });
  });
});
