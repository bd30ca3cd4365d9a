// A small EST server (RFC 7030 with RFC 8951) for a demonstration or a small site: cacerts, simpleenroll with a
// one-time token, simplereenroll with the present certificate, and the revocation list. To csrattrs it answers that
// no attributes are required. It listens over TLS only and refuses every other request.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Bytes } from '../../src/core/bytes.ts';
import { type Certificate, readCertificate } from '../../src/main/organisation/certificate.ts';
import { fromBase64, readPem, writePem } from '../../src/main/organisation/pem.ts';
import { x509 } from '../../src/main/organisation/x509.ts';
import type { CaFolder } from './ca-folder.ts';
import { type DeviceRequest, readDeviceRequest, requestFaults } from './device-request.ts';
import { admitDevice } from './devices.ts';
import { isRenewalOf, issueDevice } from './issuing.ts';
import { currentList, isRevoked } from './revoking.ts';
import type { Made, Signer } from './signer.ts';
import { readToken, spendToken } from './tokens.ts';

/** What a server needs. */
export interface EstServerParts {
  readonly folder: CaFolder;
  readonly signer: Signer;
  readonly server: Made; // its own certificate
  readonly lifeMs: number; // of a device's certificate
  readonly nowMs: () => number;
  /** Prints one line for the administrator. */
  readonly say: (line: string) => void;
}

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

const MOST_BYTES = 16_384;
const EST = '/.well-known/est/';

/** A server that does not listen yet. */
export function createEstServer(parts: EstServerParts): Server {
  const { folder } = parts;
  const rootPem = writePem(folder.root.der, 'CERTIFICATE');
  const server = createServer(
    {
      cert: parts.server.pem,
      key: parts.server.keyPem,
      ca: rootPem,
      minVersion: 'TLSv1.2',
      requestCert: true,
      rejectUnauthorized: false, // a first enrolment has no certificate yet; `presentOf` checks that of a renewal
      requestTimeout: 20_000,
      headersTimeout: 10_000,
    },
    (request, response) => {
      answer(parts, request).then(
        (given) => send(response, given),
        (error: unknown) => {
          parts.say(`failed: ${error instanceof Error ? error.message : String(error)}`);
          send(response, { status: 500 });
        },
      );
    },
  );
  server.maxConnections = 256;
  return server;
}

async function answer(parts: EstServerParts, request: IncomingMessage): Promise<Answer> {
  const what = `${request.method ?? ''} ${request.url ?? ''}`;
  if (what === `GET ${EST}cacerts`) return certificates([parts.folder.root.der]);
  if (what === `GET ${EST}csrattrs`) return { status: 204 }; // RFC 7030 §4.5.2: no attributes are required
  if (what === 'GET /crl') {
    const [der] = readPem(await currentList(parts.folder, parts.signer, parts.nowMs()), 'X509 CRL') ?? [];
    return { status: 200, type: 'application/pkix-crl', body: Buffer.from(der ?? []) };
  }
  const isFirst = what === `POST ${EST}simpleenroll`;
  if (!isFirst && what !== `POST ${EST}simplereenroll`) return { status: 404 };
  const body = await bodyOf(request);
  if (body === undefined) return { status: 413 };
  return isFirst ? enrol(parts, request, body) : renew(parts, request, body);
}

async function enrol(parts: EstServerParts, request: IncomingMessage, body: string): Promise<Answer> {
  const nowMs = parts.nowMs();
  const text = passwordOf(request.headers.authorization);
  const token = text === undefined ? undefined : readToken(parts.folder, text, nowMs);
  if (text === undefined || token === undefined) return unknownToken();
  const asked = readBody(body); // only for a valid token, because checking a request costs time
  if (typeof asked === 'string') return refuse(parts, 400, `a request by a token for ${token.address}`, asked);
  const who = nameOf(asked);
  if (asked.address !== token.address) return refuse(parts, 403, who, `its token is for ${token.address}`);
  if (token.device !== undefined && asked.device !== token.device) {
    return refuse(parts, 403, who, `its token is for device ${token.device}`);
  }
  // Checked before the token is used up, so that a refused request leaves it valid.
  const refusal = admitDevice(parts.folder, asked.device, asked.address);
  if (refusal !== undefined) return refuse(parts, 403, who, refusal);
  if (!spendToken(parts.folder, text)) return unknownToken();
  return issue(parts, asked, nowMs, 'enrolled');
}

async function renew(parts: EstServerParts, request: IncomingMessage, body: string): Promise<Answer> {
  const present = presentOf(request.socket as TLSSocket);
  if (present === undefined) return plain(403, 'a renewal needs a valid certificate of this authority, over TLS');
  const asked = readBody(body);
  if (typeof asked === 'string') return refuse(parts, 400, `a renewal of ${present.serial}`, asked);
  const who = `renewal of ${present.serial}, ${nameOf(asked)}`;
  if (!isRenewalOf(asked, present)) return refuse(parts, 403, who, 'the certificate has other names');
  if (isRevoked(parts.folder, present.serial)) return refuse(parts, 403, who, 'the certificate was revoked');
  const refusal = admitDevice(parts.folder, asked.device, asked.address);
  return refusal === undefined ? issue(parts, asked, parts.nowMs(), 'renewed') : refuse(parts, 403, who, refusal);
}

function readBody(body: string): DeviceRequest | string {
  const der = fromBase64(body);
  const read = der === undefined ? 'no-request' : readDeviceRequest(der);
  return typeof read === 'string' ? requestFaults[read] : read;
}

async function issue(parts: EstServerParts, asked: DeviceRequest, nowMs: number, word: string): Promise<Answer> {
  const made = await issueDevice(parts.folder, parts.signer, asked, nowMs, parts.lifeMs);
  if (typeof made === 'string') return refuse(parts, 403, nameOf(asked), made);
  const until = new Date(made.notAfterMs).toISOString();
  parts.say(`${word}: ${nameOf(asked)}, serial ${made.serial}, until ${until}`);
  return certificates([made.der]);
}

function nameOf({ address, device }: DeviceRequest): string {
  return `${address}, device ${device}`;
}

// The administrator reads who was refused and why, and the client only why (RFC 7030 §4.2.3).
function refuse(parts: EstServerParts, status: 400 | 403, who: string, why: string): Answer {
  parts.say(`refused: ${who}: ${why}`);
  return plain(status, why);
}

function plain(status: number, why: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: Buffer.from(`refused: ${why}\n`) };
}

function unknownToken(): Answer {
  const answer = plain(401, 'the token is unknown, was used or has ended');
  return { ...answer, headers: { 'www-authenticate': 'Basic realm="siegel-ca"' } };
}

// The client's certificate, if TLS has verified it: our root signed it, it is valid now, and the client has its key.
function presentOf(socket: TLSSocket): Certificate | undefined {
  if (!socket.authorized) return undefined;
  const { raw } = socket.getPeerCertificate() as { readonly raw?: Buffer };
  return raw === undefined ? undefined : readCertificate(new Uint8Array(raw));
}

// A degenerate SignedData, "certs-only" (RFC 5272 §4.1), in base64.
function certificates(list: readonly Bytes[]): Answer {
  const bundle = new x509.X509Certificates(list.map((der) => new x509.X509Certificate(der)));
  const body = Buffer.from(bundle.export('raw')).toString('base64');
  return { status: 200, type: 'application/pkcs7-mime; smime-type=certs-only', body };
}

function passwordOf(header: string | undefined): string | undefined {
  const [, basic] = /^Basic ([A-Za-z0-9+/=]+)$/.exec(header ?? '') ?? [];
  const text = Buffer.from(basic ?? '', 'base64').toString('utf8');
  return text.includes(':') ? text.slice(text.indexOf(':') + 1) : undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('latin1');
}

function send(response: ServerResponse, { status, type, body, headers }: Answer): void {
  response.writeHead(status, {
    ...headers,
    ...(type !== undefined && { 'content-type': type }),
    ...(typeof body === 'string' && { 'content-transfer-encoding': 'base64' }),
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(body);
}
