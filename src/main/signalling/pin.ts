// A public key by its hash, as policy names the keys that a broker may show. Certificates change while the key stays
// the same, or gives way to a successor that policy already names. A pin does not replace roots: a root must vouch for
// a pinned key as well.
import { createHash, type X509Certificate } from 'node:crypto';

/** SHA-256 of the SubjectPublicKeyInfo of this certificate, base64 (RFC 7469 §2.4). */
export function pinOf(certificate: X509Certificate): string {
  const info = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(info).digest('base64');
}
