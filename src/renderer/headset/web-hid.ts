// The part of WebHID (WICG, draft) that headsets need. TypeScript's library does not include it.

/** One field of a report, or several of one size. */
export interface HidItem {
  readonly isAbsolute?: boolean;
  readonly isArray?: boolean;
  readonly isRange?: boolean;
  readonly hasPreferredState?: boolean;
  readonly usages?: readonly number[]; // the page in the upper 16 bits
  readonly usageMinimum?: number;
  readonly usageMaximum?: number;
  readonly reportSize?: number; // bits of each field
  readonly reportCount?: number;
}

/** The description of a report: its id and its fields in order. */
export interface HidReport {
  readonly reportId?: number;
  readonly items?: readonly HidItem[];
}

/** A collection of the device; the reports of its children are in it as well. */
export interface HidCollection {
  readonly usagePage?: number;
  readonly usage?: number;
  readonly inputReports?: readonly HidReport[];
  readonly outputReports?: readonly HidReport[];
}

/** A report that arrived. */
export interface HidInputReport {
  readonly reportId: number;
  readonly data: DataView;
}

/** A HID device. The promises reject if the device is gone or the system refuses. */
export interface HidDevice {
  readonly opened: boolean;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly sendReport: (reportId: number, data: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly addEventListener: (type: 'inputreport', run: (report: HidInputReport) => void) => void;
}

/** `navigator.hid`: the devices that main allows this page, and their changes. */
export interface Hid {
  readonly getDevices: () => Promise<readonly HidDevice[]>;
  readonly addEventListener: (
    type: 'connect' | 'disconnect',
    run: (event: { readonly device: HidDevice }) => void,
  ) => void;
}

/** WebHID of this page, if the engine has it. */
export function hidOf(navigator: Navigator): Hid | undefined {
  return 'hid' in navigator ? (navigator.hid as Hid) : undefined; // the types do not know it
}
