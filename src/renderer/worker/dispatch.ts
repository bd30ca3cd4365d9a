// Who may tell the worker what: main over its port (keys, hold, end), the page (the port, once; codec names;
// transforms). A message that does not parse is ignored. Whatever happens, the result is never an unsealed frame.
import type { GrantMessage, Port, WorkerMessage } from '../../contract/ports.ts';
import { parseGrantMessage, parsePageToWorker, parseTransformOptions } from '../../contract/ports.ts';
import { unreachable } from '../../core/assert.ts';
import { Counters } from './counters.ts';
import type { FrameTransformer } from './encoded-frame.ts';
import { CodecNames } from './encoded-frame.ts';
import { Keyring } from './keyring.ts';
import { Opener } from './opener.ts';
import { raise, runPipeline } from './pipeline.ts';
import type { WorkerContext } from './sealer.ts';
import { Sealer } from './sealer.ts';
import { wipeGrant } from './sealing-keys.ts';

/** The worker of one call. `now` is a monotonic clock, in milliseconds. */
export class Dispatch {
  #port: Port | undefined;
  readonly #post = (message: WorkerMessage): void => this.#port?.postMessage(message);
  readonly #counters = new Counters((streams) => this.#post({ kind: 'counters', streams }));
  readonly #codecs = new CodecNames();
  readonly #keyring = new Keyring(this.#post);
  readonly #context: WorkerContext;

  constructor(now: () => number) {
    this.#context = {
      keyring: this.#keyring,
      counters: this.#counters,
      codecs: this.#codecs,
      post: this.#post,
      now,
    };
  }

  /**
   * Handles a message of the page. Only the first port counts: a page could later offer a port of its own, with its own
   * keys.
   */
  fromPage(input: unknown): void {
    const message = parsePageToWorker(input);
    if (message === undefined) return;
    if (message.kind === 'codecs') {
      this.#codecs.learn(message.types);
      return;
    }
    if (this.#port !== undefined) return;
    const { port } = message;
    this.#port = port;
    port.addEventListener('message', (event) => this.#fromMain(event.data));
    port.addEventListener('close', () => this.#keyring.end()); // main is gone, so nothing may be sealed
    port.start();
    this.#post({ kind: 'ready' });
  }

  /** Takes a transform of the page. If its options do not parse, its frames are dropped unread. */
  attach(transformer: FrameTransformer): void {
    const { readable, writable } = transformer;
    const options = parseTransformOptions(transformer.options);
    if (options === undefined) {
      void readable.cancel();
      return;
    }
    const work =
      options.role === 'seal'
        ? new Sealer(options.stream, this.#context)
        : new Opener(options.stream, this.#context, () => requestKeyFrame(transformer));
    runPipeline(readable, writable, work).catch(raise);
  }

  #fromMain(input: unknown): void {
    const message = parseGrantMessage(input);
    if (message !== undefined) this.#obey(message);
  }

  #obey(message: GrantMessage): void {
    if (this.#keyring.ended && message.kind !== 'ping') {
      if ('key' in message) wipeGrant(message);
      return;
    }
    switch (message.kind) {
      case 'grant-seal':
        this.#keyring.sealing(message.stream).grant(message).catch(raise);
        return;
      case 'grant-open':
        this.#keyring.opening(message.stream).grant(message).catch(raise);
        return;
      case 'forget-seal':
        this.#keyring.sealing(message.stream).forget();
        return;
      case 'forget-open':
        this.#keyring.opening(message.stream).forget(message.generation, message.step);
        return;
      case 'hold':
        this.#keyring.hold(message.held);
        return;
      case 'ping':
        this.#post({ kind: 'pong', id: message.id });
        return;
      case 'end':
        this.#keyring.end();
        return;
      default:
        unreachable(message);
    }
  }
}

function requestKeyFrame(transformer: FrameTransformer): void {
  // The engine rejects this while nothing was received yet. Main gets the `gap`, for the peer, in any case.
  transformer.sendKeyFrameRequest?.().catch(() => undefined);
}
