// The mark of a person, and the text below it: since when they are verified, and where the code was compared.
import type { Trust } from '../../contract/view.ts';

type Known = Exclude<Trust, { kind: 'changed' }>;

/** The mark of a person. A recovery that was not read yet has a mark of its own. */
export function trustMark(trust: Trust): Trust['kind'] | 'recovered' {
  return trust.kind === 'pinned' && trust.recovered !== undefined ? 'recovered' : trust.kind;
}

/** The text about how well a person is known. If the code was compared on another device, it says so. */
export function trustText(trust: Known): `trust.${Known['kind'] | 'verifiedElsewhere'}Text` {
  return trust.kind === 'verified' && trust.way === 'own-device'
    ? 'trust.verifiedElsewhereText'
    : `trust.${trust.kind}Text`;
}
