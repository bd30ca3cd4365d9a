// What the devices scene found, as data, and the list of what must hold. All data were seen in this run, in the windows
// of three running programs or at the relay. scene.ts decides how they are found.
import type { CallNumbers, HistoryEntry } from '../../../src/contract/view.ts';
import type { Check } from '../report.ts';
import type { DeviceName } from './cast.ts';

/** One device's record of one call: the newest in its list of calls. */
export type Listed = Pick<HistoryEntry, 'direction' | 'outcome' | 'unseen' | 'verified'> | undefined;

/** One side of a call while it was live. */
export type Talking = Pick<CallNumbers, 'path' | 'pathBy' | 'generation' | 'handshake' | 'suite'> & {
  readonly code: string;
};

/** Everything the scene found. Times in ms. */
export interface DevicesReport {
  readonly app: string;
  readonly at: string;
  /**
   * Linking: the number that the person carried from one device to the other, and how many devices Bert has before and
   * after.
   */
  readonly link: {
    readonly number: string;
    readonly devicesBefore: number;
    readonly devicesAfter: number;
    readonly contactsCopied: boolean;
    readonly isSamePerson: boolean;
    readonly keyChangeSeen: boolean;
  };
  /** Which devices rang, what the device that did not answer lists, and how long after the answer it still rang. */
  readonly ringing: {
    readonly rang: readonly string[];
    readonly stoppedAfterMs: number;
    readonly listed: Listed;
  };
  readonly talking: Readonly<Record<'anna-laptop' | 'bert-ward', Talking>>;
  readonly verified: Readonly<Record<'anna-laptop' | 'bert-ward', boolean>>;
  readonly relay: { readonly allocations: number; readonly afterMove: number };
  /** Frames that Bert's device opened within two seconds while Anna held the call, and frames after she resumed. */
  readonly hold: { readonly saidToPeer: boolean; readonly openedWhileHeld: number; readonly openedAfter: number };
  /** How long after the change of the address each side opened frames again, and under which keys. */
  readonly address: {
    readonly healedMs: Readonly<Record<'anna-laptop' | 'bert-ward', number>>;
    readonly generation: { readonly before: number; readonly after: number };
  };
  /**
   * The window on the ward got another page during the call: how long until the call was live again, and under which
   * keys.
   */
  readonly page: {
    readonly liveMs: number;
    readonly isSameCall: boolean;
    readonly generation: { readonly before: number; readonly after: number };
  };
  /** The move to the desk: the time from the press there to the first opened frame, and the end of the old call. */
  readonly move: {
    readonly endAtWard: string;
    readonly heardMs: number;
    readonly codeBefore: string;
    readonly codes: readonly string[];
    readonly trust: string;
    /** Trust in Anna at the desk, after Bert has compared her code on the ward. */
    readonly trustAtDesk: string;
    readonly lineAtAnna: Listed;
  };
  readonly ends: Readonly<Record<'anna-laptop' | 'bert-desk', string>>;
  readonly listed: Readonly<Record<DeviceName, Listed>>;
  readonly pictures: readonly string[];
}

const HEALED_WITHIN_MS = 4000;

/** What must hold for the scene to have succeeded. */
export function devicesChecks(report: DevicesReport): readonly Check[] {
  const { link, ringing, talking, relay, hold, address, page, move, ends } = report;
  const sides = Object.values(talking);
  return [
    { says: 'the linking was confirmed by a number of eight digits', holds: /^[0-9]{8}$/.test(link.number) },
    { says: 'Bert’s list has one more device after the linking', holds: link.devicesAfter === link.devicesBefore + 1 },
    { says: 'the linked device belongs to the same person, by fingerprint', holds: link.isSamePerson },
    { says: 'the linked device has Bert’s contact Anna', holds: link.contactsCopied },
    { says: 'Anna sees no key change of Bert', holds: !link.keyChangeSeen },
    { says: 'both of Bert’s devices rang', holds: ringing.rang.length === 2 },
    {
      says: 'the device that did not answer lists the call as answered elsewhere',
      holds: ringing.listed?.outcome === 'answered-elsewhere',
    },
    { says: 'the device that did not answer lists no missed call', holds: ringing.listed?.unseen !== true },
    {
      says: 'the path of the call went by the relay on both sides',
      holds: sides.every(({ path }) => path === 'relay'),
    },
    { says: 'the relay granted allocations for the call', holds: relay.allocations > 0 },
    {
      says: 'both windows showed the same code of eight digits',
      holds: sides.every(({ code }) => /^[0-9]{8}$/.test(code)) && new Set(sides.map(({ code }) => code)).size === 1,
    },
    {
      says: 'Anna and Bert are verified after they compared codes',
      holds: Object.values(report.verified).every(Boolean),
    },
    { says: 'Bert’s device showed that Anna holds the call', holds: hold.saidToPeer },
    { says: 'Bert’s device opened no frame while the call was held', holds: hold.openedWhileHeld === 0 },
    { says: 'Bert’s device opened frames again after the hold', holds: hold.openedAfter > 0 },
    {
      says: `after the change of address, media were back on both sides in under ${HEALED_WITHIN_MS / 1000} s`,
      holds: Object.values(address.healedMs).every((ms) => ms < HEALED_WITHIN_MS),
    },
    {
      says: 'the relay granted more allocations after the change of address',
      holds: relay.afterMove > relay.allocations,
    },
    {
      says: 'the call had new keys after the change of address',
      holds: address.generation.after > address.generation.before,
    },
    {
      says: 'the call went on in another page, with the same code and new keys',
      holds: page.isSameCall && page.generation.after > page.generation.before,
    },
    {
      says: 'the move to the desk ended the call on the ward, and Anna lists it as moved',
      holds: move.endAtWard === 'transferred' && move.lineAtAnna?.outcome === 'transferred',
    },
    {
      says: 'the moved call has another code, the same on both sides',
      holds: new Set(move.codes).size === 1 && move.codes[0] !== move.codeBefore && move.codeBefore !== '',
    },
    {
      says: 'Anna and Bert at the desk are verified to each other in the moved call',
      holds: move.trust === 'verified' && move.trustAtDesk === 'verified',
    },
    {
      says: 'the call ended because Anna hung up',
      holds: ends['anna-laptop'] === 'hung-up' && ends['bert-desk'] === 'peer-hung-up',
    },
    {
      says: 'the newest record on each of the three devices is not of a missed call',
      holds: Object.values(report.listed).every((entry) => entry !== undefined && entry.unseen !== true),
    },
  ];
}
