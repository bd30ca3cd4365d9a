// Main's ends of the ports to the sealing workers of one call. Sends messages to the workers, and passes on their
// messages. The machine decides which worker is the call's and whether it is alive (core/call/page-worker.ts); keys go
// through key-secrets.ts. What a worker reports proves nothing.
import { unreachable } from '../../core/assert.ts';
import type { CallEvent } from '../../core/call/event.ts';
import type { GrantMessage, WorkerMessage } from '../../contract/ports.ts';
import type { Clock } from '../time/clock.ts';
import type { GrantPort } from './session/grant.ts';

/** What the ports need of their call. */
export interface WorkerPortsHooks {
  readonly dispatch: (event: CallEvent) => void;
  readonly onCounters: (streams: Extract<WorkerMessage, { kind: 'counters' }>['streams']) => void;
}

/** The ports of one call. Each worker is numbered in the order of its arrival; the machine knows it by that number. */
export class WorkerPorts {
  readonly #clock: Clock;
  readonly #hooks: WorkerPortsHooks;
  readonly #ports = new Map<number, GrantPort>();
  #taken = 0;

  constructor(clock: Clock, hooks: WorkerPortsHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  /** The port of the current worker. */
  get port(): GrantPort | undefined {
    return this.#ports.values().next().value;
  }

  /** Takes the port of a worker that has arrived. */
  take(port: GrantPort): void {
    const worker = ++this.#taken;
    this.#ports.set(worker, port);
    this.#hooks.dispatch({ kind: 'worker-came', worker, atMs: this.#clock.nowMs() });
    if (!this.#ports.has(worker)) return; // the worker was turned away
    port.onClose(() => {
      if (this.#ports.has(worker)) this.#hooks.dispatch({ kind: 'worker-closed', worker, atMs: this.#clock.nowMs() });
    });
    port.onMessage((message) => {
      if (this.#ports.has(worker)) this.#said(worker, message);
    });
  }

  /** Sends a message to a worker whose port is still open. */
  post(worker: number, message: GrantMessage): void {
    this.#ports.get(worker)?.post(message);
  }

  /** Tells a worker to end, and closes its port. */
  end(worker: number): void {
    const port = this.#ports.get(worker);
    this.#ports.delete(worker);
    port?.post({ kind: 'end' });
    port?.close();
  }

  /** Tells all workers to end, and closes all ports. */
  endAll(): void {
    for (const worker of this.#ports.keys()) this.end(worker);
  }

  #said(worker: number, message: WorkerMessage): void {
    const { dispatch, onCounters } = this.#hooks;
    const atMs = this.#clock.nowMs();
    switch (message.kind) {
      case 'ready':
      case 'pong':
        return dispatch({ kind: 'worker-alive', worker, sign: message.kind, atMs });
      case 'counters':
        return onCounters(message.streams);
      case 'first-opened':
        return dispatch({ ...message, atMs });
      case 'gap':
        return message.stream === 0
          ? undefined
          : dispatch({ kind: 'worker-gap', worker, stream: message.stream, atMs });
      case 'silent-encryptor':
      case 'lost-window':
        return dispatch({ kind: 'worker-stale', worker, atMs });
      case 'first-sealed':
        return;
      default:
        return unreachable(message);
    }
  }
}
