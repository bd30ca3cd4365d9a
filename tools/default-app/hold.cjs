// Holds the app's `ready` back until the driver of a test is attached: a window that opens while the driver attaches can be
// missed by it, and the driver then waits for ever. Only in a driven start; the driver calls `__playwright_run` by itself.
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

// oxlint-disable-next-line no-underscore-dangle -- the driver's name for it
globalThis.__playwright_run = async () => {
  await isReallyReady;
  released = true;
  release();
  emit('ready', ...(held ?? []));
};
