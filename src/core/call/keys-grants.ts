// Which step of which generation the worker holds, and when it is withdrawn (protocol §7). A key of one generation,
// direction and stream goes to one encryptor or one replay window, once. A key is spent once it was withdrawn or its
// worker is gone.
import { STEPS_AHEAD } from '../frame/kid.ts';
import type { Effect } from './effect.ts';
import { type Grants, type Opening, STEP_MS, type Stream, STREAMS } from './keys-state.ts';
import type { Step } from './region.ts';

const OLD_LIVES_MS = 2000;
const PICTURES: readonly Stream[] = [1, 2]; // camera and screen

type Granting = Step<Grants>;

/** The grants of generation 0, before anything may be granted. */
export function firstGrants(how: Pick<Grants, 'hasWorker' | 'isVoiceOnly'>, atMs: number): Grants {
  return {
    ...how,
    mayOpen: false,
    seal: 'not-yet',
    sealing: { generation: 0, sinceMs: atMs, next: 0, spent: how.isVoiceOnly ? PICTURES : [], isOutlived: false },
    opening: STREAMS.map((stream) => opened(stream, 0)),
    withdrawals: [],
  };
}

/** The worker has arrived. It gets no key that an earlier worker had. */
export function attached(grants: Grants): Grants {
  return { ...grants, hasWorker: true };
}

/**
 * The worker is gone: every existing generation is spent. That includes generations of which it held no key: the peer's
 * worker is replaced as well, and the peer's new worker will not get the keys of these generations.
 */
export function detached(grants: Grants): Grants {
  const opening = grants.opening.map((one) => ({ ...one, isSpent: true, oldest: one.next }));
  const sealing = { ...grants.sealing, spent: STREAMS, isOutlived: true };
  return { ...grants, hasWorker: false, sealing, opening };
}

/** Nothing is sealed any more in this call. */
export function silenced(grants: Grants): Granting {
  const effects = grants.hasWorker ? STREAMS.map((stream) => ({ kind: 'forget-seal', stream }) as const) : [];
  return { next: { ...grants, seal: 'silenced' }, effects };
}

/**
 * Restricts the call to voice, or allows pictures again. While it is voice only, no camera or screen frame can be
 * sealed or opened, whatever a page does.
 */
export function limited(grants: Grants, isVoiceOnly: boolean): Granting {
  const { sealing } = grants;
  if (!isVoiceOnly) {
    const isUntouched = !sealing.isOutlived && sealing.next === 0;
    return {
      next: { ...grants, isVoiceOnly, sealing: isUntouched ? { ...sealing, spent: [] } : sealing },
      effects: [],
    };
  }
  const isGranted = grants.hasWorker && grants.seal === 'allowed';
  const silent = isGranted ? PICTURES.map((stream) => ({ kind: 'forget-seal', stream }) as const) : [];
  const spent = STREAMS.filter((stream) => PICTURES.includes(stream) || sealing.spent.includes(stream));
  const limits = grants.opening.map((one) => (PICTURES.includes(one.stream) ? withdrawn(one, one.next) : keep(one)));
  return {
    next: {
      ...grants,
      isVoiceOnly,
      sealing: { ...sealing, spent },
      opening: limits.map(({ next }) => ({
        ...next,
        isSpent: next.isSpent || (PICTURES.includes(next.stream) && next.next > 0),
      })),
    },
    effects: [...silent, ...limits.flatMap(({ effects }) => effects)],
  };
}

/**
 * Whether sealing keys are missing, for pictures or for all streams, until the next generation brings new ones. False
 * while the call is voice only.
 */
export function hasSpentSealing({ isVoiceOnly, sealing }: Grants): boolean {
  return !isVoiceOnly && sealing.spent.length > 0;
}

/**
 * Whether the peer's pictures may be seen but new keys are needed to open them. The old keys were withdrawn, and no
 * second replay window may have them (protocol §7). Keys of a worker that is gone do not count here, because
 * they are renewed with its page.
 */
export function hasSpentPictures({ isVoiceOnly, opening, sealing }: Grants): boolean {
  if (isVoiceOnly || sealing.isOutlived) return false;
  return opening.some(({ isSpent, stream }) => isSpent && PICTURES.includes(stream));
}

/**
 * Enters a generation, whose frames can be opened at once. Keys of the generation before stay usable on a stream that
 * has opened no frame of the new one.
 */
export function enteredGrants(grants: Grants, generation: number): Granting {
  const older = erasing(grants, (one) => one.generation < generation - 1);
  return {
    next: { ...older.next, opening: [...older.next.opening, ...STREAMS.map((stream) => opened(stream, generation))] },
    effects: older.effects,
  };
}

/** Seals under a generation that was entered. If a former worker had that generation, its keys do not count as new. */
export function sealedUnder(grants: Grants, generation: number, atMs: number): Grants {
  const isOutlived =
    grants.sealing.isOutlived &&
    grants.opening.some((one) => one.stream === 0 && one.generation === generation && one.isSpent);
  const spent = grants.isVoiceOnly ? PICTURES : [];
  return { ...grants, sealing: { generation, sinceMs: atMs, next: 0, spent, isOutlived } };
}

/**
 * The worker opened a first frame under this key. Keys up to six steps ahead are due, and older keys live two seconds
 * more.
 */
export function firstOpened(grants: Grants, { stream, generation, step }: Place, atMs: number): Grants {
  const isThis = (one: Place | Opening): boolean => one.stream === stream && one.generation === generation;
  const found = grants.opening.find(isThis);
  if (found === undefined || step >= found.next) return grants;
  const isKnown = grants.withdrawals.some((one) => isThis(one) && one.step === step);
  return {
    ...grants,
    opening: grants.opening.map((one) => (one === found ? { ...one, newest: Math.max(one.newest, step) } : one)),
    withdrawals: isKnown
      ? grants.withdrawals
      : [...grants.withdrawals, { stream, generation, step, atMs: atMs + OLD_LIVES_MS }],
  };
}

type Place = Pick<Opening, 'stream' | 'generation'> & { readonly step: number };

/** Withdraws what is due, then grants what is due and may be granted. */
export function dueGrants(grants: Grants, atMs: number): Granting {
  const withdrawing = withdrawDue(grants, atMs);
  const opening = grantOpening(withdrawing.next);
  const sealing = grantSealing(opening.next, atMs);
  return { next: sealing.next, effects: [...withdrawing.effects, ...opening.effects, ...sealing.effects] };
}

function withdrawDue(grants: Grants, atMs: number): Granting {
  const due = grants.withdrawals.filter((one) => one.atMs <= atMs);
  let next = grants;
  const effects: Effect[] = [];
  for (const { stream, generation, step } of due) {
    const older = erasing(next, (one) => one.stream === stream && one.generation < generation);
    const steps = older.next.opening.map((one) =>
      one.stream === stream && one.generation === generation ? withdrawn(one, step) : keep(one),
    );
    next = { ...older.next, opening: steps.map((one) => one.next) };
    effects.push(...older.effects, ...steps.flatMap((one) => one.effects));
  }
  if (due.length === 0) return { next: grants, effects };
  return { next: { ...next, withdrawals: grants.withdrawals.filter((one) => !due.includes(one)) }, effects };
}

function grantOpening(grants: Grants): Granting {
  if (!grants.mayOpen || !grants.hasWorker) return { next: grants, effects: [] };
  const effects: Effect[] = [];
  const opening = grants.opening.map((one) => {
    const upTo = one.newest + STEPS_AHEAD + 1;
    if (one.isSpent || one.next >= upTo || (grants.isVoiceOnly && one.stream !== 0)) return one;
    const { stream, generation } = one;
    for (let step = one.next; step < upTo; step++) effects.push({ kind: 'grant-open', stream, generation, step });
    return { ...one, next: upTo };
  });
  return effects.length === 0 ? { next: grants, effects } : { next: { ...grants, opening }, effects };
}

// Skips steps that passed while there was no worker to seal under them.
function grantSealing(grants: Grants, atMs: number): Granting {
  const { hasWorker, seal, sealing } = grants;
  const { generation, spent } = sealing;
  const step = Math.floor((atMs - sealing.sinceMs) / STEP_MS);
  if (seal !== 'allowed' || !hasWorker || step < sealing.next) return { next: grants, effects: [] };
  return {
    next: { ...grants, sealing: { ...sealing, next: step + 1 } },
    effects: STREAMS.map((stream) => ({
      kind: spent.includes(stream) ? 'pass-seal' : 'grant-seal',
      stream,
      generation,
      step,
    })),
  };
}

function opened(stream: Stream, generation: number): Opening {
  return { stream, generation, next: 0, oldest: 0, newest: 0, isSpent: false };
}

function keep(one: Opening): Step<Opening> {
  return { next: one, effects: [] };
}

// Withdraws the steps below `step`. The worker need not forget a spent key, because it has none.
function withdrawn(one: Opening, step: number): Step<Opening> {
  const { stream, generation } = one;
  const below = Math.min(step, one.next);
  const effects: Effect[] = [];
  for (let old = one.oldest; old < below; old++) effects.push({ kind: 'forget-open', stream, generation, step: old });
  return { next: { ...one, oldest: Math.max(one.oldest, below) }, effects };
}

function erasing(grants: Grants, isOver: (one: Opening) => boolean): Granting {
  const over = grants.opening.filter(isOver);
  if (over.length === 0) return { next: grants, effects: [] };
  return {
    next: { ...grants, opening: grants.opening.filter((one) => !over.includes(one)) },
    effects: over.flatMap((one) => [
      ...withdrawn(one, one.next).effects,
      { kind: 'erase-open', stream: one.stream, generation: one.generation } as const,
    ]),
  };
}
