// Makes a broker distant: a TCP forwarder before the broker delays each piece of data in both directions, and keeps the
// order of the pieces.
import net from 'node:net';

/** The running forwarder. */
export interface FarBroker {
  /** `host:port` to connect to. */
  readonly address: string;
  readonly close: () => void;
}

/** Starts a forwarder to `to` (`host:port`) that adds `oneWayMs` in each direction. */
export async function openFarBroker(to: string, oneWayMs: number): Promise<FarBroker> {
  const [host = '', port = ''] = to.split(':');
  const sockets = new Set<net.Socket>();
  const lead = (from: net.Socket, into: net.Socket): void => {
    from.setNoDelay(true);
    sockets.add(from);
    from.on('data', (data) => void setTimeout(() => into.write(data), oneWayMs));
    from.once('error', () => undefined); // 'close' follows
    from.once('close', () => {
      sockets.delete(from);
      setTimeout(() => into.destroy(), oneWayMs);
    });
  };
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), host);
    lead(near, far);
    lead(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port: own } = server.address() as net.AddressInfo;
  return {
    address: `127.0.0.1:${own}`,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
