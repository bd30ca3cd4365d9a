// Keys for tests, and short texts for their states and effects.
import type { Effect } from '../../../src/core/call/effect.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import { stepKeys } from '../../../src/core/call/keys.ts';
import { type Keys, type KeysState, keysWakeAtMs, NO_KEYS, STREAMS } from '../../../src/core/call/keys-state.ts';
import type { MediaState } from '../../../src/core/call/media-state.ts';
import type { PageState } from '../../../src/core/call/page-state.ts';
import type { RingState } from '../../../src/core/call/ring-state.ts';
import { FRESH } from '../../../src/core/call/state.ts';
import { DESCRIBED, PAGES } from './pages.ts';
import { RUNG } from './placed.ts';

/** An event without its time, or a change of the page region. */
export type Bare =
  | (CallEvent extends infer E ? (E extends CallEvent ? Omit<E, 'atMs'> : never) : never)
  | { readonly kind: 'worker-attached' | 'page-left' | 'page-owed' };

const times = { device: 'a', untilMs: 0, sinceMs: 0, verifyByMs: undefined, mustVerify: false } as const;
/** The ring before keys are agreed, while they are used, and after the end. */
export const RINGS = {
  calling: { kind: 'calling', untilMs: 0, legs: new Map(), list: RUNG },
  opening: { ...times, kind: 'opening', lacks: 'both' },
  answered: { ...times, kind: 'answered' },
  connecting: { ...times, kind: 'connecting', role: 'caller' },
  live: { ...times, kind: 'live', role: 'caller' },
  ended: { kind: 'ended', reason: 'hung-up', atMs: 0, sinceMs: undefined },
} as const satisfies Record<string, RingState>;

/** When the stories of this rig begin. */
export const START_MS = 1_000_000;

/** The keys of one call and the ring that they follow. */
export interface Story {
  readonly keys: KeysState;
  readonly page: PageState;
  readonly ring: RingState;
  readonly atMs: number;
}

/** A call before keys are agreed, with its first page and no worker. */
export const UNAGREED: Story = { keys: NO_KEYS, page: DESCRIBED, ring: RINGS.calling, atMs: START_MS };

/** Dispatches one event to a story; returns the new story, and the effects and raised events of the keys. */
export function tell(
  { keys, page, ring, atMs }: Story,
  bare: Bare,
  { next = ring, passedMs = 0, media = FRESH.media }: { next?: RingState; passedMs?: number; media?: MediaState } = {},
): { readonly story: Story; readonly effects: readonly Effect[]; readonly raised: readonly CallEvent[] } {
  const event = { ...(isOfPage(bare) ? { kind: 'time' } : bare), atMs: atMs + passedMs } as CallEvent;
  const pageNow = isOfPage(bare) ? pageAfter(page, bare.kind) : page;
  const before = { ...FRESH, ring, page, keys };
  const step = stepKeys(keys, event, { before, now: { ...before, ring: next, page: pageNow, media } });
  return {
    story: { keys: step?.next ?? keys, page: pageNow, ring: next, atMs: event.atMs },
    effects: step?.effects ?? [],
    raised: step?.raised ?? [],
  };
}

/** The keys of a caller or callee as they begin, with a worker unless told otherwise. */
export function begun(role: Keys['role'], { hasWorker = true } = {}): Story {
  const story = hasWorker ? after(UNAGREED, { kind: 'worker-attached' }) : UNAGREED;
  return tell(story, { kind: 'described' }, { next: role === 'caller' ? RINGS.opening : RINGS.answered }).story;
}

/** Like `begun`, once the call is live. */
export function live(role: Keys['role'], how = { hasWorker: true }): Story {
  return tell(begun(role, how), { kind: 'ready' }, { next: RINGS.live }).story;
}

/** The story after all of these events. */
export function after(story: Story, ...events: readonly Bare[]): Story {
  return events.reduce((so, event) => tell(so, event).story, story);
}

/** The keys of a story that has them. */
export function keysOf({ keys }: Story): Keys {
  if (keys.kind !== 'agreed') throw new Error('there are no keys');
  return keys;
}

/** The newest generation. */
export function newestOf({ keys }: Story): number {
  return keys.kind === 'agreed' ? keys.generations.newest : 0;
}

/** A `rekey` of the peer in this generation. */
export function rekey(generation: number): Bare {
  return {
    kind: 'rekey-received',
    rekey: { generation, counter: 7n, e: 'e', kem: 'kem', text: Uint8Array.of(1) },
  };
}

/** A `rekeyed` of the peer in this generation. */
export function rekeyed(generation: number): Bare {
  return { kind: 'rekeyed-received', generation, e: 'e', ct: 'ct', text: Uint8Array.of(2) };
}

/** Main reports that this generation is entered, because the peer's key share was good. */
export function entered(generation: number): Bare {
  return { kind: 'generation-entered', generation };
}

/** The story after a complete rekey of our own. */
export function renewed(story: Story): Story {
  const generation = newestOf(story);
  return after(story, { kind: 'keys-wanted' }, rekeyed(generation), entered(generation + 1));
}

/** The effects while this much time passes, each with the ms since the wait began. */
export function waited(story: Story, forMs: number): readonly (readonly [number, string])[] {
  const [fromMs, all]: [number, [number, string][]] = [story.atMs, []];
  let so = story;
  for (let wake = keysWakeAtMs(so.keys); wake !== undefined && wake <= fromMs + forMs; wake = keysWakeAtMs(so.keys)) {
    const { story: next, effects } = tell(so, { kind: 'time' }, { passedMs: wake - so.atMs });
    for (const what of asked(effects).split(', ')) if (what !== '') all.push([wake - fromMs, what]);
    so = next;
  }
  return all;
}

/**
 * The newest generation in text, and what differs from a call without rekeys: who renews keys, and which keys the
 * worker has.
 */
export function inWords(keys: KeysState): string {
  if (keys.kind === 'over') return `over, ended in ${String(keys.generation)}/${String(keys.step)}`;
  if (keys.kind === 'none') return said('none', keys.isVoiceOnly && 'voice only');
  const { generations, grants, rekeys } = keys;
  const { newest, sending } = generations;
  const spent = STREAMS.filter((stream) => grants.sealing.spent.includes(stream));
  const unopened = grants.opening.filter(({ isSpent }) => isSpent);
  return said(
    String(newest),
    sending !== newest && `sending ${String(sending)}`,
    rekeys.own.kind !== 'none' && rekeys.own.kind,
    rekeys.theirs.kind !== 'none' && rekeys.theirs.kind,
    rekeys.announcement !== undefined && 'announced',
    rekeys.withoutFrame > 0 && `${String(rekeys.withoutFrame)} without a frame`,
    !grants.hasWorker && 'no worker',
    grants.isVoiceOnly && 'voice only',
    grants.seal === 'silenced' && 'silenced',
    spent.length > 0 && `no sealing of ${spent.join(' ')}`,
    unopened.length > 0 && `no opening of ${unopened.map((one) => `${one.generation}:${one.stream}`).join(' ')}`,
    grants.sealing.isOutlived && 'outlived',
    generations.forgetAtMs !== undefined && `heard in ${String(generations.heard)}`,
    grants.withdrawals.length > 0 && 'withdraws',
  );
}

/** Effects in text, with those of one kind and generation joined: `grant-open 0: 0-6 of 0 1 2`. */
export function asked(effects: readonly Effect[]): string {
  const groups: { kind: string; generation: string; streams: Set<number>; steps: Set<number>; rest: string }[] = [];
  for (const effect of effects) {
    const generation = 'generation' in effect ? ` ${String(effect.generation)}` : '';
    const rest = 'below' in effect ? ` ${String(effect.below)}` : '';
    const last = groups.at(-1);
    const isSame = last?.kind === effect.kind && last.generation === generation && 'stream' in effect;
    const group = isSame
      ? last
      : { kind: effect.kind, generation, streams: new Set<number>(), steps: new Set<number>(), rest };
    if (!isSame) groups.push(group);
    if ('stream' in effect) group.streams.add(effect.stream);
    if ('step' in effect) group.steps.add(effect.step);
  }
  return groups
    .map(({ kind, generation, streams, steps, rest }) => {
      const [first, last] = [Math.min(...steps), Math.max(...steps)];
      const step = steps.size === 0 ? '' : `: ${first === last ? String(first) : `${String(first)}-${String(last)}`}`;
      return `${kind}${generation}${rest}${step}${streams.size === 0 ? '' : ` of ${[...streams].join(' ')}`}`;
    })
    .join(', ');
}

function said(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(', ');
}

type OfPage = Extract<Bare, { readonly kind: 'worker-attached' | 'page-left' | 'page-owed' }>;

function isOfPage(bare: Bare): bare is OfPage {
  return bare.kind === 'worker-attached' || bare.kind === 'page-left' || bare.kind === 'page-owed';
}

function pageAfter(page: PageState, kind: OfPage['kind']): PageState {
  const { nr } = 'nr' in page ? page : DESCRIBED;
  switch (kind) {
    case 'worker-attached':
      return { ...DESCRIBED, nr, worker: { kind: 'starting', worker: nr, isStill: false, untilMs: 0 } };
    case 'page-left':
      return { ...DESCRIBED, nr: nr + 1 };
    default:
      return { ...PAGES.owed, nr };
  }
}
