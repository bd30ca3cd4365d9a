// siegel-ca as a process of its own, in a folder of the test: what `npm run ca` runs, but without npm.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const tool = path.resolve(import.meta.dirname, '../../tools/ca.ts');

/** One authority; `run` runs one of its commands. */
export class CaProcess {
  readonly folder = path.join(mkdtempSync(path.join(tmpdir(), 'siegel-ca-')), 'ca');
  readonly lines: string[] = [];
  #server: ChildProcess | undefined;

  run(...args: readonly string[]): string {
    return execFileSync(process.execPath, [tool, '--folder', this.folder, ...args], { stdio: 'pipe' })
      .toString()
      .trim();
  }

  get rootPem(): string {
    return readFileSync(path.join(this.folder, 'root.pem'), 'utf8');
  }

  /** Starts `serve`; returns its address. */
  async serve(...args: readonly string[]): Promise<string> {
    const server = spawn(process.execPath, [tool, '--folder', this.folder, 'serve', '--port', '0', ...args]);
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.stdout.on('data', (chunk: Buffer) => {
        const lines = chunk.toString().trim().split('\n');
        this.lines.push(...lines);
        const url = lines.map((line) => /^serving (https:\S+)$/.exec(line)?.[1]).find((each) => each !== undefined);
        if (url !== undefined) resolve(url);
      });
      server.stderr.on('data', (chunk: Buffer) => this.lines.push(chunk.toString()));
      server.once('exit', () => reject(new Error(`siegel-ca ended: ${this.lines.join('\n')}`)));
    });
  }

  /** Ends the server, if it runs. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined || server.exitCode !== null) return;
    await new Promise((resolve) => {
      server.once('exit', resolve);
      server.kill('SIGTERM');
    });
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(path.dirname(this.folder), { recursive: true, force: true });
  }
}
