// Somebody has called our address under an identity that is not ours: they were given a false key (protocol §5 rule 1).
// Anybody can send such an INVITE. So the INVITE counts only if the directory lists the sending device as the caller's.
// A false identity is reported once for each call, and at most a few times a day.
import { equal } from '../../../core/bytes.ts';
import { createBudget } from '../../time/budget.ts';
import type { CallDeps } from '../call-deps.ts';
import { invitedBy, type MisledInvite } from './invite-check.ts';

const TIMEOUT_MS = 3000;
const RECENT_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
/** Strangers may be one person with many addresses: they must not use up the share of known people. */
const MOST_A_DAY = { known: 8, stranger: 2 };

/** INVITEs to a false identity of ours. */
export interface FalseIdentities {
  /**
   * Warns the person and notes the false identity in the security record, if the directory lists the sending device as
   * the caller's and the day's limit is not reached.
   */
  readonly hear: (misled: MisledInvite) => Promise<void>;
  /** Reports nothing more. */
  readonly close: () => void;
}

/** Waits for such INVITEs, and has reported none yet. */
export function createFalseIdentities(
  deps: Pick<CallDeps, 'book' | 'clock' | 'log' | 'onNotice' | 'onRecord' | 'people'>,
): FalseIdentities {
  const { book, clock, log, onNotice, onRecord, people } = deps;
  const mayTell = {
    known: createBudget(clock, MOST_A_DAY.known, DAY_MS),
    stranger: createBudget(clock, MOST_A_DAY.stranger, DAY_MS),
  };
  let isClosed = false;

  async function isProven(misled: MisledInvite): Promise<boolean> {
    const { address, device, person } = misled;
    const pin = book.pin(address);
    // The address belongs to somebody whom we know with another identity.
    if (pin !== undefined && !equal(pin.person, person)) return false;
    const invited = invitedBy(misled);
    const peer = await people.glance(address, { timeoutMs: TIMEOUT_MS, maxAgeMs: RECENT_MS, invited });
    if (typeof peer === 'string' || !equal(peer.person, person)) return false;
    return peer.devices.some(({ id }) => id === device.id);
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
