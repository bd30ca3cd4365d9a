// What is said below the mark of a person: since when, and where the code was compared.
import type { Trust } from '../../contract/view.ts';

type Known = Exclude<Trust, { kind: 'changed' }>;

/** The words for how far a person is known; whoever compared the code on another device reads that it was there. */
export function trustText(trust: Known): `trust.${Known['kind'] | 'verifiedElsewhere'}Text` {
  return trust.kind === 'verified' && trust.way === 'own-device'
    ? 'trust.verifiedElsewhereText'
    : `trust.${trust.kind}Text`;
}
