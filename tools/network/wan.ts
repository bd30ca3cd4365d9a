// A wide-area network: a datagram that enters at one end leaves at the other end later, or never. The order stays the
// same. `netlab.ts` starts it as a process in its own network namespace, and connects it with tunnels (VXLAN) whose
// packets are ordinary UDP here. The process ends when its input does.
//
//   node wan.ts <one end's own address> <its neighbour's> <the other end's own> <its neighbour's> [… the next link's
//   four]
import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { createInterface } from 'node:readline';

/** What a link does to datagrams in each direction: delay and its variation, in ms, and the percentage that is lost. */
export interface Wan {
  readonly delayMs: number;
  readonly jitterMs: number;
  readonly lossPercent: number;
  readonly kbps?: number; // its capacity in each direction, with a queue before it; unlimited if undefined
}

/** The port of the tunnels (RFC 7348). */
export const VXLAN_PORT = 4789;

const QUEUE_MS = 500; // a datagram that would wait longer is lost, as in the router of a slow link
const BUFFER_BYTES = 4 << 20;
const VXLAN_HEADER = 8;
const ETHERNET_HEADER = 14;
const CHECKSUM_AT: Readonly<Record<number, number>> = { 6: 16, 17: 6 }; // in TCP and in UDP

/** A random number from 0 to below 1. */
const chance = (): number => randomInt(1_000_000) / 1_000_000;

/** One link between two neighbours. */
class Line {
  wan: Wan = { delayMs: 0, jitterMs: 0, lossPercent: 0 };
  readonly #ends: readonly [Socket, Socket];
  readonly #neighbours: readonly [string, string];
  readonly #lastMs: [number, number] = [0, 0];
  readonly #freeMs: [number, number] = [0, 0];

  constructor(ends: readonly [Socket, Socket], neighbours: readonly [string, string]) {
    this.#ends = ends;
    this.#neighbours = neighbours;
    for (const from of [0, 1] as const) ends[from].on('message', (bytes) => this.#pass(bytes, from === 0 ? 1 : 0));
  }

  #pass(bytes: Buffer, to: 0 | 1): void {
    const { delayMs, jitterMs, lossPercent, kbps } = this.wan;
    if (chance() * 100 < lossPercent) return;
    const nowMs = performance.now();
    let sentMs = nowMs;
    if (kbps !== undefined) {
      const startMs = Math.max(nowMs, this.#freeMs[to]);
      if (startMs - nowMs > QUEUE_MS) return;
      sentMs = startMs + (bytes.length * 8) / kbps;
      this.#freeMs[to] = sentMs;
    }
    const dueMs = Math.max(this.#lastMs[to], sentMs + Math.max(0, delayMs + (chance() * 2 - 1) * jitterMs));
    this.#lastMs[to] = dueMs; // datagrams of one link stay in order
    const leave = (): void => this.#ends[to].send(bytes, VXLAN_PORT, this.#neighbours[to], () => undefined);
    fillChecksum(bytes.subarray(VXLAN_HEADER));
    if (dueMs - nowMs < 1) leave();
    else setTimeout(leave, dueMs - nowMs);
  }
}

// A kernel leaves checksums to the network card, so a packet taken before it reaches the card still lacks them.
function fillChecksum(frame: Buffer): void {
  if (frame.readUInt16BE(12) !== 0x0800) return; // not IPv4
  const packet = frame.subarray(ETHERNET_HEADER);
  const body = packet.subarray(((packet[0] ?? 0) & 15) * 4, packet.readUInt16BE(2));
  const protocol = packet[9] ?? 0;
  const at = CHECKSUM_AT[protocol];
  if (at === undefined || (packet.readUInt16BE(6) & 0x1fff) !== 0) return;
  body.writeUInt16BE(0, at);
  const sum = sumOf(packet.subarray(12, 20)) + protocol + body.length + sumOf(body); // RFC 9293 §3.1, RFC 768
  const folded = ~(sum % 0xffff) & 0xffff;
  body.writeUInt16BE(folded === 0 ? 0xffff : folded, at);
}

function sumOf(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i + 1 < bytes.length; i += 2) sum += bytes.readUInt16BE(i);
  return bytes.length % 2 === 0 ? sum : sum + ((bytes.at(-1) ?? 0) << 8);
}

function open(address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: 'udp4', recvBufferSize: BUFFER_BYTES, sendBufferSize: BUFFER_BYTES });
    socket.once('error', reject);
    socket.bind(VXLAN_PORT, address, () => resolve(socket));
  });
}

async function run(args: readonly string[]): Promise<void> {
  const lines: Line[] = [];
  for (let i = 0; i + 3 < args.length; i += 4) {
    const [one = '', toOne = '', other = '', toOther = ''] = args.slice(i, i + 4);
    lines.push(new Line([await open(one), await open(other)], [toOne, toOther]));
  }
  process.stdout.write('ready\n');
  for await (const order of createInterface({ input: process.stdin })) {
    const { line, wan } = JSON.parse(order) as { readonly line: number; readonly wan: Wan };
    const found = lines[line];
    if (found !== undefined) found.wan = wan;
    process.stdout.write('done\n');
  }
  process.exit();
}

if (process.argv[1] === import.meta.filename) await run(process.argv.slice(2));
