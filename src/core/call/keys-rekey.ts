// When the keys of a call are renewed, and by whom (protocol §6). There is one offer at a time; if both sides offer,
// the caller's wins. Nothing is ever sent under a key that the peer lacks. The offering side sends in the new
// generation from the reply on, and the answering side once it has received something in the new generation.
import type { KeysEffect } from './keys-event.ts';
import { enteredGrants, sealedUnder } from './keys-grants.ts';
import { hasRoom, type Keys, mayOffer, type PeerRekey, type Rekeys } from './keys-state.ts';
import type { Switched } from './media-switches.ts';
import { andThen, type Step } from './region.ts';

const HOURLY_MS = 3_600_000;
const REPEAT_MS = 2000;
const REPEAT_LATER_MS = 10_000;
const REPEAT_OFTEN_FOR_MS = 15_000;
const OWN_EVERY_MS = 10_000;
const THEIRS_EVERY_MS = 8000;
const OLD_LIVES_MS = 60_000;
const LAST_GENERATION = 2 ** 32 - 3; // protocol §4.5.8

type Rekeying = Step<Keys>;

/** The rekeys of a call that has just agreed on keys. */
export function firstRekeys(role: Keys['role'], atMs: number): Rekeys {
  return {
    own: { kind: 'none' },
    theirs: { kind: 'none' },
    ownFromMs: 0,
    theirsFromMs: 0,
    withoutFrame: 0,
    hourlyAtMs: role === 'caller' ? atMs + HOURLY_MS : undefined,
    announcement: undefined,
  };
}

/** Asks for new keys, once, as soon as the limits allow. */
export function wanted(keys: Keys): Keys {
  return isOffered(keys.rekeys) ? keys : withRekeys(keys, { own: { kind: 'wanted' } });
}

/**
 * Lifts the pace for the next rekey of each side. The limit on reopenings bounds how often that happens (protocol §5
 * rule 17).
 */
export function paceLifted(keys: Keys): Keys {
  return withRekeys(keys, { ownFromMs: 0, theirsFromMs: 0 });
}

/** A frame of the peer was opened: the renewed keys work. */
export function framesOpened(keys: Keys): Keys {
  return keys.rekeys.withoutFrame === 0 ? keys : withRekeys(keys, { withoutFrame: 0 });
}

/** A message or frame of this generation arrived, so the peer has its keys. */
export function heard(keys: Keys, generation: number, atMs: number): Rekeying {
  const { newest, sending } = keys.generations;
  if (generation > newest) return { next: keys, effects: [] };
  const isFirst = generation > keys.generations.heard;
  const told = isFirst ? withGenerations(keys, { heard: generation, forgetAtMs: atMs + OLD_LIVES_MS }) : keys;
  if (generation < newest) return { next: told, effects: [] };
  const next = told.rekeys.announcement === undefined ? told : withRekeys(told, { announcement: undefined });
  return sending < newest ? movedTo(next, newest, atMs) : { next, effects: [] };
}

/** The peer's `rekey`. If it comes too soon, it waits: its repeats have the same counter and are dropped as replays. */
export function rekeyReceived(keys: Keys, rekey: PeerRekey): Keys {
  const { generations, rekeys, role } = keys;
  if (rekey.generation !== generations.newest) return keys; // a repeat, or of an earlier generation
  if (rekeys.theirs.kind === 'answering') return keys;
  if (isOffered(rekeys) && role === 'caller') return keys; // both offered: ours, the caller's, wins
  return withRekeys(keys, { theirs: { kind: 'postponed', rekey } });
}

/** The peer's `rekeyed`. */
export function rekeyedReceived(
  keys: Keys,
  {
    generation,
    ...answer
  }: Omit<Extract<KeysEffect, { kind: 'finish-rekey' }>, 'kind'> & {
    readonly generation: number;
  },
): Rekeying {
  const { own, theirs } = keys.rekeys;
  if (own.kind !== 'offered' || own.generation !== generation || theirs.kind === 'answering') {
    return { next: keys, effects: [] };
  }
  return {
    next: withRekeys(keys, { own: { ...own, kind: 'finishing' } }),
    effects: [{ kind: 'finish-rekey', ...answer }],
  };
}

/** The peer's key share is not valid: its message is dropped as if it had never come. */
export function unusable(keys: Keys): Keys {
  const { own, theirs } = keys.rekeys;
  return withRekeys(keys, {
    own: own.kind === 'finishing' ? { ...own, kind: 'offered' } : own,
    theirs: theirs.kind === 'answering' ? { kind: 'none' } : theirs,
  });
}

/**
 * Enters the next generation, by a rekey of either side. `expectsFrames`: the peer ought to send frames. While the call
 * is held or the peer has everything switched off, missing frames say nothing about keys. `told`: the switches that the
 * peer must know. `grant` grants the keys that are due then. Undefined if `generation` is not the next one, or no rekey
 * is being processed.
 */
export function entered(
  keys: Keys,
  how: {
    readonly generation: number;
    readonly expectsFrames: boolean;
    readonly told: Switched;
    readonly atMs: number;
  },
  grant: (keys: Keys) => Rekeying,
): Rekeying | undefined {
  const { generation, atMs } = how;
  const { own, theirs } = keys.rekeys;
  if (generation !== keys.generations.newest + 1) return undefined;
  if (theirs.kind === 'answering') {
    // The receive keys of the next generation exist before the reply leaves (protocol §6).
    const { counter, generation: place } = theirs.rekey;
    const next = withRekeys(withNewest(keys, how), {
      theirsFromMs: atMs + THEIRS_EVERY_MS,
      // Our offer gives way, which does not count against our pace.
      ownFromMs: isOffered(keys.rekeys) ? 0 : keys.rekeys.ownFromMs,
    });
    const drop: readonly KeysEffect[] = isOffered(keys.rekeys) ? [{ kind: 'drop-rekey' }] : [];
    const step = andThen({ next, effects: drop }, (dropped) => andThen(renewing(dropped), grant));
    return { ...step, effects: [...step.effects, { kind: 'reply-rekey', generation: place, counter }] };
  }
  if (own.kind !== 'finishing') return undefined;
  const step = andThen(renewing(withNewest(keys, how)), grant);
  const moved = andThen(step, (next) => andThen(movedTo(next, generation, atMs), grant));
  return {
    ...moved,
    // The announcement leaves at once, so that the peer receives something in the new generation.
    next: withRekeys(moved.next, {
      announcement: { repeatAtMs: atMs + REPEAT_MS, untilMs: atMs + REPEAT_OFTEN_FOR_MS },
    }),
    effects: [...moved.effects, { kind: 'announce-generation', state: how.told }],
    raised: [...(moved.raised ?? []), { kind: 'announced', atMs }],
  };
}

/**
 * What is due for rekeys: the end of old generations, repeats, the hourly rekey, the peer's waiting offer, and an offer
 * of ours that is wanted.
 */
export function dueRekeys(keys: Keys, atMs: number): Rekeying {
  const parts = [forgetDue, repeatDue, hourlyDue, answerDue, offerDue];
  return parts.reduce<Rekeying>((step, part) => andThen(step, (next) => part(next, atMs)), { next: keys, effects: [] });
}

function forgetDue(keys: Keys, atMs: number): Rekeying {
  const { forgetAtMs, heard: below } = keys.generations;
  if (forgetAtMs === undefined || atMs < forgetAtMs) return { next: keys, effects: [] };
  return { next: withGenerations(keys, { forgetAtMs: undefined }), effects: [{ kind: 'forget-session', below }] };
}

// Repeats our unanswered `rekey`, and the announcement: if no frame and no other message leaves, only the announcement
// tells the peer of the new generation (protocol §6).
function repeatDue(keys: Keys, atMs: number): Rekeying {
  const { announcement, own } = keys.rekeys;
  const effects: KeysEffect[] = [];
  let next = keys;
  if (own.kind === 'offered' && atMs >= own.repeatAtMs) {
    const everyMs = atMs - own.sinceMs < REPEAT_OFTEN_FOR_MS ? REPEAT_MS : REPEAT_LATER_MS;
    next = withRekeys(next, { own: { ...own, repeatAtMs: atMs + everyMs } });
    effects.push({ kind: 'repeat-rekey' });
  }
  if (announcement !== undefined && atMs >= announcement.repeatAtMs) {
    const isOver = atMs >= announcement.untilMs;
    next = withRekeys(next, { announcement: isOver ? undefined : { ...announcement, repeatAtMs: atMs + REPEAT_MS } });
    if (!isOver) effects.push({ kind: 'repeat-announcement' });
  }
  return { next, effects };
}

function hourlyDue(keys: Keys, atMs: number): Rekeying {
  const { hourlyAtMs } = keys.rekeys;
  if (hourlyAtMs === undefined || atMs < hourlyAtMs) return { next: keys, effects: [] };
  return { next: wanted(withRekeys(keys, { hourlyAtMs: atMs + HOURLY_MS })), effects: [] };
}

function answerDue(keys: Keys, atMs: number): Rekeying {
  const { own, theirs, theirsFromMs } = keys.rekeys;
  if (theirs.kind !== 'postponed' || atMs < theirsFromMs || own.kind === 'finishing')
    return { next: keys, effects: [] };
  if (isLast(keys)) return lastUsedUp(keys, atMs);
  if (!hasRoom(keys)) return { next: keys, effects: [] };
  if (isOffered(keys.rekeys) && keys.role === 'caller') {
    return { next: withRekeys(keys, { theirs: { kind: 'none' } }), effects: [] };
  }
  const { rekey } = theirs;
  return {
    next: withRekeys(keys, { theirs: { kind: 'answering', rekey } }),
    effects: [{ kind: 'answer-rekey', rekey }],
  };
}

function offerDue(keys: Keys, atMs: number): Rekeying {
  const { own, ownFromMs } = keys.rekeys;
  if (own.kind !== 'wanted' || !mayOffer(keys)) return { next: keys, effects: [] };
  if (isLast(keys)) return lastUsedUp(keys, atMs);
  if (!hasRoom(keys) || atMs < ownFromMs) return { next: keys, effects: [] };
  return {
    next: withRekeys(keys, {
      own: { kind: 'offered', generation: keys.generations.newest, sinceMs: atMs, repeatAtMs: atMs + REPEAT_MS },
      ownFromMs: atMs + OWN_EVERY_MS,
    }),
    effects: [{ kind: 'send-rekey' }],
  };
}

// A call that would have to enter another generation ends.
function isLast({ generations }: Keys): boolean {
  return generations.newest >= LAST_GENERATION;
}

function lastUsedUp(keys: Keys, atMs: number): Rekeying {
  return { next: keys, effects: [], raised: [{ kind: 'fault', reason: 'error', atMs }] };
}

function isOffered({ own }: Rekeys): boolean {
  return own.kind === 'offered' || own.kind === 'finishing';
}

// The rekey that we wanted is done, and a waiting offer of the peer belongs to an earlier generation now.
function withNewest(keys: Keys, how: { generation: number; expectsFrames: boolean; atMs: number }): Keys {
  const { withoutFrame } = keys.rekeys;
  return withRekeys(withGenerations(keys, { newest: how.generation }), {
    own: { kind: 'none' },
    theirs: { kind: 'none' },
    withoutFrame: how.expectsFrames ? withoutFrame + 1 : withoutFrame,
    hourlyAtMs: keys.role === 'caller' ? how.atMs + HOURLY_MS : undefined,
    announcement: undefined,
  });
}

// Once generation g + 2 exists, the session no longer accepts messages of generation g.
function renewing(keys: Keys): Rekeying {
  const { newest } = keys.generations;
  const { next, effects } = enteredGrants(keys.grants, newest);
  return {
    next: { ...keys, grants: next },
    effects: [...(newest < 2 ? [] : [{ kind: 'forget-session', below: newest - 1 } as const]), ...effects],
  };
}

function movedTo(keys: Keys, generation: number, atMs: number): Rekeying {
  return {
    next: { ...withGenerations(keys, { sending: generation }), grants: sealedUnder(keys.grants, generation, atMs) },
    effects: [{ kind: 'seal-under', generation }],
  };
}

function withRekeys(keys: Keys, rekeys: Partial<Rekeys>): Keys {
  return { ...keys, rekeys: { ...keys.rekeys, ...rekeys } };
}

function withGenerations(keys: Keys, generations: Partial<Keys['generations']>): Keys {
  return { ...keys, generations: { ...keys.generations, ...generations } };
}
