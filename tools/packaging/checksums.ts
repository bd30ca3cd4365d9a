// SHA256SUMS of a folder of packages, in the form of sha256sum(1), and its signature if there is a key for it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const NAME = 'SHA256SUMS';

/** The SHA-256 of a file in hex. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Writes SHA256SUMS for the files of `folder` that `isShipped` selects. */
export async function writeChecksums(folder: string, isShipped: (name: string) => boolean): Promise<void> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isShipped(entry.name))
    .map(({ name }) => name)
    .toSorted();
  const lines: string[] = [];
  for (const name of names) lines.push(`${await sha256Of(path.join(folder, name))}  ${name}\n`);
  writeFileSync(path.join(folder, NAME), lines.join(''));
}

/** Writes SHA256SUMS.asc, a detached signature with the OpenPGP key `key` of the person who builds. */
export function signChecksums(folder: string, key: string): void {
  const signature = path.join(folder, `${NAME}.asc`);
  rmSync(signature, { force: true });
  const sign = ['--batch', '--local-user', key, '--armor', '--detach-sign', '--output', signature];
  execFileSync('gpg', [...sign, path.join(folder, NAME)], { stdio: ['ignore', 'ignore', 'inherit'] });
}
