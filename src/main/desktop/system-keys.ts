// Keys that are held on Windows and macOS: the system is asked whether the keys of a pressed chord are down, and asked
// about no other key (docs/decisions/0084). Main itself cannot ask. The keyboard process (keyboard/) does; it runs while a
// global key is set. Whatever it answers can only open the microphone of a call until the key is up or for two minutes.
import * as v from 'valibot';
import type { ReleaseSeen } from '../../contract/global-keys.ts';
import { Answer, type Question } from '../keyboard/questions.ts';
import type { Clock } from '../time/clock.ts';
import { chordCodes } from './chord-codes.ts';
import { ANSWER_WITHIN_MS, ASK_EVERY_MS, type HeldKeys, MOST_HELD_MS, type WatchEnd } from './held-keys.ts';

/** A keyboard process that has been started. */
export interface KeyboardProcess {
  readonly ask: (question: Question) => void;
  readonly kill: () => void;
}

/** What a keyboard process causes. */
export interface KeyboardProcessEvents {
  readonly onAnswer: (answer: unknown) => void;
  /** The process is gone. Called once, also after `kill`. */
  readonly onEnd: () => void;
}

/** What this file needs of the machine. */
export interface SystemKeysParts {
  readonly platform: string;
  readonly start: (events: KeyboardProcessEvents) => KeyboardProcess;
  readonly clock: Pick<Clock, 'after'>;
  /** `seen` may return something else now. */
  readonly onChange: () => void;
}

interface Running {
  readonly process: KeyboardProcess;
  /** What takes the answer to which question. */
  readonly asked: Map<number, (answer: Answer) => void>;
  hasAnswered: boolean;
}

/** Held keys of this system, of which nothing is watched yet. */
export function createSystemKeys({ platform, start, clock, onChange }: SystemKeysParts): HeldKeys {
  let seen: ReleaseSeen = 'by-system';
  let running: Running | undefined;
  let questions = 0;
  const watches = new Set<() => void>(); // each ends a watch
  const see = (now: ReleaseSeen): void => {
    if (now === seen) return;
    seen = now;
    onChange();
  };

  function run(): Running {
    const asked: Running['asked'] = new Map();
    const onAnswer = (said: unknown): void => {
      const answer = v.safeParse(Answer, said);
      const take = answer.success ? asked.get(answer.output.id) : undefined;
      if (!answer.success || take === undefined) return stop();
      made.hasAnswered = true;
      asked.delete(answer.output.id);
      take(answer.output);
    };
    const onEnd = (): void => {
      if (running !== made) return;
      stop();
      if (!made.hasAnswered) see('never'); // it cannot ask this system, and another one could not either
    };
    const made: Running = { asked, hasAnswered: false, process: start({ onAnswer, onEnd }) };
    running = made;
    return made;
  }
  // Ends the process, and with it every watch.
  function stop(): void {
    const one = running;
    running = undefined;
    one?.process.kill();
    for (const lose of watches) lose();
  }
  function ask(keys: Question['keys'], take: (answer: Answer) => void): void {
    const { asked, process } = running ?? run();
    questions += 1;
    asked.set(questions, take);
    process.ask({ id: questions, keys });
  }

  return {
    seen: () => seen,
    use: (isAnySet) => {
      if (!isAnySet) stop();
      // The process is started before the first press, because whoever presses the key talks at once.
      else if (running === undefined && seen !== 'never') ask([], () => undefined);
    },
    watch: (chord, { onDown, onEnd }) => {
      const keys = chordCodes(platform, chord);
      let isDown = false;
      let isOver = false;
      let cancelWait = (): void => undefined;
      const cancelBound = clock.after(MOST_HELD_MS, () => lose());
      const end = (why: WatchEnd): void => {
        if (isOver) return;
        isOver = true;
        watches.delete(lose);
        cancelWait();
        cancelBound();
        onEnd(why);
      };
      const lose = (): void => end('lost');
      watches.add(lose);
      const wait = (delayMs: number, next: () => void): void => {
        cancelWait();
        cancelWait = clock.after(delayMs, next);
      };
      const look = (): void => {
        if (isOver) return;
        if (keys === undefined) return lose();
        wait(ANSWER_WITHIN_MS, stop);
        ask(keys, (answer) => {
          if (isOver) return;
          if (answer.areDown.length !== keys.length) return lose();
          const areDown = answer.areDown.every(Boolean);
          if (areDown || answer.isAllowed) see('by-system');
          else if (!isDown) see('not-allowed');
          if (!areDown) return end('released');
          if (!isDown) onDown();
          isDown = true;
          if (!isOver) wait(ASK_EVERY_MS, look);
        });
      };
      queueMicrotask(look); // the caller has the function that ends the watch before anything is reported
      return lose;
    },
  };
}
