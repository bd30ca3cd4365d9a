// The roots that the system trusts, among them those an administrator has put there. Read once: on some systems it takes long.
// Never what a variable of the environment adds (NODE_EXTRA_CA_CERTS is refused at the start).
import tls from 'node:tls';
import type { PolicyValues } from '../../core/policy/table.ts';

let read: readonly string[] | undefined;

/** The roots that vouch for a server: those that policy names, else the system's. */
export function rootsOf({ TlsRoots }: Pick<PolicyValues, 'TlsRoots'>): readonly string[] | undefined {
  return TlsRoots.length === 0 ? systemRoots() : TlsRoots;
}

/** PEM texts; undefined where the system has none or this runtime (before Node 22.15) cannot ask: then its own count. */
export function systemRoots(): readonly string[] | undefined {
  read ??= 'getCACertificates' in tls ? [...new Set(tls.getCACertificates('system'))] : [];
  return read.length === 0 ? undefined : read;
}
