// What both sides of a linking share: how long it may take, and how reasons of the other device and of the broker are
// reported.
import type { Chain } from '../../core/keys/chain.ts';
import { personFingerprint } from '../../core/keys/fingerprint.ts';
import type { LinkEnd } from '../../core/signal/link.ts';
import type { LinkFailure } from '../../contract/devices.ts';
import type { Sent } from '../signalling/transport.ts';

/** A linking ends after ten minutes (protocol §13 rule 2). */
export const LINKING_MS = 10 * 60_000;
/** How long the broker stores a LINK message of step 01 to 04 (protocol §3.2). */
export const LINK_EXPIRY_SECONDS = 120;

/**
 * How many messages of step 02 or 03 are read from one sender in a second: each costs a key agreement. Counted for each
 * sender, so that a stranger uses up only their own budget.
 */
export const READS_PER_SECOND = 10;

/** A message that may be lost is sent again after this time, with the same bytes. */
export const REPEAT_MS = 5000;

/** How the other device's reason is reported here. */
export function failureOf(reason: LinkEnd): LinkFailure {
  return reason === 'cancelled' ? 'cancelled-there' : reason;
}

/** Why a message did not leave, or undefined if it did. */
export function sendFailure(sent: Sent): LinkFailure | undefined {
  return sent === 'sent' ? undefined : sent;
}

/** The fingerprint of the person of this chain, as both devices show it: 30 digits in six groups (protocol §8). */
export function shownFingerprint({ person, address }: Pick<Chain, 'person' | 'address'>): string {
  return personFingerprint(person, address).digits.replace(/(\d{5})(?=\d)/g, '$1 ');
}
