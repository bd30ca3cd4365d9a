// Runs the media region alone, event by event, and writes its effects and raised events as short texts.
import { type KeysState, NO_KEYS } from '../../../src/core/call/keys-state.ts';
import type { PageState } from '../../../src/core/call/page-state.ts';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import type { MediaEvent, PathOpening } from '../../../src/core/call/media-event.ts';
import { firstMedia, type MediaState } from '../../../src/core/call/media-state.ts';
import { stepMedia } from '../../../src/core/call/media.ts';
import type { Step } from '../../../src/core/call/region.ts';
import type { Role, RingState } from '../../../src/core/call/ring-state.ts';
import { type CallState, FRESH } from '../../../src/core/call/state.ts';
import type { Session } from '../../../src/core/signal/message.ts';
import { sampleSdp } from '../../flows/support/sample-sdp.ts';
import { PAGES } from './pages.ts';

/** The present time in the tests of the media. */
export const NOW = 100_000;
const print = (byte: string): string => `sha-256 ${Array.from({ length: 32 }, () => byte).join(':')}`;
/** Fingerprints: of our page, of the peer, and a foreign one. */
export const [OURS, THEIRS, OTHER] = [print('AA'), print('BB'), print('CC')] as const;

type Plain<K> = K extends { readonly atMs: number } ? Omit<K, 'atMs'> : K;
/** An event, whose time is NOW unless it names another time. */
export type Timeless = (
  | MediaEvent
  | Plain<Extract<CallEvent, { kind: 'time' | 'network' | 'hang-up' | 'keys-renewed' | 'accept' }>>
) & {
  readonly atMs?: number;
};

/** The ring in a state, with the other values at a default. */
export function ringOf(kind: RingState['kind'], role: Role = 'caller'): RingState {
  return { kind, role, device: 'a', untilMs: NOW, sinceMs: NOW } as unknown as RingState;
}

/** The state of the call around its media. */
export interface Around {
  readonly ring: RingState;
  readonly page: PageState['kind'];
  readonly nr: number;
  readonly keys: KeysState;
  /** The peer's fingerprints on earlier pages. */
  readonly former: readonly string[];
}

/** Keys of a call in which sound cannot be sealed yet, because a crashed worker had them. */
export const OUTLIVED = {
  kind: 'agreed',
  grants: { seal: 'allowed', sealing: { isOutlived: true } },
} as unknown as KeysState;

/** A live call. */
export const LIVE: Around = { ring: ringOf('live'), page: 'present', nr: 1, keys: NO_KEYS, former: [] };

/** Takes one event, with the surroundings before and after it. */
export function step(media: MediaState, event: Timeless, before = LIVE, now = before): Step<MediaState> | undefined {
  const callOf = (around: Around): CallState => ({
    ...FRESH,
    media,
    ring: around.ring,
    keys: around.keys,
    page: pageOf(around),
  });
  return stepMedia(media, { atMs: NOW, ...event }, { before: callOf(before), now: callOf(now) });
}

function pageOf({ former, nr, page: kind, ring }: Around): PageState {
  const page = ring.kind === 'fresh' || ring.kind === 'ringing' ? PAGES.none : PAGES[kind];
  return 'nr' in page ? { ...page, nr, past: { ...page.past, former } } : page;
}

/** The media of a live call after these events. */
export function after(media: MediaState, ...events: readonly Timeless[]): MediaState {
  return events.reduce((now, event) => step(now, event)?.next ?? now, media);
}

/**
 * A call whose media are driven event by event. Events that they raise for themselves follow at once, as in the
 * machine.
 */
export class Bench {
  media: MediaState;
  around: Around;
  /** The effects since `take` was called last. */
  #effects: Effect[] = [];
  readonly raised: CallEvent[] = [];

  constructor(ring: RingState, media = firstMedia(false)) {
    this.around = { ...LIVE, ring };
    this.media = media;
  }

  /** Dispatches an event with the surroundings that it leads to; false if the event does not concern the media. */
  on(event: Timeless, change: Partial<Around> = {}): boolean {
    const now = { ...this.around, ...change };
    const done = step(this.media, event, this.around, now);
    this.around = now;
    if (done === undefined) return false;
    this.media = done.next;
    this.#effects.push(...done.effects);
    for (const each of done.raised ?? []) {
      if (each.kind === 'path-checked' || each.kind === 'held') this.on(each);
      else this.raised.push(each);
    }
    return true;
  }

  /** The kinds of events raised for other regions since the last call. */
  kinds(): string {
    return this.raised.splice(0).map(raising).join(', ');
  }

  /** The effects since the last call of this method, `words` or `said`. */
  take(): readonly Effect[] {
    return this.#effects.splice(0);
  }

  /** What `take` returns, in text. */
  words(): string {
    return words(this.take());
  }

  /** The messages to the peer among what `take` returns. */
  said(): readonly Session[] {
    return this.take().flatMap((effect) => (effect.kind === 'say' ? [effect.message] : []));
  }

  /** The reason for which the call ends, if it does. */
  fault(): string | undefined {
    return this.raised.flatMap((event) => (event.kind === 'fault' ? [event.reason] : [])).at(0);
  }
}

/** The opening of a page that may use any path, unless told otherwise. */
export function opening(change: Partial<PathOpening> = {}): Timeless {
  return {
    kind: 'path-opened',
    offers: false,
    isVerified: true,
    viaRelay: false,
    hasRelays: false,
    mustRelay: false,
    isConstantRate: false,
    ...change,
  };
}

/** Our page describes its connection. */
export function described(type: 'offer' | 'answer', ufrag = 'ours', fingerprint = OURS): Timeless {
  return { kind: 'local-description', type, sdp: sampleSdp(ufrag, fingerprint, type) };
}

/** The peer's `restart`. `inside`: the fingerprint in its description. */
export function restart(
  type: 'offer' | 'answer',
  ufrag = 'them2',
  fingerprint = THEIRS,
  inside = fingerprint,
): Timeless {
  return {
    kind: 'peer-restart',
    message: { kind: 'restart', type, fingerprint, sdp: sampleSdp(ufrag, inside, type) },
  };
}

/** A live call in which both sides have described their connections, and candidates may be sent. */
export function standing(role: Role, change: Partial<PathOpening> = {}): Bench {
  const bench = new Bench(ringOf('live', role));
  const offers = role === 'callee';
  bench.on(opening({ offers, ...change }));
  bench.on(described(offers ? 'offer' : 'answer'));
  const type = offers ? 'answer' : 'offer';
  bench.on({ kind: 'remote-description', type, sdp: sampleSdp('them', THEIRS, type), fingerprint: THEIRS });
  bench.on({ kind: 'candidates-leave' });
  bench.take();
  bench.kinds();
  return bench;
}

function raising(event: CallEvent): string {
  if (event.kind === 'held') return event.isHeld ? 'held' : 'held no more';
  return event.kind === 'fault' ? `end ${event.reason}` : event.kind;
}

/** A whole step in text: its effects and the events it raises. */
export function all(done: Step<MediaState> | undefined): string {
  const raised = (done?.raised ?? []).map((event) => `raises ${raising(event)}`);
  return [words(done?.effects), ...raised].filter((each) => each !== '').join(', ');
}

/** Effects in text, without `count-anew`. */
export function words(effects: readonly Effect[] | undefined): string {
  return (effects ?? [])
    .filter(({ kind }) => kind !== 'count-anew')
    .map(word)
    .join(', ');
}

const on = (...names: readonly (string | false)[]): string => names.filter((name) => name !== false).join('+') || '-';

function word(effect: Effect): string {
  switch (effect.kind) {
    case 'command': {
      const { command } = effect;
      if (command.kind === 'send') return `send ${on(command.microphone && 'sound', command.camera && 'camera')}`;
      if (command.kind === 'play') return `play ${on(command.sound && 'sound', command.camera && 'camera')}`;
      if (command.kind === 'picture') return `picture ${command.step}`;
      return command.kind === 'offer' && command.iceRestart ? 'restart' : command.kind;
    }
    case 'announce': {
      const { camera, hold, mute } = effect.state;
      return `announce ${on(mute && 'mute', camera && 'camera', hold && 'hold')}`;
    }
    case 'say':
      return `say ${effect.message.kind}${'type' in effect.message ? ` ${effect.message.type}` : ''}`;
    case 'make-connection':
      return `open${effect.relayOnly ? ' by relays' : ''}${effect.camera ? ' with camera' : ''}`;
    default:
      return effect.kind;
  }
}
