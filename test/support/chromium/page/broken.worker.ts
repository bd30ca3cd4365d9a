// Workers that fail: one that throws, one that ignores its transform (the engine then sends nothing), and a foreign
// one, which passes every frame on unchanged.
self.addEventListener('rtctransform', (event) => {
  if (self.name === 'throwing') throw new Error('planted');
  if (self.name !== 'passing') return;
  const { transformer } = event as Event & {
    readonly transformer: { readonly readable: ReadableStream; readonly writable: WritableStream };
  };
  void transformer.readable.pipeTo(transformer.writable);
});
