// Main's end of the channel to the sealing worker, as the desk wants it. The other end goes to the call window's page, which
// hands it on unread. Keys travel here and nowhere else; what comes back is parsed before anyone looks at it.
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
  /** The worker, its page or its process is gone. */
  readonly onClose: (listener: () => void) => void;
  /** Closes our end; `onClose` is told too. */
  readonly close: () => void;
}

// A page that crashes takes its worker along, and the port hears of it first: the page's own end comes within this time and
// names the cause. Nothing is sent meanwhile, for there is no worker.
const PAGE_FIRST_MS = 300;

/** Adapts our end of a channel. A message that does not parse closes the port: such a worker is not ours. */
export function workerPort(port: MessagePortMain): WorkerPort {
  const closed: (() => void)[] = [];
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    port.close();
    for (const listener of closed) listener();
  };
  port.on('close', () => void setTimeout(end, PAGE_FIRST_MS));
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

/** Makes a channel, sends the far end to the call window's page and returns our end. */
export function openWorkerPort(page: WebContents): WorkerPort {
  const { port1, port2 } = new MessageChannelMain();
  page.postMessage(PORT_MESSAGE, undefined, [port2]);
  return workerPort(port1);
}
