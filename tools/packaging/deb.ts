// Makes a deb out of a file tree with dpkg-deb (deb(5), deb-control(5)).
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FpmRequest } from './fpm-request.ts';
import { listed, scriptOf, setTimes } from './package-tree.ts';

function description(text: string): string {
  const [synopsis = '', ...rest] = text.split('\n').map((line) => line.trim());
  return [synopsis, ...rest.filter((line) => line !== '').map((line) => ` ${line}`)].join('\n');
}

/** The control file of `request`; `sizeKib` is the size of the files on disk. */
export function controlText({ one, every }: FpmRequest, sizeKib: number): string {
  const iteration = one('--iteration');
  const fields: readonly (readonly [string, string])[] = [
    ['Package', one('--name')],
    ['Version', iteration === '' ? one('--version') : `${one('--version')}-${iteration}`],
    ['Architecture', one('--architecture')],
    ['Maintainer', one('--maintainer')],
    ['Installed-Size', String(sizeKib)],
    ['Depends', every('-d').join(', ')],
    ['Recommends', every('--deb-recommends').join(', ')],
    ['Section', one('--category') || 'net'],
    ['Priority', one('--deb-priority') || 'optional'],
    ['Homepage', one('--url')],
    ['Description', description(one('--description'))],
  ];
  return `${fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n`;
}

/** Adds DEBIAN to the tree `root` and writes the deb of `request` from it; throws on an unknown compression. */
export function makeDeb(request: FpmRequest, root: string): void {
  const files = listed(root).filter(({ isFolder }) => !isFolder);
  const sizeKib = files.reduce((sum, file) => sum + Math.ceil(statSync(path.join(root, file.path)).size / 1024), 0);
  const sums = files.map(({ path: file }) => {
    const sum = createHash('md5')
      .update(readFileSync(path.join(root, file)))
      .digest('hex'); // for the file md5sums, which dpkg --verify reads
    return `${sum}  ${file}\n`;
  });
  const control = path.join(root, 'DEBIAN');
  mkdirSync(control, { mode: 0o755 });
  writeFileSync(path.join(control, 'control'), controlText(request, sizeKib), { mode: 0o644 });
  writeFileSync(path.join(control, 'md5sums'), sums.join(''), { mode: 0o644 });
  for (const [option, name] of [
    ['--after-install', 'postinst'],
    ['--after-remove', 'postrm'],
  ] as const) {
    const script = scriptOf(request, option);
    if (script !== undefined) writeFileSync(path.join(control, name), script, { mode: 0o755 });
  }
  setTimes(root);
  const kinds: Readonly<Record<string, string>> = { gz: 'gzip', xz: 'xz', none: 'none', zst: 'zstd' };
  const kind = kinds[request.one('--deb-compression') || 'xz'];
  if (kind === undefined) throw new Error(`unknown compression: ${request.one('--deb-compression')}`);
  const level = process.env['ELECTRON_BUILDER_COMPRESSION_LEVEL'];
  const pack = ['--root-owner-group', `-Z${kind}`, ...(level === undefined ? [] : [`-z${level}`]), '--build', root];
  execFileSync('dpkg-deb', [...pack, request.one('--package')], { stdio: ['ignore', 'ignore', 'inherit'] });
}
