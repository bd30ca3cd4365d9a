// Workers that do it wrong, to see that the engine then sends nothing: one that throws, one that ignores its transform.
self.addEventListener('rtctransform', () => {
  if (self.name === 'throwing') throw new Error('planted');
});
