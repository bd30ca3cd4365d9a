// Main's end of the channel to the sealing worker. The other end goes to a page, which passes it on unread. Media keys
// travel only here. Messages of the worker are parsed before they are used.
import { MessageChannelMain } from 'electron';
import type { MessagePortMain, WebContents } from 'electron';
import * as v from 'valibot';
import { PORT_MESSAGE } from '../../contract/ipc.ts';
import type { GrantMessage } from '../../contract/ports.ts';
import { WorkerMessage } from '../../contract/ports.ts';

/** A port to one worker. */
export interface WorkerPort {
  readonly post: (message: GrantMessage) => void;
  readonly onMessage: (listener: (message: WorkerMessage) => void) => void;
  /**
   * Our end was closed, by us or because a message did not parse. A loss of the other end is not reported here. If the
   * page is gone, its worker is gone too: what counts is the report that the page has ended, which may come long after
   * the port has closed. If only the worker is gone, pings stay unanswered (core/call/page-worker.ts).
   */
  readonly onClose: (listener: () => void) => void;
  /** Closes our end. `onClose` is called too. */
  readonly close: () => void;
}

/** Adapts our end of a channel. A message that does not parse closes the port: our own worker sends no such message. */
export function workerPort(port: MessagePortMain): WorkerPort {
  const closed: (() => void)[] = [];
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    port.close();
    for (const listener of closed) listener();
  };
  return {
    post: (message) => {
      if (open) port.postMessage(message);
    },
    onMessage: (listener) => {
      port.on('message', (event) => {
        const message = v.safeParse(WorkerMessage, event.data);
        if (message.success) listener(message.output);
        else end();
      });
      port.start();
    },
    onClose: (listener) => void closed.push(listener),
    close: end,
  };
}

/** Makes a channel, sends the far end to this page and returns our end. */
export function openWorkerPort(page: WebContents): WorkerPort {
  const { port1, port2 } = new MessageChannelMain();
  page.postMessage(PORT_MESSAGE, undefined, [port2]);
  return workerPort(port1);
}
