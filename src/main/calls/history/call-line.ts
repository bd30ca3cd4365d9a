// What a call that ended leaves behind: a line for the person's history, and one without a name for the security record.
import type { EndReason } from '../../../contract/failure.ts';
import type { CallNumbers, HistoryEntry, Media } from '../../../contract/view.ts';
import type { PolicyValues } from '../../../core/policy/table.ts';
import { policyHash } from '../../record/policy-hash.ts';
import type { RecordedCall } from '../../record/record-event.ts';
import type { CallDeps } from '../call-deps.ts';

/** Both lines of one call. */
export interface Line {
  readonly entry: HistoryEntry;
  readonly recorded: RecordedCall;
}

/** What the lines are made from, as it was when the call ended. */
export interface LineFacts {
  readonly id: string;
  readonly address: string;
  readonly name: string;
  readonly direction: 'in' | 'out';
  readonly media: Media;
  readonly atMs: number; // when it began
  readonly durationMs: number;
  /** It came in and was taken here. */
  readonly isAnswered: boolean;
  readonly reason: EndReason;
  /** The other device of this person, where there is exactly one. */
  readonly otherDevice: string | undefined;
  /** By the person. */
  readonly isVerified: boolean;
  /** The strongest verification, before anything was withdrawn. */
  readonly verification: RecordedCall['verification'];
  /** Both sides held the code once. */
  readonly wasSecured: boolean;
  readonly numbers: Pick<CallNumbers, 'handshake' | 'suite' | 'path'>;
}

/** The lines; the record names the peer only where policy asks for it. */
export function lineOf(facts: LineFacts, values: PolicyValues): Line {
  const { address, direction, durationMs, isVerified, media, numbers, otherDevice, reason, verification, wasSecured } =
    facts;
  const isElsewhere = reason === 'answered-elsewhere' || reason === 'declined-elsewhere';
  return {
    entry: {
      id: facts.id,
      address,
      name: facts.name,
      direction,
      media,
      at: facts.atMs,
      durationMs,
      verified: isVerified,
      ...(verification === 'organisation' ? { confirmed: true } : {}),
      ...(facts.isAnswered ? { answered: true } : {}),
      ...(isElsewhere && otherDevice !== undefined ? { on: otherDevice } : {}),
      outcome: reason,
    },
    recorded: {
      kind: 'call',
      direction,
      media,
      handshake: wasSecured ? numbers.handshake : '',
      suite: wasSecured ? numbers.suite : '',
      verification,
      path: numbers.path,
      reason,
      durationMs,
      policy: policyHash(values),
      ...(values.RecordPeers ? { peer: address } : {}),
    },
  };
}

/** Counts a call that ended before it was secured, or in which the code was wrong, and records it. */
export function noteFailedCall(
  { book, onRecord }: Pick<CallDeps, 'book' | 'onRecord'>,
  { address, direction, reason }: Pick<LineFacts, 'address' | 'direction' | 'reason'>,
): void {
  book.noteFailedSecureCall(address);
  onRecord({ kind: 'failed-secure-call', direction, reason });
}
