// Stands between the broker's byte stream and the MQTT library, and reads the fixed header of every packet (MQTT 5
// §2.1.1). The library buffers a packet before it checks the length, so a packet of 200 MiB from a broker would cost as
// much memory. The library also keeps state for QoS 2, which we never request, and which crashes the library after a
// close. Neither oversized packets nor packets of QoS 2 reach the library.
import { Duplex } from 'node:stream';
import { connectionFault } from './connection-cause.ts';

const [CONNACK, PUBACK, SUBACK, UNSUBACK, PINGRESP, DISCONNECT] = [0x20, 0x40, 0x90, 0xb0, 0xd0, 0xe0];
/** What a server may send after CONNACK besides PUBLISH, by first byte: no QoS 2, no AUTH (§2.1.2, §2.1.3). */
const ANSWERS: readonly number[] = [PUBACK, SUBACK, UNSUBACK, PINGRESP, DISCONNECT];
const PUBLISH = 0x30;
/** The packet's type, and the upper bit of its QoS: we subscribe at QoS 1 at most (§3.8.4). */
const PUBLISH_MASK = 0xf4;
const MOST_LENGTH_BYTES = 4; // §1.5.5

/** Reads bytes in order of arrival. Returns the fault of the first packet that must not be passed on. */
type HeaderReader = (bytes: Uint8Array) => Error | undefined;

/**
 * The same stream, destroyed with an error (`ERR_MQTT_TOO_LARGE`, `ERR_MQTT_PROTOCOL`) as soon as a header announces
 * more than `maxBytes` or a packet that no server may send now. No byte of the chunk that shows the fault is passed
 * on. Destroying this stream destroys `line`.
 */
export function guardPackets(line: Duplex, maxBytes: number): Duplex {
  const read = createHeaderReader(maxBytes);
  const gate = new Duplex({
    read: () => void line.resume(),
    write: (bytes: Uint8Array, _encoding, done) => void line.write(bytes, done),
    // Header and payload of a packet in one write: without Nagle each would be a TCP segment of its own.
    writev: (parts, done) => void line.write(Buffer.concat(parts.map(({ chunk }) => chunk as Uint8Array)), done),
    final: (done) => void line.end(done),
    destroy: (error, done) => {
      line.destroy();
      done(error);
    },
  });
  line.on('data', (bytes: Uint8Array) => {
    const fault = read(bytes);
    if (fault !== undefined) gate.destroy(fault);
    else if (!gate.push(bytes)) line.pause();
  });
  line.on('end', () => void gate.push(null)); // oxlint-disable-line unicorn/no-null -- how a stream says its end
  line.on('error', (error) => void gate.destroy(error));
  line.on('close', () => void gate.destroy());
  return gate;
}

/**
 * Sends at once what was written to this stream, if it was the first write in a turn. Later writes leave in the next
 * turn. The MQTT library holds a packet back until the turn is over, to send its parts together. Without `flush`, a
 * message would wait for whatever its sender does next. READY, for example, would wait until main has granted every key
 * of a call.
 */
export function flush(stream: Duplex): void {
  while (stream.writableCorked > 0) stream.uncork();
}

function createHeaderReader(maxBytes: number): HeaderReader {
  let isWelcomed = false; // §3.2: the first packet is CONNACK, and no later one
  let header: 'type' | 'length' = 'type';
  let lengthBytes = 0;
  let length = 0;
  let body = 0; // bytes of the packet still to come

  function isAllowed(first: number): boolean {
    if (!isWelcomed) return first === CONNACK;
    return (first & PUBLISH_MASK) === PUBLISH || ANSWERS.includes(first);
  }

  return (bytes) => {
    for (let at = 0; at < bytes.length;) {
      if (body > 0) {
        const taken = Math.min(body, bytes.length - at);
        body -= taken;
        at += taken;
        continue;
      }
      const byte = bytes[at++] ?? 0;
      if (header === 'type') {
        if (!isAllowed(byte)) return connectionFault('ERR_MQTT_PROTOCOL', 'a packet that no server may send now');
        isWelcomed = true;
        header = 'length';
        lengthBytes = 0;
        length = 0;
        continue;
      }
      length += (byte & 0x7f) * 128 ** lengthBytes;
      lengthBytes++;
      if (byte < 0x80) {
        header = 'type';
        body = length;
      } else if (lengthBytes === MOST_LENGTH_BYTES) {
        return connectionFault('ERR_MQTT_PROTOCOL', 'a length of more than four bytes');
      }
      // Even if the length field continues: further bytes only increase it.
      if (1 + lengthBytes + length > maxBytes)
        return connectionFault('ERR_MQTT_TOO_LARGE', 'a packet above our maximum');
    }
    return undefined;
  };
}
