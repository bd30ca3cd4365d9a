// How much of the camera and of a shared screen the network carries beside the sound. This is decided once a second
// from the same measurements as the bars of the network quality. The person's own switch never changes. The camera
// gives way first, then the screen. The sound never gives way.
//   first ─two measurements, the last not too slow─▶ full ◀─▶ half ◀─▶ quarter ◀─▶ paused
//   After three measurements in a row that are too slow, `first` becomes the step after `full`.
//   While a screen is shared, the ladder goes on: paused ◀─▶ slow-screen ◀─▶ paused-screen.
//   A screen without a camera has the ladder full ◀─▶ slow-screen ◀─▶ paused-screen.

/**
 * What is sent of the camera's picture: all of it, half or a quarter of its width and height, or nothing while the
 * network is too slow.
 * `first` is no larger than what an engine sends before it has measured. If it were larger, the engine would drop the
 * first frames one by one until it had found a size that fits (docs/decisions/0075).
 */
export type PictureStep = 'first' | 'full' | 'half' | 'quarter' | 'paused';

/**
 * What is sent of a shared screen: nothing if none is shared, all of it, fewer frames at full sharpness, or nothing
 * while the network is too slow.
 */
export type ScreenStep = 'off' | 'full' | 'slow' | 'paused';

/** How much is given up so far, the camera first. */
type Rung = PictureStep | 'slow-screen' | 'paused-screen';

/** Which pictures a person sends. */
export interface Pictures {
  readonly camera: boolean;
  readonly screen: boolean;
}

/**
 * One measurement of the network, in ms and percent of what we sent. `availableKbps` is the engine's estimate for
 * everything that leaves.
 */
export interface Measured {
  readonly roundTripMs: number;
  readonly lostThere: number;
  readonly availableKbps?: number | undefined;
}

/** How many measurements in a row agreed: too slow for the step, good enough for a larger one, or neither. */
interface Row {
  readonly kind: 'thin' | 'good' | 'neither';
  readonly count: number;
}

/** The state of the decision. */
export interface PictureState {
  readonly step: Rung;
  readonly row: Row;
  readonly since: number; // measurements since the last change of step
  readonly isTrial: boolean; // the last change of step was a step up
  readonly patience: number; // good measurements before the next step up
  readonly tripsMs: readonly number[]; // recent round trips: whatever exceeds the shortest of them is queueing delay
}

const CAMERA: readonly Rung[] = ['full', 'half', 'quarter', 'paused'];
const SCREEN: readonly Rung[] = ['slow-screen', 'paused-screen'];
/**
 * A camera that was switched on is tried at full size after this many measurements: the first measurement may predate
 * the camera's first picture.
 */
const FIRST_MEASURED = 2;
/** Below this rate, the outgoing media no longer fit. Sound with its redundancy takes 60 to 90 kbit/s of the rate. */
const NEEDS_KBPS: Readonly<Record<Exclude<PictureStep, 'first'>, number>> = {
  full: 250,
  half: 150,
  quarter: 100,
  paused: 0,
};
/**
 * What outgoing media need with a shared screen: `more` is added to what the camera needs, `alone` is without a picture
 * of the camera, `slow` is with fewer frames of the screen.
 */
const SCREEN_NEEDS_KBPS = { more: 100, alone: 200, slow: 130 } as const;
const THIN = { inARow: 3, lost: 10, queueMs: 400 } as const;
const GOOD = { lost: 5, queueMs: 200 } as const;
const PATIENCE = { first: 15, most: 120 } as const;
// How many round trips are remembered. Our own pictures stop after three bad measurements per step, and the queue that
// they caused then drains. Both together take fewer measurements than this, so a delay that lasts longer belongs to the
// path.
const REMEMBERED = 30;
const PROVEN = 60; // a step up that lasted for so many measurements was right

const NO_ROW: Row = { kind: 'neither', count: 0 };

/** The state at which the first picture begins, of a camera or of a shared screen. */
export const FIRST_PICTURE: PictureState = {
  step: 'first',
  row: NO_ROW,
  since: 0,
  isTrial: false,
  patience: PATIENCE.first,
  tripsMs: [],
};

/** What is sent of the camera in this state. */
export function cameraStepOf({ step }: PictureState): PictureStep {
  return step === 'slow-screen' || step === 'paused-screen' ? 'paused' : step;
}

/** What is sent of a shared screen in this state. */
export function sharedStepOf({ step }: PictureState): Exclude<ScreenStep, 'off'> {
  if (step === 'slow-screen') return 'slow';
  return step === 'paused-screen' ? 'paused' : 'full';
}

/**
 * The state after camera or screen was switched on or off; `pictures` says what is sent now. If the present step does
 * not exist for these pictures, another step is chosen. If no picture is sent, the next one starts at `first`.
 */
export function withPictures(before: PictureState, pictures: Pictures): PictureState {
  if (!pictures.camera && !pictures.screen) return FIRST_PICTURE;
  const ladder = ladderOf(pictures);
  if (before.step === 'first' || ladder.includes(before.step)) return before;
  // The network was too slow for the camera; the screen alone has not been tried.
  const step = pictures.camera ? 'paused' : 'full';
  return { ...before, step, row: NO_ROW, since: 0, isTrial: false };
}

/** The state after one more measurement: at most one step from `before`. */
export function nextPicture(
  before: PictureState,
  { roundTripMs, lostThere, availableKbps }: Measured,
  pictures: Pictures = { camera: true, screen: false },
): PictureState {
  const ladder = ladderOf(pictures);
  // `first` is judged as `full`, so that a network too slow for `full` is noticed before `full` is tried.
  const step = before.step === 'first' ? 'full' : before.step;
  const at = ladder.indexOf(step);
  const [up, down] = [ladder[at - 1], ladder[at + 1]];
  const tripsMs = [...before.tripsMs, roundTripMs].slice(-REMEMBERED);
  const queueMs = roundTripMs - Math.min(...tripsMs);
  // The engine's estimate follows from what it sends: while no picture is sent, it says nothing about pictures.
  const isTooLittle = down !== undefined && availableKbps !== undefined && availableKbps < needsOf(step, pictures);
  const isCrowded = isTooLittle || queueMs >= THIN.queueMs;
  // Losses at the last step above the lowest are not blamed on the picture: radio links lose packets too, and stopping
  // all pictures would not help.
  const isThin = isCrowded || (lostThere >= THIN.lost && down !== ladder.at(-1));
  const isGood = !isThin && lostThere < GOOD.lost && queueMs < GOOD.queueMs;
  const kind = isThin ? 'thin' : isGood ? 'good' : 'neither';
  const row: Row = { kind, count: kind === before.row.kind ? before.row.count + 1 : 1 };
  const since = before.since + 1;
  const next: PictureState = {
    ...before,
    step: before.step === 'first' && (since < FIRST_MEASURED || isThin) ? 'first' : step,
    tripsMs,
    since,
    row,
    patience: since >= PROVEN && !isThin && down !== undefined ? PATIENCE.first : before.patience,
  };
  if (kind === 'thin' && row.count >= THIN.inARow && down !== undefined) {
    const failed = before.isTrial && since < PROVEN;
    const patience = failed ? Math.min(PATIENCE.most, next.patience * 2) : next.patience;
    return { ...next, step: down, row: NO_ROW, since: 0, isTrial: false, patience };
  }
  if (kind === 'good' && row.count >= next.patience && up !== undefined) {
    return { ...next, step: up, row: NO_ROW, since: 0, isTrial: true };
  }
  return next;
}

function ladderOf({ camera, screen }: Pictures): readonly Rung[] {
  if (!screen) return CAMERA;
  return camera ? [...CAMERA, ...SCREEN] : ['full', ...SCREEN];
}

function needsOf(step: Exclude<Rung, 'first'>, { camera, screen }: Pictures): number {
  if (step === 'slow-screen' || step === 'paused-screen') return SCREEN_NEEDS_KBPS.slow;
  if (!screen) return NEEDS_KBPS[step];
  return step === 'paused' || !camera ? SCREEN_NEEDS_KBPS.alone : NEEDS_KBPS[step] + SCREEN_NEEDS_KBPS.more;
}
