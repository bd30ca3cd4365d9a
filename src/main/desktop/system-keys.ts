// Keys that are held on Windows and macOS: the system is asked whether the keys of a pressed chord are down, and asked
// about no other key (docs/decisions/0084). Main itself cannot ask. The keyboard process (keyboard/) does; it runs
// while a global key is set. Whatever it answers, it can open the microphone of a call for two minutes after a press at
// most.
import * as v from 'valibot';
import type { ReleaseSeen } from '../../contract/global-keys.ts';
import { Answer, type Question } from '../keyboard/questions.ts';
import type { Clock } from '../time/clock.ts';
import { chordCodes } from './chord-codes.ts';
import { ANSWER_WITHIN_MS, ASK_EVERY_MS, type HeldKeys, MOST_HELD_MS, type WatchEnd } from './held-keys.ts';

/** The longest time in which a process must have started. A virus scanner may delay it. */
const START_WITHIN_MS = 15_000;
/** After so many failed processes in a row, none is started any more until Siegel starts again. */
const MOST_FAILURES = 3;
/** A process that has run for so long and ends while no key is held is no failure, and ends the row. */
const LASTING_MS = 10 * 60_000;

/** A keyboard process that has been started. */
export interface KeyboardProcess {
  readonly ask: (question: Question) => void;
  readonly kill: () => void;
}

/** What a keyboard process causes. */
export interface KeyboardProcessEvents {
  readonly onAnswer: (answer: unknown) => void;
  /** The process is gone. Called once, also if it was ended by `kill`. */
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
  isUp: boolean; // it has answered anything
  hasLasted: boolean; // it has run for ten minutes
}

/** Held keys of this system, of which nothing is watched yet. */
export function createSystemKeys({ platform, start, clock, onChange }: SystemKeysParts): HeldKeys {
  let seen: ReleaseSeen = 'by-system';
  let isUsed = false;
  let failures = 0; // of processes, since one has last told of keys
  let unseen = 0; // presses in a row whose keys were not seen to be down, while a permission is missing
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
    const cancelStart = clock.after(START_WITHIN_MS, () => running === made && fail());
    const cancelLasting = clock.after(LASTING_MS, () => void (made.hasLasted = true));
    const onAnswer = (said: unknown): void => {
      if (running !== made) return;
      const answer = v.safeParse(Answer, said);
      const take = answer.success ? asked.get(answer.output.id) : undefined;
      if (!answer.success || take === undefined) return fail();
      made.isUp = true;
      cancelStart();
      asked.delete(answer.output.id);
      take(answer.output);
    };
    const onEnd = (): void => {
      cancelStart();
      cancelLasting();
      if (running === made) fail();
    };
    const made: Running = { asked, isUp: false, hasLasted: false, process: start({ onAnswer, onEnd }) };
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
  // The process is gone or hangs. Another one may do better, but not for ever.
  function fail(): void {
    const isCounted = running?.hasLasted !== true || watches.size > 0;
    stop();
    failures = isCounted ? failures + 1 : 0;
    if (failures >= MOST_FAILURES) see('never');
    else startAhead();
  }
  // Before the next press, because whoever presses the key talks at once.
  function startAhead(): void {
    if (isUsed && running === undefined && seen !== 'never') ask({ keys: [], mayAsk: false }, () => undefined);
  }
  function ask(question: Omit<Question, 'id'>, take: (answer: Answer) => void): void {
    const { asked, process } = running ?? run();
    questions += 1;
    asked.set(questions, take);
    process.ask({ id: questions, ...question });
  }

  return {
    repeats: platform === 'win32',
    seen: () => seen,
    use: (isAnySet) => {
      isUsed = isAnySet;
      if (isUsed) startAhead();
      else stop();
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
        wait(ANSWER_WITHIN_MS, () => (running?.isUp === true ? fail() : lose())); // one that is starting may go on
        // A single press may have been over before the first question.
        ask({ keys, mayAsk: !isDown && unseen > 0 }, (answer) => {
          if (isOver) return;
          if (answer.areDown.length !== keys.length) return lose();
          failures = 0;
          const areDown = answer.areDown.every(Boolean);
          if (areDown || answer.isAllowed) unseen = 0;
          else if (!isDown) unseen += 1;
          see(unseen > 1 ? 'not-allowed' : 'by-system');
          // Windows also says that no key is down once a program with more rights has come to the front. The key may
          // then still be held, and be reported as pressed again.
          if (!areDown) return end(platform === 'win32' ? 'hidden' : 'released');
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
