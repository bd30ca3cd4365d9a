// The revocation lists in force: those of policy, and the newest ones ever seen. A list is believed only under the key
// of the authority that issued the certificate in question, and an older list never replaces a newer one.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { type Bytes, fromB64u, toB64u } from '../../core/bytes.ts';
import type { Store } from '../vault/store.ts';
import type { Certificate } from './certificate.ts';
import { readPem } from './pem.ts';
import { isNewer, readRevocationList, type RevocationList } from './revocation-list.ts';
import { isSignedBy } from './signed-bytes.ts';

/** What is stored: the newest list of each of 64 authorities at most, by the SHA-256 of the authority's key. */
export const KeptRevocations = v.record(v.string(), v.string()); // b64u of DER
export type KeptRevocations = v.InferOutput<typeof KeptRevocations>;

/** What is wrong with revocation lists: expired, unusable or forged, or older than one seen before. */
export type RevocationProblem = 'expired' | 'unusable' | 'older';

/** The lists in force. */
export interface Revocations {
  /** The newest list that `issuer` has signed, from policy or from memory. An expired one still counts. */
  readonly of: (issuer: Certificate) => RevocationList | undefined;
  /**
   * Takes a list from elsewhere. True if one of these issuers has signed it, unless that issuer's list in force is as
   * new or newer.
   */
  readonly learn: (der: Bytes, issuers: readonly Certificate[]) => boolean;
  /** Whether every list of policy can be used. It is unknown what an unusable one would have revoked. */
  readonly areWhole: (roots: readonly Certificate[]) => boolean;
  /** What is wrong with the lists of the roots at `nowMs`. */
  readonly problems: (roots: readonly Certificate[], nowMs: number) => readonly RevocationProblem[];
}

const CRL_SIGN = 64;
const MOST_KEPT = 64;

/**
 * The lists in these texts (PEM), together with what `store` remembers. `onDisk` is called when a newer one could not
 * be stored.
 */
export function openRevocations(
  texts: readonly string[],
  store: Store<KeptRevocations>,
  onDisk: () => void,
): Revocations {
  const given = texts.flatMap((text) => readPem(text, 'X509 CRL') ?? []).map(readRevocationList);
  const lists = given.filter((list) => list !== undefined);
  const isBroken = lists.length < texts.length;
  const decided = new Map<string, { readonly list: RevocationList | undefined; readonly isOlder: boolean }>();

  function keep(id: string, list: RevocationList): void {
    const kept = store.read() ?? {};
    if (kept[id] === undefined && Object.keys(kept).length >= MOST_KEPT) return;
    if (store.write({ ...kept, [id]: toB64u(list.der) }) === 'disk') onDisk();
  }

  function decide(issuer: Certificate): { readonly list: RevocationList | undefined; readonly isOlder: boolean } {
    const id = idOf(issuer);
    const known = decided.get(id);
    if (known !== undefined) return known;
    const kept = store.read() ?? {};
    const der = fromB64u(kept[id] ?? '');
    const remembered = der === undefined || der.length === 0 ? undefined : readRevocationList(der);
    const newest = newestOf(lists.filter((list) => isOf(list, issuer)));
    const isOlder = newest !== undefined && remembered !== undefined && isNewer(remembered, newest);
    const list = isOlder ? remembered : (newest ?? remembered);
    const isNews = list !== undefined && (remembered === undefined || isNewer(list, remembered));
    if (isNews) keep(id, list);
    const decision = { list, isOlder };
    decided.set(id, decision);
    return decision;
  }

  function areWhole(roots: readonly Certificate[]): boolean {
    // A list is forged if it names a root as its issuer and that root has not signed it. Lists of other authorities
    // cannot be judged before those authorities appear.
    const isForged = lists.some((list) => {
      const namesakes = roots.filter(({ subject }) => subject === list.issuer);
      return namesakes.length > 0 && !namesakes.some((root) => isOf(list, root));
    });
    return !isBroken && !isForged;
  }

  return {
    of: (issuer) => decide(issuer).list,
    areWhole,
    learn: (der, issuers) => {
      const list = readRevocationList(der);
      const issuer = list === undefined ? undefined : issuers.find((each) => isOf(list, each));
      if (list === undefined || issuer === undefined) return false;
      const { list: last, isOlder } = decide(issuer);
      if (last !== undefined && !isNewer(list, last)) return false;
      keep(idOf(issuer), list);
      decided.set(idOf(issuer), { list, isOlder });
      return true;
    },
    problems: (roots, nowMs) => {
      const found = new Set<RevocationProblem>();
      if (!areWhole(roots)) found.add('unusable');
      for (const root of roots) {
        const { list, isOlder } = decide(root);
        if (isOlder) found.add('older');
        if (list !== undefined && list.nextUpdateMs <= nowMs) found.add('expired');
      }
      return [...found];
    },
  };
}

function idOf(issuer: Certificate): string {
  return toB64u(createHash('sha256').update(issuer.key.spki).digest());
}

function isOf(list: RevocationList, issuer: Certificate): boolean {
  const maySign = issuer.usages === undefined || (issuer.usages & CRL_SIGN) !== 0;
  return maySign && list.issuer === issuer.subject && isSignedBy(list.signed, issuer.key);
}

function newestOf(lists: readonly RevocationList[]): RevocationList | undefined {
  return lists.reduce<RevocationList | undefined>(
    (newest, list) => (newest === undefined || isNewer(list, newest) ? list : newest),
    undefined,
  );
}
