// A headset with buttons, in the real program. No container has a USB headset: `navigator.hid` is played in the page that speaks to them,
// by a Jabra as it describes itself (test/renderer/headset/makers.ts); whatever is behind it is the program's own.
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { makers } from '../renderer/headset/makers.ts';
import { test } from '../support/two-people.ts';

interface PlayedHid {
  readonly sent: number[][];
  readonly says: (bits: number) => void;
}
type Playing = typeof globalThis & { readonly playedHid: PlayedHid };

/** From here on each page of this program has one Jabra at `navigator.hid`. */
async function plugIn(person: Person): Promise<void> {
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

const last = (page: Page): Promise<readonly number[] | undefined> =>
  page.evaluate(() => (globalThis as Playing).playedHid.sent.at(-1));
const says = (page: Page, bits: number): Promise<void> =>
  page.evaluate((now) => (globalThis as Playing).playedHid.says(now), bits);

const OFF_HOOK = 0b1;
const MUTE = 0b10;
const RING = 0b100;
const HOLD = 0b1000;
const MICROPHONE = 0b1_0000;

test('a headset answers, mutes, holds and hangs up, and its lights follow the call and what is pressed in the window', async ({
  two,
}) => {
  const { caller, callee } = two;
  await plugIn(callee);
  const main = await callee.window('main');
  await main.getByRole('tab', { name: en.nav.settings }).click();
  const section = main.getByRole('region', { name: en.headset.title });
  await section.getByText(en.headset.use).click();
  await expect(section.getByRole('listitem')).toHaveText(/Jabra Engage 50\s*Ready/u);
  const headset = await callee.window('headset');
  expect(await headset.evaluate(() => document.body.innerText.trim())).toBe('');

  await caller.place(people.callee.name, 'audio');
  await callee.phase('ringing');
  await expect.poll(() => last(headset)).toEqual([2, RING, 0]);
  await says(headset, 0b1);
  await callee.phase('live', 30_000);
  await expect.poll(() => last(headset)).toEqual([2, OFF_HOOK, 0]);

  await says(headset, 0b101);
  await says(headset, 0b1);
  await caller.until('the peer is muted', ({ call }) => call?.remote.mute === true);
  await expect.poll(() => last(headset)).toEqual([2, OFF_HOOK | MUTE | MICROPHONE, 0]);
  await callee.press(en.call.unmute); // in the window: the headset follows
  await expect.poll(() => last(headset)).toEqual([2, OFF_HOOK, 0]);

  await says(headset, 0b1001);
  await says(headset, 0b1);
  await caller.until('the peer holds', ({ call }) => call?.remote.hold === true);
  await expect.poll(() => last(headset)).toEqual([2, OFF_HOOK | HOLD, 0]);
  await says(headset, 0b1001);
  await says(headset, 0b1);
  await caller.until('the peer goes on', ({ call }) => call?.remote.hold === false);

  await says(headset, 0);
  await callee.phase('ended');
  await expect.poll(() => last(headset)).toEqual([2, 0, 0]);
  await section.getByText(en.headset.use).click();
  await expect.poll(() => callee.app.windows().includes(headset)).toBe(false);
});
