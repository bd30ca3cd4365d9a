// `npm run package:updates -- <program>`: a packaged (fused) Siegel installed for the whole machine, under a policy
// that says `automatic`, with a real feed server. The program asks for the list and remembers the version, but fetches
// no package and makes no copy of itself. Needs Linux and root. Takes about three minutes, because the program waits
// that long before it looks.
import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { commandAs } from '../../../tools/desktop/account.ts';
import { startDesktop } from '../../../tools/desktop/desktop.ts';
import { feedText, publicKeyText, signFeed } from '../../../tools/update-feed.ts';

const LONGEST_MS = 200_000;
const QUIET_MS = 5000; // after the list, long enough for a request for a package
const say = (line: string): void => void process.stdout.write(`updates: ${line}\n`);

function hold(condition: boolean, promise: string): void {
  if (!condition) throw new Error(`does not hold: ${promise}`);
  say(`holds: ${promise}`);
}

/** A certificate for localhost, which is its own authority. */
function makeCertificate(folder: string): { readonly cert: string; readonly key: string } {
  const [cert, key] = ['server.pem', 'server.key'].map((name) => path.join(folder, name)) as [string, string];
  const made = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost'.split(' ');
  const names = ['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', ...made, ...names], { stdio: 'pipe' });
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

const program = path.resolve(process.argv[2] ?? '/usr/bin/siegel');
if (process.getuid?.() !== 0 || !existsSync(program)) {
  say(`wants root, and ${program}: sudo npm run package:updates -- dist/<kind>/linux-unpacked/siegel`);
  process.exit(1);
}
const folder = mkdtempSync(path.join(tmpdir(), 'siegel-updates-'));
const packages = path.join(folder, 'packages');
const policies = path.join(folder, 'policies');
for (const each of [packages, path.join(policies, 'managed')]) mkdirSync(each, { recursive: true });
for (const name of ['siegel_9.9.9_amd64.deb', 'siegel-9.9.9-linux-x64.tar.gz', 'siegel-9.9.9-x86_64.AppImage']) {
  writeFileSync(path.join(packages, name), name);
}
const signing = generateKeyPairSync('ed25519').privateKey;
writeFileSync(path.join(packages, 'siegel.json'), signFeed(feedText(packages, '9.9.9', Date.now(), 1), [signing]));
const tls = makeCertificate(folder);
const asked: { readonly path: string; readonly headers: readonly string[] }[] = [];
const server = createServer(tls, (request, response) => {
  asked.push({ path: request.url ?? '', headers: Object.keys(request.headers).toSorted() });
  response.end(readFileSync(path.join(packages, path.basename(request.url ?? ''))));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const policy = path.join(policies, 'managed', 'siegel.json');
writeFileSync(
  policy,
  JSON.stringify({
    UpdateMode: 'automatic',
    UpdateFeedUrl: `https://localhost:${port}/siegel`,
    UpdateKeys: [publicKeyText(signing)],
    TlsRoots: [tls.cert],
  }),
);
chmodSync(policy, 0o644);

const desktop = await startDesktop({ keyring: 'unlocked', say });
// Only this program sees the policy: a copy of the folder lies on a tmpfs over /etc/siegel, in a mount namespace of the
// program's own.
const lay = 'mount -t tmpfs -o mode=755 none /etc/siegel && cp -a "$1" /etc/siegel/policies && shift && exec "$@"';
const mine = !existsSync('/etc/siegel');
if (mine) mkdirSync('/etc/siegel');
const command = ['-m', 'sh', '-c', lay, 'sh', policies, ...commandAs(desktop.account, [program])];
const child = spawn('unshare', command, { env: desktop.env, stdio: 'ignore', cwd: desktop.account.home });
try {
  say('waiting for the program to look, which it does after two to three minutes');
  for (let waited = 0; asked.length === 0 && waited < LONGEST_MS; waited += 500) await wait(500);
  await wait(QUIET_MS);
  hold(
    asked.length === 1 && asked[0]?.path === '/siegel/siegel.json',
    'the program asks for the list once, and for no package',
  );
  const known = ['accept', 'accept-encoding', 'cache-control', 'connection', 'host'];
  hold(
    JSON.stringify(asked[0]?.headers) === JSON.stringify(known),
    'the request says nothing of the program: no name, no version, no cookie',
  );
  const home = desktop.env['HOME'] ?? desktop.account.home;
  const files = readdirSync(home, { recursive: true, encoding: 'utf8' });
  const seen = files.find((name) => name.endsWith('updates/seen.json'));
  hold(
    seen !== undefined && readFileSync(path.join(home, seen), 'utf8').includes('9.9.9'),
    'the program remembers the version',
  );
  hold(
    !files.some((name) => /AppImage|\.deb|\.tar\.gz|resources\/app\.asar/.test(name)),
    'there is no second copy of the program',
  );
  hold(child.exitCode === null, 'the program runs on');
} finally {
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
  await desktop.stop();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
  if (mine && readdirSync('/etc/siegel').length === 0) rmdirSync('/etc/siegel');
}
say('all of it holds');
