// Why a connection to the broker failed or ended, as a cause for the view. Only codes decide, because texts of
// libraries change and may quote the network.
import type { ConnectionCause } from '../../contract/connection-view.ts';

// MQTT 5 §3.2.2.2 and §3.14.2.1: user name, authorisation, banned, authentication method.
const NOT_AUTHORISED: readonly number[] = [0x86, 0x87, 0x8a, 0x8c];
// Another connection has taken over the session, or has our client identifier.
const TAKEN: readonly number[] = [0x8e, 0x85];
const KEEP_ALIVE_TIMEOUT = 0x8d;

const UNREACHABLE: readonly string[] = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ECONNRESET',
  'EPIPE',
];
const PROXY = 'ERR_PROXY';
const PROXY_LOGIN = 'ERR_PROXY_407'; // RFC 9110 §15.5.8
const MQTT = 'ERR_MQTT_';

const TLS =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO$|INVALID_CA|PATH_LENGTH)/;

// RFC 8446 §6, `certificate_required`, as OpenSSL and BoringSSL name it.
const WANTS_CERTIFICATE = /^ERR_SSL_TLSV13?_ALERT_CERTIFICATE_REQUIRED$/;

/**
 * An error that our own code raises about a connection to a server. Logs print its code; the text is for developers.
 */
export function connectionFault(
  code:
    | 'ERR_TLS_PIN'
    | 'ERR_TLS_UNPROVEN'
    | `ERR_PROXY${string}`
    | 'ERR_MQTT_TOO_LARGE'
    | 'ERR_MQTT_PROTOCOL'
    | 'ENETUNREACH'
    | 'ECONNRESET'
    | 'ECONNREFUSED'
    | 'ERR_ABORTED',
  text: string,
): Error {
  return Object.assign(new Error(text), { code });
}

/** The cause for an MQTT 5 reason code of CONNACK or DISCONNECT. */
export function causeOfReason(reason: number): ConnectionCause {
  if (TAKEN.includes(reason)) return 'taken-over';
  if (reason === KEEP_ALIVE_TIMEOUT) return 'timeout';
  return NOT_AUTHORISED.includes(reason) ? 'not-authorised' : 'refused';
}

/**
 * Whether this error means that a server demands a certificate of ours. The error proves that only for a server that
 * is already trusted.
 */
export function wantsCertificate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && WANTS_CERTIFICATE.test(String(error.code));
}

/** The cause for an error of a stream or of the MQTT library. Undefined if the error names none. */
export function causeOfError(error: unknown): ConnectionCause | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return causeOfReason(code);
  if (typeof code !== 'string') return undefined;
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ETIMEDOUT') return 'timeout';
  if (TLS.test(code)) return 'tls';
  if (code === PROXY_LOGIN) return 'proxy-login';
  if (code.startsWith(PROXY)) return 'proxy';
  if (code.startsWith(MQTT)) return 'protocol';
  return UNREACHABLE.includes(code) ? 'unreachable' : undefined;
}
