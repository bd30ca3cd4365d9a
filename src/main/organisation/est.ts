// Enrolment over Secure Transport (RFC 7030 with the corrections of RFC 8951), as far as a device needs it: the first
// certificate for a one-time token, each next certificate with the present one, and the authority's own certificates.
// Whether a certificate is valid is not checked here.
import type { Bytes } from '../../core/bytes.ts';
import type { Exchange, ExchangeAnswer } from '../signalling/exchange.ts';
import type { ClientCertificate } from '../signalling/stream.ts';
import { fromBase64 } from './pem.ts';
import { x509 } from './x509.ts';

/** The result of a request: certificates in any order, "ask again later", or why there are none. */
export type Issuing =
  | { readonly kind: 'issued'; readonly certificates: readonly Bytes[] }
  | { readonly kind: 'pending'; readonly afterMs: number }
  | { readonly kind: 'failed'; readonly cause: 'unreachable' | 'tls' | 'bad-token' | 'refused' | 'unusable' };

/** A certification authority. */
export interface Est {
  /** RFC 7030 §4.2.1, by HTTP Basic with the token as password. */
  readonly enrol: (request: Bytes, user: string, token: string) => Promise<Issuing>;
  /** RFC 7030 §4.2.2, by TLS with the present certificate. */
  readonly renew: (request: Bytes, client: ClientCertificate) => Promise<Issuing>;
  /** RFC 7030 §4.1: the authority's certificates. Empty if they cannot be fetched or read. */
  readonly authorities: () => Promise<readonly Bytes[]>;
}

const MOST_CERTIFICATES = 16;
const SOON_MS = 60_000;
const LATE_MS = 6 * 3_600_000;

/** The authority at `base`; a path in that URL is the label of RFC 7030 §3.2.2. */
export function createEst(base: string, exchange: Exchange): Est {
  const at = (operation: string): URL | undefined => {
    // Policy has checked the form of `base`, but that form lets some host names through that no URL may have.
    if (!URL.canParse(base)) return undefined;
    const { origin, pathname } = new URL(base);
    return new URL(`${origin}/.well-known/est${pathname.replace(/\/+$/, '')}/${operation}`);
  };
  async function ask(operation: string, request: Bytes, more: Pick<Parameters<Exchange>[0], 'client'> & Headers) {
    const url = at(operation);
    if (url === undefined) return failed('unreachable');
    const answer = await exchange({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/pkcs10', 'content-transfer-encoding': 'base64', ...more.headers },
      body: Buffer.from(request).toString('base64'),
      ...(more.client !== undefined && { client: more.client }),
    });
    return typeof answer === 'string' ? failed(answer) : readIssuing(answer);
  }
  return {
    enrol: (request, user, token) => {
      const basic = Buffer.from(`${user}:${token}`).toString('base64');
      return ask('simpleenroll', request, { headers: { authorization: `Basic ${basic}` } });
    },
    renew: (request, client) => ask('simplereenroll', request, { headers: {}, client }),
    authorities: async () => {
      const url = at('cacerts');
      const answer = url === undefined ? 'unreachable' : await exchange({ method: 'GET', url, headers: {} });
      return typeof answer === 'string' || answer.status !== 200 ? [] : (readCertificates(answer.body) ?? []);
    },
  };
}

interface Headers {
  readonly headers: Readonly<Record<string, string>>;
}

function readIssuing({ status, headers, body }: ExchangeAnswer): Issuing {
  if (status === 200) {
    const certificates = readCertificates(body);
    return certificates === undefined ? failed('unusable') : { kind: 'issued', certificates };
  }
  if (status === 202) {
    const seconds = Number(headers['retry-after'] ?? Number.NaN); // a date is treated as missing
    const afterMs = Number.isFinite(seconds) ? seconds * 1000 : 5 * SOON_MS;
    return { kind: 'pending', afterMs: Math.min(Math.max(afterMs, SOON_MS), LATE_MS) };
  }
  if (status === 401) return failed('bad-token');
  return failed(status >= 500 ? 'unreachable' : 'refused');
}

// A degenerate SignedData, "certs-only" (RFC 5272 §4.1), in base64.
function readCertificates(body: Bytes): readonly Bytes[] | undefined {
  const der = fromBase64(new TextDecoder('latin1').decode(body));
  if (der === undefined) return undefined;
  try {
    const certificates = [...new x509.X509Certificates(der)].map((each) => new Uint8Array(each.rawData));
    return certificates.length > 0 && certificates.length <= MOST_CERTIFICATES ? certificates : undefined;
  } catch {
    return undefined; // the library throws if it cannot read this
  }
}

function failed(cause: (Issuing & { readonly kind: 'failed' })['cause']): Issuing {
  return { kind: 'failed', cause };
}
