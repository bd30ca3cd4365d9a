// The mark of a person, and the text below it: since when they are verified, and where the code was compared.
import type { Trust } from '../../contract/view.ts';

type Known = Exclude<Trust, { kind: 'changed' }>;

/** The mark of a person. Until the person has read the notice of a recovery, the mark is one of its own. */
export function trustMark(trust: Trust): Trust['kind'] | 'recovered' {
  return trust.kind === 'pinned' && trust.recovered !== undefined ? 'recovered' : trust.kind;
}

/** The text about how well a person is known. If the code was compared on another device, it says so. */
export function trustText(trust: Known): `trust.${Known['kind'] | 'verifiedElsewhere'}Text` {
  return trust.kind === 'verified' && trust.way === 'own-device'
    ? 'trust.verifiedElsewhereText'
    : `trust.${trust.kind}Text`;
}
