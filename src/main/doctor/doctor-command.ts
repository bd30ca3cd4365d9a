// What the commands `--doctor` and `--check-network` print, as text or, with `=json`, as JSON: the self-check or its
// network part. The commands examine the profile even while the program runs: they only read its vault, log in at no
// broker and show no window.
import type { DoctorCheck, DoctorReport } from '../../contract/managed.ts';
import type { Language } from '../../contract/view.ts';
import { selfCheckTexts } from '../../text/self-check.ts';
import type { Printed } from '../printed.ts';

/** The report as text. */
export function reportText(report: DoctorReport, language: Language): string {
  return report.checks.map((check) => linesOf(check, language)).join('\n');
}

/** The printed report, with the device id, if known, for a broker's access list. Exit code 1 with a fault, else 0. */
export function printedReport(
  report: DoctorReport,
  device: string | undefined,
  as: 'text' | 'json',
  language: Language,
): Printed {
  const code = report.checks.some(({ outcome }) => outcome === 'bad') ? 1 : 0;
  if (as === 'json') return { text: JSON.stringify({ ...report, device }, undefined, 2), code };
  const own = device === undefined ? [] : [`${selfCheckTexts[language].device}: ${device}`];
  return { text: [reportText(report, language), ...own].join('\n'), code };
}

/** The printed report about the network. Exit code 1 with a fault, else 2 if nothing was tried, else 0. */
export function printedNetwork(report: DoctorReport, as: 'text' | 'json', language: Language): Printed {
  const printed = printedReport(report, undefined, as, language);
  const isTried = report.checks.some(({ facts }) => 'milliseconds' in facts);
  return printed.code === 0 && !isTried ? { ...printed, code: 2 } : printed;
}

function linesOf({ id, outcome, finding, facts }: DoctorCheck, language: Language): string {
  const texts = selfCheckTexts[language];
  const sentences: Readonly<Record<string, string>> = texts.finding; // a report has the code as a string
  const told = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`);
  const lines = [
    `${id}: ${texts.outcome[outcome]} [${finding}]`,
    `  ${sentences[finding] ?? finding}`,
    ...(told.length === 0 ? [] : [`  ${told.join(' ')}`]),
  ];
  return lines.join('\n');
}
