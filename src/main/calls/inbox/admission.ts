// Before there is a call: which calls policy lets a person place, and how it treats callers (docs/decisions/0010). A
// refused call never leaves this device and never rings on it. A caller refused as a stranger learns nothing and takes
// up no room here.
import { isPeerAllowed, judgePeer } from '../../../core/policy/peer-rules.ts';
import type { RefusalCode } from '../../../contract/failure.ts';
import type { HistoryEntry, Media, Trust } from '../../../contract/view.ts';
import type { RecordEvent } from '../../record/record-event.ts';
import type { CallDeps } from '../call-deps.ts';

const LINE_EVERY_MS = 3_600_000;
const MOST_LINES = 64;

type Refused = Extract<RecordEvent, { kind: 'refused-call' }>;
type Deps = Pick<CallDeps, 'policy' | 'book' | 'clock' | 'onRecord'>;

/** Policy for calls before they exist. */
export interface Admission {
  /**
   * Why policy forbids this call, judged by what is known so far, or undefined. Whatever depends on the organisation is
   * decided later, before the call rings.
   */
  readonly place: (address: string, media: Media, trust: Pick<Trust, 'kind'>) => RefusalCode | undefined;
  /** Whether an INVITE or a note of a missed call of this address is examined any further. */
  readonly mayKnock: (address: string) => boolean;
  /** Records that policy refused a call. For incoming calls at most once an hour for each reason. */
  readonly refused: (direction: Refused['direction'], why: Refused['why']) => void;
  /**
   * Whether an ended call gets a call record. A call of a caller whom the directory denies gets none, nor does a call
   * that came too late to continue another one, nor a call that gave way to one placed here. Of calls that policy
   * refused before they rang, a contact gets one record an hour, and nobody else gets any. Otherwise anybody could fill
   * the history with other people's names.
   */
  readonly isWorthARecord: (entry: HistoryEntry, hasRung: boolean) => boolean;
}

/** Admission under the policy in force. `isCalling`: whether a call to an address was placed here and is on. */
export function createAdmission(
  { policy, book, clock, onRecord }: Deps,
  isCalling: (address: string) => boolean,
): Admission {
  const noted = new Map<string, number>();

  // Whether a record under this key is due: at most once an hour, and for a bounded number of keys.
  function isDue(key: string): boolean {
    const nowMs = clock.nowMs();
    for (const [known, atMs] of noted) {
      if (nowMs - atMs >= LINE_EVERY_MS || atMs > nowMs) noted.delete(known);
    }
    if (noted.has(key) || noted.size >= MOST_LINES) return false;
    noted.set(key, nowMs);
    return true;
  }

  function refused(direction: Refused['direction'], why: Refused['why']): void {
    if (direction === 'out' || isDue(`why ${why}`)) onRecord({ kind: 'refused-call', direction, why });
  }

  function objection(address: string, media: Media, trust: Pick<Trust, 'kind'>): Refused['why'] | undefined {
    const values = policy.values();
    if (!isPeerAllowed(values, address)) return 'peer-not-allowed';
    if (media === 'video' && !values.AllowVideo) return 'video-not-allowed';
    const person = trust.kind === 'verified' ? 'verified' : 'none';
    const isConfirmed = values.OrganisationRoots.length > 0; // possibly: the organisation is asked before it rings
    return judgePeer(values, { address, person, isConfirmed }).mode === 'refuse' ? 'peer-not-verified' : undefined;
  }

  return {
    place: (address, media, trust) => {
      const why = objection(address, media, trust);
      if (why === undefined || why === 'unknown-caller') return undefined;
      refused('out', why);
      return why;
    },
    mayKnock: (address) => {
      if (isPeerAllowed(policy.values(), address) || book.contact(address) !== undefined) return true;
      refused('in', 'peer-not-allowed');
      return false;
    },
    refused,
    isWorthARecord: ({ direction, outcome, address }, hasRung) => {
      if (direction === 'out') return true;
      if (outcome === 'directory-conflict' || outcome === 'offer-over') return false;
      // If the surviving call was placed here, it gets its own record. If another device of this person has placed it,
      // the incoming call gets a record here.
      if (outcome === 'glare') return !isCalling(address);
      const isByPolicy =
        outcome === 'not-allowed' || outcome === 'verification-required' || outcome === 'relay-required';
      return hasRung || !isByPolicy || (book.contact(address) !== undefined && isDue(`line ${address}`));
    },
  };
}
