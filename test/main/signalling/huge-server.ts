// A server that accepts a client and then sends one PUBLISH of 200 MiB, as fast as the client takes it, by any
// transport.
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { onTestFinished } from 'vitest';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { theAuthority } from './authority.ts';

const HUGE_BYTES = 200 * 1024 * 1024;
const CHUNK = new Uint8Array(60_000);
const CONNACK = Uint8Array.of(0x20, 3, 0, 0, 0);
/** PUBLISH at QoS 0 with a remaining length of 200 MiB (MQTT 5 §1.5.5). */
export const HUGE_PUBLISH = Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x64);

export interface HugeServer {
  readonly url: string;
  readonly connections: () => number;
  readonly closed: () => number;
  /** `Flood.mostBytes` of the connection for which it was largest. */
  readonly mostBytes: () => number;
  readonly mostBuffered: () => number;
}

/** The result of sending 200 MiB, in bytes. */
export interface Flood {
  /** The bytes that the transport accepted before the other side ended the connection. */
  readonly mostBytes: number;
  /** The most that this process, which holds both sides, buffered beyond what it had before. */
  readonly mostBuffered: number;
}

/**
 * Sends this header and 200 MiB after it, as fast as the other side takes it; resolves when the connection is closed.
 */
export function flood(line: Duplex, header: Uint8Array): Promise<Flood> {
  const before = process.memoryUsage().arrayBuffers;
  let mostBytes = 0;
  let mostBuffered = 0;
  line.resume();
  line.write(header);
  const more = (): void => {
    while (mostBytes < HUGE_BYTES && !line.destroyed) {
      mostBytes += CHUNK.length;
      mostBuffered = Math.max(mostBuffered, process.memoryUsage().arrayBuffers - before);
      if (!line.write(CHUNK)) return;
    }
  };
  line.on('drain', more);
  more();
  return new Promise((resolve) => line.once('close', () => resolve({ mostBytes, mostBuffered })));
}

/** Starts the server, which ends with the test. */
export async function hugeServer(scheme: 'mqtt' | 'mqtts' | 'ws' | 'wss'): Promise<HugeServer> {
  let connections = 0;
  let closed = 0;
  let mostBytes = 0;
  let mostBuffered = 0;
  const lines = new Set<Duplex>();

  function speak(line: Duplex): void {
    lines.add(line);
    connections++;
    line.on('error', () => undefined);
    line.on('close', () => {
      closed++;
      lines.delete(line);
    });
    line.once('data', () => void welcome(line));
  }

  async function welcome(line: Duplex): Promise<void> {
    line.write(CONNACK);
    const sent = await flood(line, HUGE_PUBLISH);
    mostBytes = Math.max(mostBytes, sent.mostBytes);
    mostBuffered = Math.max(mostBuffered, sent.mostBuffered);
  }

  const { folder } = theAuthority();
  const keys = {
    cert: readFileSync(join(folder, 'server.pem')),
    key: readFileSync(join(folder, 'server.key')),
  };
  let server: Server;
  if (scheme === 'mqtt') server = createServer({ noDelay: true }, speak);
  else if (scheme === 'mqtts') server = createTlsServer(keys, speak);
  else {
    const http = scheme === 'ws' ? createHttpServer() : createHttpsServer(keys);
    const sockets = new WebSocketServer({ server: http, handleProtocols: () => 'mqtt' });
    sockets.on('connection', (socket) => speak(createWebSocketStream(socket)));
    server = http;
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const line of lines) line.destroy();
    server.close();
  });
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    closed: () => closed,
    mostBytes: () => mostBytes,
    mostBuffered: () => mostBuffered,
  };
}
