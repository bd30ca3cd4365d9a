// `npm run update:feed`: an administrator's tool to offer a version. `key <file>` makes a signing key; `sign` writes
// siegel.json for the packages in a folder; `show <file>` checks a siegel.json. The key stays with the administrator,
// never on a web server.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readFeed, signedBytes } from '../src/core/update/feed.ts';
import { parseVersion, versionText } from '../src/core/update/version.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const DAY_MS = 86_400_000;
const usage = `update:feed -- key <file>
update:feed -- sign --key <file> --version 1.2.3 --folder <packages> [--days 30]
update:feed -- show <siegel.json> --trust <public key, base64>`;

/** The public key in the form of policy UpdateKeys: base64 of the 32 bytes. */
export function publicKeyText(key: KeyObject): string {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url').toString('base64');
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/\.AppImage$/, 'appimage'],
  [/\.deb$/, 'deb'],
  [/\.rpm$/, 'rpm'],
  [/\.tar\.gz$/, 'archive'],
  [/\.msi$/, 'msi'],
  [/\.exe$/, 'nsis'],
  [/\.(?:dmg|pkg)$/, 'mac'],
];

function kindOf(file: string): string | undefined {
  return kinds.find(([ending]) => ending.test(file))?.[1];
}

/** The text of an unsigned list of the packages in `folder`, issued at `nowMs` and valid for `days`. */
export function feedText(folder: string, version: string, nowMs: number, days: number): string {
  const packages = readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const kind = kindOf(file);
      if (kind === undefined) return [];
      const architecture = /arm64|aarch64/.test(file) ? 'arm64' : 'x64';
      const whole = path.join(folder, file);
      const sha512 = createHash('sha512').update(readFileSync(whole)).digest('hex');
      return [{ kind, architecture, file, size: statSync(whole).size, sha512 }];
    });
  const list = {
    format: 1,
    version,
    issued: new Date(nowMs).toISOString(),
    expires: new Date(nowMs + days * DAY_MS).toISOString(),
    packages,
  };
  return JSON.stringify(list, undefined, 2);
}

/** `siegel.json` with this text, signed by these keys. */
export function signFeed(feed: string, keys: readonly KeyObject[]): string {
  const signatures = keys.map((key) => ({
    key: publicKeyText(key),
    // Ed25519 hashes by itself, so no digest is named.
    signature: sign(undefined, signedBytes(feed), key).toString('base64'),
  }));
  return `${JSON.stringify({ feed, signatures }, undefined, 2)}\n`;
}

function makeKey(file: string): void {
  if (existsSync(file)) throw new Error(`${file} exists already: a signing key is never overwritten`);
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  say(`the signing key is in ${file}: keep it off the web server`);
  say(`policy UpdateKeys: ${publicKeyText(privateKey)}`);
}

function main(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true },
      version: { type: 'string' },
      folder: { type: 'string' },
      days: { type: 'string', default: '30' },
      trust: { type: 'string', multiple: true },
    },
  });
  const [verb, file] = positionals;
  if (verb === 'key' && file !== undefined) {
    makeKey(file);
    return 0;
  }
  const { folder, version, key: keyFiles = [] } = values;
  if (verb === 'sign' && folder !== undefined && version !== undefined && keyFiles.length > 0) {
    const days = Number(values.days);
    if (parseVersion(version) === undefined) throw new Error(`not a version of three numbers: ${version}`);
    if (!Number.isInteger(days) || days < 1 || days > 366) throw new Error('--days is 1 to 366');
    const keys = keyFiles.map((name) => createPrivateKey(readFileSync(name)));
    const signed = signFeed(feedText(folder, version, Date.now(), days), keys);
    const read = readFeed(Buffer.from(signed), keys.map(publicKeyText), Date.now());
    if (typeof read === 'string') throw new Error(`the list would be refused: ${read}`);
    writeFileSync(path.join(folder, 'siegel.json'), signed);
    say(
      `siegel.json offers ${version} with ${read.packages.length} packages until ${new Date(read.expiresMs).toISOString()}`,
    );
    return 0;
  }
  if (verb === 'show' && file !== undefined) {
    const read = readFeed(readFileSync(file), values.trust ?? [], Date.now());
    if (typeof read === 'string') {
      say(`refused: ${read}`);
      return 1;
    }
    say(`${versionText(read.version)}, until ${new Date(read.expiresMs).toISOString()}`);
    for (const each of read.packages) say(`${each.kind} ${each.architecture} ${each.file} ${each.size} bytes`);
    return 0;
  }
  process.stderr.write(`${usage}\n`);
  return 64;
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
