// The last lines of the log, in memory, for the diagnosis. They hold only what main/log.ts has let through, and are
// lost when the program ends.
/** Lines as they were printed, oldest first, each with its time. */
export interface RecentLines {
  readonly keep: (line: string) => void;
  readonly read: () => readonly string[];
}

const MOST_LINES = 200;

/** Keeps up to 200 lines. `now` returns the time in ms since 1970. */
export function createRecentLines(now: () => number): RecentLines {
  let lines: readonly string[] = [];
  return {
    keep: (line) => {
      lines = [...lines, `${new Date(now()).toISOString()} ${line}`].slice(-MOST_LINES);
    },
    read: () => lines,
  };
}
