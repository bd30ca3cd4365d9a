// A broker as a site would run it: Debian's Mosquitto in a process of its own, which a test can kill and restart. It
// has no access list and listens on loopback only. Tests without Electron try what a hostile broker can do.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../tools/network/free-port.ts';

const PROGRAMS = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'];
const START_TIMEOUT_MS = 60_000;

/** A running Mosquitto. */
export interface SiteBroker {
  readonly url: string;
  /** Kills the broker at once. Its state is lost. */
  readonly kill: () => Promise<void>;
  /** Restarts it on the same port, without its state. */
  readonly start: () => Promise<void>;
}

async function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/**
 * Starts a Mosquitto on a free port of this machine and ends it when `use` has settled. Throws if Mosquitto is not
 * installed or does not listen within a minute.
 */
export async function withSiteBroker(use: (broker: SiteBroker) => Promise<void>): Promise<void> {
  const program = PROGRAMS.find((file) => existsSync(file));
  if (program === undefined) throw new Error('mosquitto is not installed: node tools/system.ts');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-broker-'));
  const port = await freePort();
  const config = path.join(folder, 'mosquitto.conf');
  writeFileSync(config, `listener ${port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\npersistence false\n`);
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(program, ['-c', config], { stdio: 'ignore' });
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await listens(port))) {
      if (Date.now() > deadline) throw new Error('mosquitto does not listen');
      await wait(50);
    }
  };
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child?.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  const url = `mqtt://127.0.0.1:${port}`;
  await start();
  try {
    await use({ url, kill, start });
  } finally {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
