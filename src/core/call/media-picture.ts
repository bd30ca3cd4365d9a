// How much of the camera and of a shared screen a line carries beside the sound. Decided from the same measurements as the bars, once a
// second, and by nothing else: the person's own switch is the person's. The screen gives way after the camera, and before the sound.
//
//   first ─two measurements, the last not thin─▶ full ◀─▶ half ◀─▶ quarter ◀─▶ paused     and, while a screen is shared,
//                                                                              paused ◀─▶ slow-screen ◀─▶ paused-screen
//   A screen without a camera has the ladder full ◀─▶ slow-screen ◀─▶ paused-screen.

/**
 * What is sent of the camera: its whole size, half or a quarter of each side, or nothing while the line is too thin for it. `first`: no
 * larger than an engine sends over a line that it has not measured. From anything larger it drops the first frames, one after the other,
 * until it has found that size itself (docs/decisions/0075).
 */
export type PictureStep = 'first' | 'full' | 'half' | 'quarter' | 'paused';

/** What is sent of a shared screen: nothing where none is, all of it, fewer frames as sharp, or nothing while the line is too thin. */
export type ScreenStep = 'off' | 'full' | 'slow' | 'paused';

/** How much is given up by now, the camera first. */
type Rung = PictureStep | 'slow-screen' | 'paused-screen';

/** Which pictures a person sends. */
export interface Pictures {
  readonly camera: boolean;
  readonly screen: boolean;
}

/** One measurement of the line, in ms and percent of what we sent; `availableKbps` is the engine's estimate for all that leaves. */
export interface Measured {
  readonly roundTripMs: number;
  readonly lostThere: number;
  readonly availableKbps?: number | undefined;
}

/** So many measurements in a row have said the same of the line: too thin for the step, good enough for a larger one, or neither. */
interface Row {
  readonly kind: 'thin' | 'good' | 'neither';
  readonly count: number;
}

/** Where a decision stands. */
export interface PictureState {
  readonly step: Rung;
  readonly row: Row;
  readonly since: number; // measurements since the last step
  readonly isTrial: boolean; // the last step was up
  readonly patience: number; // good measurements before the next step up
  readonly tripsMs: readonly number[]; // the last round trips: what is longer than the shortest of them waits in a queue
}

const CAMERA: readonly Rung[] = ['full', 'half', 'quarter', 'paused'];
const SCREEN: readonly Rung[] = ['slow-screen', 'paused-screen'];
/** After so many measurements a camera that was switched on is tried in full at the earliest: the first may come before its first picture has left. */
const FIRST_MEASURED = 2;
/** Below this, everything that leaves no longer fits: sound with its repetitions takes 60 to 90 kbit/s of it. */
const NEEDS_KBPS: Readonly<Record<Exclude<PictureStep, 'first'>, number>> = {
  full: 250,
  half: 150,
  quarter: 100,
  paused: 0,
};
/** With a shared screen: so much more than the camera, so much without one, and so much for fewer frames. */
const SCREEN_NEEDS_KBPS = { more: 100, alone: 200, slow: 130 } as const;
const THIN = { inARow: 3, lost: 10, queueMs: 400 } as const;
const GOOD = { lost: 5, queueMs: 200 } as const;
const PATIENCE = { first: 15, most: 120 } as const;
// A queue of our own pictures is gone once they are: three thin measurements a step, so well within this. What lasts longer is the way.
const REMEMBERED = 30;
const PROVEN = 60; // a step up that lasted this long was right

const NO_ROW: Row = { kind: 'neither', count: 0 };

/** A camera that was just switched on. */
export const FIRST_PICTURE: PictureState = {
  step: 'first',
  row: NO_ROW,
  since: 0,
  isTrial: false,
  patience: PATIENCE.first,
  tripsMs: [],
};

/** What is sent of the camera at this state. */
export function cameraStepOf({ step }: PictureState): PictureStep {
  return step === 'slow-screen' || step === 'paused-screen' ? 'paused' : step;
}

/** What is sent at this state of a screen that is shared. */
export function sharedStepOf({ step }: PictureState): Exclude<ScreenStep, 'off'> {
  if (step === 'slow-screen') return 'slow';
  return step === 'paused-screen' ? 'paused' : 'full';
}

/** The state once other pictures are sent than before: a step that only those had is left. Without any, the next is the first again. */
export function withPictures(before: PictureState, pictures: Pictures): PictureState {
  if (!pictures.camera && !pictures.screen) return FIRST_PICTURE;
  const ladder = ladderOf(pictures);
  if (before.step === 'first' || ladder.includes(before.step)) return before;
  const step = pictures.camera ? 'paused' : 'full'; // it was too thin for the camera by then; the screen alone has not been tried
  return { ...before, step, row: NO_ROW, since: 0, isTrial: false };
}

/** The state after one more measurement: at most one step from `before`. */
export function nextPicture(
  before: PictureState,
  { roundTripMs, lostThere, availableKbps }: Measured,
  pictures: Pictures = { camera: true, screen: false },
): PictureState {
  const ladder = ladderOf(pictures);
  const step = before.step === 'first' ? 'full' : before.step; // measured as what comes next: a thin line is found out before it is tried
  const at = ladder.indexOf(step);
  const [up, down] = [ladder[at - 1], ladder[at + 1]];
  const tripsMs = [...before.tripsMs, roundTripMs].slice(-REMEMBERED);
  const queueMs = roundTripMs - Math.min(...tripsMs);
  // The engine's estimate is of what it sends: without a picture it says nothing about one.
  const isTooLittle = down !== undefined && availableKbps !== undefined && availableKbps < needsOf(step, pictures);
  const isCrowded = isTooLittle || queueMs >= THIN.queueMs;
  // What is lost where the least is sent is not lost by the picture: radio loses too, and no pause would mend that.
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
