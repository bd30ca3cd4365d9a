// Builds `window.siegel` from the contract's names: commands out, events in, main's port passed on unread. It decides
// nothing and keeps only what comes before the page first listens. No object of Electron ever reaches the page.
import { contextBridge, ipcRenderer } from 'electron';
import { COMMAND_CHANNEL, EVENT_CHANNEL, PORT_MESSAGE, WINDOW_ARGUMENT } from '../contract/ipc.ts';
import type { EventName, Event as Pushed, Siegel } from '../contract/ipc.ts';
import type { WindowKind } from '../contract/command-shapes.ts';

type Listener = (event: never) => void;

const listeners: Record<EventName, Set<Listener>> = {
  view: new Set(),
  change: new Set(),
  numbers: new Set(),
  media: new Set(),
  lights: new Set(),
  focus: new Set(),
};
// Events that came before the first listener. Undefined from then on. If the last listener has left, further events are
// dropped: they would come too late for the next listener (the focus would jump).
const early: Record<EventName, unknown[] | undefined> = {
  view: [],
  change: [],
  numbers: [],
  media: [],
  lights: [],
  focus: [],
};
const ports: MessagePort[] = [];

// Ports are for media, so they wait like media commands: until the page first listens.
function handOn(): void {
  for (const port of ports.splice(0)) window.postMessage(PORT_MESSAGE, location.origin, [port]);
}

function deliver(name: EventName, event: unknown): void {
  early[name]?.push(event);
  for (const listener of listeners[name]) listener(event as never);
}

ipcRenderer.on(EVENT_CHANNEL, (_event, name: EventName, value: unknown) => deliver(name, value));
ipcRenderer.on(PORT_MESSAGE, (event) => {
  ports.push(...event.ports);
  if (early.media === undefined) handOn();
});

const kind = process.argv.find((each) => each.startsWith(WINDOW_ARGUMENT))?.slice(WINDOW_ARGUMENT.length);
const siegel: Siegel = {
  window: kind as WindowKind,
  call: (name, input) => ipcRenderer.invoke(COMMAND_CHANNEL, name, input),
  on: <N extends EventName>(name: N, listener: (event: Pushed<N>) => void) => {
    const own: Listener = (event) => listener(event); // an entry of its own for each subscription
    listeners[name].add(own);
    if (name === 'media') handOn();
    const kept = early[name] ?? [];
    early[name] = undefined;
    for (const event of kept) deliver(name, event);
    return () => listeners[name].delete(own);
  },
};

contextBridge.exposeInMainWorld('siegel', siegel);
