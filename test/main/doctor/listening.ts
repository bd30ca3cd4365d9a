// Starts a test's server on a free port. When the test ends, the server and its connections are closed.
import type { AddressInfo, Server } from 'node:net';
import { onTestFinished } from 'vitest';

/** The port on which `server` listens until the test is over. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<{ destroy: () => void }>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
