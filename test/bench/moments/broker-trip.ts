// A round trip over a broker, in messages like those of a call: no call can be faster.
import net from 'node:net';
import { connectAsync, type MqttClient } from 'mqtt';
import { median } from './steps.ts';

const TRIPS = 200;
const INVITE_BYTES = 2700; // about the size of an INVITE

const heard = (client: MqttClient): Promise<void> => new Promise((resolve) => client.once('message', () => resolve()));

/** Milliseconds from one client to another and back, at QoS 1, in messages as large as an INVITE: the median of 180. */
export async function roundTripMs(url: string): Promise<number> {
  const ids = ['a', 'b'].map((letter) => letter.repeat(26));
  const [one, two] = await Promise.all(
    ids.map((id) => connectAsync(url, { protocolVersion: 5, clientId: id, username: id })),
  );
  if (one === undefined || two === undefined) throw new Error('there are not two clients');
  // As on our own connections; Nagle's delay would change the round trip entirely.
  for (const { stream } of [one, two]) if (stream instanceof net.Socket) stream.setNoDelay(true);
  const [oneId = '', twoId = ''] = ids;
  const inbox = (to: string, from: string): string => `sgl/1/in/${to}/${from}`;
  const bytes = Buffer.alloc(INVITE_BYTES, 7);
  try {
    await Promise.all([
      one.subscribeAsync(`sgl/1/in/${oneId}/+`, { qos: 1 }),
      two.subscribeAsync(`sgl/1/in/${twoId}/+`, { qos: 1 }),
    ]);
    two.on('message', () => void two.publishAsync(inbox(oneId, twoId), bytes, { qos: 1 }));
    const took = [];
    for (let i = 0; i < TRIPS; i++) {
      const beganAtMs = performance.now();
      const back = heard(one);
      await one.publishAsync(inbox(twoId, oneId), bytes, { qos: 1 });
      await back;
      took.push(performance.now() - beganAtMs);
    }
    return median(took.slice(TRIPS / 10));
  } finally {
    await Promise.all([one.endAsync(true), two.endAsync(true)]);
  }
}
