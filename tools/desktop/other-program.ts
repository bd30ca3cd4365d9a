// A window of another program on a test desktop: an open document, drawn by the same Electron and without anything of
// Siegel. It is found by its title, like any window of the desktop, and it reports where its picture is.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { unwrap } from '../../src/core/assert.ts';
import { commandAs } from './account.ts';
import type { Desktop } from './desktop.ts';
import { endAtOnce } from './launch.ts';

const PATIENCE_MS = 20_000;

/** A place on the screen, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An open document. */
export interface OpenDocument {
  readonly title: string;
  readonly pid: number;
  /** Puts the document in front of all other windows and gives it the keyboard; returns once its window is active. */
  readonly raise: () => void;
  /** Where the document's picture is on the screen now, without the window manager's frame. */
  readonly place: () => Place;
  readonly close: () => Promise<void>;
}

/** The content of a document: a page of HTML that loads nothing, with this title. */
export interface DocumentContent {
  readonly title: string;
  readonly html: string;
  readonly at: Place;
}

// The program itself reports where its picture is, whenever that changes, because tools disagree on whether a window
// includes its frame. The program loads no dictionary, since that would be its only use of the network.
const program = ({ x, y, width, height }: Place): string => `import { app, BrowserWindow } from 'electron';
app.on('session-created', (each) => {
  each.setSpellCheckerEnabled(false);
  each.setSpellCheckerDictionaryDownloadURL('file:///none/');
});
void app.whenReady().then(async () => {
  const options = { x: ${x}, y: ${y}, width: ${width}, height: ${height}, useContentSize: true };
  const window = new BrowserWindow(options);
  window.removeMenu();
  const tell = () => process.stdout.write(JSON.stringify(window.getContentBounds()) + '\\n');
  window.on('move', tell).on('resize', tell);
  await window.loadFile('page.html');
  tell();
});
`;

/**
 * Opens the document; `within` is the beginning of a command that runs it in another network. Rejects if the document
 * is not open within 20 s.
 */
export async function openDocument(
  desktop: Desktop,
  { title, html, at }: DocumentContent,
  within: readonly string[] = [],
): Promise<OpenDocument> {
  const folder = path.join(desktop.session, `document-${title.replaceAll(/\W/gu, '-')}`);
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  const files = {
    'package.json': JSON.stringify({ name: 'document', version: '1.0.0', type: 'module', main: 'main.mjs' }),
    'main.mjs': program(at),
    'page.html': `<!doctype html><meta charset="utf-8"><title>${title}</title>${html}`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text, { mode: 0o644 });
  const command = commandAs(desktop.account, [desktop.app.executable, '--disable-gpu', folder]);
  const [first = '', ...args] = [...within, ...command];
  const child = spawn(first, args, {
    env: desktop.env,
    cwd: desktop.account.home,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const told: { place?: Place } = {};
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) told.place = JSON.parse(line) as Place;
  });
  const hand = (...does: readonly string[]): string =>
    execFileSync('xdotool', does, { env: { ...process.env, ...desktop.env }, encoding: 'utf8', stdio: 'pipe' }).trim();
  const find = (): string | undefined => {
    try {
      return hand('search', '--onlyvisible', '--name', `^${title}$`).split('\n').at(-1);
    } catch {
      return undefined; // xdotool fails if there is no such window
    }
  };
  const deadline = Date.now() + PATIENCE_MS;
  let id = find();
  while (id === undefined || told.place === undefined) {
    if (Date.now() > deadline) throw new Error(`the document ${title} does not open`);
    await wait(100);
    id = find();
  }
  const window = id;
  return {
    title,
    pid: unwrap(child.pid, 'the document has started'),
    raise: () => void hand('windowactivate', '--sync', window),
    place: () => unwrap(told.place, 'the document has reported its place'),
    close: () => endAtOnce(child),
  };
}
