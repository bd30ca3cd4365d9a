// What is done once, behind a start, when nobody waits for anything: the handshake is rehearsed, and then the memory that the start took
// and does not need is given back.
import { giveMemoryBack } from '../curves/collect.ts';
import { rehearseSteps } from '../calls/session/rehearsal.ts';
import type { Clock, Random } from '../time/clock.ts';
import { createSlices } from '../time/slices.ts';

const AFTER_MS = 1000;

/** What it is made of. */
export interface AfterStartParts {
  readonly clock: Pick<Clock, 'after'>;
  readonly random: Random;
  /** Whether somebody is called or calls: they are not held up. */
  readonly isCalling: () => boolean;
  readonly giveBack?: () => void;
}

/** Begins a second after the connection stands; goes on with the next one where that is lost before. */
export interface AfterStart {
  readonly online: () => void;
  /** Another call is shown, or one less: memory that one has kept from being given back is, a second after nobody calls any more. */
  readonly callsChanged: () => void;
  readonly stop: () => void;
}

/** What an account does behind its start. */
export function createAfterStart({ clock, random, isCalling, giveBack = giveMemoryBack }: AfterStartParts): AfterStart {
  const rehearsal = rehearseSteps(random); // steps that are done are not done again
  let memory: 'needed' | 'due' | 'given' = 'needed';
  let stop = (): void => undefined;
  const rehearse = async (): Promise<void> => {
    const wasRehearsed = await createSlices().run(rehearsal);
    if (memory === 'needed' && wasRehearsed !== undefined) memory = 'due'; // not where another run has had the last step, or it was stopped
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
