// Composes each frame of a camera from the person and a background. Except at the person's edge, the room behind them
// leaves this file only blurred, or not at all.
import type { Segmenter } from './segmenter.ts';

/** What replaces the room: `blurred` is the room without details, `still` a drawn wall. */
export type Behind = 'blurred' | 'still';

const BLURRED_WIDTH = 96; // pixels for the whole room: details below a hundredth of the width are gone before the blur
const BLUR = 'blur(3px)';
// How sure the model must be that a pixel shows the person. Below `from` the pixel is hidden, above `to` it is shown.
// Between the two it is shown in part, as at hair or the edge of a sleeve.
const CERTAIN = { from: 0.35, to: 0.75 };
const KEPT = 0.4; // share of the previous mask in a new one: an edge that flickers disturbs more than one that lags
const WALL = ['#d5dee0', '#9fb1b5'] as const;

/** Composes the frames of one camera; the mask of a frame depends on the frame before. */
export class Compositor {
  readonly #segmenter: Segmenter;
  readonly #behind: Behind;
  readonly #small: OffscreenCanvasRenderingContext2D;
  readonly #mask: OffscreenCanvasRenderingContext2D;
  readonly #blurred: OffscreenCanvasRenderingContext2D;
  readonly #out: OffscreenCanvasRenderingContext2D;
  readonly #before: Float32Array;

  constructor(segmenter: Segmenter, behind: Behind) {
    this.#segmenter = segmenter;
    this.#behind = behind;
    const { height, width } = segmenter;
    this.#small = canvasOf(width, height, true);
    this.#mask = canvasOf(width, height, true);
    this.#blurred = canvasOf(BLURRED_WIDTH, Math.round((BLURRED_WIDTH * height) / width), false);
    this.#out = canvasOf(width, height, false);
    this.#before = new Float32Array(width * height);
  }

  /**
   * Returns the picture to send instead of `frame`, valid until the next call. The caller closes `frame`. Throws if the
   * model fails.
   */
  compose(frame: VideoFrame): OffscreenCanvas {
    const { displayHeight: height, displayWidth: width } = frame;
    this.#drawMask(frame);
    const out = this.#out;
    if (out.canvas.width !== width || out.canvas.height !== height) Object.assign(out.canvas, { width, height });
    out.globalCompositeOperation = 'copy';
    out.drawImage(this.#mask.canvas, 0, 0, width, height);
    out.globalCompositeOperation = 'source-in';
    out.drawImage(frame, 0, 0, width, height);
    out.globalCompositeOperation = 'destination-over';
    this.#drawBehind(frame, width, height);
    return out.canvas;
  }

  #drawMask(frame: VideoFrame): void {
    const { height, width } = this.#segmenter;
    this.#small.drawImage(frame, 0, 0, width, height);
    const sure = this.#segmenter.segment(this.#small.getImageData(0, 0, width, height).data);
    const image = new ImageData(width, height);
    for (let pixel = 0; pixel < sure.length; pixel++) {
      const now = KEPT * (this.#before[pixel] ?? 0) + (1 - KEPT) * (sure[pixel] ?? 0);
      this.#before[pixel] = now;
      image.data[pixel * 4 + 3] = 255 * shownOf(now);
    }
    this.#mask.putImageData(image, 0, 0);
  }

  #drawBehind(frame: VideoFrame, width: number, height: number): void {
    const out = this.#out;
    if (this.#behind === 'blurred') {
      const { canvas } = this.#blurred;
      this.#blurred.filter = BLUR;
      this.#blurred.drawImage(frame, 0, 0, canvas.width, canvas.height);
      out.drawImage(canvas, 0, 0, width, height);
      return;
    }
    const wall = out.createLinearGradient(0, 0, 0, height);
    for (const [at, colour] of WALL.entries()) wall.addColorStop(at, colour);
    out.fillStyle = wall;
    out.fillRect(0, 0, width, height);
  }
}

/** How much of a pixel is shown, 0 to 1, if the model is `sure`, 0 to 1, that it shows the person. */
export function shownOf(sure: number): number {
  const part = Math.min(1, Math.max(0, (sure - CERTAIN.from) / (CERTAIN.to - CERTAIN.from)));
  return part * part * (3 - 2 * part);
}

function canvasOf(width: number, height: number, willReadFrequently: boolean): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently });
  if (context === null) throw new Error('no canvas');
  return context;
}
