// What both sides of a linking have in common: how long it may take, and how the words of the wire and the broker are told.
import type { Chain } from '../../core/keys/chain.ts';
import { personFingerprint } from '../../core/keys/fingerprint.ts';
import type { LinkEnd } from '../../core/signal/link.ts';
import type { LinkFailure } from '../../contract/devices.ts';
import type { Sent } from '../signalling/transport.ts';

/** A linking is over after ten minutes (protocol §13 rule 2). */
export const LINKING_MS = 10 * 60_000;
/** How long the broker keeps a LINK message. */
export const LINK_EXPIRY_SECONDS = 120;

/**
 * How many messages of a step are read of one sender in a second: each costs a key agreement. Counted for each sender, so that a
 * stranger uses up nobody's budget but its own.
 */
export const READS_PER_SECOND = 10;

/** How long after a message that may be lost it is sent again, with the same bytes. */
export const REPEAT_MS = 5000;

/** What the other side's reason is here. */
export function failureOf(reason: LinkEnd): LinkFailure {
  return reason === 'cancelled' ? 'cancelled-there' : reason;
}

/** Why a message did not leave, or undefined where it did. */
export function sendFailure(sent: Sent): LinkFailure | undefined {
  return sent === 'sent' ? undefined : sent;
}

/** The fingerprint of the person whose chain it is, as both devices show it: 30 digits in six groups (protocol §8). */
export function shownFingerprint({ person, address }: Pick<Chain, 'person' | 'address'>): string {
  return personFingerprint(person, address).digits.replace(/(\d{5})(?=\d)/g, '$1 ');
}
