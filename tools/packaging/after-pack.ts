// electron-builder calls this, as electron-builder.yml says, when a package's folder is complete and not yet signed. It
// sets the fuses. On Linux it renames the binary and puts the launcher in its place. Elsewhere it checks that the
// module that reads policies is there.
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

/** The name of the binary that the launcher `executable` starts on Linux. */
export const binaryName = (executable: string): string => `${executable}-app`;

async function fuse(file: string): Promise<void> {
  await setFuses(file);
  const wrong = (await readFuses(file)).filter(({ isAsWanted }) => !isAsWanted);
  if (wrong.length > 0) throw new Error(`fuses are not as wanted: ${wrong.map(({ name }) => name).join(', ')}`);
}

/**
 * Without the native module that reads policies, the program takes all policies as unreadable and applies their
 * strict values, so such a package is useless.
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
