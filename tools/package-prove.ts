// `npm run package:prove`: builds the packages twice and an older version once, then proves them. The same sources must
// give the same app, deb and rpm. The deb is installed, upgraded, run and removed. The rpm is tested as far as that is
// possible without a system that uses rpm. Needs Linux and root. `-- --built` reuses the packages of the last run.
import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { SystemPackages } from './desktop/system-packages.ts';
import { systemPackages } from './desktop/system-packages.ts';
import { buildPackages, programVersion } from './packaging/build.ts';
import { sha256Of, signChecksums } from './packaging/checksums.ts';
import { proveDebian } from './packaging/prove/debian.ts';
import { hold, say } from './packaging/prove/hold.ts';
import { proveRpm } from './packaging/prove/rpm-root.ts';
import { releaseVersion, resolveRuntime } from './runtime.ts';
import { prepareSystem } from './system.ts';

const project = path.resolve(import.meta.dirname, '..');
const OLDER_VERSION = '0.1.0';
const provePackages: SystemPackages = [
  ...systemPackages,
  ['7zip'],
  ['rpm'],
  ['gnupg'],
  ['busybox-static'],
  ['desktop-file-utils'],
  ['xdg-utils'],
];

function only(folder: string, ending: string): string {
  const [name, ...others] = readdirSync(path.join(project, folder)).filter((file) => file.endsWith(ending));
  if (name === undefined || others.length > 0) throw new Error(`there must be one ${ending} in ${folder}`);
  return path.join(project, folder, name);
}

/** Signs SHA256SUMS with a throwaway key, and checks the signature as an administrator would. */
function proveSignature(folder: string): void {
  const keyring = mkdtempSync(path.join(os.tmpdir(), 'siegel-gpg-'));
  const before = process.env['GNUPGHOME'];
  process.env['GNUPGHOME'] = keyring;
  const quiet: ExecFileSyncOptions = { cwd: folder, stdio: 'ignore' };
  try {
    const make = ['--batch', '--passphrase', '', '--quick-generate-key', 'prove@siegel.example', 'ed25519', 'sign'];
    execFileSync('gpg', make, quiet);
    signChecksums(folder, 'prove@siegel.example');
    execFileSync('gpg', ['--verify', 'SHA256SUMS.asc', 'SHA256SUMS'], quiet);
    hold(true, 'the signature of SHA256SUMS by a throwaway key verifies (gpg --verify)');
  } finally {
    execFileSync('gpgconf', ['--kill', 'all'], quiet);
    if (before === undefined) delete process.env['GNUPGHOME'];
    else process.env['GNUPGHOME'] = before;
    rmSync(keyring, { recursive: true, force: true });
  }
}

if (process.platform !== 'linux' || process.getuid?.() !== 0)
  throw new Error('installing packages needs Linux and root');
if (!prepareSystem(say, provePackages)) process.exit(1);
const runtime = await resolveRuntime(say);
const isTrial = runtime.version !== releaseVersion();
const isBuilt = process.argv.includes('--built');
const build = async (name: string, targets: readonly string[], version?: string): Promise<string> => {
  const output = path.join('dist', 'prove', name);
  if (isBuilt) return output;
  await buildPackages({ runtime, isTrial, output, targets, ...(version !== undefined && { version }) });
  return output;
};
if (!isBuilt) rmSync(path.join(project, 'dist', 'prove'), { recursive: true, force: true });
const older = await build('older', ['deb', 'rpm'], OLDER_VERSION);
const newer = await build('newer', ['dir', 'tar.gz', 'deb', 'rpm']);
const again = await build('again', ['dir', 'deb', 'rpm']);

for (const [what, ending] of [
  ['app archive', 'linux-unpacked'],
  ['deb', '.deb'],
  ['rpm', '.rpm'],
] as const) {
  const inside = ending === 'linux-unpacked' ? 'resources/app.asar' : '';
  const [first, second] = await Promise.all(
    [newer, again].map((one) => sha256Of(path.join(only(one, ending), inside))),
  );
  say(`  ${what}, built twice: ${first ?? ''}`);
  say(`  ${' '.repeat(what.length)}               ${second ?? ''}`);
  hold(first === second, `two builds of the same sources give the same ${what}`);
}
execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: path.join(project, newer), stdio: 'inherit' });
hold(true, 'SHA256SUMS is right (sha256sum --check)');
proveSignature(path.join(project, newer));
const bom = readFileSync(only(newer, '.cdx.json'), 'utf8');
const shippedBom = execFileSync('tar', [
  '-xzOf',
  only(newer, '.tar.gz'),
  '--wildcards',
  '*/resources/legal/sbom.cdx.json',
]);
hold(
  shippedBom.toString() === bom,
  `the bill of materials beside the packages (${bom.length} bytes) is the one in the archive`,
);

await proveDebian(only(older, '.deb'), only(newer, '.deb'), only(newer, '.tar.gz'));
proveRpm(only(older, '.rpm'), only(newer, '.rpm'));
say(`not built here: AppImage, MSI, NSIS, PKG, DMG (docs/decisions/0012-packages.md). Version ${programVersion()}`);
say('all of it holds');
