// A public key by its hash, as policy names the keys a broker may show. Certificates change; the key stays, or its successor
// was named before. Trust by a root is not replaced: a pinned key must also be vouched for.
import { createHash, type X509Certificate } from 'node:crypto';

/** SHA-256 of the SubjectPublicKeyInfo of this certificate, base64 (RFC 7469 §2.4). */
export function pinOf(certificate: X509Certificate): string {
  const info = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(info).digest('base64');
}
