// What the viewer's page presents of a shared screen. Pictures a second, their size and their delay are measured in
// that page, by functions that must be self-contained; the sharpness of a picture is computed here.
import type { JSHandle, Locator } from '@playwright/test';
import type { PNG } from 'pngjs';
import { STAMP } from './moving-text.ts';

/** What was presented during a measurement. */
export interface Presented {
  readonly perSecond: number;
  readonly longestMs: number; // without a new picture
  readonly sizes: readonly string[]; // every size that a picture had
}

interface Watch {
  readonly end: () => Presented;
}

// Runs one short callback for each picture. This costs the viewer too little to matter.
function watchInPage(element: Element): Watch {
  const video = element as HTMLVideoElement;
  const sizes = new Set<string>();
  const first = { atMs: 0, count: 0 };
  let [atMs, count, longestMs] = [0, 0, 0];
  let isOver = false;
  const look = (_nowMs: number, { height, presentationTime, presentedFrames, width }: VideoFrameCallbackMetadata) => {
    if (isOver) return;
    if (count === 0) [first.atMs, first.count] = [presentationTime, presentedFrames];
    else longestMs = Math.max(longestMs, presentationTime - atMs);
    [atMs, count] = [presentationTime, presentedFrames];
    sizes.add(`${width} × ${height}`);
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  return {
    end: () => {
      isOver = true;
      const nowMs = performance.now();
      return {
        perSecond: ((count - first.count) / (nowMs - first.atMs)) * 1000,
        longestMs: Math.max(longestMs, nowMs - atMs),
        sizes: [...sizes],
      };
    },
  };
}

/** Counts the pictures that `video` presents from now on; `end` stops and returns the result. */
export async function watchPictures(video: Locator): Promise<JSHandle<Watch>> {
  return video.evaluateHandle(watchInPage);
}

// For each new picture, until there are `wanted`: ms from its drawing to its appearance on the screen.
async function latenciesInPage(
  element: Element,
  { bits, field, wanted }: typeof STAMP & { readonly wanted: number },
): Promise<readonly number[]> {
  const video = element as HTMLVideoElement;
  const canvas = new OffscreenCanvas(bits * field, 2 * field);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('there is no canvas to draw on');
  const found = new Map<number, number>(); // by the time of their drawing
  while (found.size < wanted) {
    const { expectedDisplayTime } = await new Promise<VideoFrameCallbackMetadata>((resolve) => {
      video.requestVideoFrameCallback((_nowMs, picture) => resolve(picture));
    });
    context.drawImage(video, 0, 0, canvas.width, canvas.height, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const isWhite = (bit: number, below: number): boolean => {
      const [x, y] = [bit * field + field / 2, below * field + field / 2];
      return (data[(y * canvas.width + x) * 4 + 1] ?? 0) > 127;
    };
    let stamp = 0;
    let isWhole = true;
    for (let bit = 0; bit < bits; bit++) {
      if (isWhite(bit, 0)) stamp += 2 ** bit;
      isWhole &&= isWhite(bit, 0) !== isWhite(bit, 1);
    }
    const shownAtMs = performance.timeOrigin + expectedDisplayTime;
    if (isWhole && !found.has(stamp)) found.set(stamp, (shownAtMs - stamp) % 2 ** bits);
  }
  return [...found.values()];
}

/**
 * The delays of the next `wanted` new pictures, in ms: from the drawing in the shared window to the viewer's screen.
 */
export async function latencies(video: Locator, wanted: number): Promise<readonly number[]> {
  return video.evaluate(latenciesInPage, { ...STAMP, wanted });
}

/** The mean difference between horizontally adjacent pixels below the stamp. Blur lowers this value. */
export function sharpness({ data, height, width }: PNG): number {
  let [sum, count] = [0, 0];
  for (let y = 2 * STAMP.field; y < height; y++) {
    for (let x = 1; x < width; x++) {
      const at = (y * width + x) * 4 + 1; // green contributes most to brightness
      sum += Math.abs((data[at] ?? 0) - (data[at - 4] ?? 0));
      count++;
    }
  }
  return sum / count;
}
