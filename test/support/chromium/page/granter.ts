// Main's part in the test page: makes keys, grants them to the workers of both sides over MessagePorts, and stores what
// they report. The messages are the same as main's, so the workers cannot tell the difference.
import type { Bytes } from '../../../../src/core/bytes.ts';
import type { GrantMessage, Stream, WorkerMessage } from '../../../../src/contract/ports.ts';
import type { StreamCounters } from '../../../../src/contract/view.ts';

type Direction = 'to-callee' | 'to-caller';

/** One worker as main sees it. */
export interface GrantEnd {
  readonly port: MessagePort; // to be passed to the worker
  readonly messages: readonly WorkerMessage[];
  readonly post: (message: GrantMessage) => void;
  readonly counters: (stream: Stream) => StreamCounters;
  readonly onMessage: (listener: (message: WorkerMessage) => void) => void;
}

/** Opens the channel to one worker. */
export function openGrantEnd(): GrantEnd {
  const channel = new MessageChannel();
  const messages: WorkerMessage[] = [];
  const listeners: ((message: WorkerMessage) => void)[] = [];
  let latest: readonly StreamCounters[] = [];
  channel.port1.addEventListener('message', ({ data }) => {
    const message = data as WorkerMessage;
    messages.push(message);
    if (message.kind === 'counters') latest = message.streams;
    listeners.forEach((listener) => listener(message));
  });
  channel.port1.start();
  return {
    port: channel.port2,
    messages,
    post: (message) => channel.port1.postMessage(message),
    counters: (stream) =>
      latest.find((c) => c.stream === stream) ?? { stream, sealed: 0, sealDropped: {}, opened: 0, openDropped: {} },
    onMessage: (listener) => listeners.push(listener),
  };
}

/**
 * The keys of one call: one for each generation, step, direction and stream, and the same in both pages of a `room`.
 */
export class CallKeys {
  readonly #made = new Map<string, { readonly key: Bytes; readonly salt: Bytes }>();
  readonly #room: string | undefined;

  /** Random keys, or keys that two pages of the same `room` both derive. */
  constructor(room?: string) {
    this.#room = room;
  }

  /** Grants the sealing key of `stream`, `direction` and `generation` to this end. */
  grantSeal(end: GrantEnd, direction: Direction, stream: Stream, generation = 0, step = 0): void {
    end.post({ kind: 'grant-seal', stream, generation, step, ...this.#of(direction, stream, generation, step) });
  }

  /** Grants the opening key to this end. */
  grantOpen(end: GrantEnd, direction: Direction, stream: Stream, generation = 0, step = 0): void {
    end.post({ kind: 'grant-open', stream, generation, step, ...this.#of(direction, stream, generation, step) });
  }

  #of(direction: Direction, stream: Stream, generation: number, step: number): { key: Bytes; salt: Bytes } {
    const name = `${direction} ${stream} ${generation} ${step}`;
    const made = this.#made.get(name) ?? {
      key: this.#bytes(32, `key ${name}`),
      salt: this.#bytes(12, `salt ${name}`),
    };
    this.#made.set(name, made);
    return { key: made.key.slice(), salt: made.salt.slice() };
  }

  #bytes(length: number, name: string): Bytes {
    if (this.#room === undefined) return crypto.getRandomValues(new Uint8Array(length));
    let state = 2166136261;
    return Uint8Array.from({ length }, (_, i) => {
      for (const char of `${this.#room ?? ''} ${name} ${i}`) state = Math.imul(state ^ char.charCodeAt(0), 16777619);
      return (state >>> 16) & 0xff;
    });
  }
}
