// What the demo found, as data, and the list of what must hold. All data were measured in this run.
import type { KeyStoreView } from '../../src/contract/key-store-view.ts';
import type { CallNumbers, ContactView } from '../../src/contract/view.ts';
import type { Moment } from './moments.ts';
import type { TapReport } from './tap.ts';

/** One state of the tray icon and when it was announced, in ms since 1970. */
export interface TrayMoment {
  readonly atMs: number;
  readonly tooltip: string;
  readonly icon: string;
}

/** One side of the call. */
export interface SideReport {
  readonly address: string;
  readonly keyStore: KeyStoreView;
  readonly code: string;
  readonly numbers: CallNumbers;
  readonly moments: readonly Moment[];
  readonly tray: readonly TrayMoment[];
  readonly contactBefore: ContactView;
  readonly contactAfter: ContactView;
  readonly outcome: string;
}

/** Everything the demo found. Times in ms. */
export interface Report {
  readonly app: string;
  readonly runtime: {
    readonly electron: string;
    readonly source: string;
    readonly releaseElectron: string;
    readonly chromium: string;
    readonly node: string;
    readonly user: string;
    readonly sandbox: string;
  };
  readonly at: string;
  readonly ringMs: number;
  readonly acceptToFirstPictureMs: number;
  readonly caller: SideReport;
  readonly callee: SideReport;
  readonly tap: TapReport;
  readonly pictures: readonly string[];
}

/** One thing that must hold, and whether it did. */
export interface Check {
  readonly says: string;
  readonly holds: boolean;
}

function stream(
  side: SideReport,
  number: 0 | 1,
): { readonly sealed: number; readonly opened: number; readonly refused: number } {
  const found = side.numbers.streams.find((each) => each.stream === number);
  const drops = found?.openDropped ?? {};
  // Before the keys arrive and after the end, frames are dropped as promised, and bandwidth probes repeat some frames.
  // No frame may be dropped as malformed or forged.
  const refused = ['header', 'envelope', 'tag'].reduce((sum, cause) => sum + (drops[cause] ?? 0), 0);
  return { sealed: found?.sealed ?? 0, opened: found?.opened ?? 0, refused };
}

/** Whether tooltips of a side match `words` in this order, whatever other tooltips there are in between. */
function trayHas(side: SideReport, ...words: readonly RegExp[]): boolean {
  let from = 0;
  for (const word of words) {
    const at = side.tray.findIndex(({ tooltip }, index) => index >= from && word.test(tooltip));
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

/** What must hold for the demo to have succeeded. */
export function checks(report: Report): readonly Check[] {
  const { caller, callee, tap } = report;
  const sides = [caller, callee];
  const media = sides.flatMap((side) => [stream(side, 0), stream(side, 1)]);
  return [
    {
      says: 'both keep their keys in a protected key store',
      holds: sides.every(({ keyStore }) => keyStore.kind === 'os'),
    },
    { says: 'the process of a page of the callee is in the sandbox', holds: report.runtime.sandbox === 'seccomp' },
    { says: 'both windows showed a code of eight digits', holds: sides.every(({ code }) => /^[0-9]{8}$/.test(code)) },
    { says: 'the two codes are the same', holds: caller.code === callee.code },
    { says: 'both agreed keys by the same handshake', holds: caller.numbers.handshake === callee.numbers.handshake },
    { says: 'sound and picture were sealed on both sides', holds: media.every(({ sealed }) => sealed > 0) },
    { says: 'sound and picture were opened on both sides', holds: media.every(({ opened }) => opened > 0) },
    {
      says: 'no frame of sound or camera was malformed or not authentic',
      holds: media.every(({ refused }) => refused === 0),
    },
    { says: 'both decoded the other’s picture', holds: sides.every(({ numbers }) => numbers.decodedFrames > 0) },
    {
      says: 'both sides know the authenticated fingerprint of the connection',
      holds: sides.every(({ numbers }) => numbers.fingerprint !== ''),
    },
    {
      says: 'nobody was verified before the call',
      holds: sides.every(({ contactBefore }) => contactBefore.trust.kind !== 'verified'),
    },
    {
      says: 'both are verified after the call',
      holds: sides.every(({ contactAfter }) => contactAfter.trust.kind === 'verified'),
    },
    {
      says: 'the caller’s tray showed calling, in call, verified, ready',
      holds: trayHas(caller, /Calling/, /not verified/, /, verified by you/, /Ready/),
    },
    {
      says: 'the callee’s tray showed ringing, in call, verified, ready',
      holds: trayHas(callee, /is calling|said to be from/, /not verified/, /, verified by you/, /Ready/),
    },
    {
      says: 'the call ended because the caller hung up',
      holds: caller.outcome === 'hung-up' && callee.outcome === 'peer-hung-up',
    },
    { says: 'the tap got frames, a key frame among them', holds: tap.framesTapped > 30 && tap.keyFramesTapped > 0 },
    { says: 'the tap’s receiver received frames', holds: tap.packetsReceived > 0 && tap.framesReceived > 0 },
    { says: 'the tap’s receiver decoded frames that were not sealed (control)', holds: tap.control.framesDecoded > 0 },
    { says: 'the tap decoded no frame', holds: tap.framesDecoded === 0 },
  ];
}
