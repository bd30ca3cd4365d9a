// A program in a network namespace, driven from outside it. Its ports, for debugging or of a broker, are on a loopback
// that nobody outside reaches. So each port gets a twin on our loopback. For every connection to a twin, a small
// program inside connects to the real port.
import { spawn } from 'node:child_process';
import net from 'node:net';
import type { AddressInfo } from 'node:net';

// Runs inside: joins its standard input and output to a port of that network's loopback.
const CARRIER = `
const socket = require('node:net').connect(Number(process.argv[1]), '127.0.0.1');
process.stdin.pipe(socket).pipe(process.stdout);
const end = () => process.exit(0);
socket.on('error', end).on('close', end);
process.stdin.on('error', end);
process.stdout.on('error', end);
`;

/** Ports of our loopback whose connections end at the same ports in another network. */
export interface CarriedPorts {
  readonly ports: readonly number[];
  readonly close: () => void;
}

async function carry(within: readonly string[]): Promise<net.Server> {
  const server = net.createServer((socket) => {
    const { port } = server.address() as AddressInfo;
    const [program, ...args] = [...within, process.execPath, '-e', CARRIER, String(port)];
    const carrier = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    const end = (): void => {
      socket.destroy();
      carrier.kill();
    };
    carrier.once('error', end);
    carrier.once('exit', end);
    socket.once('error', end);
    socket.once('close', end);
    carrier.stdin.on('error', end);
    socket.pipe(carrier.stdin);
    carrier.stdout.pipe(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

/** Opens `count` twins; `within` is the beginning of a command that runs in that network. */
export async function carryPorts(within: readonly string[], count: number): Promise<CarriedPorts> {
  const servers = await Promise.all(Array.from({ length: count }, () => carry(within)));
  return {
    ports: servers.map((server) => (server.address() as AddressInfo).port),
    close: () => {
      for (const server of servers) server.close();
    },
  };
}
