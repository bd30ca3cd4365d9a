// The devices scene's report as a page a person can read in a terminal. Figures come from the report only.
import type { Check } from '../report.ts';
import type { DevicesReport, Listed } from './report.ts';

const code = (digits: string): string => `${digits.slice(0, 4)} ${digits.slice(4)}`;

function entry(listed: Listed): string {
  if (listed === undefined) return 'nothing listed';
  const { direction, outcome, unseen, verified } = listed;
  return `${direction}, ${outcome}${unseen === true ? ', missed' : ''}, ${verified ? 'verified' : 'not verified'}`;
}

/** The page, ready to print. */
export function devicesPage(report: DevicesReport, checks: readonly Check[]): string {
  const { link, ringing, talking, relay, hold, address, page, move } = report;
  const anna = talking['anna-laptop'];
  const failed = checks.filter(({ holds }) => !holds).length;
  return [
    '',
    `Two people, three devices, ${report.at}`,
    '',
    `  Siegel ${report.app}; two private networks behind symmetric NATs, a server between them`,
    `  link        number ${code(link.number)}; ${link.devicesBefore} device before, ${link.devicesAfter} after`,
    `  ringing     ${ringing.rang.join(' and ')}; the device that did not answer stopped ringing ${ringing.stoppedAfterMs} ms after the answer; ${entry(ringing.listed)}`,
    `  call        ${anna.handshake}, ${anna.suite}; ${anna.path} by ${anna.pathBy}; code ${code(anna.code)}`,
    `  relay       ${relay.allocations} allocations, ${relay.afterMove} after the address had changed`,
    `  hold        ${hold.openedWhileHeld} frames opened while it was held, ${hold.openedAfter} after it`,
    `  address     media back after ${Object.entries(address.healedMs)
      .map(([device, ms]) => `${ms} ms at ${device}`)
      .join(', ')}; key generation ${address.generation.before}, then ${address.generation.after}`,
    `  page        live again ${page.liveMs} ms after the page of the window was reloaded; key generation ${page.generation.before}, then ${page.generation.after}`,
    `  move        ${move.heardMs} ms from the press at the desk to the first frame there; code ${code(move.codeBefore)}, then ${code(move.codes[0] ?? '')}; ${move.trust}`,
    ...Object.entries(report.listed).map(([device, listed]) => `  ${device.padEnd(11)} ${entry(listed)}`),
    '',
    ...checks.map(({ says, holds }) => `  ${holds ? 'holds' : 'FAILS'}  ${says}`),
    '',
    failed === 0 ? `  All ${checks.length} hold.` : `  ${failed} of ${checks.length} do not hold.`,
    `  out/demo/devices/report.json and ${report.pictures.length} pictures beside it.`,
    '',
  ].join('\n');
}
