// The product's own sealing worker in a whole-call test: the real dispatch, keyring, sealers and openers with the real
// cipher, on a clock that the test controls. Grants pass through a port that records what it delivered, so that a test
// can inspect it later.
import { vi } from 'vitest';
import type { GrantMessage, Port, Stream, WorkerMessage } from '../../../src/contract/ports.ts';
import type { StreamCounters } from '../../../src/contract/view.ts';
import type { GrantPort } from '../../../src/main/calls/session/grant.ts';
import type { EncodedFrame } from '../../../src/renderer/worker/encoded-frame.ts';
import { Dispatch } from '../../../src/renderer/worker/dispatch.ts';
import { frameOf, type Streams, streams } from '../../renderer/worker/rig.ts';
import type { HandClock } from './hand-clock.ts';

const PORT_MS = 2;
const CIPHER = ['importKey', 'encrypt', 'decrypt'] as const;
type Grant = Extract<GrantMessage, { kind: 'grant-seal' | 'grant-open' }>;
type Heard = (event: { readonly data?: unknown }) => void;

/** From now on the clock stands still while the cipher works, and the worker's own timers run on the test's clock. */
export function bindToClock(clock: HandClock): void {
  let atWork = 0;
  // Not spies, because a spy would keep every key that it saw.
  for (const name of CIPHER) {
    const real = crypto.subtle[name].bind(crypto.subtle) as (...input: readonly unknown[]) => Promise<unknown>;
    const counted = (...input: readonly unknown[]): Promise<unknown> => {
      atWork++;
      return real(...input).finally(() => void atWork--);
    };
    Object.assign(crypto.subtle, { [name]: counted });
  }
  const isElsewhere = clock.isBusy;
  clock.isBusy = () => isElsewhere() || atWork > 0;
  vi.stubGlobal('setTimeout', (run: () => void, delayMs: number) => clock.after(delayMs, run));
}

/** Undoes `bindToClock`. */
export function unbind(): void {
  for (const name of CIPHER) Reflect.deleteProperty(crypto.subtle, name);
  vi.unstubAllGlobals();
}

/** One worker with a page's transforms on it. */
export class RealWorker {
  /** Every grant as it was delivered: the very bytes that the worker has. */
  readonly delivered: Grant[] = [];
  readonly said: WorkerMessage[] = [];
  readonly #clock: HandClock;
  readonly #dispatch: Dispatch;
  readonly #sealing: Readonly<Record<Stream, Streams>>;
  readonly #opening: Readonly<Record<Stream, Streams>>;

  #toMain: (message: WorkerMessage) => void = () => undefined;

  constructor(clock: HandClock) {
    this.#clock = clock;
    this.#dispatch = new Dispatch(clock.nowMs);
    const attach = (role: 'seal' | 'open', stream: Stream): Streams => {
      const lane = streams();
      this.#dispatch.attach({ options: { role, stream }, ...lane });
      return lane;
    };
    this.#sealing = { 0: attach('seal', 0), 1: attach('seal', 1), 2: attach('seal', 2) };
    this.#opening = { 0: attach('open', 0), 1: attach('open', 1), 2: attach('open', 2) };
  }

  /** Sends main a message that the worker would send only after a page did something odd. */
  tell = (message: WorkerMessage): void => this.#toMain(message);

  /** Main's end of the port; the worker has the other. Messages arrive later, and in order. */
  readonly port = (): GrantPort => {
    const toWorker: Heard[] = [];
    const gone: Heard[] = [];
    const theirs: Port = {
      postMessage: (message) => {
        const copy = structuredClone(message);
        this.said.push(copy);
        this.#clock.after(PORT_MS, () => this.#toMain(copy));
      },
      start: () => undefined,
      addEventListener: (type, listener) => void (type === 'message' ? toWorker : gone).push(listener),
    };
    this.#dispatch.fromPage({ kind: 'port', port: theirs });
    return {
      post: (message) => {
        const copy = structuredClone(message);
        if ('key' in copy) this.delivered.push(copy);
        this.#clock.after(PORT_MS, () => {
          for (const listener of toWorker) listener({ data: copy });
        });
      },
      onMessage: (listener) => {
        this.#toMain = listener;
      },
      onClose: () => undefined,
      close: () => void this.#clock.after(PORT_MS, () => gone.map((listener) => listener({}))),
    };
  };

  /** Hands an encoded frame to the sealer. */
  seal(stream: Stream, data: Uint8Array, timestamp: number): void {
    this.#sealing[stream].push(frameOf({ data, timestamp, ...pictureOf(stream) }));
  }

  /** The frames that left the sealer since this function was last used. */
  left(stream: Stream): readonly EncodedFrame[] {
    return this.#sealing[stream].out.splice(0);
  }

  /** Hands a frame from the network to the opener. */
  open(stream: Stream, frame: EncodedFrame): void {
    const copy = { data: new Uint8Array(frame.data), timestamp: frame.timestamp, ...pictureOf(stream) };
    this.#opening[stream].push(frameOf(copy));
  }

  /** The frames that were opened since this function was last used. */
  opened(stream: Stream): readonly EncodedFrame[] {
    return this.#opening[stream].out.splice(0);
  }

  /** The last counters that the worker reported to main; zeros if it has reported none. */
  counters(stream: Stream): StreamCounters {
    const told = this.said.findLast((message) => message.kind === 'counters');
    const found = told?.streams.find((each) => each.stream === stream);
    return found ?? { stream, sealed: 0, sealDropped: {}, opened: 0, openDropped: {} };
  }
}

const pictureOf = (stream: Stream) => (stream === 0 ? {} : ({ type: 'key', mimeType: 'video/VP8' } as const));
