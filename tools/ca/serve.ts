// Runs the EST server of one folder until the caller ends it. The server's certificate is made if it is missing, and
// renewed before it expires.
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { readCertificate } from '../../src/main/organisation/certificate.ts';
import { readPem, writePem } from '../../src/main/organisation/pem.ts';
import type { CaFolder } from './ca-folder.ts';
import { machine } from './commands.ts';
import { createEstServer } from './est-server.ts';
import { type Made, openSigner } from './signer.ts';

const DAY_MS = 86_400_000;
const RENEW_MS = 30 * DAY_MS;

/**
 * Where the server listens, and how long device certificates last; `name` is the host name or IP address that clients
 * use.
 */
export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly lifeMs: number;
}

/**
 * Serves until `end` resolves; `say` gets the URL, and a line for each issued certificate, each failure, and each
 * refusal of a client with a valid token or certificate.
 */
export async function serve(
  folder: CaFolder,
  { host, port, name, lifeMs }: ServeOptions,
  say: (line: string) => void,
  end: Promise<void>,
): Promise<void> {
  const signer = await openSigner(folder);
  const own = await ownCertificate(folder, name);
  const server = createEstServer({ folder, signer, server: own, lifeMs, nowMs: Date.now, say });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  say(`serving https://${name.includes(':') ? `[${name}]` : name}:${String(bound)}`);
  const ca = writePem(folder.root.der, 'CERTIFICATE');
  const daily = setInterval(() => {
    ownCertificate(folder, name).then(
      (made) => server.setSecureContext({ cert: made.pem, key: made.keyPem, ca, minVersion: 'TLSv1.2' }),
      (error: unknown) => say(`failed: ${String(error)}`),
    );
  }, DAY_MS);
  await end;
  clearInterval(daily);
  server.close();
  server.closeAllConnections();
}

async function ownCertificate(folder: CaFolder, name: string): Promise<Made> {
  const base = path.join(folder.path, 'servers', name.replaceAll(':', '_'));
  if (!existsSync(`${base}.pem`) || endsSoon(readFileSync(`${base}.pem`, 'utf8'))) {
    await machine(folder, name, 'server', undefined, Date.now());
  }
  return { pem: readFileSync(`${base}.pem`, 'utf8'), keyPem: readFileSync(`${base}.key`, 'utf8') };
}

function endsSoon(pem: string): boolean {
  const [der] = readPem(pem, 'CERTIFICATE') ?? [];
  const certificate = der === undefined ? undefined : readCertificate(der);
  return certificate === undefined || certificate.notAfterMs - RENEW_MS < Date.now();
}
