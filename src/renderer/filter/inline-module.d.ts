// The bytes of a WebAssembly module as the bundler lays them into a script.
declare module '*.wasm?url&inline' {
  const dataUrl: string;
  export default dataUrl;
}
