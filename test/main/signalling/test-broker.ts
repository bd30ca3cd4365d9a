// The brokers that the contract of the link is tried against: the embedded one and Debian's Mosquitto with TLS 1.3, client
// certificates and the access list of the site guide. Everything lies in a temporary directory and ends with the test.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createBroker } from '../../../src/main/signalling/broker.ts';
import type { LinkTarget } from '../../../src/main/signalling/link.ts';
import { createLog } from '../../../src/main/log.ts';

/** A broker in the hand of a test. */
export interface TestBroker {
  readonly target: (device: string) => LinkTarget;
  /** Ends it without warning. */
  readonly kill: () => Promise<void>;
  /** Starts it again where it was. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Whether sessions and retained messages outlive `kill`. */
  readonly remembers: boolean;
}

export const MOSQUITTO = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'].find(
  (path) => existsSync(path),
);

export const quiet = createLog('error', () => undefined);

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
      });
    });
  });
}

/** The embedded broker, reached by TCP or by WebSocket. */
export async function embedded(by: 'tcp' | 'ws'): Promise<TestBroker> {
  const broker = createBroker(quiet);
  const [port, webSocketPort] = [await freePort(), await freePort()];
  const restart = async (): Promise<void> => {
    const outcome = await broker.start({ port, webSocketPort });
    if (outcome !== 'running') throw new Error(outcome);
  };
  await restart();
  const url = by === 'tcp' ? `mqtt://127.0.0.1:${port}` : `ws://127.0.0.1:${webSocketPort}`;
  return { target: (device) => ({ device, url }), kill: broker.stop, restart, stop: broker.stop, remembers: false };
}

// The access list that administrators are told to use, so that a wrong one there fails here.
const GUIDE = readFileSync(resolve(import.meta.dirname, '../../../docs/admin/en.md'), 'utf8');
const ACCESS = /```\n((?:(?:pattern|topic|user) .*\n)+)```/.exec(GUIDE)?.[1] ?? '';

// Made once per run: an authority, the server's certificate and one per device.
let made: string | undefined;
function certificates(devices: readonly string[]): string {
  if (made === undefined) {
    made = mkdtempSync(join(tmpdir(), 'siegel-authority-'));
    makeAuthority(made);
    makeCertificate(made, 'server', 'localhost', 'subjectAltName=IP:127.0.0.1,DNS:localhost');
    process.once('exit', () => {
      rmSync(made ?? '', { recursive: true, force: true });
    });
  }
  for (const device of devices) {
    if (!existsSync(join(made, `${device}.pem`))) makeCertificate(made, device, device, 'extendedKeyUsage=clientAuth');
  }
  return made;
}

/** Mosquitto: `mqtts` with a certificate per device, or `wss` with a password per device. */
export async function mosquitto(by: 'mqtts' | 'wss', devices: readonly string[]): Promise<TestBroker> {
  const directory = mkdtempSync(join(tmpdir(), 'siegel-mosquitto-'));
  const port = await freePort();
  const authority = certificates(devices);
  writeFileSync(join(directory, 'access'), ACCESS, { mode: 0o600 });
  const common = `allow_anonymous false
acl_file ${directory}/access
set_tcp_nodelay true
persistence true
persistence_location ${directory}/
autosave_on_changes true
autosave_interval 1
max_packet_size 66560
per_listener_settings false
${process.getuid?.() === 0 ? 'user root' : ''}
listener ${port} 127.0.0.1
cafile ${authority}/authority.pem
certfile ${authority}/server.pem
keyfile ${authority}/server.key
`;
  const byCertificate = `require_certificate true
tls_version tlsv1.3
use_identity_as_username true
use_username_as_clientid true
`;
  const byPassword = `protocol websockets
password_file ${directory}/passwords
`;
  writeFileSync(join(directory, 'config'), common + (by === 'mqtts' ? byCertificate : byPassword));
  if (by === 'wss') {
    writeFileSync(join(directory, 'passwords'), '', { mode: 0o600 });
    for (const device of devices) {
      execFileSync('mosquitto_passwd', ['-b', join(directory, 'passwords'), device, `password of ${device}`], {
        stdio: 'pipe',
      });
    }
  }
  const pem = (name: string): string => readFileSync(join(authority, name), 'utf8');
  const tlsOf = (device: string) => ({
    ca: pem('authority.pem'),
    ...(by === 'mqtts' ? { cert: pem(`${device}.pem`), key: pem(`${device}.key`) } : {}),
  });
  let child: ChildProcess | undefined;
  const restart = async (): Promise<void> => {
    child = spawn(MOSQUITTO ?? 'mosquitto', ['-c', join(directory, 'config')], { stdio: 'ignore' });
    await untilOpen(port, child);
  };
  const kill = async (): Promise<void> => {
    const last = child;
    child = undefined;
    if (last === undefined || last.exitCode !== null) return;
    await new Promise((resolve) => {
      last.once('exit', resolve);
      last.kill('SIGKILL');
    });
  };
  await restart();
  return {
    target: (device) => ({
      device,
      url: `${by}://127.0.0.1:${port}`,
      tls: tlsOf(device),
      ...(by === 'wss' ? { username: device, password: `password of ${device}` } : {}),
    }),
    kill,
    restart,
    stop: async () => {
      await kill();
      rmSync(directory, { recursive: true });
    },
    remembers: true,
  };
}

function openssl(directory: string, ...args: readonly string[]): void {
  execFileSync('openssl', [...args], { cwd: directory, stdio: 'pipe' });
}

function makeAuthority(directory: string): void {
  openssl(
    directory,
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=Test authority',
    '-keyout',
    'authority.key',
    '-out',
    'authority.pem',
  );
}

function makeCertificate(directory: string, file: string, name: string, extension: string): void {
  writeFileSync(join(directory, `${file}.ext`), extension);
  openssl(
    directory,
    'req',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-subj',
    `/CN=${name}`,
    '-keyout',
    `${file}.key`,
    '-out',
    `${file}.csr`,
  );
  openssl(
    directory,
    'x509',
    '-req',
    '-days',
    '2',
    '-in',
    `${file}.csr`,
    '-CA',
    'authority.pem',
    '-CAkey',
    'authority.key',
    '-CAcreateserial',
    '-extfile',
    `${file}.ext`,
    '-out',
    `${file}.pem`,
  );
}

async function untilOpen(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('mosquitto ended at once');
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
