// What an account does once, a second after its connection is up: it rehearses the handshake, and gives back memory
// that only the start needed.
import { giveMemoryBack } from '../curves/collect.ts';
import { rehearseSteps } from '../calls/session/rehearsal.ts';
import type { Clock, Random } from '../time/clock.ts';
import { createSlices } from '../time/slices.ts';

const AFTER_MS = 1000;

/** What `createAfterStart` needs. */
export interface AfterStartParts {
  readonly clock: Pick<Clock, 'after'>;
  readonly random: Random;
  /** Whether a call rings or is on, which must not be delayed. */
  readonly isCalling: () => boolean;
  readonly giveBack?: () => void;
}

/** The work of an account after its start. */
export interface AfterStart {
  /** A connection is up: the work begins or continues a second later, even if the connection is lost meanwhile. */
  readonly online: () => void;
  /**
   * A call has appeared or gone. If calls have delayed giving memory back, that is done a second after the last call
   * has gone.
   */
  readonly callsChanged: () => void;
  readonly stop: () => void;
}

/** What an account does after its start. */
export function createAfterStart({ clock, random, isCalling, giveBack = giveMemoryBack }: AfterStartParts): AfterStart {
  const rehearsal = rehearseSteps(random); // steps already done are not repeated
  let memory: 'needed' | 'due' | 'given' = 'needed';
  let stop = (): void => undefined;
  const rehearse = async (): Promise<void> => {
    const wasRehearsed = await createSlices().run(rehearsal);
    // Memory is not due if another run has done the last step, or if the account has ended.
    if (memory === 'needed' && wasRehearsed !== undefined) memory = 'due';
    if (memory !== 'due' || isCalling()) return;
    memory = 'given';
    giveBack();
  };
  const online = (): void => {
    stop();
    stop = clock.after(AFTER_MS, () => void rehearse());
  };
  return {
    online,
    callsChanged: () => {
      if (memory === 'due' && !isCalling()) online();
    },
    stop: () => {
      memory = 'given';
      stop();
    },
  };
}
