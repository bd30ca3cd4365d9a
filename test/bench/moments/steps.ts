// What both programs say of a call while it goes on, by the lines that the call machine logs at `debug`: where the time goes. A line is
// timed when it is read here, which is later than it was written by as much as this process had to do.
import { createInterface } from 'node:readline';
import type { Person } from '../../../tools/desktop/person.ts';

/** One step of the machine of a call: what happened, how far the ring was then, and when, in ms since 1970. */
export interface Step {
  readonly side: string;
  readonly what: string;
  readonly atMs: number;
}

const LINE = /: a call went on by=([a-z-]+) ring=([a-z]+)$/u;

/** The steps of this side's calls from now on, the oldest first; its `LogLevel` must be `debug`. */
export function watchSteps({ name, process }: Person): readonly Step[] {
  if (process.stdout === null) throw new Error('what a program says must be piped');
  const steps: Step[] = [];
  createInterface({ input: process.stdout }).on('line', (line) => {
    const [, by, ring] = LINE.exec(line) ?? [];
    if (by !== undefined && by !== 'time') steps.push({ side: name, what: `${by}, ${ring ?? ''}`, atMs: Date.now() });
  });
  return steps;
}

/** A step that most rounds had, and the median of when, in ms after the round's beginning. */
export interface Mark {
  readonly side: string;
  readonly what: string;
  readonly afterMs: number;
}

/** The steps of these rounds, each with when it began; of what comes repeatedly in a round the first. In order of time. */
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

/** The middle one; of an even number the later of the two in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
