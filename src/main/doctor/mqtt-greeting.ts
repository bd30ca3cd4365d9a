// Whether the far end of a connection speaks MQTT. The check sends a CONNECT without a client id, an account or a
// certificate, and accepts any CONNACK. This is no login of this device: a login would end the running program's
// session at brokers that take the client id from the user name or the certificate (decision 0011).
import type { Duplex } from 'node:stream';
import type { Clock } from '../time/clock.ts';
import { isSecure, openStream, type Way } from '../signalling/stream.ts';

/**
 * `mute`: no CONNACK came. `not-asked`: apparently the broker speaks only with devices that show a certificate.
 */
export type MqttAnswer = 'answers' | 'mute' | 'not-asked';

const WHOLE_MS = 4000;
const MAX_BYTES = 4096;
// MQTT 5 §3.1: clean start, ten seconds of keep alive, no properties, no client id.
const CONNECT = Uint8Array.of(0x10, 13, 0, 4, 0x4d, 0x51, 0x54, 0x54, 5, 2, 0, 10, 0, 0, 0);
const DISCONNECT = Uint8Array.of(0xe0, 0);
const CONNACK = 0x20;

/** Greets a broker that was reached. Takes four seconds at most. */
export async function greetBroker(url: URL, { tls, tunnel }: Way, clock: Clock): Promise<MqttAnswer> {
  const nameless: Way = {
    tls: { ...(tls.roots !== undefined && { roots: tls.roots }), ...(tls.pins !== undefined && { pins: tls.pins }) },
    ...(tunnel !== undefined && { tunnel }),
  };
  const opening = new AbortController();
  const cancel = clock.after(WHOLE_MS, () => opening.abort());
  try {
    return await answerOf(await openStream(url, nameless, MAX_BYTES, opening.signal), url, opening.signal);
  } catch {
    return 'not-asked'; // the broker was just reached, with the certificate if there is one
  } finally {
    cancel();
  }
}

function answerOf(line: Duplex, url: URL, signal: AbortSignal): Promise<MqttAnswer> {
  return new Promise((resolve) => {
    const settle = (answer: MqttAnswer): void => {
      resolve(answer);
      line.destroy();
    };
    // Inside TLS this is how a broker refuses a client without a certificate. Its alert may get lost.
    const closed = (): void => settle(isSecure(url) ? 'not-asked' : 'mute');
    signal.addEventListener('abort', () => settle('mute'), { once: true });
    line.once('error', closed);
    line.once('end', closed);
    line.once('close', closed);
    line.once('data', (bytes: Uint8Array) => {
      const isMqtt = bytes[0] === CONNACK;
      if (isMqtt) line.write(DISCONNECT);
      settle(isMqtt ? 'answers' : 'mute');
    });
    line.write(CONNECT);
  });
}
