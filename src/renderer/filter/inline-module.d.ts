// The bytes of modules and models as the bundler lays them into
// a script, and the one script of others that makes a module.
declare module '*.wasm?url&inline' {
  const dataUrl: string;
  export default dataUrl;
}
declare module '*.tflite?url&inline' {
  const dataUrl: string;
  export default dataUrl;
}
declare module '@twilio/video-processors/dist/build/tflite-simd-1-0-0.js' {
  import type { CreateTensorFlowLite } from './segmenter.ts';

  const create: CreateTensorFlowLite;
  export default create;
}
