#!/usr/bin/env node
// Stands in for fpm, which electron-builder calls to make a deb and which no registry in reach offers.
// Takes exactly the arguments electron-builder gives for `-t deb`, refuses any other, and leaves the packing to dpkg-deb.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const WITH_VALUE = new Set(
  `-s -t -d --deb-recommends --architecture --after-install --after-remove --description --version --package --name
   --maintainer --vendor --url --category --deb-priority --license --iteration --deb-compression --log`.split(/\s+/),
);
const WITHOUT_VALUE = new Set(['--force', '--debug']);

interface Request {
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly { readonly from: string; readonly to: string }[];
}

function parse(args: readonly string[]): Request {
  const options = new Map<string, string[]>();
  const files: { from: string; to: string }[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (WITHOUT_VALUE.has(word)) continue;
    if (WITH_VALUE.has(word)) {
      at++;
      options.set(word, [...(options.get(word) ?? []), args[at] ?? '']);
      continue;
    }
    const equals = word.lastIndexOf('=');
    if (word.startsWith('-') || equals < 1) throw new Error(`unknown argument: ${word}`);
    files.push({ from: word.slice(0, equals), to: word.slice(equals + 1) });
  }
  return { options, files };
}

/** Debian's modes: folders and programs 0755, everything else 0644; the owner is root by dpkg-deb's option. */
function setModes(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) setModes(file);
    else if (entry.isFile()) chmodSync(file, (statSync(file).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}

function controlText(options: Request['options'], sizeKib: number): string {
  const one = (name: string): string => options.get(name)?.at(-1)?.trim() ?? '';
  const iteration = one('--iteration');
  const [synopsis = '', ...rest] = one('--description')
    .split('\n')
    .map((line) => line.trim());
  const fields: readonly (readonly [string, string])[] = [
    ['Package', one('--name')],
    ['Version', iteration === '' ? one('--version') : `${one('--version')}-${iteration}`],
    ['Architecture', one('--architecture')],
    ['Maintainer', one('--maintainer')],
    ['Installed-Size', String(sizeKib)],
    ['Depends', (options.get('-d') ?? []).join(', ')],
    ['Recommends', (options.get('--deb-recommends') ?? []).join(', ')],
    ['Section', one('--category') || 'net'],
    ['Priority', one('--deb-priority') || 'optional'],
    ['Homepage', one('--url')],
    ['Description', [synopsis, ...rest.filter((line) => line !== '').map((line) => ` ${line}`)].join('\n')],
  ];
  return `${fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n`;
}

const { options, files } = parse(process.argv.slice(2));
const last = (name: string): string => options.get(name)?.at(-1) ?? '';
if (last('-t') !== 'deb' || last('-s') !== 'dir') throw new Error('only debs are made here, from folders');
const root = mkdtempSync(path.join(os.tmpdir(), 'siegel-deb-'));
try {
  for (const { from, to } of files) {
    const target = path.join(root, to);
    mkdirSync(path.dirname(target), { recursive: true });
    if (from.endsWith('/')) cpSync(from, target, { recursive: true, verbatimSymlinks: true });
    else copyFileSync(from, target);
  }
  const name = last('--name');
  const doc = path.join(root, 'usr', 'share', 'doc', name);
  mkdirSync(doc, { recursive: true });
  writeFileSync(path.join(doc, 'copyright'), `${last('--vendor')}\nLicence: ${last('--license')}\n`);
  setModes(root);
  const sizeKib = Number(execFileSync('du', ['-sk', root], { encoding: 'utf8' }).split('\t')[0]);
  const control = path.join(root, 'DEBIAN');
  mkdirSync(control, { mode: 0o755 });
  writeFileSync(path.join(control, 'control'), controlText(options, sizeKib), { mode: 0o644 });
  for (const [option, script] of [
    ['--after-install', 'postinst'],
    ['--after-remove', 'postrm'],
  ] as const) {
    if (last(option) === '') continue;
    copyFileSync(last(option), path.join(control, script));
    chmodSync(path.join(control, script), 0o755);
  }
  const compression = { gz: 'gzip', xz: 'xz', none: 'none', zst: 'zstd' }[last('--deb-compression') || 'xz'] ?? 'xz';
  const pack = ['--root-owner-group', `-Z${compression}`, '--build', root, last('--package')];
  execFileSync('dpkg-deb', pack, { stdio: ['ignore', 'ignore', 'inherit'] });
} finally {
  rmSync(root, { recursive: true, force: true });
}
