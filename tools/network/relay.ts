// A relay as a site runs it: the coturn of this system in a process of its own, on ports of its own, with one account
// or a secret for many. It listens on the machine's first IPv4 address other than loopback, if there is one.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PolicyValues } from '../../src/core/policy/table.ts';
import { selfSigned } from './relay-lender.ts';
import { freePort } from './free-port.ts';

const PROGRAMS = ['/usr/bin/turnserver', '/usr/local/bin/turnserver', '/opt/homebrew/bin/turnserver'];
const START_TIMEOUT_MS = 60_000;
const [USER, PASSWORD] = ['siegel', 'a password of this test'];

/** A running coturn. */
export interface Relay {
  /** The policies that name this relay. Their account is valid only without `secret`. */
  readonly policies: Pick<PolicyValues, 'TurnServers' | 'TurnUsername' | 'TurnPassword'>;
  /** How many allocations the relay has granted so far. */
  readonly allocations: () => number;
  /** The accounts under which it has granted allocations. */
  readonly accounts: () => readonly string[];
}

function ownAddress(): string {
  const all = Object.values(os.networkInterfaces()).flatMap((list) => list ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}

function byTls(folder: string): readonly string[] {
  const { certPem, keyPem } = selfSigned('relay');
  const files = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')] as const;
  writeFileSync(files[0], certPem);
  writeFileSync(files[1], keyPem);
  return ['tls-listening-port=443', `cert=${files[0]}`, `pkey=${files[1]}`];
}

/** How the relay differs from the default, a relay on this machine with one account. */
export interface RelayOptions {
  /** It accepts accounts made from this secret, and no other. */
  readonly secret?: string;
  /** It grants allocations and forwards nothing. */
  readonly isMute?: boolean;
  /** It runs in another network, over UDP and TCP on 3478 and over TLS on 443. */
  readonly elsewhere?: { readonly ip: string; readonly within: readonly string[] };
}

// Protocol and port of each listener in the log; the TCP listener accepts TLS, too, if there is a certificate.
const opened = (log: string): readonly string[] =>
  [...log.matchAll(/(UDP|TCP) listener opened on\s*:\s*\S+:(\d+)/gi)].map(([, by, port]) => `${by} ${port}`);

/** Runs `use` with a coturn, then stops it. Rejects if coturn is not installed or does not listen within a minute. */
export async function withRelay(
  use: (relay: Relay) => Promise<void>,
  { secret, isMute = false, elsewhere }: RelayOptions = {},
): Promise<void> {
  const program = PROGRAMS.find((file) => existsSync(file));
  if (program === undefined) throw new Error('coturn is not installed: node tools/system.ts');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-relay-'));
  const ip = elsewhere?.ip ?? ownAddress();
  const port = elsewhere === undefined ? await freePort() : 3478;
  const log = path.join(folder, 'log');
  const config = path.join(folder, 'turnserver.conf');
  const lines = [
    `listening-ip=${ip}`,
    `listening-port=${port}`,
    `relay-ip=${ip}`,
    ...(secret === undefined
      ? ['lt-cred-mech', `user=${USER}:${PASSWORD}`]
      : ['use-auth-secret', `static-auth-secret=${secret}`]),
    'realm=siegel.test',
    ...(elsewhere === undefined ? ['no-tls'] : byTls(folder)),
    'no-dtls',
    'no-cli',
    'allow-loopback-peers',
    ...(isMute ? ['denied-peer-ip=0.0.0.0-255.255.255.255'] : []),
    `userdb=${path.join(folder, 'users')}`,
    `pidfile=${path.join(folder, 'pid')}`,
    `log-file=${log}`,
    'simple-log',
    'verbose',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  const [command, ...args] = [...(elsewhere?.within ?? []), program, '-c', config];
  const child = spawn(command, args, { stdio: 'ignore' });
  const logged = (): string => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  try {
    const deadline = Date.now() + START_TIMEOUT_MS;
    // Waits for each listener: TCP starts before UDP, by milliseconds or, on a busy machine, long enough for packets to
    // be refused.
    const listeners = [`UDP ${port}`, `TCP ${port}`, ...(elsewhere === undefined ? [] : ['TCP 443'])];
    const isOpen = (listener: string): boolean => opened(logged()).includes(listener);
    while (!listeners.every(isOpen)) {
      if (Date.now() > deadline || child.exitCode !== null) throw new Error(`coturn does not listen: ${logged()}`);
      await wait(50);
    }
    await use({
      policies: {
        TurnServers: [
          `turn:${ip}:${port}?transport=udp`,
          ...(elsewhere === undefined ? [] : [`turn:${ip}:${port}?transport=tcp`, `turns:${ip}:443?transport=tcp`]),
        ],
        TurnUsername: USER,
        TurnPassword: PASSWORD,
      },
      accounts: () => [
        ...new Set([...logged().matchAll(/new, realm=<[^>]*>, username=<([^>]*)>/g)].map(([, name = '']) => name)),
      ],
      allocations: () => logged().match(/ALLOCATE processed, success/g)?.length ?? 0,
    });
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
