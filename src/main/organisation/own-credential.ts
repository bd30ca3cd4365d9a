// This device's certificate with those above it, its key, and the key for the next one, all stored sealed. Both keys
// are made for this purpose alone and are not among the keys that secure calls.
import type { KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { type Bytes, concat, equal, fromB64u, toB64u } from '../../core/bytes.ts';
import type { ClientCertificate } from '../signalling/stream.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import type { ProvenDevice } from '../../core/organisation/proven-device.ts';
import { judge, type Judgement, type Trust } from './judge.ts';
import { writePem } from './pem.ts';
import { keyBytes, keyOf, publicBytes } from './request.ts';

const KeptCredential = v.strictObject({
  key: v.string(), // b64u of PKCS #8
  chain: v.pipe(v.array(v.string()), v.minLength(1)), // b64u of DER, the device's own first
  renewAtMs: v.number(),
});

/** What the vault keeps. */
export const KeptEnrolment = v.strictObject({
  current: v.exactOptional(KeptCredential),
  next: v.exactOptional(v.string()), // b64u of PKCS #8: requested, not certified yet
  spent: v.exactOptional(v.string()), // b64u SHA-256 of the last used or refused token
});
export type KeptEnrolment = v.InferOutput<typeof KeptEnrolment>;

/** A certificate with its chain and the key to it. */
export interface OwnCredential {
  readonly key: KeyObject;
  readonly own: Certificate;
  readonly shown: Bytes; // as others see it: the device's own first
  readonly chain: readonly Bytes[];
  readonly renewAtMs: number;
}

/** The stored credential. Undefined if there is none or it cannot be read. */
export function readCredential(kept: KeptEnrolment | undefined): OwnCredential | undefined {
  if (kept?.current === undefined) return undefined;
  const chain = kept.current.chain.map((text) => fromB64u(text) ?? new Uint8Array(0));
  const bytes = fromB64u(kept.current.key);
  const key = bytes && keyOf(bytes);
  const own = chain[0] === undefined ? undefined : readCertificate(chain[0]);
  if (key === undefined || own === undefined) return undefined;
  return { key, own, shown: concat(...chain), chain, renewAtMs: kept.current.renewAtMs };
}

/** A credential in its stored form. */
export function writeCredential({ key, chain, renewAtMs }: OwnCredential): v.InferOutput<typeof KeptCredential> {
  return { key: toB64u(keyBytes(key)), chain: chain.map((der) => toB64u(der)), renewAtMs };
}

/** What TLS takes. */
export function clientCertificateOf({ key, chain }: OwnCredential): ClientCertificate {
  return {
    certPem: chain.map((der) => writePem(der, 'CERTIFICATE')).join(''),
    keyPem: writePem(keyBytes(key), 'PRIVATE KEY'),
  };
}

/** A certificate for one of our keys, with a possible chain above it, and the judgement that others will make. */
export interface Candidate {
  readonly key: KeyObject;
  readonly own: Certificate;
  readonly chain: readonly Bytes[];
  readonly judgement: Judgement;
}

/** The best chain of these certificates, in whatever order they came. Undefined if none is for these keys. */
export function chooseCertificate(
  certificates: readonly Bytes[],
  keys: readonly KeyObject[],
  device: ProvenDevice,
  trust: Trust,
  nowMs: number,
): Candidate | undefined {
  const candidates = keys.flatMap((key) => {
    const spki = publicBytes(key);
    const mine = certificates.flatMap((der) => readCertificate(der) ?? []).filter((each) => equal(each.key.spki, spki));
    return mine.flatMap((own) => {
      const others = certificates.filter((der) => !equal(der, own.der));
      const chains = [[own.der], ...others.map((der) => [own.der, der])];
      return chains.map((chain) => ({ key, own, chain, judgement: judge(concat(...chain), device, trust, nowMs) }));
    });
  });
  const good = candidates.filter(({ judgement }) => judgement.mark.kind === 'confirmed');
  const [best] = good.toSorted((a, b) => b.own.notAfterMs - a.own.notAfterMs);
  return best ?? candidates[0];
}
