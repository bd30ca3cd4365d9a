// Finds the person in a picture: Google's selfie segmentation model (256 × 144), run by TensorFlow Lite on the
// processor. Module and model come from the pinned package; this file has no address and fetches nothing.

/** The exports of the module that are used; offsets count bytes of its memory. */
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
/** The function that the package's script exports. */
export type CreateTensorFlowLite = (options: {
  readonly wasmBinary: Uint8Array;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}) => Promise<TensorFlowLite>;

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

/** A loaded model; `width` and `height` are its input in pixels. */
export interface Segmenter {
  readonly width: number;
  readonly height: number;
  /**
   * How sure the model is, 0 to 1, that each of these pixels (RGBA, `width` × `height`) shows a person. The next call
   * overwrites the result. Throws if the model fails.
   */
  readonly segment: (pixels: Uint8ClampedArray) => Float32Array;
}

/** Loads module and model. Rejects if either is not valid or the engine compiles no WebAssembly. */
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
      if (infer() !== 0) throw new Error('no mask'); // the output still holds the mask of the previous picture
      const from = outputAt() / FLOAT;
      return lite.HEAPF32.subarray(from, from + width * height);
    },
  };
}
