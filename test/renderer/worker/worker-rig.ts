// A whole worker in Node, without the engine: main uses a real port, and transforms are hand-made streams.
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { vi } from 'vitest';
import type { WorkerMessage } from '../../../src/contract/ports.ts';
import { WorkerMessage as Schema } from '../../../src/contract/ports.ts';
import { Dispatch } from '../../../src/renderer/worker/dispatch.ts';
import type { Streams } from './rig.ts';
import { frameOf, streams } from './rig.ts';

const data = Uint8Array.of(1, 2, 3);
const opened: MessagePort[] = [];

/** A channel whose first port is closed by `closePorts`. */
export function channel(): MessageChannel {
  const made = new MessageChannel();
  opened.push(made.port1);
  return made;
}

/** Closes every channel of the test, and returns to real time. */
export function closePorts(): void {
  for (const port of opened.splice(0)) port.close();
  vi.useRealTimers();
}

/**
 * Stops `setTimeout` until `closePorts`. Time passes only when a test advances it, or in `untilCounted`: each look
 * there advances it by half a second, the interval of the counter reports.
 */
export function holdTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
}

/** Waits until reported counters make `isTold` true; `holdTime` must have been called. */
export async function untilCounted(isTold: () => boolean): Promise<void> {
  await vi.waitUntil(
    () => {
      vi.advanceTimersByTime(500);
      return isTold();
    },
    { interval: 1 },
  );
}

/** A worker with main at the other end of a real port. */
export class Worker {
  readonly dispatch = new Dispatch(() => performance.now());
  readonly said: WorkerMessage[] = [];
  readonly main: MessagePort;

  constructor() {
    const { port1, port2 } = channel();
    this.main = port1;
    port1.addEventListener('message', (event: MessageEvent<unknown>) => this.said.push(v.parse(Schema, event.data)));
    port1.start();
    this.dispatch.fromPage({ kind: 'port', port: port2 });
  }

  /** Delivers a message of main. */
  obey(message: unknown): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
    this.main.postMessage(message);
  }

  attach(options: unknown, sendKeyFrameRequest?: () => Promise<unknown>): Streams {
    const lane = streams();
    this.dispatch.attach({ options, ...lane, ...(sendKeyFrameRequest === undefined ? {} : { sendKeyFrameRequest }) });
    return lane;
  }

  async untilSaid(message: WorkerMessage): Promise<void> {
    await vi.waitUntil(() => this.said.some((said) => isDeepStrictEqual(said, message)), { interval: 1 });
  }

  /** Waits until the latest message matches `part`. */
  async untilLast(part: RegExp): Promise<void> {
    await untilCounted(() => part.test(JSON.stringify(this.said.at(-1))));
  }

  /** Pushes frames until one comes out, because importing a granted key takes a moment. */
  async untilThrough(lane: Streams): Promise<void> {
    await vi.waitUntil(
      () => {
        lane.push(frameOf({ data }));
        return lane.out.length > 0;
      },
      { interval: 2 },
    );
  }

  /** Waits until the worker has received everything posted so far. */
  async settle(id: number): Promise<void> {
    this.obey({ kind: 'ping', id });
    await this.untilSaid({ kind: 'pong', id });
  }
}
