// What one entry of the trust book says, and what single acts of a person change in it. Pure: book.ts writes the
// result.
import { type Bytes, equal } from '../../core/bytes.ts';
import type { Trust } from '../../contract/view.ts';
import type { BookEntry } from './book-state.ts';
import { type KeptPin, personIn } from '../people/person-pin.ts';

/** How well the person of this entry is known. */
export function trustIn(entry: BookEntry): Trust {
  if (entry.change !== undefined) {
    return {
      kind: 'changed',
      seenAt: entry.change.seenAtMs,
      ...(entry.verified === undefined ? {} : { verifiedAt: entry.verified.atMs }),
    };
  }
  if (entry.pin === undefined) return { kind: 'new' };
  const { verified, recovery } = entry;
  const since = entry.pin.sinceMs;
  if (recovery !== undefined) {
    const before = verified === undefined ? {} : { verifiedAt: verified.atMs };
    return { kind: 'pinned', since, recovered: { seenAt: recovery.seenAtMs, ...before } };
  }
  if (verified !== undefined) return { kind: 'verified', at: verified.atMs, way: verified.way };
  return { kind: 'pinned', since };
}

/**
 * The entry without its pinned person, or why that person stays. `not-known`: nobody is pinned and no dispute is noted.
 * `verified`: forgetting a verified person would let anybody replace them without a code. `atMs`: the time of
 * forgetting. It keeps a note that a broker has stored from bringing back an earlier verification.
 */
export function withoutPerson(entry: BookEntry, atMs: number): BookEntry | 'not-known' | 'verified' {
  const { pin, verified, change, recovery: _recovery, ...rest } = entry;
  if (pin === undefined && change === undefined) return 'not-known';
  return verified === undefined ? { ...rest, accepted: { atMs } } : 'verified';
}

/**
 * Only the address and the count of failed secure calls, without the contact and the person. `accepted` is set as in
 * `withoutPerson`.
 */
export function withoutContact({ address, failedSecureCalls }: BookEntry, atMs: number): BookEntry {
  return { address, failedSecureCalls, accepted: { atMs } };
}

/**
 * The entry with another person pinned, verified by code, in the place of `replaced`. Undefined if `replaced` is no
 * longer the verified person of the entry, or a dispute waits.
 */
export function withOther(entry: BookEntry, replaced: Bytes, pin: KeptPin, atMs: number): BookEntry | undefined {
  const { recovery: _theirs, ...rest } = entry;
  if (entry.pin === undefined || entry.verified === undefined || entry.change !== undefined) return undefined;
  if (!equal(personIn(entry.pin), replaced)) return undefined;
  return { ...rest, pin, verified: { atMs, way: 'code' }, failedSecureCalls: 0 };
}
