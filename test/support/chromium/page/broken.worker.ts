// Workers that do it wrong: one that throws, one that ignores its transform (the engine then
// sends nothing), and one of a stranger, that hands what it receives to the decoder as it is.
self.addEventListener('rtctransform', (event) => {
  if (self.name === 'throwing') throw new Error('planted');
  if (self.name !== 'passing') return;
  const { transformer } = event as Event & {
    readonly transformer: { readonly readable: ReadableStream; readonly writable: WritableStream };
  };
  void transformer.readable.pipeTo(transformer.writable);
});
