// The second part of `npm start`, after the build: runs the app on the Electron of this machine, with the arguments
// given.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { resolveRuntime } from './runtime.ts';

const say = (line: string): void => void process.stdout.write(`start: ${line}\n`);
const runtime = await resolveRuntime(say);
const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
// Chromium refuses to start its sandbox for root.
if (asRoot) say('running as root: the sandbox is off. Run as an ordinary user to have it.');
const project = path.resolve(import.meta.dirname, '..');
const child = spawn(runtime.executable, [...(asRoot ? ['--no-sandbox'] : []), project, ...process.argv.slice(2)], {
  stdio: 'inherit',
  cwd: project,
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
