// Follows something on the session bus for as long as the program runs, and connects again after a loss of the bus. The
// caller decides what is followed, and what counts while the bus is lost.
import type { Clock } from '../time/clock.ts';
import type { SessionBus } from './session-bus.ts';

const AGAIN_MS = 30_000;

/** What `followBus` needs. */
export interface BusFollower {
  readonly connect: () => Promise<SessionBus>;
  /** Subscribes on a new connection and asks for the state. `isOpen` is false from the loss of that connection on. */
  readonly follow: (bus: SessionBus, isOpen: () => boolean) => Promise<void>;
  /** Is told of each loss of a connection, also of one that is closed because `follow` failed. */
  readonly onLost: () => void;
  /** Is told why nothing is followed now. */
  readonly onFailure: (error: unknown) => void;
  readonly clock: Pick<Clock, 'after'>;
}

/**
 * Connects and follows. After a loss, and where following failed, it connects again every 30 s until that succeeds. A
 * session that has no bus at the start gets none later, so there is no second attempt.
 */
export function followBus({ connect, follow, onLost, onFailure, clock }: BusFollower): void {
  let wasThere = false;
  const again = (): void => void clock.after(AGAIN_MS, () => void start());
  async function start(): Promise<void> {
    let bus: SessionBus;
    try {
      bus = await connect();
    } catch (error) {
      onFailure(error);
      if (wasThere) again();
      return;
    }
    wasThere = true;
    let isOpen = true;
    bus.onClose(() => {
      isOpen = false;
      onLost();
      again();
    });
    try {
      await follow(bus, () => isOpen);
    } catch (error) {
      onFailure(error);
      if (isOpen) bus.close(); // which connects again
    }
  }
  void start();
}
