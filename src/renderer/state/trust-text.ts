// Which mark a person has, and what is said below it: since when, and where the code was compared.
import type { Trust } from '../../contract/view.ts';

type Known = Exclude<Trust, { kind: 'changed' }>;

/** The mark of a person; one who has recovered, which was not read yet, has a mark of its own. */
export function trustMark(trust: Trust): Trust['kind'] | 'recovered' {
  return trust.kind === 'pinned' && trust.recovered !== undefined ? 'recovered' : trust.kind;
}

/** The words for how far a person is known; whoever compared the code on another device reads that it was there. */
export function trustText(trust: Known): `trust.${Known['kind'] | 'verifiedElsewhere'}Text` {
  return trust.kind === 'verified' && trust.way === 'own-device'
    ? 'trust.verifiedElsewhereText'
    : `trust.${trust.kind}Text`;
}
