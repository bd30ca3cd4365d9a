// An HTTP proxy with CONNECT that a test controls: what it was asked, what it answers, and when it dies.
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Proxy } from '../../../src/main/signalling/proxy.ts';
import { freePort } from '../../../tools/network/free-port.ts';

/** A running proxy. */
export interface TestProxy extends Proxy {
  readonly url: string;
  /** The whole requests that it received: request line and headers. */
  readonly asked: readonly string[];
  /** Allows everything, closes without an answer, sends nonsense, never answers, or answers with this status. */
  behaviour: 'open' | 'close' | 'nonsense' | 'silent' | number;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

/** Starts a proxy, which ends with the test. */
export async function testProxy(behaviour: TestProxy['behaviour'] = 'open'): Promise<TestProxy> {
  const port = await freePort();
  const asked: string[] = [];
  const lines = new Set<Duplex>();
  const server = createServer();
  server.on('connection', (socket: Socket) => {
    lines.add(socket);
    socket.on('error', () => undefined);
  });
  const proxy: TestProxy = {
    host: '127.0.0.1',
    port,
    isSecure: false,
    url: `http://127.0.0.1:${port}`,
    asked,
    behaviour,
    start: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
    stop: () =>
      new Promise((resolve) => {
        for (const line of lines) line.destroy();
        server.close(() => resolve());
      }),
  };
  server.on('connect', (request: IncomingMessage, line: Duplex) => {
    asked.push(`${request.method} ${request.url}\n${request.rawHeaders.join('\n')}`);
    const does = proxy.behaviour;
    if (does === 'silent') return;
    if (does === 'close') {
      line.destroy();
      return;
    }
    if (does === 'nonsense') {
      line.end('220 mail.example ESMTP\r\n');
      return;
    }
    if (does !== 'open') {
      line.end(`HTTP/1.1 ${does} No\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const { hostname, port: to } = new URL(`http://${request.url}`);
    const far = connect({ port: Number(to), host: hostname, noDelay: true }, () => {
      line.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.pipe(line).pipe(far);
    });
    far.on('error', () => line.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n'));
    far.on('close', () => line.destroy());
    line.on('close', () => far.destroy());
  });
  await proxy.start();
  onTestFinished(proxy.stop);
  return proxy;
}
