// Called by electron-builder when a package's folder is laid out and not yet signed: fuses, and on Linux the launcher in
// front of the binary. Named in electron-builder.yml.
import { chmodSync, copyFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { readFuses, setFuses } from './fuses.ts';

/** What of electron-builder's context is used here. */
interface Packed {
  readonly appOutDir: string;
  readonly electronPlatformName: string;
  readonly packager: {
    readonly appInfo: { readonly productFilename: string };
    readonly executableName?: string; // Linux only
  };
}

/** The binary behind the launcher on Linux. */
export const binaryName = (executable: string): string => `${executable}-app`;

async function fuse(file: string): Promise<void> {
  await setFuses(file);
  const wrong = (await readFuses(file)).filter(({ wanted, found }) => wanted !== found);
  if (wrong.length > 0) throw new Error(`fuses are not as wanted: ${wrong.map(({ name }) => name).join(', ')}`);
}

/** Makes the folder what is shipped; throws where a file is not as expected. */
export async function afterPack({ appOutDir, electronPlatformName, packager }: Packed): Promise<void> {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'darwin') return fuse(path.join(appOutDir, `${productFilename}.app`));
  if (electronPlatformName === 'win32') return fuse(path.join(appOutDir, `${productFilename}.exe`));
  const launcher = path.join(appOutDir, packager.executableName ?? productFilename.toLowerCase());
  const binary = binaryName(launcher);
  await fuse(launcher);
  renameSync(launcher, binary);
  copyFileSync(path.join(import.meta.dirname, 'launcher.sh'), launcher);
  chmodSync(launcher, 0o755);
}
