// A display server that a test plays: the bytes of its answers, and a server on a port of a display.
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

const FIRST_PORT = 6000;

interface Welcome {
  readonly status?: number;
  readonly version?: number;
  /** Length of the rest in units of four bytes. */
  readonly units?: number;
}

/** The answer to a set-up request. */
export function letIn({ status = 1, version = 11, units = 40 }: Welcome = {}): Buffer {
  const bytes = Buffer.alloc(8 + units * 4, 0xee);
  bytes.writeUInt8(status, 0);
  bytes.writeUInt16LE(version, 2);
  bytes.writeUInt16LE(0, 4);
  bytes.writeUInt16LE(units, 6);
  return bytes;
}

/** One bit for each key code. */
export function keymap(...codes: readonly number[]): Uint8Array {
  const map = new Uint8Array(32);
  for (const code of codes) map[code >> 3] = (map[code >> 3] ?? 0) | (1 << (code & 7));
  return map;
}

/** The answer to the question with this number: these keys are down. */
export function keysAnswer(sequence: number, codes: readonly number[]): Buffer {
  const bytes = Buffer.alloc(40);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt16LE(sequence, 2);
  bytes.writeUInt32LE(2, 4);
  bytes.set(keymap(...codes), 8);
  return bytes;
}

/** The event that every client gets when the layout of the keyboard changes. */
export const MAPPING_CHANGED = Buffer.from([34, ...Array.from({ length: 31 }, () => 0)]);

/** A display server on a port of its own. */
export interface PlayedDisplay {
  /** The value of DISPLAY that leads to this server. */
  readonly name: string;
  /** What the server was sent, by connection. */
  readonly connections: { readonly socket: Socket; bytes: Buffer }[];
  readonly close: () => Promise<void>;
}

/**
 * Starts a display server that answers each piece of data with what `answer` returns. `nth` counts the pieces of a
 * connection from 0.
 */
export async function playDisplay(answer: (nth: number, socket: Socket) => Buffer | undefined): Promise<PlayedDisplay> {
  const connections: { readonly socket: Socket; bytes: Buffer }[] = [];
  const server: Server = createServer((socket) => {
    const connection = { socket, bytes: Buffer.alloc(0) };
    connections.push(connection);
    let nth = 0;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      connection.bytes = Buffer.concat([connection.bytes, chunk]);
      const says = answer(nth++, socket);
      if (says !== undefined) socket.write(says);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    name: `127.0.0.1:${port - FIRST_PORT}`,
    connections,
    close: async () => {
      for (const { socket } of connections) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
