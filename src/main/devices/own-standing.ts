// Whether this device is one of its person's, as the account goes by it: a device that was removed says so once, lets a call that is on go on
// to its end, and leaves the broker then. It comes back where the chain has it again: a person has objected, or another device gave in.
import type { OwnChain, Round } from './own-chain.ts';

/** What stands on it. */
export interface OwnStandingParts {
  readonly chain: Pick<OwnChain, 'state'>;
  /** The directory was read, and this device was removed; once for each time. */
  readonly onRemoved: () => void;
  readonly isInCall: () => boolean;
  /** There is nothing more to do at the broker. */
  readonly leave: () => void;
}

/** The standing of an account's device. */
export interface OwnStanding {
  /** A round of the own chain is over. */
  readonly see: (round: Round) => void;
  /** Whether it was removed, as far as is known now, and has left or will once its call is over. */
  readonly isOff: () => boolean;
  /** Leaves where it is time to. */
  readonly leaveIfOff: () => void;
}

/** The standing as it was kept: a device that was removed before has said so. */
export function createOwnStanding({ chain, onRemoved, isInCall, leave }: OwnStandingParts): OwnStanding {
  let wasTold = chain.state() === 'removed';
  let isRead = false; // the directory was read, and said so

  const isOff = (): boolean => isRead && chain.state() === 'removed';
  const leaveIfOff = (): void => {
    if (isOff() && !isInCall()) leave();
  };
  return {
    see: (round) => {
      isRead = round === 'out' && chain.state() === 'removed';
      if (isRead && !wasTold) onRemoved();
      wasTold = chain.state() === 'removed' && (wasTold || isRead);
      leaveIfOff();
    },
    isOff,
    leaveIfOff,
  };
}
