// The organisation of the managed scene: its own root and enrolment server (siegel-ca), and Mosquitto with the
// configuration and the access list from the administrator's guide. Everything is in one folder and ends with the
// scene.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { knownAccount } from '../../desktop/account.ts';
import { guideRecipe } from '../../guide-recipe.ts';
import type { Overheard, Said } from './report.ts';
import { freePort } from '../../network/free-port.ts';

const project = path.resolve(import.meta.dirname, '..', '..', '..');
const BROKER = 'broker.klinik.example';
const ENROLMENT = 'est.klinik.example';
const PATIENCE_MS = 20_000;

/** A running organisation. */
export interface Site {
  readonly name: string;
  readonly rootPem: string;
  readonly brokerUrl: string;
  readonly enrolmentUrl: string;
  /** Lines for a machine's hosts file. */
  readonly hosts: string;
  /** A one-time token for this address. */
  readonly token: (address: string) => string;
  /** Revokes every certificate of this address; returns the new revocation list (PEM). */
  readonly revoke: (address: string) => string;
  /** Tries to connect to the broker with Mosquitto's own client: without a certificate, or with a foreign one. */
  readonly tryBroker: (as: 'nobody' | 'foreigner') => Said;
  /**
   * Subscribes an insider with a certificate of the organisation to all inboxes and all presences. `end` ends the
   * insider and returns what it has received.
   */
  readonly listenIn: () => Promise<{ readonly end: () => Promise<Overheard> }>;
  readonly stop: () => Promise<void>;
}

function authority(folder: string): (...args: readonly string[]) => string {
  return (...args) =>
    execFileSync(process.execPath, [path.join(project, 'tools', 'ca.ts'), ...args, '--folder', folder], {
      encoding: 'utf8',
      cwd: project,
    }).trim();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

/** Resolves when `child` has printed a matching line; rejects with its output if it ends before, or takes too long. */
async function saying(child: ChildProcess, line: RegExp): Promise<void> {
  let said = '';
  child.stdout?.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
  const deadline = Date.now() + PATIENCE_MS;
  while (!line.test(said)) {
    const isOver = child.exitCode !== null || child.signalCode !== null;
    if (isOver || Date.now() > deadline) throw new Error(`the program did not start: ${said}`);
    await wait(50);
  }
}

/** Writes the guide's Mosquitto configuration with the paths and the port of this site; returns its path. */
function brokerFiles(folder: string, port: number): string {
  const recipe = guideRecipe('/etc/mosquitto/conf.d/siegel.conf')
    .replaceAll('/etc/mosquitto/siegel', folder)
    .replaceAll('/var/lib/mosquitto/', `${folder}/`)
    .replace('listener 8883', `listener ${port} 127.0.0.1`);
  const file = path.join(folder, 'siegel.conf');
  writeFileSync(file, `user mosquitto\n${recipe}`);
  writeFileSync(path.join(folder, 'siegel.acl'), guideRecipe('/etc/mosquitto/siegel/siegel.acl'), { mode: 0o600 });
  return file;
}

/** Founds the organisation in `folder` and starts its servers. */
export async function startSite(folder: string): Promise<Site> {
  const name = 'Klinikum Beispiel';
  const caFolder = path.join(folder, 'authority');
  const ca = authority(caFolder);
  const rootPem = `${ca('init', '--name', name)}\n`;
  const foreign = path.join(folder, 'foreign');
  authority(foreign)('init', '--name', 'Somebody else');
  authority(foreign)('client', 'foreigner', '--out', folder);
  ca('client', 'insider', '--out', folder);

  const home = path.join(folder, 'broker');
  mkdirSync(home);
  ca('server', BROKER, '--out', home);
  cpSync(path.join(home, `${BROKER}.pem`), path.join(home, 'server.pem'));
  cpSync(path.join(home, `${BROKER}.key`), path.join(home, 'server.key'));
  writeFileSync(path.join(home, 'roots.pem'), rootPem);
  const [brokerPort, enrolmentPort] = [await freePort(), await freePort()];
  const config = brokerFiles(home, brokerPort);
  const owner = knownAccount('mosquitto');
  if (owner !== undefined) {
    for (const file of ['.', 'server.key', 'siegel.acl']) chownSync(path.join(home, file), owner.uid, owner.gid);
  }

  const broker = spawn('/usr/sbin/mosquitto', ['-c', config], { stdio: ['ignore', 'pipe', 'pipe'] });
  const est = spawn(
    process.execPath,
    [
      path.join(project, 'tools', 'ca.ts'),
      'serve',
      '--folder',
      caFolder,
      '--name',
      ENROLMENT,
      '--port',
      String(enrolmentPort),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const running = [broker, est];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map(end));
  };
  const client = (as: 'nobody' | 'foreigner' | 'insider', ...args: readonly string[]): readonly string[] => {
    const own = ['--cert', path.join(folder, `${as}.pem`), '--key', path.join(folder, `${as}.key`)];
    const roots = ['--cafile', path.join(home, 'roots.pem'), '--insecure'];
    const to = ['stdbuf', '-oL', 'mosquitto_sub', '-V', '5', '-h', '127.0.0.1', '-p', String(brokerPort)];
    return [...to, ...roots, ...(as === 'nobody' ? [] : own), ...args];
  };
  try {
    await Promise.all([saying(broker, /mosquitto version .* running/), saying(est, /serving https/)]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name,
    rootPem,
    brokerUrl: `mqtts://${BROKER}:${brokerPort}`,
    enrolmentUrl: `https://${ENROLMENT}:${enrolmentPort}`,
    hosts: `127.0.0.1 localhost ${BROKER} ${ENROLMENT}\n`,
    token: (address) => ca('token', address),
    revoke: (address) => {
      ca('revoke', address);
      return `${ca('crl')}\n`;
    },
    tryBroker: (as) => {
      // With -E, the client exits with 0 as soon as it has subscribed. Without it, even an admitted client would exit
      // with an error once its time is up.
      const [program, ...args] = client(as, '-t', 'sgl/1/in/#', '-E', '-W', '5');
      const tried = spawnSync(program ?? '', args, { encoding: 'utf8' });
      return { code: tried.status ?? -1, out: `${tried.stdout}${tried.stderr}`.trim() };
    },
    listenIn: async () => {
      const [program, ...args] = client('insider', '-t', 'sgl/1/in/#', '-t', 'sgl/1/pr/#', '-F', '%t', '-d');
      const insider = spawn(program ?? '', args, { stdio: ['ignore', 'pipe', 'pipe'] });
      running.push(insider); // the insider ends with the site, whatever happens to the scene
      let heard = '';
      insider.stdout.on('data', (text: Buffer) => (heard += text.toString()));
      await saying(insider, /Subscribed/);
      return {
        end: async () => {
          await end(insider);
          const count = (topics: RegExp): number => heard.match(topics)?.length ?? 0;
          return { inboxes: count(/^sgl\/1\/in\//gm), presences: count(/^sgl\/1\/pr\//gm) };
        },
      };
    },
    stop,
  };
}

/** The root's fingerprint in the form that administrators compare. */
export function fingerprintOf(rootPem: string): string {
  const text = execFileSync('openssl', ['x509', '-noout', '-fingerprint', '-sha256'], {
    input: rootPem,
    encoding: 'utf8',
  });
  return text.trim().replace(/^.*=/, '');
}
