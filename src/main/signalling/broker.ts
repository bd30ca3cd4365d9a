// The embedded broker for demonstrations and small networks: MQTT 5 over TCP and WebSocket, in memory, on loopback
// unless configured otherwise. It is trusted as little as any other broker. When it stops, it forgets everything.
// Devices publish their retained messages again. The code of the server is loaded only here, after policy was asked: if
// policy forbids a broker, none of that code ever runs.
import type { BrokerView } from '../../contract/view.ts';
import type { Log } from '../log.ts';
import type { BrokerOptions, BrokerServer } from './broker-server.ts';

type Started = 'running' | 'broker-in-use' | 'locked' | 'internal';

/** The broker, running or not. */
export interface Broker {
  /**
   * Starts the broker, after stopping one that runs. `locked`: policy allows no broker here. `broker-in-use`: the port
   * is taken. `internal`: it could not start for another reason.
   */
  readonly start: (options: BrokerOptions) => Promise<Started>;
  readonly stop: () => Promise<void>;
  readonly view: () => BrokerView;
  readonly onView: (listener: (view: BrokerView) => void) => void;
  /** The URL of the WebSocket listener, while there is one. */
  readonly webSocketUrl: () => string | undefined;
}

/** A stopped broker. It starts only while it `isAllowed`. */
export function createBroker(log: Log, isAllowed: () => boolean = () => true): Broker {
  const listeners: ((view: BrokerView) => void)[] = [];
  let view: BrokerView = { kind: 'stopped' };
  let running: BrokerServer | undefined;

  function show(next: BrokerView): void {
    view = next;
    for (const listener of listeners) listener(next);
  }

  // One act after the other: of two simultaneous starts, one would keep listening unnoticed.
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = last.then(act);
    last = done.catch(() => undefined);
    return done;
  }

  async function end(): Promise<void> {
    const server = running;
    running = undefined;
    await server?.close();
    if (running === undefined) show({ kind: 'stopped' });
  }

  async function begin(options: BrokerOptions): Promise<Started> {
    await end();
    if (!isAllowed()) return 'locked';
    try {
      const { serveBroker } = await import('./broker-server.ts');
      const server = await serveBroker(options, log);
      running = server;
      const count = (): void => {
        if (running === server) show({ kind: 'running', url: server.url, clients: server.clients() });
      };
      server.onClients(count);
      count();
      if (isAllowed()) return 'running';
      await end(); // policy has changed while the broker started
      return 'locked';
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      const cause = isTaken ? 'broker-in-use' : 'internal';
      log.warn('the embedded broker did not start', { error });
      show({ kind: 'failed', cause });
      return cause;
    }
  }

  return {
    start: (options) => inTurn(() => begin(options)),
    stop: () => inTurn(end),
    view: () => view,
    onView: (listener) => void listeners.push(listener),
    webSocketUrl: () => running?.webSocketUrl,
  };
}
