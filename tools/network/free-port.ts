// Ports for programs that cannot choose one themselves, or that must start again at the same one.
import { randomInt } from 'node:crypto';
import net from 'node:net';

// From 32,768 on, Linux gives ports to outgoing connections (others do from 49,152 on). One of those may take a port
// between the moment when it was found free and the start of its program.
const FIRST = 20_000;
const LAST = 32_767;
const MOST_TRIES = 50;

/**
 * A TCP port of the loopback interface that is free now, below those that the system usually gives to outgoing
 * connections. Throws if none is found.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const port = randomInt(FIRST, LAST + 1);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port was found');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => void server.close(() => resolve(true)));
  });
}
