// Whether this device is one of its person's, as the account sees it. A removed device reports its removal once, lets a
// running call finish, and then leaves the broker. The device returns if the chain has it again, because the person has
// objected here or has decided so on another device.
import type { Round } from './chain-rounds.ts';
import type { OwnChain } from './own-chain.ts';

/** What the membership follows, and where it reports. */
export interface OwnMembershipParts {
  readonly chain: Pick<OwnChain, 'state'>;
  /** The directory was read, and this device was removed. Called once for each removal. */
  readonly onRemoved: () => void;
  readonly isInCall: () => boolean;
  /** Leaves the broker, because a removed device has nothing more to do there. */
  readonly leave: () => void;
}

/** Whether an account's device is one of its person's. */
export interface OwnMembership {
  /** A round of the chain is over. */
  readonly see: (round: Round) => void;
  /** Whether the directory has confirmed the removal. The device has left the broker, or will once its call is over. */
  readonly isOff: () => boolean;
  /** Leaves the broker if this device is off and not in a call. */
  readonly leaveIfOff: () => void;
}

/** Begins with the stored chain: a device that was removed earlier has already reported it. */
export function createOwnMembership({ chain, onRemoved, isInCall, leave }: OwnMembershipParts): OwnMembership {
  let wasTold = chain.state() === 'removed';
  let isRead = false; // the directory was read and confirmed the removal

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
