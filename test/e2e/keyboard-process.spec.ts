// The keyboard process as it is built and started. On Linux it only ends: the program starts it on Windows and macOS.
import path from 'node:path';
import { type ElectronApplication, expect, _electron as electron, test } from '@playwright/test';
import { openScreen } from '../../tools/desktop/screen.ts';
import { resolveRuntime } from '../../tools/runtime.ts';

const project = path.resolve(import.meta.dirname, '../..');

/** What Electron's process of this kind says and how it ends, if it is asked for a key. */
function runOf(app: ElectronApplication, file: string): Promise<{ readonly code: number; readonly said: string }> {
  return app.evaluate(
    ({ utilityProcess }, at) =>
      new Promise<{ code: number; said: string }>((resolve) => {
        const child = utilityProcess.fork(at, [], { stdio: 'pipe', env: { LANG: 'C' } });
        let said = '';
        child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
        child.on('message', (answer) => (said += JSON.stringify(answer)));
        child.once('exit', (code) => resolve({ code, said }));
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- no window
        child.postMessage({ id: 1, keys: [[77]], mayAsk: false });
      }),
    file,
  );
}

test('the keyboard process lies beside the program’s main file, starts in Electron, and ends on a system that it cannot ask', async () => {
  const runtime = await resolveRuntime(() => undefined);
  const screen = await openScreen();
  const app = await electron.launch({
    executablePath: runtime.executable,
    args: ['--no-sandbox', '--disable-gpu', path.join(project, 'test/support/chromium/electron-page'), 'about:blank'],
    env: { ...(process.env as Record<string, string>), SIEGEL_DRIVEN: '1', ...screen.env },
  });
  const file = path.join(project, 'out/main/keyboard-process.js');
  expect(await runOf(app, file)).toEqual({ code: 3, said: '' }); // koffi was loaded, and Linux is not asked
  expect((await runOf(app, `${file}.gone`)).said).toContain('Cannot find module');
  await app.close();
  screen.close();
});
