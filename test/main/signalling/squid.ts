// Debian's Squid under a test's control, open to everybody or with a Basic login.
import { spawn, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Proxy } from '../../../src/main/signalling/proxy.ts';
import { untilOpen } from './child-broker.ts';
import { freePort } from '../../../tools/network/free-port.ts';

const PASSWORD_HELPER = '/usr/lib/squid/basic_ncsa_auth';

/** The path of Squid, if it and its password helper are installed. */
export const SQUID = ['/usr/sbin/squid'].find((path) => existsSync(path) && existsSync(PASSWORD_HELPER));

/** The account that Squid knows if it asks for a login. */
export const SQUID_ACCOUNT = { username: 'anna', password: 'Ein Wort: für Squid' } as const;

/** A running Squid. */
export interface Squid extends Proxy {
  readonly stop: () => Promise<void>;
}

/** Starts a Squid that allows every address and port; with `wantsLogin`, it allows them only to the account. */
export async function squid({ wantsLogin }: { readonly wantsLogin: boolean }): Promise<Squid> {
  const folder = mkdtempSync(join(tmpdir(), 'siegel-squid-'));
  chmodSync(folder, 0o777); // a Squid that root starts changes to a user of its own
  const port = await freePort();
  const passwords = join(folder, 'passwords');
  const { username, password } = SQUID_ACCOUNT;
  const hash = execFileSync('openssl', ['passwd', '-apr1', password], { encoding: 'utf8' }).trim();
  writeFileSync(passwords, `${username}:${hash}\n`, { mode: 0o644 });
  const login = [
    `auth_param basic program ${PASSWORD_HELPER} ${passwords}`,
    'auth_param basic realm "Klinik", Basic',
    'acl known proxy_auth REQUIRED',
    'http_access allow known',
  ];
  const config = [
    `http_port 127.0.0.1:${port}`,
    ...(wantsLogin ? login : ['http_access allow all']),
    'http_access deny all',
    'cache deny all',
    'access_log none',
    `cache_log ${join(folder, 'log')}`,
    `pid_filename ${join(folder, 'pid')}`,
    `coredump_dir ${folder}`,
    `netdb_filename none`,
    'pinger_enable off',
    'shutdown_lifetime 0 seconds',
  ];
  writeFileSync(join(folder, 'config'), `${config.join('\n')}\n`);
  const child = spawn(SQUID ?? 'squid', ['-N', '-f', join(folder, 'config')], { stdio: 'ignore', detached: true });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await untilOpen(port, child);
  return {
    host: '127.0.0.1',
    port,
    isSecure: false,
    stop: async () => {
      // Ends its helpers, too.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
