// A slow connection to a broker: towards the device it carries a chosen number of bytes a second, like a distant or
// busy network.
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { freePort } from '../../../tools/network/free-port.ts';

/** A port on this machine that leads to the broker on `port` over a slow connection. The port closes with the test. */
export async function slowLine(port: number, bytesPerSecond: number): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => other.destroy());
    }
    near.pipe(far);
    far.on('data', (bytes) => {
      near.write(bytes);
      far.pause();
      setTimeout(() => far.resume(), (bytes.length / bytesPerSecond) * 1000);
    });
  });
  const listens = await freePort();
  await new Promise<void>((resolve) => server.listen(listens, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return listens;
}
