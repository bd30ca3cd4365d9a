// The keys of one call as data (protocol §6, §7): generations, steps and due times. It never holds a frame key, a base
// key or the secret of a key share; main maps (stream, generation, step) to those.
//
//   none ──ANSWER is valid (caller) or has left (callee)──▶ agreed ──the call ends──▶ over
//
//   While agreed, one generation leads to the next:
//     our rekey      none ─wanted─▶ wanted ─pace and room─▶ offered ─`rekeyed`─▶ finishing ─key share is good─▶ none
//     the peer's     none ─`rekey`─▶ postponed ─pace and room─▶ answering ─key share is good─▶ none
//     a generation   entered: we open with it ─the peer has sealed with it, or answered us─▶ sealing ─▶ forgotten
//   and each key of a stream goes through these states once:
//     due ─granted─▶ with the worker ─withdrawn─▶ gone. If the worker ends, every generation so far is spent.
import { unreachable } from '../assert.ts';
import type { Bytes } from '../bytes.ts';
import type { Role } from './ring-state.ts';

/** 0 audio, 1 camera, 2 screen (protocol §6). */
export type Stream = 0 | 1 | 2;

/**
 * Step n begins n · 10 minutes after the sender began to seal under the generation; in generation 0, after ANSWER
 * (protocol §7).
 */
export const STEP_MS = 600_000;
const MOST_WITHOUT_FRAME = 5;

/** The three streams, in order. */
export const STREAMS = [0, 1, 2] as const;

/**
 * A `rekey` from the peer and its place in the session. `text` is its unpadded JSON; `e` and `kem` are base64url of
 * checked length.
 */
export interface PeerRekey {
  readonly generation: number;
  readonly counter: bigint;
  readonly e: string;
  readonly kem: string;
  readonly text: Bytes;
}

/** Our rekey. */
export type OwnRekey =
  | { readonly kind: 'none' }
  | { readonly kind: 'wanted' }
  | {
      /** `finishing`: the peer has answered, and main is processing the answer. */
      readonly kind: 'offered' | 'finishing';
      readonly generation: number;
      readonly sinceMs: number;
      readonly repeatAtMs: number;
    };

/** The peer's rekey. */
export type TheirRekey =
  | { readonly kind: 'none' }
  | { readonly kind: 'postponed' | 'answering'; readonly rekey: PeerRekey };

/** When keys are renewed, and by whom. */
export interface Rekeys {
  readonly own: OwnRekey;
  readonly theirs: TheirRekey;
  /** Until `ownFromMs` we offer no other rekey, and until `theirsFromMs` we answer none of the peer's. */
  readonly ownFromMs: number;
  readonly theirsFromMs: number;
  /** Generations entered since the last opened frame, counting only those in which frames were expected. */
  readonly withoutFrame: number;
  /** Caller: when the hourly rekey is due. */
  readonly hourlyAtMs: number | undefined;
  /** Our first message under a new generation, repeated until the peer is heard in that generation or `untilMs`. */
  readonly announcement: { readonly repeatAtMs: number; readonly untilMs: number } | undefined;
}

/** The generations of the session. */
export interface Generations {
  /** The generation entered last; its messages are accepted. */
  readonly newest: number;
  /** The generation that messages and frames are sealed under. */
  readonly sending: number;
  /** The newest generation in which the peer was heard. */
  readonly heard: number;
  /** When messages of generations older than `heard` stop being accepted. */
  readonly forgetAtMs: number | undefined;
}

/** The state of our sealing keys. */
export interface Sealing {
  readonly generation: number;
  /** When step 0 began. */
  readonly sinceMs: number;
  /** The step that is due next; the step before it is granted. */
  readonly next: number;
  /** Streams that get no key, or no further key, of this generation. */
  readonly spent: readonly Stream[];
  /** A worker ended while this generation existed: no other worker may seal under this generation. */
  readonly isOutlived: boolean;
}

/** The state of the keys that open one stream of the peer, in one generation. */
export interface Opening {
  readonly stream: Stream;
  readonly generation: number;
  /** The step that is granted next. */
  readonly next: number;
  /** The oldest step that is not withdrawn. */
  readonly oldest: number;
  /** The newest step that a frame was opened under. */
  readonly newest: number;
  /**
   * A worker ended while this generation existed, or pictures were forbidden after these keys were granted: no second
   * replay window may have these keys (protocol §7).
   */
  readonly isSpent: boolean;
}

/** The keys that the worker holds. */
export interface Grants {
  readonly hasWorker: boolean;
  readonly isVoiceOnly: boolean;
  readonly mayOpen: boolean;
  /** `silenced`: nothing is sealed any more in this call, even with new keys. */
  readonly seal: 'not-yet' | 'allowed' | 'silenced';
  readonly sealing: Sealing;
  /** By generation, then by stream. */
  readonly opening: readonly Opening[];
  /** A frame was opened under this step. Older steps are withdrawn at `atMs`. */
  readonly withdrawals: readonly (Pick<Opening, 'stream' | 'generation'> & {
    readonly step: number;
    readonly atMs: number;
  })[];
}

/** The keys from ANSWER on. */
export interface Keys {
  readonly kind: 'agreed';
  readonly role: Role;
  readonly generations: Generations;
  readonly rekeys: Rekeys;
  readonly grants: Grants;
}

/** The keys of a call. Times in ms since 1970. */
export type KeysState =
  | { readonly kind: 'none'; readonly isVoiceOnly: boolean }
  | Keys
  // The generation and step in use at the end.
  | { readonly kind: 'over'; readonly generation: number; readonly step: number };

/** Before ANSWER. */
export const NO_KEYS: KeysState = { kind: 'none', isVoiceOnly: false };

/**
 * The newest generation and the step that seals our audio. Both are 0 before there are keys, and stay as they were
 * after the end.
 */
export function keysInUse(keys: KeysState): { readonly generation: number; readonly step: number } {
  switch (keys.kind) {
    case 'none':
      return { generation: 0, step: 0 };
    case 'agreed':
      return { generation: keys.generations.newest, step: Math.max(0, keys.grants.sealing.next - 1) };
    case 'over':
      return { generation: keys.generation, step: keys.step };
    default:
      return unreachable(keys);
  }
}

/**
 * Whether the keys allow the call to be live (protocol §5 rule 17). Either our sound can be sealed with keys that no
 * earlier worker had, or no sound is to be sealed: READY is still to come, or a wrong code was typed.
 */
export function isRenewed(keys: KeysState): boolean {
  return keys.kind !== 'agreed' || !keys.grants.sealing.isOutlived || keys.grants.seal !== 'allowed';
}

/** Whether a worker ended while the newest generation existed, so that a newer generation is needed. */
export function needsRekey({ generations, grants }: Keys): boolean {
  return grants.opening.some(
    ({ stream, generation, isSpent }) => stream === 0 && generation === generations.newest && isSpent,
  );
}

/**
 * Whether we may offer a rekey, apart from its pace. Nobody starts a rekey while still sending under an older
 * generation (protocol §6).
 */
export function mayOffer({ generations, rekeys }: Keys): boolean {
  return generations.sending === generations.newest && rekeys.theirs.kind !== 'answering';
}

/** Whether another generation may be entered before a frame is opened. */
export function hasRoom({ rekeys }: Keys): boolean {
  return rekeys.withoutFrame < MOST_WITHOUT_FRAME;
}

/** When the keys want a `time` event next, in ms since 1970; undefined: never. */
export function keysWakeAtMs(keys: KeysState): number | undefined {
  if (keys.kind !== 'agreed') return undefined;
  const { generations, grants, rekeys } = keys;
  const { own, theirs, announcement, hourlyAtMs, ownFromMs, theirsFromMs } = rekeys;
  const { hasWorker, seal, sealing, withdrawals } = grants;
  const dueAtMs = [
    generations.forgetAtMs,
    announcement?.repeatAtMs,
    hourlyAtMs,
    own.kind === 'offered' ? own.repeatAtMs : undefined,
    theirs.kind === 'postponed' && hasRoom(keys) ? theirsFromMs : undefined,
    own.kind === 'wanted' && mayOffer(keys) && hasRoom(keys) ? ownFromMs : undefined,
    hasWorker && seal === 'allowed' ? sealing.sinceMs + sealing.next * STEP_MS : undefined,
    ...withdrawals.map(({ atMs }) => atMs),
  ].filter((atMs) => atMs !== undefined);
  return dueAtMs.length === 0 ? undefined : Math.min(...dueAtMs);
}
