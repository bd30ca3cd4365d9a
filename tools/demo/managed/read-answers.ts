// Parses what the installed program prints on the command line, for the report. Throws if the output has another shape.
import * as v from 'valibot';
import { DoctorReport, PolicyReport } from '../../../src/contract/managed.ts';
import type { Said } from './report.ts';

/** The JSON in the output: from the first brace to the last; other lines are the engine's. */
function json({ code, out }: Said): unknown {
  try {
    return JSON.parse(out.slice(out.indexOf('{'), out.lastIndexOf('}') + 1));
  } catch {
    throw new Error(`no JSON was printed (exit code ${code}): ${out}`);
  }
}

/** Names of the policies that the machine sets, as `--print-policy` prints them. */
export function readPolicies(said: Said): readonly string[] {
  const { policies } = v.parse(v.object({ policies: PolicyReport.entries.policies }), json(said));
  return policies.filter(({ level }) => level === 'machine').map(({ name }) => name);
}

const fromGoodToBad = ['not-checked', 'good', 'notice', 'bad'];

/** The outcome of each check, as `--doctor=json` prints it. If checks share an id, the worst outcome counts. */
export function readDoctor(said: Said): Readonly<Record<string, string>> {
  const { checks } = v.parse(v.object({ checks: DoctorReport.entries.checks }), json(said));
  const sorted = checks.toSorted((a, b) => fromGoodToBad.indexOf(a.outcome) - fromGoodToBad.indexOf(b.outcome));
  return Object.fromEntries(sorted.map(({ id, outcome }) => [id, outcome]));
}
