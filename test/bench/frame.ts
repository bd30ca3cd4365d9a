// How fast frames are sealed and opened, compared with LiveKit's shipped worker and with WebCrypto, in the system's
// Chromium and in the Electron of this machine. Prints a table and whether the goals are met. It is a bench, not a
// test, and fails only if something breaks.
//
// What is compared: every contender gets the same frames, 32 in flight, and passes its results to the same sink, which
// copies them and detaches the buffer, as both engines do. `webcrypto` is AES-256-GCM without a transform: no streams.
// A transform has streams, read and written once for each frame, on the thread that calls WebCrypto. So the fair
// comparison for a transform is `webcrypto in streams`: the cipher between the same two streams and nothing else. The
// goals of our worker are relative to `webcrypto in streams` and to LiveKit's worker; the speed of ours as a share of
// that of `webcrypto` without streams is printed as well (decision 0076).
//   node test/bench/frame.ts
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { _electron as electron, chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { openScreen } from '../../tools/desktop/screen.ts';
import { resolveRuntime } from '../../tools/runtime.ts';
import type { Row } from './frame/measure.worker.ts';

const LIMIT_MS = 5 * 60_000;
const here = import.meta.dirname;
const out = path.resolve(here, '../../.cache/bench-frame');
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The goal: at least 1.4 times as fast as LiveKit's worker, and at 100 kB not slower. */
const aim = (size: number): number => (size >= 100_000 ? 1 : 1.4);
/** The goal from 1.2 KB on: four fifths of the speed of WebCrypto between the same streams. */
const SHARE = 0.8;

await build({
  root: path.join(here, 'frame'),
  base: './',
  logLevel: 'warn',
  worker: { format: 'es' },
  build: { outDir: out, emptyOutDir: true, target: 'chrome130', modulePreload: false },
});
await mkdir(path.join(out, 'app'), { recursive: true });
await writeFile(
  path.join(out, 'app', 'package.json'),
  JSON.stringify({ name: 'bench', version: '1.0.0', main: 'main.cjs' }),
);
await writeFile(
  path.join(out, 'app', 'main.cjs'),
  `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ show: false, webPreferences: { backgroundThrottling: false } }).loadURL(process.env.BENCH_URL));`,
);

const server = createServer((request, response) => {
  const name = path.basename(new URL(request.url ?? '/', 'http://localhost').pathname) || 'index.html';
  const file = path.join(out, name === 'index.html' ? name : path.join('assets', name));
  readFile(file).then(
    (body) => response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'text/plain' }).end(body),
    () => response.writeHead(404).end(),
  );
});
await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/index.html`;

async function rowsOf(page: Page): Promise<Row[]> {
  await page.waitForFunction(() => document.title === 'done' || document.title === 'failed', undefined, {
    timeout: LIMIT_MS,
  });
  const text = await page.evaluate(() => document.body.textContent ?? '');
  if ((await page.title()) !== 'done') throw new Error(text);
  return JSON.parse(text) as Row[];
}

function print(engine: string, rows: readonly Row[]): void {
  say(`\n${engine}: microseconds per frame (lower quartile), seal / open`);
  say('    size           siegel          livekit       in streams        webcrypto');
  for (const size of new Set(rows.map((row) => row.size))) {
    const of = (name: string): Row => {
      const row = rows.find((candidate) => candidate.size === size && candidate.contender === name);
      if (row === undefined) throw new Error(`there is no row of ${name}`);
      return row;
    };
    const pair = (row: Row): string => `${row.sealUs.toFixed(1)} / ${row.openUs.toFixed(1)}`.padStart(17);
    const [ours, theirs, floor, alone] = [of('siegel'), of('livekit'), of('webcrypto in streams'), of('webcrypto')];
    const over = (row: Row) => [row.sealUs / ours.sealUs, row.openUs / ours.openUs] as const;
    const shown = (row: Row): string => {
      const [seal, open] = over(row);
      return `${seal.toFixed(2)} / ${open.toFixed(2)}`;
    };
    const judged = (row: Row, least: number): string =>
      `${shown(row)} (aim ${String(least)}: ${over(row).every((ratio) => ratio >= least) ? 'met' : 'NOT MET'})`;
    say(`${String(size).padStart(8)}${[ours, theirs, floor, alone].map(pair).join('')}`);
    say(`         livekit ÷ siegel ${judged(theirs, aim(size))}`);
    say(
      `         in streams ÷ siegel ${size >= 1200 ? judged(floor, SHARE) : shown(floor)}, webcrypto ÷ siegel ${shown(alone)}`,
    );
  }
}

try {
  const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));
  const browser = await chromium.launch({
    ...(program === undefined ? {} : { executablePath: program }),
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    print(`Chromium ${browser.version()}`, await rowsOf(page));
  } finally {
    await browser.close();
  }
  const runtime = await resolveRuntime(say);
  const screen = await openScreen();
  const app = await electron.launch({
    executablePath: runtime.executable,
    args: [path.join(out, 'app'), '--no-sandbox'],
    env: { ...process.env, BENCH_URL: url, ...screen.env },
  });
  try {
    print(`Electron ${runtime.version}`, await rowsOf(await app.firstWindow()));
  } finally {
    await app.close();
    screen.close();
  }
} finally {
  server.close();
}
