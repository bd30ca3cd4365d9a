// Feeds sound that comes in pieces of any length and rate to a denoiser that takes frames of one length at one rate.
import { type Denoise, FRAME, RATE_HZ } from './denoiser.ts';
import { type Resample, createResampler } from './resample.ts';

/** Cleans one channel of a stream of samples. */
export class SoundFilter {
  readonly #denoise: Denoise;
  #rateHz = 0;
  #resample: Resample = (samples) => samples;
  #rest = new Float32Array(0); // samples that do not fill a frame yet

  constructor(denoise: Denoise) {
    this.#denoise = denoise;
  }

  /**
   * Returns the cleaned frames at `RATE_HZ` that `samples` complete, or nothing. Less than 10 ms of sound waits for the
   * next call.
   */
  push(samples: Float32Array, rateHz: number): Float32Array<ArrayBuffer> {
    if (rateHz !== this.#rateHz) {
      this.#resample = createResampler(rateHz, RATE_HZ);
      this.#rateHz = rateHz;
    }
    const more = this.#resample(samples);
    const all = new Float32Array(this.#rest.length + more.length);
    all.set(this.#rest);
    all.set(more, this.#rest.length);
    const whole = all.length - (all.length % FRAME);
    for (let from = 0; from < whole; from += FRAME) this.#denoise(all.subarray(from, from + FRAME));
    this.#rest = all.slice(whole);
    return all.slice(0, whole);
  }
}
