// Whether a change to a person's chain was made, and what the person is told if not.
import type { RefusalCode } from '../../contract/failure.ts';
import type { Changing } from './own-chain.ts';

/** The change was made: it is stored, and was read back (`done`) or was not read back yet (`unconfirmed`). */
export type Said = 'done' | 'unconfirmed';

/** Whether a change was made. */
export function isSaid(outcome: Changing): outcome is Said {
  return outcome === 'done' || outcome === 'unconfirmed';
}

/** Why a change failed, as a code. `invalid` is the code for a change that would break a rule of the chain. */
export function refusalOf(outcome: Exclude<Changing, Said>, invalid: RefusalCode): RefusalCode {
  switch (outcome) {
    case 'room':
      return 'chain-full';
    case 'invalid':
      return invalid;
    case 'out':
      return 'device-removed';
    case 'disputed':
      return 'devices-disputed';
    default:
      return outcome;
  }
}
