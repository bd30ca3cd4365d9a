// Who is in a picture and what is behind them: Google's selfie model (256 × 144), run by TensorFlow
// Lite on the processor. Both lie in the pinned package; this file has no address and fetches nothing.

/** The parts of the module that are used; offsets are bytes in its memory. */
export interface TensorFlowLite {
  readonly HEAPU8: Uint8Array;
  readonly HEAPF32: Float32Array;
  readonly _getModelBufferMemoryOffset: () => number;
  readonly _loadModel: (bytes: number) => number;
  readonly _getInputMemoryOffset: () => number;
  readonly _getInputWidth: () => number;
  readonly _getInputHeight: () => number;
  readonly _getOutputMemoryOffset: () => number;
  readonly _runInference: () => number;
}
/** What the package's script makes. */
export type CreateTensorFlowLite = (options: {
  readonly wasmBinary: Uint8Array;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}) => Promise<TensorFlowLite>;

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

/** A model that is ready. */
export interface Segmenter {
  readonly width: number;
  readonly height: number;
  /**
   * How sure it is, 0 to 1, that each of these pixels (RGBA, `width`
   * × `height`) shows a person. It is overwritten by the next call.
   * Throws where the model does not run.
   */
  readonly segment: (pixels: Uint8ClampedArray) => Float32Array;
}

/** Loads the model; rejects where the module or the model is none, or this engine compiles none. */
export async function loadSegmenter(
  create: CreateTensorFlowLite,
  wasmBinary: Uint8Array,
  model: Uint8Array,
): Promise<Segmenter> {
  const silent = (): void => undefined;
  const lite = await create({ wasmBinary, print: silent, printErr: silent });
  const {
    _getInputHeight: inputHeight,
    _getInputMemoryOffset: inputAt,
    _getInputWidth: inputWidth,
    _getModelBufferMemoryOffset: modelAt,
    _getOutputMemoryOffset: outputAt,
    _loadModel: load,
    _runInference: infer,
  } = lite;
  lite.HEAPU8.set(model, modelAt());
  if (load(model.length) !== 0) throw new Error('no such model');
  const [width, height] = [inputWidth(), inputHeight()];
  return {
    width,
    height,
    segment: (pixels) => {
      const into = inputAt() / FLOAT;
      const { HEAPF32: memory } = lite;
      for (let pixel = 0; pixel < width * height; pixel++) {
        for (let colour = 0; colour < 3; colour++) {
          memory[into + pixel * 3 + colour] = (pixels[pixel * 4 + colour] ?? 0) / 255;
        }
      }
      if (infer() !== 0) throw new Error('no mask'); // the output still holds the mask of another picture
      const from = outputAt() / FLOAT;
      return lite.HEAPF32.subarray(from, from + width * height);
    },
  };
}
