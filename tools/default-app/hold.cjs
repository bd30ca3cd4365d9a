// Holds the app's `ready` back until the driver of a test is attached. The driver can miss a window that opens while it
// attaches, and would then wait for ever. This runs only in a driven start; the driver itself calls `__playwright_run`.
const { app } = require('electron');

const isReallyReady = app.whenReady();
const emit = app.emit.bind(app);
let held;
let released = false;
let release;
const isReady = new Promise((resolve) => {
  release = resolve;
});

app.emit = (event, ...args) => {
  if (event !== 'ready' || released) return emit(event, ...args);
  held = args;
  return app.listenerCount('ready') > 0;
};
app.isReady = () => released;
app.whenReady = () => isReady;

// oxlint-disable-next-line no-underscore-dangle -- the driver calls it so
globalThis.__playwright_run = async () => {
  await isReallyReady;
  released = true;
  release();
  emit('ready', ...(held ?? []));
};
