// `--print-policy`: what the page of policies shows, on the console, for scripts and support. Without the person's own choices,
// which lie sealed, and without the value of any secret.
import type { PolicyReport } from '../../contract/managed.ts';

/** What to write where, and how to exit: 0, or 1 where a source or an entry in it has a problem. */
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

/** Writes the report and calls `end` with the exit code once it is out. */
export function printPolicy(report: PolicyReport, version: string, end: (code: number) => void): void {
  const { out, error, code } = printedPolicy(report, version);
  process.stdout.on('error', () => end(code)); // nobody reads on: `| head`
  if (error !== '') process.stderr.write(error);
  process.stdout.write(out, () => end(code));
}
