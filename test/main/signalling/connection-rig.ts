// Broker connections for tests of connecting: opened, watched, and closed with the test.
import { expect, onTestFinished } from 'vitest';
import type { ConnectionView } from '../../../src/contract/connection-view.ts';
import {
  createBrokerConnection,
  type BrokerConnection,
  type BrokerTarget,
} from '../../../src/main/signalling/broker-connection.ts';
import { until } from './connection-scene.ts';
import { quiet } from './test-broker.ts';
import { realClock, systemRandom } from './test-clock.ts';

/**
 * A broker connection whose views and messages are recorded; its waits of `fromMs` or more take `1 / speed` of their
 * time.
 */
export function connectTo(
  target: BrokerTarget,
  speed = 1,
  fromMs = 0,
): {
  readonly connection: BrokerConnection;
  readonly views: readonly ConnectionView[];
  readonly heard: readonly string[];
} {
  const connection = createBrokerConnection({ clock: realClock(speed, fromMs), random: systemRandom, log: quiet });
  const views: ConnectionView[] = [];
  const heard: string[] = [];
  connection.onMessage((_from, bytes) => heard.push(new TextDecoder().decode(bytes)));
  connection.onView((view) => views.push(view));
  expect(connection.open(target)).toBe('opening');
  onTestFinished(() => connection.close());
  return { connection, views, heard };
}

/** Waits until the connection waits for its next attempt; resolves to the cause. */
export function causeOf(connection: BrokerConnection): Promise<string> {
  return until(() => {
    const view = connection.view();
    if (view.kind !== 'waiting') throw new Error(view.kind);
    return view.cause;
  });
}

/** Why the connection has waited so far, each cause once. An attempt on a busy machine may also time out. */
export function causesIn(views: readonly ConnectionView[]): readonly string[] {
  return [...new Set(views.flatMap((view) => (view.kind === 'waiting' ? [view.cause] : [])))];
}

/** Waits until the connection is online, at `url` if that is given; resolves to the URL of the broker. */
export function onlineAt(connection: BrokerConnection, url?: string): Promise<string> {
  return until(() => {
    const view = connection.view();
    if (view.kind !== 'online' || (url !== undefined && view.url !== url)) throw new Error(JSON.stringify(view));
    return view.url;
  });
}
