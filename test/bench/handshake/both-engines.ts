// Runs a script with the product's own modules in this Node and in Electron's, which has another cryptography library.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { resolveRuntime } from '../../../tools/runtime.ts';

const project = path.resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

/**
 * Runs `script` (a path in test/bench) in each engine, and passes the name of the engine and the output to `told`.
 * Throws if the script fails.
 */
export async function inBothEngines(
  script: string,
  args: readonly string[],
  told: (engine: string, printed: string) => void,
): Promise<void> {
  const outDir = path.join(project, '.cache/bench', path.dirname(script));
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      outDir,
      emptyOutDir: true,
      ssr: path.join(project, 'test/bench', script),
      rollupOptions: { output: { entryFileNames: 'script.mjs' } },
    },
  });
  const runtime = await resolveRuntime((line) => process.stdout.write(`${line}\n`));
  for (const [engine, program] of [
    ['Node', process.execPath],
    ['Electron as Node', runtime.executable],
  ] as const) {
    const { stdout } = await run(program, [path.join(outDir, 'script.mjs'), ...args], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    told(engine, stdout.trimEnd());
  }
}
