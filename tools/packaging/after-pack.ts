// Called by electron-builder when a package's folder is complete and not yet signed. Sets the fuses. On Linux puts the
// launcher before the binary, and elsewhere checks that the reader of policies is there. Named in electron-builder.yml.
import { chmodSync, copyFileSync, existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { readFuses, setFuses } from './fuses.ts';

/** The part of electron-builder's context that is used here. */
interface Packed {
  readonly appOutDir: string;
  readonly electronPlatformName: string;
  readonly packager: {
    readonly appInfo: { readonly productFilename: string };
    readonly executableName?: string; // Linux only
  };
}

const READER = 'app.asar.unpacked/node_modules/@vscode/policy-watcher/build/Release/vscode-policy-watcher.node';

/** The binary behind the launcher on Linux. */
export const binaryName = (executable: string): string => `${executable}-app`;

async function fuse(file: string): Promise<void> {
  await setFuses(file);
  const wrong = (await readFuses(file)).filter(({ isAsWanted }) => !isAsWanted);
  if (wrong.length > 0) throw new Error(`fuses are not as wanted: ${wrong.map(({ name }) => name).join(', ')}`);
}

/**
 * Without the native module that reads policies, every policy has its strict value, so such a package is useless.
 */
function demandReader(resources: string): void {
  if (!existsSync(path.join(resources, READER))) throw new Error(`the reader of policies is missing: ${READER}`);
}

async function putLauncherBefore(executable: string): Promise<void> {
  const binary = binaryName(executable);
  await fuse(executable);
  renameSync(executable, binary);
  copyFileSync(path.join(import.meta.dirname, 'launcher.sh'), executable);
  chmodSync(executable, 0o755);
}

/** Completes the folder for shipping; throws if the reader of policies is missing or a fuse is not as wanted. */
export async function afterPack({ appOutDir, electronPlatformName, packager }: Packed): Promise<void> {
  const { productFilename } = packager.appInfo;
  const at = (...names: readonly string[]): string => path.join(appOutDir, ...names);
  if (electronPlatformName === 'darwin') {
    demandReader(at(`${productFilename}.app`, 'Contents', 'Resources'));
    return fuse(at(`${productFilename}.app`));
  }
  if (electronPlatformName === 'win32') {
    demandReader(at('resources'));
    return fuse(at(`${productFilename}.exe`));
  }
  return putLauncherBefore(at(packager.executableName ?? productFilename.toLowerCase()));
}
