// RNNoise from the pinned package: a WebAssembly module with its own memory, which gets three functions of ours and
// nothing else of the page. This file knows neither where the bytes come from (noise.worker.ts) nor any track or
// stream.

/** Samples that one step takes: 10 ms at 48 kHz. */
export const FRAME = 480;
/** The only rate that RNNoise knows. */
export const RATE_HZ = 48_000;
const SIXTEEN_BIT = 32_768; // the range of samples on which RNNoise was trained

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly __wasm_call_ctors: () => void;
  readonly malloc: (bytes: number) => number;
  readonly rnnoise_create: (model: number) => number;
  readonly rnnoise_process_frame: (state: number, out: number, input: number) => number;
}

/** Removes the noise from `frame` (`FRAME` samples from -1 to 1) in place. The output lags 10 ms behind the input. */
export type Denoise = (frame: Float32Array) => void;

/**
 * Loads RNNoise with a state of its own. Rejects if `bytes` are not that module, the engine compiles no WebAssembly, or
 * the module has no memory left.
 */
export async function loadDenoiser(bytes: Uint8Array<ArrayBuffer>): Promise<Denoise> {
  const env = {
    emscripten_memcpy_big: (to: number, from: number, count: number): void => {
      new Uint8Array(memory.buffer).copyWithin(to, from, from + count);
    },
    emscripten_resize_heap: () => 0, // 0 says that there is no more memory; RNNoise asks for it at the start only
    __assert_fail: () => {
      throw new Error('RNNoise stopped');
    },
  };
  const { instance } = await WebAssembly.instantiate(bytes, { env });
  const { __wasm_call_ctors: begin, memory, ...rnnoise } = instance.exports as unknown as Exports;
  begin();
  const state = rnnoise.rnnoise_create(0);
  const at = rnnoise.malloc(FRAME * Float32Array.BYTES_PER_ELEMENT);
  if (state === 0 || at === 0) throw new Error('no memory for RNNoise');
  const inside = new Float32Array(memory.buffer, at, FRAME);
  return (frame) => {
    for (let index = 0; index < FRAME; index++) inside[index] = (frame[index] ?? 0) * SIXTEEN_BIT;
    rnnoise.rnnoise_process_frame(state, at, at);
    for (let index = 0; index < FRAME; index++) frame[index] = (inside[index] ?? 0) / SIXTEEN_BIT;
  };
}
