// `npm run package`: makes the packages of this system. Releases are made from the Electron of package.json only.
// `-- --trial` packages the runtime of this machine instead, named so that nobody takes it for a release.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { releaseVersion, resolveRuntime, type Runtime } from './runtime.ts';

const project = path.resolve(import.meta.dirname, '..');
const say = (line: string): void => void process.stdout.write(`package: ${line}\n`);
const binary = (name: string): string => path.join(project, 'node_modules', '.bin', name);

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const outcome = spawnSync(program, args, { cwd: project, stdio: 'inherit', env: { ...process.env, ...env } });
  if (outcome.status !== 0) throw new Error(`${path.basename(program)} failed`);
}

/** A copy of the runtime as electron-builder wants it: without the default app, which a package must not hold. */
function distribution(runtime: Runtime): string {
  const folder = path.join(project, '.cache', 'package', 'electron');
  rmSync(folder, { recursive: true, force: true });
  cpSync(runtime.folder, folder, { recursive: true, verbatimSymlinks: true });
  rmSync(path.join(folder, 'resources', 'app'), { recursive: true, force: true });
  rmSync(path.join(folder, 'resources', 'app-update.yml'), { force: true });
  mkdirSync(path.join(folder, 'resources'), { recursive: true });
  return folder;
}

function appVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Error('package.json has no version');
}

const trial = process.argv.includes('--trial');
const runtime = await resolveRuntime(say);
const isRelease = runtime.version === releaseVersion();
if (!isRelease && !trial) {
  say(`releases are made from Electron ${releaseVersion()} only, and here is ${runtime.version}.`);
  say('to try the packaging with it all the same: npm run package -- --trial');
  process.exit(1);
}
const output = path.join('dist', isRelease ? 'release' : 'trial');
rmSync(path.join(project, output), { recursive: true, force: true });
run(binary('electron-vite'), ['build', '--logLevel', 'warn']);
const settings = [
  `--config.electronVersion=${runtime.version}`,
  `--config.electronDist=${distribution(runtime)}`,
  `--config.directories.output=${output}`,
];
if (!isRelease) {
  const major = runtime.version.split('.')[0] ?? '';
  settings.push(`--config.extraMetadata.version=${appVersion()}-trial.electron${major}`);
  settings.push('--config.linux.synopsis=End-to-end encrypted calls (TRIAL package, not a release)');
}
const tools: Record<string, string> = {};
if (process.platform === 'linux') {
  // Where the packager's own tools cannot be downloaded, the system's do: 7za, and dpkg-deb by our stand-in for fpm.
  if (existsSync('/usr/bin/7za')) tools['ELECTRON_BUILDER_7ZIP_PATH'] = '/usr/bin/7za';
  if (existsSync('/usr/bin/dpkg-deb')) tools['CUSTOM_FPM_PATH'] = path.join(project, 'tools', 'fpm.ts');
  tools['ELECTRON_BUILDER_COMPRESSION_LEVEL'] = isRelease ? '7' : '1';
}
run(binary('electron-builder'), ['--publish', 'never', ...settings], tools);
rmSync(path.join(project, '.cache', 'package'), { recursive: true, force: true });
for (const name of readdirSync(path.join(project, output))) say(path.join(output, name));
if (!isRelease) say(`TRIAL packages on Electron ${runtime.version}: for proving the packaging, never for people.`);
