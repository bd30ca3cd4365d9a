// Receives main's media commands in the stage's page, and holds what its screens may show of a call. One call at a
// time. Main's port for the worker is taken from the preload here and passed on unread.
import { type Event, PORT_MESSAGE, type Siegel } from '../../contract/ipc.ts';
import type { MediaFact } from '../../contract/media.ts';
import { type CallMedia, openCallMedia } from './call-media.ts';
import { type CallStreams, NOTHING } from './call-streams.ts';
import type { FilterLoss } from './track-filter.ts';
import { hasScriptTransform } from './transform.ts';

/** The pictures and sounds of the call, for the screens. */
export interface Stage {
  /** Whether a call was opened in which this side makes the offer, for which the peer waits. */
  readonly wasHurried: () => boolean;
  /** Remote sound from main's `play` on, and the camera if `play` shows it. */
  readonly remoteStream: MediaStream | undefined;
  /** The peer's screen, on the same condition as the camera. */
  readonly screenStream: MediaStream | undefined;
  /** This side's camera, while it runs. */
  readonly localStream: MediaStream | undefined;
  /** This side's microphone while it is open, even if it is not sent, so that its level can be measured here. */
  readonly microphone: MediaStreamTrack | undefined;
  /** Why strong noise suppression has stopped, if it has. */
  readonly noiseLoss: FilterLoss | undefined;
  /** Calls `listener` when one of the values above may have changed. Returns a function that stops this. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Begins to obey main's `media` events. Make one stage per page; the preload keeps the events that came before. */
export function createStage(siegel: Siegel): Stage {
  let media: CallMedia | undefined;
  let hurried = false;
  let opened = 0;
  let ported = 0;
  const early = new Map<number, MessagePort>(); // ports that came before their `open`, by its number
  let streams = NOTHING;
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach((listener) => listener());
  const setStreams = (next: CallStreams): void => {
    streams = next;
    changed();
  };
  const report = (fact: MediaFact): void => void siegel.call('media.fact', fact);

  const open = (command: Extract<Event<'media'>, { kind: 'open' }>): void => {
    close();
    opened++;
    hurried ||= command.offers;
    const port = early.get(opened);
    early.delete(opened);
    report({ kind: 'begun', call: command.call });
    if (!hasScriptTransform()) {
      return report({ kind: 'failed', call: command.call, cause: 'no-transform' });
    }
    try {
      media = openCallMedia(command, { report, onStreams: setStreams });
    } catch {
      return report({ kind: 'failed', call: command.call, cause: 'internal' });
    }
    if (port !== undefined) media.connect(port);
  };
  const close = (): void => {
    media?.close();
    media = undefined;
    setStreams(NOTHING);
  };

  siegel.on('media', (command) => {
    if (command.kind === 'open') open(command);
    else if (command.call !== media?.call) return; // the command is for an ended call
    else if (command.kind === 'close') close();
    else media.obey(command);
  });
  // Main makes one port with each `open`. The two travel separately, so a port may come before its `open` or after the
  // next `open`. A port is matched by number, and the worker of one connection never gets the port of another.
  window.addEventListener('message', (event) => {
    const [port] = event.ports;
    if (event.source !== window || event.data !== PORT_MESSAGE || port === undefined) return;
    ported++;
    if (ported > opened) early.set(ported, port);
    else if (ported === opened && media !== undefined) media.connect(port);
    else port.close(); // its connection is closed or was never made
  });

  return {
    wasHurried: () => hurried,
    get remoteStream() {
      return streams.remote;
    },
    get screenStream() {
      return streams.screen;
    },
    get localStream() {
      return streams.local;
    },
    get microphone() {
      return streams.microphone;
    },
    get noiseLoss() {
      return streams.noiseLoss;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
