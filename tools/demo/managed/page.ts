// The managed scene's report as a page a person can read in a terminal. Figures come from the report only.
import type { Check } from '../report.ts';
import type { MachineReport, ManagedReport, Said } from './report.ts';

function lastLine({ code, out }: Said): string {
  const line = out
    .split('\n')
    .map((each) => each.trim())
    .findLast((each) => each !== '' && !/:(ERROR|WARNING):/.test(each));
  return `${line ?? 'nothing said'} (exit ${code})`;
}

function machine(of: MachineReport): readonly string[] {
  const checks = Object.entries(of.doctor).map(([id, outcome]) => `${id} ${outcome}`);
  return [
    `  ${of.host}: ${of.address}, in ${of.language === 'de' ? 'German' : 'English'}`,
    `    asked for   ${of.askedFor.length === 0 ? 'nothing' : of.askedFor.join(', ')}`,
    `    policies    ${of.setByMachine.length} set by the machine: ${of.setByMachine.join(' ')}`,
    `    server      ${of.serverField.isEditable ? 'free to change' : 'locked'}: “${of.serverField.description}”`,
    `    self-check  ${checks.join(', ')}`,
    '',
  ];
}

/** The page, ready to print. */
export function managedPage(report: ManagedReport, checks: readonly Check[]): string {
  const { broker, call, record, revoked } = report;
  const failed = checks.filter(({ holds }) => !holds).length;
  return [
    '',
    `Two managed workstations, ${report.at}`,
    '',
    `  installed   ${report.package.file} (${report.package.version}), by apt`,
    `  organised   ${report.organisation.name}, root ${report.organisation.root}`,
    '',
    ...report.machines.flatMap(machine),
    `  broker      without a certificate: ${lastLine(broker.nobody)}; with a foreign one: ${lastLine(broker.foreigner)}`,
    `              an insider received ${broker.insider.presences} presences and ${broker.insider.inboxes} messages of others`,
    `  forbidden   ${report.forbidden.address}: “${report.forbidden.words}”`,
    `  card        “${call.calleeCard}”`,
    `  call        “${call.callerLine}”; caller hears ${call.callerHears ? 'the callee' : 'nothing'}, callee hears ${call.calleeHears ? 'the caller' : 'nothing'}`,
    `  end         “${call.endedLine}”`,
    `  revoked     “${revoked.mark}”; “${revoked.words}”`,
    `  record      ${record.bytes} bytes; as saved: ${lastLine(record.asSaved)}`,
    `              one byte changed: ${lastLine(record.tampered)}`,
    `  removed     ${report.leftBehind.length === 0 ? 'nothing of the package is left' : report.leftBehind.join(', ')}`,
    '',
    ...checks.map(({ says, holds }) => `  ${holds ? 'holds' : 'FAILS'}  ${says}`),
    '',
    failed === 0 ? `  All ${checks.length} hold.` : `  ${failed} of ${checks.length} do not hold.`,
    '',
    '',
  ].join('\n');
}
