// What a person is told of a change to their chain that came to nothing.
import type { RefusalCode } from '../../contract/failure.ts';
import type { Changing } from './own-chain.ts';

/** A change that is in the chain for good. */
export type Said = 'done' | 'unconfirmed';

/** Whether a change is in the chain for good. */
export function isSaid(outcome: Changing): outcome is Said {
  return outcome === 'done' || outcome === 'unconfirmed';
}

/** Why a change came to nothing, as a code; `invalid` is what it means here that it would break a rule of the chain. */
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
