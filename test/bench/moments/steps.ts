// Shows where the time of a call goes, from the lines that the call machines of both programs log at `debug`. The time
// of a line is when it is read here, which is later than it was written if this process was busy.
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Person } from '../../../tools/desktop/person.ts';

/** One step of the machine of a call: its event, the state of the ring, and its time, in ms since 1970. */
export interface Step {
  readonly side: string;
  readonly what: string;
  readonly atMs: number;
}

const LONGEST_STEP_MS = 30_000;
const LINE = /: a call went on by=([a-z-]+) ring=([a-z]+)$/u;

/** The steps of a side's calls, apart from those by the event `time`: the oldest first, as they arrive. */
export interface Watched {
  readonly steps: readonly Step[];
  /**
   * Resolves when this step comes next; rejects after 30 s. It only reads the log, so that no program has to answer.
   */
  readonly next: (what: string) => Promise<void>;
}

/** The steps of this side's calls from now on; the `LogLevel` of its program must be `debug`. */
export function watchSteps({ name, process }: Person): Watched {
  if (process.stdout === null) throw new Error("the program's output must be piped");
  const steps: Step[] = [];
  const said = new EventEmitter();
  createInterface({ input: process.stdout }).on('line', (line) => {
    const [, by, ring] = LINE.exec(line) ?? [];
    if (by === undefined || by === 'time') return;
    const what = `${by}, ${ring ?? ''}`;
    steps.push({ side: name, what, atMs: Date.now() });
    said.emit(what);
  });
  return {
    steps,
    next: async (what) => void (await once(said, what, { signal: AbortSignal.timeout(LONGEST_STEP_MS) })),
  };
}

/** A step of most rounds, and the median of its time, in ms after the round's beginning. */
export interface Mark {
  readonly side: string;
  readonly what: string;
  readonly afterMs: number;
}

/**
 * The steps that more than half of these rounds have, in order of time. If a step comes repeatedly in a round, the
 * first one counts.
 */
export function timeline(
  rounds: readonly { readonly fromMs: number; readonly toMs: number; readonly steps: readonly Step[] }[],
): readonly Mark[] {
  const found = new Map<string, { readonly mark: Omit<Mark, 'afterMs'>; readonly times: number[] }>();
  for (const { fromMs, toMs, steps } of rounds) {
    const first = new Set<string>();
    for (const { side, what, atMs } of steps) {
      const key = `${side} ${what}`;
      if (atMs < fromMs || atMs > toMs || first.has(key)) continue;
      first.add(key);
      const known = found.get(key) ?? { mark: { side, what }, times: [] };
      known.times.push(atMs - fromMs);
      found.set(key, known);
    }
  }
  return [...found.values()]
    .filter(({ times }) => times.length > rounds.length / 2)
    .map(({ mark, times }) => ({ ...mark, afterMs: median(times) }))
    .toSorted((a, b) => a.afterMs - b.afterMs);
}

/** The middle value; of an even number of values the larger of the two in the middle, and NaN of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
