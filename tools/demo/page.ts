// The report as a page a person can read in a terminal. Figures come from the report only.
import type { KeyStoreView } from '../../src/contract/key-store-view.ts';
import type { CallNumbers, ContactView } from '../../src/contract/view.ts';
import type { Check, Report, SideReport } from './report.ts';

function store(view: KeyStoreView): string {
  return view.kind === 'os' ? `system key store (${view.backend})` : view.kind;
}

function trust(contact: ContactView): string {
  const { trust: known } = contact;
  return known.kind === 'verified' ? `verified by ${known.way} at ${new Date(known.at).toISOString()}` : known.kind;
}

const names = ['sound', 'camera', 'screen'] as const;

function frames(numbers: CallNumbers): readonly string[] {
  return numbers.streams
    .filter(({ sealed, opened }) => sealed + opened > 0)
    .map(({ stream, sealed, sealDropped, opened, openDropped }) => {
      const drops = (counts: Readonly<Record<string, number>>): string => {
        const some = Object.entries(counts).filter(([, count]) => count > 0);
        return some.length === 0 ? 'none' : some.map(([cause, count]) => `${cause} ${count}`).join(', ');
      };
      const out = `sealed ${sealed} (dropped: ${drops(sealDropped)})`;
      return `    ${names[stream].padEnd(7)} ${out}, opened ${opened} (dropped: ${drops(openDropped)})`;
    });
}

function side(title: string, report: SideReport): readonly string[] {
  const { numbers } = report;
  return [
    `  ${title}: ${report.address}`,
    `    keys    ${store(report.keyStore)}`,
    `    code    ${report.code.slice(0, 4)} ${report.code.slice(4)}`,
    ...frames(numbers),
    `    decoded ${numbers.decodedFrames} pictures of the other`,
    `    trust   before: ${trust(report.contactBefore)}; after: ${trust(report.contactAfter)}`,
    `    tray    ${report.tray.map(({ tooltip }) => tooltip.replace(/^Siegel – /, '')).join(' > ')}`,
    `    ended   ${report.outcome}`,
  ];
}

/** The page, ready to print. */
export function page(report: Report, checks: readonly Check[]): string {
  const { runtime, caller, tap } = report;
  const release = runtime.electron === runtime.releaseElectron ? '' : ` (releases: ${runtime.releaseElectron})`;
  const failed = checks.filter(({ holds }) => !holds).length;
  return [
    '',
    `A sealed call between two programs, ${report.at}`,
    '',
    `  Siegel ${report.app}, Electron ${runtime.electron}${release}, Chromium ${runtime.chromium}, ${runtime.source} runtime`,
    `  user ${runtime.user}, sandbox ${runtime.sandbox}`,
    `  handshake ${caller.numbers.handshake}`,
    `  frames    ${caller.numbers.suite}, ${caller.numbers.codec.audio} and ${caller.numbers.codec.video}, path ${caller.numbers.path}`,
    `  call button to ringing ${report.ringMs} ms; accept to first decoded remote picture ${report.acceptToFirstPictureMs} ms`,
    '',
    ...side('caller', report.caller),
    '',
    ...side('callee', report.callee),
    '',
    `  the tap: a plain receiver (${tap.engine}, ${tap.codec}) without the keys, fed with what the callee received`,
    `    tapped ${tap.framesTapped} frames (${tap.keyFramesTapped} key frames); its receiver got ${tap.packetsReceived} packets,`,
    `    ${tap.framesReceived} frames, and decoded ${tap.framesDecoded}. Unsealed, the same receiver decoded ${tap.control.framesDecoded} of ${tap.control.framesReceived}.`,
    '',
    ...checks.map(({ says, holds }) => `  ${holds ? 'holds ' : 'FAILS '} ${says}`),
    '',
    failed === 0 ? `  All ${checks.length} hold.` : `  ${failed} of ${checks.length} do not hold.`,
    `  out/demo/report.json and ${report.pictures.length} pictures beside it.`,
    '',
  ].join('\n');
}
