// What a test needs to know about a broker, and the embedded broker in this form. Mosquitto and RabbitMQ have files of
// their own.
import { createBroker } from '../../../src/main/signalling/broker.ts';
import type { BrokerTarget } from '../../../src/main/signalling/broker-connection.ts';
import { createLog } from '../../../src/main/log.ts';
import { freePort } from '../../../tools/network/free-port.ts';

/** A broker that a test controls. */
export interface TestBroker {
  readonly target: (device: string) => BrokerTarget;
  /** Ends the broker without warning. */
  readonly kill: () => Promise<void>;
  /** Restarts the broker at the same address. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Whether sessions and retained messages survive `kill`. */
  readonly remembers: boolean;
  /** Whether the broker binds the client id to the account, by assigning it or by rejecting a false one. */
  readonly bindsIds: boolean;
  /** Whether a connected device keeps its client id when a second connection claims it. Otherwise the second gets it. */
  readonly keepsFirst: boolean;
  /**
   * Whether hints, presence and certificates can be read by exact name only, and chains address by address; otherwise
   * every account can list them all.
   */
  readonly bindsNames: boolean;
  /** Whether a wildcard subscription receives retained messages. */
  readonly hasRetainedByWildcard: boolean;
  /** Whether the broker acknowledges a retained message before it can be read. */
  readonly storesLater: boolean;
}

export const quiet = createLog('error', () => undefined);

/** The embedded broker, reached by TCP or by WebSocket. */
export async function embedded(by: 'tcp' | 'ws'): Promise<TestBroker> {
  const broker = createBroker(quiet);
  const [port, webSocketPort] = [await freePort(), await freePort()];
  const restart = async (): Promise<void> => {
    const outcome = await broker.start({ port, webSocketPort });
    if (outcome !== 'running') throw new Error(outcome);
  };
  await restart();
  const url = by === 'tcp' ? `mqtt://127.0.0.1:${port}` : `ws://127.0.0.1:${webSocketPort}`;
  return {
    target: (device) => ({ device, url }),
    kill: broker.stop,
    restart,
    stop: broker.stop,
    remembers: false,
    bindsIds: true,
    keepsFirst: true,
    bindsNames: true,
    hasRetainedByWildcard: true,
    storesLater: false,
  };
}
