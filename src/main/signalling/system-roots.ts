// The roots that the system trusts, including those an administrator has added. They are read once, because reading
// them takes long on some systems. In the packaged program no environment variable adds to them: NODE_EXTRA_CA_CERTS
// and SSL_CERT_FILE are refused at the start.
import tls from 'node:tls';
import type { PolicyValues } from '../../core/policy/table.ts';

let read: readonly string[] | undefined;

/** The roots that vouch for a server: those in policy, else `systemRoots`. */
export function rootsOf({ TlsRoots }: Pick<PolicyValues, 'TlsRoots'>): readonly string[] | undefined {
  return TlsRoots.length === 0 ? systemRoots() : TlsRoots;
}

/**
 * The system's roots as PEM texts. Undefined if the system has none, or this runtime (before Node 22.15) cannot ask:
 * then the runtime's own roots are used.
 */
export function systemRoots(): readonly string[] | undefined {
  read ??= 'getCACertificates' in tls ? [...new Set(tls.getCACertificates('system'))] : [];
  return read.length === 0 ? undefined : read;
}
