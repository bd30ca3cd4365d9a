// Converts a stream of sound from one sample rate to another with a windowed sinc. Each position that an output sample
// can have between two input samples has its own row of weights: 160 for 44,100 → 48,000 Hz, 3 for 16,000 → 48,000 Hz.

const REACH = 16; // input samples on each side; more if the rate is lowered
const PASSED = 0.94; // share of the band that passes; the filter falls off over the rest

/** Returns the output samples that these input samples complete; a few input samples wait for the next call. */
export type Resample = (samples: Float32Array) => Float32Array;

/** Converts one channel from `fromHz` to `toHz`, both whole numbers. */
export function createResampler(fromHz: number, toHz: number): Resample {
  if (fromHz === toHz) return (samples) => samples;
  const common = divisor(fromHz, toHz);
  const [step, places] = [fromHz / common, toHz / common];
  const narrow = Math.min(1, toHz / fromHz) * PASSED;
  const reach = Math.ceil(REACH * Math.max(1, fromHz / toHz));
  const rows = Array.from({ length: places }, (_row, place) => weights(place / places, reach, narrow));
  let waiting = new Float32Array(reach); // silence before the first sample
  // Position of the next output sample, in 1/`places` input samples from the start of `waiting`.
  let at = reach * places;
  return (samples) => {
    const input = new Float32Array(waiting.length + samples.length);
    input.set(waiting);
    input.set(samples, waiting.length);
    const output: number[] = [];
    for (; Math.floor(at / places) + reach < input.length; at += step) {
      const first = Math.floor(at / places) - reach + 1;
      const row = rows[at % places] ?? [];
      output.push(row.reduce((sum, weight, index) => sum + weight * (input[first + index] ?? 0), 0));
    }
    const spent = Math.max(0, Math.floor(at / places) - reach);
    waiting = input.slice(spent);
    at -= spent * places;
    return Float32Array.from(output);
  };
}

// The weight of each neighbour for an output sample that lies `behind` (0 to 1) an input sample; their sum is 1.
function weights(behind: number, reach: number, narrow: number): readonly number[] {
  const raw = Array.from({ length: 2 * reach }, (_weight, index) => {
    const away = index - reach + 1 - behind;
    const window = Math.abs(away) >= reach ? 0 : Math.cos((Math.PI * away) / (2 * reach)) ** 2;
    const turn = Math.PI * away * narrow;
    return window * (turn === 0 ? 1 : Math.sin(turn) / turn);
  });
  const sum = raw.reduce((before, weight) => before + weight, 0);
  return raw.map((weight) => weight / sum);
}

function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other);
}
