// `--print-policy`: prints what the page of policies shows, for scripts and support. The output lacks the person's own
// choices, which are sealed, and what somebody has set for a secret policy.
import type { PolicyReport } from '../../contract/managed.ts';

/** What to print, and the exit code: 0, or 1 if a source or an entry in it has a problem. */
export interface Printed {
  readonly out: string; // one JSON object
  readonly error: string; // one line for each problem, '' without any
  readonly code: 0 | 1;
}

/** The report as it is printed. */
export function printedPolicy(report: PolicyReport, version: string): Printed {
  const lines = report.problems.map(({ source, name, kind }) =>
    [`siegel: ${kind}: ${source}`, ...(name === undefined ? [] : [JSON.stringify(name)])].join(': '),
  );
  return {
    out: `${JSON.stringify({ version, ...report }, undefined, 2)}\n`,
    error: lines.map((line) => `${line}\n`).join(''),
    code: lines.length === 0 ? 0 : 1,
  };
}

/** Prints report and problems. Calls `end` with the exit code once the report is out or its reader has stopped. */
export function printPolicy(report: PolicyReport, version: string, end: (code: number) => void): void {
  const { out, error, code } = printedPolicy(report, version);
  process.stdout.on('error', () => end(code)); // the reader stopped reading, as `| head` does
  if (error !== '') process.stderr.write(error);
  process.stdout.write(out, () => end(code));
}
