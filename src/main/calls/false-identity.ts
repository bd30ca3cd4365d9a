// Somebody has called our address under an identity that is not ours: they were given a false key for it (protocol §5 rule 1). Anybody
// can send such an INVITE, so it counts only from a person whose own list proves them, once for each call, and a few times a day.
import { equal } from '../../core/bytes.ts';
import { createBudget } from '../app/budget.ts';
import type { CallDeps } from './call-deps.ts';
import type { MisledInvite } from './invite-check.ts';

const LIST_TIMEOUT_MS = 3000;
const RECENT_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
/** Strangers may be one person with many addresses: they cannot use up what people who are known may say. */
const MOST_A_DAY = { known: 8, stranger: 2 };

/** INVITEs to a false identity of ours. */
export interface FalseIdentities {
  /** Tells the person and the record, where the caller's list proves the caller. */
  readonly hear: (misled: MisledInvite) => Promise<void>;
  /** Nothing is told any more. */
  readonly close: () => void;
}

/** None has come yet. */
export function createFalseIdentities(
  deps: Pick<CallDeps, 'book' | 'clock' | 'directory' | 'log' | 'onNotice' | 'onRecord'>,
): FalseIdentities {
  const { book, clock, directory, log, onNotice, onRecord } = deps;
  const mayTell = {
    known: createBudget(clock, MOST_A_DAY.known, DAY_MS),
    stranger: createBudget(clock, MOST_A_DAY.stranger, DAY_MS),
  };
  let isClosed = false;

  async function isProven({ certificate, person }: MisledInvite): Promise<boolean> {
    const pin = book.pin(certificate.address);
    if (pin !== undefined && !equal(pin.person, person)) return false; // under the address of somebody whom we know otherwise
    const reading = await directory.readListFor(certificate.address, LIST_TIMEOUT_MS, RECENT_MS);
    if (reading.kind !== 'list' || !equal(reading.list.uik, person)) return false;
    return reading.list.devices.some(({ signed }) => signed.cert === certificate.signed.cert);
  }

  return {
    hear: async (misled) => {
      const isTold =
        (await isProven(misled)) && !isClosed && mayTell[misled.caller === 'stranger' ? 'stranger' : 'known']();
      log.info('an invite was refused', { why: 'false-identity', isTold });
      if (!isTold) return;
      onNotice({ kind: 'false-identity', at: clock.nowMs() });
      onRecord({ kind: 'false-identity' });
    },
    close: () => {
      isClosed = true;
    },
  };
}
