// Types for the modules and models that the bundler embeds in a script, and for the package's script that starts a
// module.
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
