// A server with random answers: valid packets in wrong states, packets of a client, damaged bytes, in pieces or in one
// write, and an end anywhere among them. The same dice give the same answers to the same client.
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Dice } from './mutate.ts';

/** A running server. */
export interface HostileServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const utf8 = new TextEncoder();
/** First bytes, MQTT 5 §2.1.2. */
const [CONNECT, PUBLISH, SUBSCRIBE, UNSUBSCRIBE] = [0x10, 0x30, 0x82, 0xa2];
const MOST_STEPS = 24;
const KINDS = 15; // kinds of packets, below
const KINDS_OF_A_SERVER = 7; // the first of these kinds, which a server may send

/** Starts the server on loopback; each connection gets the dice that `diceFor` returns for it. */
export async function hostileServer(topics: readonly string[], diceFor: () => Dice): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    void answer(socket, topics, diceFor());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function answer(socket: Socket, topics: readonly string[], dice: Dice): Promise<void> {
  const asked: { readonly first: number; readonly id: number }[] = [];
  let wake = (): void => undefined;
  socket.on('data', (bytes: Uint8Array) => {
    asked.push(...packetIds(bytes));
    wake();
  });
  socket.on('end', () => wake());
  const heard = (): Promise<void> => new Promise((resolve) => void (wake = resolve));
  const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  await heard();
  let pending: Uint8Array[] = [];
  // Half of the connections mostly get what a server may send. Otherwise no connection would get beyond the first
  // fault.
  const mostKind = dice(2) === 0 ? KINDS : KINDS_OF_A_SERVER;
  if (dice(8) > 0) socket.write(packet(0x20, [dice(2), 0, 0])); // otherwise it continues without CONNACK
  // Time for the client to process it, and to send requests.
  for (let turns = dice(30); turns > 0; turns--) await turn();
  const steps = dice(MOST_STEPS) + 1;
  for (let step = 0; step < steps && !socket.destroyed; step++) {
    const kind = dice(20);
    if (kind === 0) await turn();
    else if (kind === 1) await Promise.race([heard(), turn()]);
    else if (kind === 2) {
      if (dice(4) === 0) socket.end(); // and continues to write if it can
    } else pending.push(anyPacket(topics, asked, dice, dice(40) === 0 ? KINDS : mostKind));
    if (dice(3) > 0) continue;
    for (const part of parts(Buffer.concat(pending), dice)) {
      if (socket.writable) socket.write(part);
      if (dice(4) === 0) await turn();
    }
    pending = [];
  }
  if (socket.writable && pending.length > 0) socket.write(Buffer.concat(pending));
  await turn();
  if (dice(2) === 0) socket.end();
  else socket.destroy();
}

// A rough search for the packet ids of SUBSCRIBE, UNSUBSCRIBE and PUBLISH. A PUBLISH at QoS 0 has no packet id, and
// yields a wrong one.
function packetIds(bytes: Uint8Array): { first: number; id: number }[] {
  const found: { first: number; id: number }[] = [];
  for (let at = 0; at + 4 < bytes.length;) {
    const first = bytes[at] ?? 0;
    const [length, used] = varint(bytes, at + 1);
    const body = at + 1 + used;
    if (first === SUBSCRIBE || first === UNSUBSCRIBE) found.push({ first, id: word(bytes, body) });
    if ((first & 0xf0) === PUBLISH) found.push({ first: PUBLISH, id: word(bytes, body + 2 + word(bytes, body)) });
    at = body + length;
  }
  return found;
}

function anyPacket(
  topics: readonly string[],
  asked: readonly { first: number; id: number }[],
  dice: Dice,
  kinds: number,
): Uint8Array {
  const seen = asked.length > 0 && dice(4) > 0 ? asked[dice(asked.length)] : undefined;
  const id = seen?.id ?? dice(65_536);
  const idBytes = [id >> 8, id & 255];
  const topic = topics[dice(topics.length)] ?? '';
  switch (dice(kinds)) {
    case 0:
    case 1: // the answer that fits the request
      if (seen?.first === SUBSCRIBE) return packet(0x90, [...idBytes, 0, dice(3) === 0 ? 0x87 : 1]);
      if (seen?.first === UNSUBSCRIBE) return packet(0xb0, [...idBytes, 0, 0]);
      return packet(0x40, idBytes);
    case 2:
    case 3:
      return publish(topic, dice(2), id, dice);
    case 4:
      return packet(0xd0, []);
    case 5:
      return packet(0x40, [...idBytes, dice(256), 0]);
    case 6:
      return dice(3) > 0 ? packet(0x90, [...idBytes, 0, dice(256)]) : packet(0xe0, dice(2) === 0 ? [] : [dice(256), 0]);
    case 7:
      return publish(topic, 2, id, dice);
    case 8:
      return packet(0x50, idBytes);
    case 9:
      return packet(0x62, idBytes);
    case 10:
      return packet(0x70, idBytes);
    case 11:
      return packet(0xf0, [dice(256), 0]);
    case 12:
      return packet(0x20, [dice(2), dice(4) === 0 ? 0x87 : 0, 0]);
    case 13: // a packet that only a client sends
      return packet(
        [CONNECT, SUBSCRIBE, UNSUBSCRIBE, 0xc0][dice(4)] ?? 0,
        [0, 4, 0x4d, 0x51, 0x54, 0x54, 5, 2, 0, 10, 0],
      );
    default:
      return Uint8Array.from({ length: dice(40) + 1 }, () => dice(256));
  }
}

function publish(topic: string, qos: number, id: number, dice: Dice): Uint8Array {
  const name = utf8.encode(topic);
  const properties = [[0], [3, 0x23, 0, dice(4)], [5, 0x02, 0, 0, 0, dice(9)], [2, 0x0b, dice(127) + 1]][dice(4)] ?? [
    0,
  ];
  const body = [0, name.length, ...name, ...(qos === 0 ? [] : [id >> 8, id & 255]), ...properties];
  const payload = Array.from({ length: dice(64) }, () => dice(256));
  return packet(PUBLISH | (dice(2) << 3) | (qos << 1) | dice(2), [...body, ...payload]);
}

function packet(first: number, body: readonly number[]): Uint8Array {
  return Uint8Array.of(first, ...lengthOf(body.length), ...body);
}

function lengthOf(length: number): readonly number[] {
  return length < 128 ? [length] : [(length % 128) | 128, ...lengthOf(Math.floor(length / 128))];
}

function parts(bytes: Uint8Array, dice: Dice): readonly Uint8Array[] {
  if (bytes.length < 2 || dice(2) === 0) return [bytes];
  const at = dice(bytes.length - 1) + 1;
  return [bytes.subarray(0, at), bytes.subarray(at)];
}

function varint(bytes: Uint8Array, at: number): readonly [number, number] {
  let value = 0;
  for (let used = 0; used < 4; used++) {
    const byte = bytes[at + used] ?? 0;
    value += (byte & 127) * 128 ** used;
    if (byte < 128) return [value, used + 1];
  }
  return [value, 4];
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
