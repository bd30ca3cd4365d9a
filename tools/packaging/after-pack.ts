// electron-builder calls this, as electron-builder.yml says, when a package's folder is complete and not yet signed. It
// sets the fuses. On Linux it renames the binary and puts the launcher in its place. Elsewhere it checks that the
// native modules are there: one reads policies, and one asks the system about the keyboard.
import { chmodSync, copyFileSync, existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { readFuses, setFuses } from './fuses.ts';

/** The part of electron-builder's context that is used here. */
interface Packed {
  readonly appOutDir: string;
  readonly electronPlatformName: string;
  readonly arch: number; // electron-builder's numbers
  readonly packager: {
    readonly appInfo: { readonly productFilename: string };
    readonly executableName?: string; // Linux only
  };
}

const NATIVE = 'app.asar.unpacked/node_modules';
const READER = '@vscode/policy-watcher/build/Release/vscode-policy-watcher.node';
const ARCHES: Readonly<Record<number, string>> = { 1: 'x64', 3: 'arm64' };

/** The name of the binary that the launcher `executable` starts on Linux. */
export const binaryName = (executable: string): string => `${executable}-app`;

async function fuse(file: string): Promise<void> {
  await setFuses(file);
  const wrong = (await readFuses(file)).filter(({ isAsWanted }) => !isAsWanted);
  if (wrong.length > 0) throw new Error(`fuses are not as wanted: ${wrong.map(({ name }) => name).join(', ')}`);
}

/**
 * Without the native module that reads policies, the program takes all policies as unreadable and applies their
 * strict values, so such a package is useless. Without the one that asks about the keyboard there is no push to talk
 * while another program is in front. npm installs that one for the system and processor on which it runs.
 */
function demandNative(resources: string, platform: string, arch: number): void {
  const system = `${platform}-${ARCHES[arch] ?? String(arch)}`;
  const keyboard = `@koromix/koffi-${system}/${system.replace('-', '_')}/koffi.node`;
  const demand = (what: string, file: string): void => {
    if (!existsSync(path.join(resources, NATIVE, file))) throw new Error(`${what} is missing: ${file}`);
  };
  demand('the reader of policies', READER);
  demand('the native module for the keyboard', keyboard);
}

async function putLauncherBefore(executable: string): Promise<void> {
  const binary = binaryName(executable);
  await fuse(executable);
  renameSync(executable, binary);
  copyFileSync(path.join(import.meta.dirname, 'launcher.sh'), executable);
  chmodSync(executable, 0o755);
}

/** Completes the folder for shipping; throws if a native module is missing or a fuse is not as wanted. */
export async function afterPack({ appOutDir, electronPlatformName, arch, packager }: Packed): Promise<void> {
  const { productFilename } = packager.appInfo;
  const at = (...names: readonly string[]): string => path.join(appOutDir, ...names);
  if (electronPlatformName === 'darwin') {
    demandNative(at(`${productFilename}.app`, 'Contents', 'Resources'), 'darwin', arch);
    return fuse(at(`${productFilename}.app`));
  }
  if (electronPlatformName === 'win32') {
    demandNative(at('resources'), 'win32', arch);
    return fuse(at(`${productFilename}.exe`));
  }
  return putLauncherBefore(at(packager.executableName ?? productFilename.toLowerCase()));
}
