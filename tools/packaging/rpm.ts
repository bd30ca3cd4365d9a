// Makes an rpm out of a file tree with rpmbuild. The spec only copies: it strips no binary and searches for no
// dependencies.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FpmRequest } from './fpm-request.ts';
import { listed, scriptOf, setTimes } from './package-tree.ts';

/** In a spec a percent sign begins a macro. */
const plain = (text: string): string => text.replaceAll('%', '%%');

const payloads: Readonly<Record<string, (level: string) => string>> = {
  gzip: (level) => `w${level}.gzdio`,
  xz: (level) => `w${level}T0.xzdio`,
  xzmt: (level) => `w${level}T0.xzdio`,
  zstd: (level) => `w${level}.zstdio`,
  none: () => 'w.ufdio',
};

/** rpm's names of processors, by Debian's names, which electron-builder uses. */
const processors: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'aarch64' };

// A package owns its own folders, and no folder into which other packages put files.
const isOwnFolder = (file: string): boolean => /^(?:opt\/|usr\/share\/doc\/)[^/]/.test(file);

/** The spec of `request`, whose files are below `root`; throws on an unknown compression. */
export function specText(request: FpmRequest, root: string): string {
  const { one, every } = request;
  const level = process.env['ELECTRON_BUILDER_COMPRESSION_LEVEL'] ?? '6';
  const payload = payloads[one('--rpm-compression') || 'xz'];
  if (payload === undefined) throw new Error(`unknown compression: ${one('--rpm-compression')}`);
  const files = listed(root)
    .filter((file) => !file.isFolder || isOwnFolder(file.path))
    .map((file) => `${file.isFolder ? '%dir ' : ''}"/${plain(file.path)}"`);
  const scripts = (
    [
      ['%post', '--after-install'],
      ['%postun', '--after-remove'],
    ] as const
  ).flatMap(([section, option]) => {
    const script = scriptOf(request, option);
    return script === undefined ? [] : [section, plain(script)];
  });
  return [
    '%global __os_install_post %{nil}',
    '%global _build_id_links none',
    '%global debug_package %{nil}',
    `%global _binary_payload ${payload(level)}`,
    '%global _buildhost localhost',
    '%global use_source_date_epoch_as_buildtime 1',
    '%global clamp_mtime_to_source_date_epoch 1',
    `Name: ${one('--name')}`,
    `Version: ${one('--version')}`,
    `Release: ${one('--iteration') || '1'}`,
    `Summary: ${plain(one('--rpm-summary') || (one('--description').split('\n')[0] ?? ''))}`,
    `License: ${one('--license') || 'Proprietary'}`,
    `Vendor: ${one('--vendor')}`,
    `URL: ${one('--url')}`,
    `Packager: ${one('--maintainer')}`,
    'AutoReqProv: no',
    ...every('-d').map((dependency) => `Requires: ${dependency}`),
    '%description',
    plain(one('--description')),
    '%install',
    'mkdir -p %{buildroot}',
    `cp -a "${root}/." %{buildroot}/`,
    '%files',
    '%defattr(-,root,root,-)',
    ...files,
    ...scripts,
    '',
  ].join('\n');
}

/** Writes the rpm of `request` from the tree `root`; `scratch` is an empty folder outside `root`. */
export function makeRpm(request: FpmRequest, root: string, scratch: string): void {
  setTimes(root);
  const top = path.join(scratch, 'rpmbuild');
  mkdirSync(top, { recursive: true });
  const spec = path.join(scratch, 'siegel.spec');
  writeFileSync(spec, specText(request, root));
  const where = ['--define', `_topdir ${top}`, '--buildroot', path.join(scratch, 'buildroot')];
  const processor = request.one('--architecture');
  const build = ['-bb', '--quiet', '--target', processors[processor] ?? processor, ...where, spec];
  execFileSync('rpmbuild', build, { stdio: ['ignore', 'ignore', 'inherit'] });
  const made = readdirSync(path.join(top, 'RPMS'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.name.endsWith('.rpm'),
  );
  const [only] = made;
  if (only === undefined || made.length > 1) throw new Error(`rpmbuild made ${made.length} packages`);
  copyFileSync(path.join(only.parentPath, only.name), request.one('--package'));
}
