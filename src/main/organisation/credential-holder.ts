// Holds this device's certificate: what is stored sealed, its present state, and which new one replaces it. Asks
// nobody.
import { createHash, type KeyObject } from 'node:crypto';
import { type Bytes, concat, fromB64u, toB64u } from '../../core/bytes.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Store } from '../vault/store.ts';
import type { ProvenDevice } from '../../core/organisation/proven-device.ts';
import type { Judgement, Trust } from './judge.ts';
import type { OrganisationTrust } from './organisation-trust.ts';
import {
  chooseCertificate,
  type KeptEnrolment,
  type OwnCredential,
  readCredential,
  writeCredential,
} from './own-credential.ts';
import { renewAtMs } from './renewal.ts';
import { keyBytes, keyOf, makeKey } from './request.ts';

/** The state of the certificate. `good`: others will call the device confirmed. */
export type CertificateStatus = 'none' | 'good' | 'expired' | 'revoked' | 'unusable';

/** One device's certificate and the keys to it. */
export interface CredentialHolder {
  readonly current: () => OwnCredential | undefined;
  readonly status: () => CertificateStatus;
  /**
   * The key for the next certificate. It is stored before it is handed out, if the disk allows, and stays the same
   * until that certificate has arrived.
   */
  readonly nextKey: () => KeyObject;
  /**
   * Takes the best of these certificates. `older`: ours is good and valid at least as long. `foreign`: none is for our
   * keys, or policy names no usable root. `unusable`: others would not call the device confirmed.
   */
  readonly adopt: (certificates: readonly Bytes[]) => 'adopted' | 'older' | 'foreign' | 'unusable';
  /** Whether this token is the last one that was used or refused. */
  readonly isSpent: (token: string) => boolean;
  readonly spend: (token: string) => void;
  /** Forgets what is in memory, and stores nothing from here on. */
  readonly close: () => void;
}

/** What a holder is made of. `onDisk` is called when something could not be stored. */
export interface HolderParts {
  readonly own: ProvenDevice;
  readonly trust: OrganisationTrust;
  readonly store: Store<KeptEnrolment>;
  readonly clock: Clock;
  readonly random: Random;
  readonly onDisk: () => void;
}

/** The holder of what `store` has. */
export function createCredentialHolder({ own, trust, store, clock, random, onDisk }: HolderParts): CredentialHolder {
  let kept: KeptEnrolment = store.read() ?? {};
  let credential = readCredential(kept);
  let judged:
    | { readonly over: Trust; readonly of: OwnCredential; readonly judgement: Judgement; readonly atMs: number }
    | undefined;
  let isClosed = false;

  function keep(next: KeptEnrolment): void {
    if (isClosed) return;
    kept = next;
    if (store.write(next) === 'disk') onDisk();
  }

  function status(): CertificateStatus {
    const over = trust.read();
    if (credential === undefined || over === undefined) return 'none';
    const { chain, key } = credential;
    const nowMs = clock.nowMs();
    // After the clock was set back everything is judged again: what the wrong clock called expired may still be valid.
    const isOld = judged !== undefined && (nowMs < judged.atMs || nowMs >= judged.judgement.againAtMs);
    if (isOld || judged?.over !== over || judged.of !== credential) {
      const judgement = chooseCertificate(chain, [key], own, over, nowMs)?.judgement;
      judged = judgement && { over, of: credential, judgement, atMs: nowMs };
    }
    const judgement = judged?.judgement;
    const mark = judgement?.mark;
    if (mark?.kind === 'confirmed') return 'good';
    return mark?.kind === 'refused' && (mark.cause === 'expired' || mark.cause === 'revoked') ? mark.cause : 'unusable';
  }

  function nextKey(): KeyObject {
    const bytes = fromB64u(kept.next ?? '');
    const stored = bytes && keyOf(bytes);
    if (stored !== undefined) return stored;
    const key = makeKey();
    keep({ ...kept, next: toB64u(keyBytes(key)) });
    return key;
  }

  return {
    current: () => credential,
    status,
    nextKey,
    adopt: (certificates) => {
      const over = trust.read();
      const keys = [nextKey(), ...(credential === undefined ? [] : [credential.key])];
      const chosen = over && chooseCertificate(certificates, keys, own, over, clock.nowMs());
      if (chosen === undefined) return 'foreign';
      const { key, chain, judgement } = chosen;
      if (judgement.mark.kind !== 'confirmed') return 'unusable';
      const isLonger = credential === undefined || chosen.own.notAfterMs > credential.own.notAfterMs;
      if (!isLonger && status() === 'good') return 'older';
      const at = renewAtMs(clock.nowMs(), judgement.mark.until, random);
      credential = { key, own: chosen.own, chain, shown: concat(...chain), renewAtMs: at };
      const { spent } = kept;
      keep({ current: writeCredential(credential), ...(spent !== undefined && { spent }) });
      return 'adopted';
    },
    isSpent: (token) => kept.spent === hashOf(token),
    spend: (token) => keep({ ...kept, spent: hashOf(token) }),
    close: () => {
      isClosed = true;
      credential = undefined;
      kept = {};
    },
  };
}

function hashOf(token: string): string {
  return toB64u(createHash('sha256').update(token).digest());
}
