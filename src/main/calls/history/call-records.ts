// What an ended call leaves behind: a record in the person's history, and one in the security record.
import type { EndReason } from '../../../contract/failure.ts';
import type { CallNumbers, HistoryEntry, Media } from '../../../contract/view.ts';
import type { PolicyValues } from '../../../core/policy/table.ts';
import { policyHash } from '../../record/policy-hash.ts';
import type { RecordedCall } from '../../record/record-event.ts';
import type { CallDeps } from '../call-deps.ts';

/** Both records of one call. */
export interface CallRecords {
  readonly entry: HistoryEntry;
  readonly recorded: RecordedCall;
}

/** The facts that the records are made from, as they were when the call ended. */
export interface CallRecordFacts {
  readonly id: string;
  readonly address: string;
  readonly name: string;
  readonly direction: 'in' | 'out';
  readonly media: Media;
  readonly atMs: number; // when the call began
  readonly durationMs: number;
  /** Whether the call came in and was accepted here. */
  readonly isAnswered: boolean;
  readonly reason: EndReason;
  /** The other device of this person, if there is exactly one. */
  readonly otherDevice: string | undefined;
  /** Whether the person here has verified the peer. */
  readonly isVerified: boolean;
  /** The strongest verification that held at the end of the call. */
  readonly verification: RecordedCall['verification'];
  /** Whether this side held the code at some time. */
  readonly wasSecured: boolean;
  readonly numbers: Pick<CallNumbers, 'handshake' | 'suite' | 'path'>;
}

/** Both records. The security record names the peer only if policy asks for that. */
export function callRecordsOf(facts: CallRecordFacts, values: PolicyValues): CallRecords {
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

/** Counts and records a failed secure call: it failed between ANSWER and READY, or the code was wrong. */
export function noteFailedCall(
  { book, onRecord }: Pick<CallDeps, 'book' | 'onRecord'>,
  { address, direction, reason }: Pick<CallRecordFacts, 'address' | 'direction' | 'reason'>,
): void {
  book.noteFailedSecureCall(address);
  onRecord({ kind: 'failed-secure-call', direction, reason });
}
