// The mark of a person, and the text below the mark that says how well the person is known.
import type { Trust } from '../../contract/view.ts';

type Known = Exclude<Trust, { kind: 'changed' }>;

/** The mark of a person. While the notice of their recovery is unread on this device, the mark is `recovered`. */
export function trustMark(trust: Trust): Trust['kind'] | 'recovered' {
  return trust.kind === 'pinned' && trust.recovered !== undefined ? 'recovered' : trust.kind;
}

/** The key of the text about how well a person is known. The text says if the code was compared on another device. */
export function trustText(trust: Known): `trust.${Known['kind'] | 'verifiedElsewhere'}Text` {
  return trust.kind === 'verified' && trust.way === 'own-device'
    ? 'trust.verifiedElsewhereText'
    : `trust.${trust.kind}Text`;
}
