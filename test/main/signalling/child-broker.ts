// A broker in a process of its own. A test can kill and restart it; `stop` ends it and removes its folder.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestBroker } from './test-broker.ts';

/** How to start the broker. Its environment consists of `env` and PATH. */
export interface ChildOptions {
  readonly folder: string;
  readonly port: number;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A broker that can be told to read its files again. */
export interface ChildBroker extends TestBroker {
  readonly reload: () => void;
}

/** A fresh folder. */
export const brokerFolder = (name: string): string => mkdtempSync(join(tmpdir(), `siegel-${name}-`));

/** Starts a broker and waits until it listens. */
export async function childBroker(options: ChildOptions, target: TestBroker['target']): Promise<ChildBroker> {
  let child: ChildProcess | undefined;
  const restart = async (): Promise<void> => {
    const { program, args, port, env } = options;
    child = spawn(program, args, {
      stdio: 'ignore',
      detached: true, // a process group of its own, because brokers have children
      env: { PATH: process.env['PATH'], ...env },
    });
    await untilOpen(port, child);
  };
  const kill = async (): Promise<void> => {
    const last = child;
    child = undefined;
    if (last?.pid === undefined || last.exitCode !== null) return;
    const { pid } = last;
    await new Promise((resolve) => {
      last.once('exit', resolve);
      process.kill(-pid, 'SIGKILL');
    });
  };
  await restart();
  return {
    target,
    kill,
    restart,
    stop: async () => {
      await kill();
      rmSync(options.folder, { recursive: true, force: true });
    },
    reload: () => void child?.kill('SIGHUP'),
    remembers: true,
    bindsIds: true,
    keepsFirst: false,
    bindsNames: false, // Mosquitto's access list restricts what is read, not by which filter
    hasRetainedByWildcard: true,
    storesLater: false,
  };
}

/** Waits until something listens on this port of this machine; throws if the child has ended instead. */
export async function untilOpen(port: number, child: ChildProcess, host = '127.0.0.1'): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('the broker ended at once');
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host }, () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
