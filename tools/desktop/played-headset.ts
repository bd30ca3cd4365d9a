// A fake headset with buttons: in every page that opens after `plugIn`, `navigator.hid` has one device, a Jabra as it
// describes itself (headset-makers.ts). Everything else is the program's own code.
import type { Page } from '@playwright/test';
import { makers } from './headset-makers.ts';
import type { Person } from './person.ts';

interface PlayedHid {
  readonly sent: number[][];
  readonly says: (bits: number) => void;
}
type Playing = typeof globalThis & { readonly playedHid: PlayedHid };

/** Each page of this program that opens from now on has one Jabra at `navigator.hid`. */
export async function plugIn(person: Person): Promise<void> {
  await person.app.context().addInitScript((collections) => {
    const sent: number[][] = [];
    const listeners: ((report: object) => void)[] = [];
    const device = {
      opened: false,
      productName: 'Jabra Engage 50',
      collections,
      open: () => Promise.resolve(),
      sendReport: (id: number, data: Uint8Array) => Promise.resolve(void sent.push([id, ...data])),
      addEventListener: (_type: string, run: (report: object) => void) => void listeners.push(run),
    };
    const says = (bits: number): void => {
      const data = new DataView(Uint8Array.of(bits & 0xff, bits >> 8).buffer);
      for (const run of listeners) run({ reportId: 2, data });
    };
    const hid = { getDevices: () => Promise.resolve([device]), addEventListener: () => undefined };
    Object.defineProperty(Navigator.prototype, 'hid', { get: () => hid });
    Object.assign(globalThis, { playedHid: { sent, says } });
  }, makers.jabra);
}

/** The last report that the program sent to the headset: the report's number, then its bytes. */
export const lastSent = (page: Page): Promise<readonly number[] | undefined> =>
  page.evaluate(() => (globalThis as Playing).playedHid.sent.at(-1));
/** The headset reports that these of its buttons and switches are down. */
export const says = (page: Page, bits: number): Promise<void> =>
  page.evaluate((now) => (globalThis as Playing).playedHid.says(now), bits);
