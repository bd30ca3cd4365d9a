// The security record: whether its hash chain is intact, and whether it began with the identity.
import type { DoctorCheck, RecordState } from '../../../contract/managed.ts';
import { walkRecord } from '../../record/record-check.ts';
import type { RecordPlace } from '../../record/record-place.ts';
import { errorCode } from '../../vault/files.ts';
import { found } from '../check.ts';

/** Whether the record was begun when there was already an identity. */
export async function beganLate(place: RecordPlace): Promise<boolean> {
  let isLate = false;
  try {
    await walkRecord(place, (read) => {
      if (read !== 'unreadable' && read.entry.event.kind === 'begun') isLate ||= read.entry.event.beside === 'identity';
    });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
  return isLate;
}

/** The finding about the record. `state` is undefined while the vault is closed. */
export function checkSecurityRecord(state: RecordState | undefined, isLate: boolean): DoctorCheck {
  if (state === undefined) return found('record-locked');
  const { chain, entries } = state;
  if (chain.kind === 'broken') {
    const { at, cause } = chain;
    return found(cause === 'unreadable' && entries === 0 ? 'record-unreadable' : 'record-broken', {
      entries,
      at,
      cause,
    });
  }
  if (entries === 0) return found('record-empty');
  return found(isLate ? 'record-began-late' : 'record-intact', { entries });
}
