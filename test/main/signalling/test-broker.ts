// What a test knows of a broker, and the embedded one in this form. Mosquitto and RabbitMQ have files of their own.
import { createServer } from 'node:net';
import { createBroker } from '../../../src/main/signalling/broker.ts';
import type { BrokerTarget } from '../../../src/main/signalling/broker-connection.ts';
import { createLog } from '../../../src/main/log.ts';

/** A broker in the hand of a test. */
export interface TestBroker {
  readonly target: (device: string) => BrokerTarget;
  /** Ends it without warning. */
  readonly kill: () => Promise<void>;
  /** Starts it again where it was. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Whether sessions and retained messages outlive `kill`. */
  readonly remembers: boolean;
  /** Whether a client has no say in its client id, or is turned away with a false one. */
  readonly bindsIds: boolean;
  /** Whether a device keeps its name while it is there; else the one that connects last has it. */
  readonly keepsFirst: boolean;
  /**
   * Whether lists, presence and certificates are read by exact name only,
   * and chains address by address; else every account can list them all.
   */
  readonly bindsNames: boolean;
  /** Whether what is retained is handed out for a subscription with a wildcard. */
  readonly hasRetainedByWildcard: boolean;
}

export const quiet = createLog('error', () => undefined);

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
      });
    });
  });
}

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
  };
}
