// Starts the measuring worker and writes its rows into the page, where the runner reads them.
const worker = new Worker(new URL('measure.worker.ts', import.meta.url), { type: 'module' });
worker.addEventListener('message', (event: MessageEvent<unknown>) => {
  const said = event.data;
  if (typeof said !== 'object' || said === null || !('rows' in said)) return; // a message of LiveKit's code
  document.body.textContent = JSON.stringify(said.rows);
  document.title = 'done';
});
worker.addEventListener('error', (event) => {
  document.body.textContent = event.message;
  document.title = 'failed';
});
