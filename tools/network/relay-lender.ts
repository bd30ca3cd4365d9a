// A server that lends relay accounts over HTTPS, as an organisation may run it: a few lines in front of a coturn that
// has the same secret (`use-auth-secret`). Clients trust the server's own certificate.
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';

/** A self-signed certificate and its key. */
export interface SelfSigned {
  readonly certPem: string;
  readonly keyPem: string;
}

/** A certificate for this machine, or for the machine at `ip`, under this name, for two days. */
export function selfSigned(name: string, ip = '127.0.0.1'): SelfSigned {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-lender-'));
  try {
    const key = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key -days 2 -out cert'.split(' ');
    const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=IP:${ip},DNS:localhost`];
    execFileSync('openssl', ['req', '-x509', ...key, ...subject], { cwd: folder, stdio: 'pipe' });
    const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
    return { certPem: read('cert'), keyPem: read('key') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The account that a relay with this secret accepts for `ttl` seconds (draft-uberti-behave-turn-rest-00 §2.2). */
export function timedAccount(secret: string, ttl: number): { readonly username: string; readonly password: string } {
  const username = `${Math.floor(Date.now() / 1000) + ttl}:siegel`;
  return { username, password: createHmac('sha1', secret).update(username).digest('base64') };
}

/** A running server. */
export interface Lender {
  readonly url: string;
  readonly root: string;
  /** The requests, each with the common name in the client's certificate, if the client has one. */
  readonly asked: { readonly path: string; readonly by: string | undefined }[];
  readonly close: () => Promise<void>;
}

/**
 * Starts a server whose answers come from `answer`: an object is sent as JSON, and a listener handles the request
 * itself.
 */
export async function startLender(answer: () => object | RequestListener): Promise<Lender> {
  const { certPem: cert, keyPem: key } = selfSigned('lender');
  const asked: Lender['asked'] = [];
  const server = createServer({ cert, key, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const name = (request.socket as TLSSocket).getPeerCertificate().subject as { CN?: string } | undefined;
    asked.push({ path: request.url ?? '', by: name?.CN });
    const given = answer();
    if (typeof given === 'function') (given as RequestListener)(request, response);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(given));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/relays`,
    root: cert,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
