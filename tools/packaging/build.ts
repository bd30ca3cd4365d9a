// Builds the program and the files that accompany it (licences, bill of materials), then runs electron-builder. Every
// request for a package goes through this file. The settings of the packages themselves are in electron-builder.yml.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Runtime } from '../runtime.ts';
import { signChecksums, writeChecksums } from './checksums.ts';
import { licenceList } from './licences.ts';
import { nsisScript } from './nsis-script.ts';
import { billOfMaterials, lockedBom, type Engine } from './sbom.ts';
import { shippedPackages } from './shipped.ts';

const project = path.resolve(import.meta.dirname, '..', '..');
const scratch = path.join(project, '.cache', 'package');

const TRIAL_SETTINGS = [
  '--config.linux.synopsis=End-to-end encrypted calls (TRIAL package, not a release)',
  '--config.deb.compression=gz', // quick to make, large
  '--config.rpm.compression=gzip',
];

/** What is to be built. */
export interface BuildRequest {
  readonly runtime: Runtime;
  /** A trial is built with this machine's Electron and says so in its version and its description. */
  readonly isTrial: boolean;
  /** Folder for the results, relative to the project; emptied first. */
  readonly output: string;
  /** Target names of electron-builder; by default those of electron-builder.yml for this system. */
  readonly targets?: readonly string[];
  /** The version, if it differs from package.json. */
  readonly version?: string;
}

function run(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const outcome = spawnSync(process.execPath, [path.join(project, 'node_modules', script), ...args], {
    cwd: project,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (outcome.status !== 0) throw new Error(`${script} failed`);
}

/** A copy of the runtime without what a package must not contain: its default app and its update settings. */
function distribution(runtime: Runtime): string {
  const folder = path.join(scratch, 'electron');
  cpSync(runtime.folder, folder, { recursive: true, verbatimSymlinks: true });
  rmSync(path.join(folder, 'resources', 'app'), { recursive: true, force: true });
  rmSync(path.join(folder, 'resources', 'app-update.yml'), { force: true });
  mkdirSync(path.join(folder, 'resources'), { recursive: true });
  return folder;
}

/** The version in package.json; throws if there is none. */
export function programVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Error('package.json has no version');
}

function engineOf(runtime: Runtime): Engine {
  const print = ['-e', 'process.stdout.write(JSON.stringify(process.versions))'];
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }; // the runtime's fuses still allow this
  const read: unknown = JSON.parse(execFileSync(runtime.executable, print, { env, encoding: 'utf8' }));
  const versions = typeof read === 'object' && read !== null ? Object.entries(read) : [];
  return {
    electron: runtime.version,
    versions: Object.fromEntries(versions.map(([name, one]) => [name, String(one)])),
  };
}

/**
 * The time of the source: SOURCE_DATE_EPOCH, otherwise that of the last commit, otherwise the year 2000; in seconds.
 */
function sourceTimeS(): number {
  const given = Number(process.env['SOURCE_DATE_EPOCH']);
  if (Number.isInteger(given) && given > 0) return given;
  const log = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: project, encoding: 'utf8' });
  return log.status === 0 ? Number(log.stdout.trim()) : 946_684_800;
}

/**
 * The system's tools are used where they are present, so that the packager downloads none: 7za, and dpkg-deb and
 * rpmbuild through our fpm.
 */
function systemTools(): Readonly<Record<string, string>> {
  if (process.platform !== 'linux') return {};
  return {
    ...(existsSync('/usr/bin/7za') && { ELECTRON_BUILDER_7ZIP_PATH: '/usr/bin/7za' }),
    ...(existsSync('/usr/bin/dpkg-deb') && { CUSTOM_FPM_PATH: path.join(project, 'tools', 'fpm.ts') }),
  };
}

function platformSwitch(): string {
  return process.platform === 'win32' ? '--win' : process.platform === 'darwin' ? '--mac' : '--linux';
}

function layLegalTexts(request: BuildRequest, version: string, epochS: number): readonly string[] {
  const folder = path.join(scratch, 'legal');
  mkdirSync(folder, { recursive: true });
  const shipped = shippedPackages(process.platform);
  const bom = billOfMaterials(lockedBom(project), shipped, engineOf(request.runtime), {
    version,
    atMs: epochS * 1000,
  });
  writeFileSync(path.join(folder, 'sbom.cdx.json'), bom);
  writeFileSync(path.join(folder, 'licences.txt'), licenceList(shipped, request.runtime.folder));
  return ['sbom.cdx.json', 'licences.txt'].map((name) => path.join(folder, name));
}

/**
 * Builds and returns the names of the files in `output` afterwards: packages, their bill of materials and licences,
 * SHA256SUMS and whatever the packager adds. Throws if a step fails.
 */
export async function buildPackages(request: BuildRequest): Promise<readonly string[]> {
  const { runtime, isTrial, output } = request;
  const major = runtime.version.split('.')[0] ?? '';
  const version = `${request.version ?? programVersion()}${isTrial ? `-trial.electron${major}` : ''}`;
  const epochS = sourceTimeS();
  rmSync(path.join(project, output), { recursive: true, force: true });
  rmSync(scratch, { recursive: true, force: true });
  run('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn']);
  const legal = layLegalTexts(request, version, epochS);
  writeFileSync(path.join(scratch, 'installer.nsh'), nsisScript());
  const settings = [
    `--config.electronVersion=${runtime.version}`,
    `--config.electronDist=${distribution(runtime)}`,
    `--config.directories.output=${output}`,
    `--config.extraMetadata.version=${version}`,
    ...(isTrial ? TRIAL_SETTINGS : []),
    ...(process.platform === 'linux' ? [] : ['--config.npmRebuild=true']), // the reader of policies is native
  ];
  const targets = request.targets === undefined ? [] : [platformSwitch(), ...request.targets];
  run('electron-builder/cli.js', ['--publish', 'never', ...targets, ...settings], {
    ...systemTools(),
    SOURCE_DATE_EPOCH: String(epochS),
    ELECTRON_BUILDER_COMPRESSION_LEVEL: isTrial ? '1' : '7',
  });
  for (const file of legal) {
    copyFileSync(file, path.join(project, output, `siegel-${version}-${path.basename(file)}`));
  }
  await writeChecksums(path.join(project, output), (name) => name.toLowerCase().startsWith('siegel'));
  const key = process.env['SIEGEL_SIGNING_KEY'] ?? '';
  if (key !== '') signChecksums(path.join(project, output), key);
  rmSync(scratch, { recursive: true, force: true });
  return readdirSync(path.join(project, output)).toSorted();
}
