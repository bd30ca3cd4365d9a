// The fixtures of a person's devices: the list, linking from either side, a removed device, and a dispute. For tests
// only.
import type { Page } from '@playwright/test';
import type { DisputeView } from '../../../src/contract/dispute.ts';
import type { DevicesView, ExistingDeviceView, NewDeviceView } from '../../../src/contract/devices.ts';
import { type Fixture, home, setup } from './fixture.ts';
import { DAY_MS, emptyView, NOW, ownDevice } from './people.ts';

export const LINK_CODE = 'K7F2 QMBX 4TZN 3WDL 5HRY VC6P AEQ4';

const settings = async (page: Page): Promise<void> => {
  await page.getByRole('tab', { name: /^(Einstellungen|Settings)$/u }).click();
};
const toDevices = async (page: Page): Promise<void> => {
  await settings(page);
  await page.getByRole('heading', { name: /^(Ihre Geräte|Your devices)$/u }).evaluate((node) => node.scrollIntoView());
};
const pressed =
  (name: RegExp) =>
  async (page: Page): Promise<void> => {
    await toDevices(page);
    await page.getByRole('button', { name }).click();
  };
/** This device, one with a name and one without. */
export const threeDevices: DevicesView['list'] = [
  ownDevice,
  { device: 'b'.repeat(26), name: 'Notebook von Max', isThis: false, isNew: false },
  { device: 'c7zq2xkd'.padEnd(26, 'a'), name: '', isThis: false, isNew: true },
];
const devices = (change: Partial<DevicesView>, reach = toDevices): Fixture => ({
  ...home((view) => ({ ...view, devices: { ...view.devices, list: threeDevices, ...change } })),
  reach,
});
// The step of the linking scrolls itself into sight.
const giving = (view: ExistingDeviceView): Fixture => devices({ giving: view }, settings);
const name = 'Notebook von Max';
const fingerprint = '48219 03756 11284 90017 35562 70418';
const person = { address: 'max.mustermann@klinik.example', name: 'Max Mustermann' };

function removed(removal: NonNullable<DevicesView['removal']>): Fixture {
  const list = threeDevices.slice(1);
  return home((view) => ({
    ...view,
    link: { kind: 'off' },
    devices: { ...view.devices, isRemoved: true, removal, list },
  }));
}

/** A dispute of the person's own devices with `count` sides, at most two. */
function ownSides(count: number): DisputeView {
  const sides = [
    { side: 'A'.repeat(43), devices: [{ device: 'b'.repeat(26), firstSeen: NOW - 61 * DAY_MS }], isFollowed: false },
    {
      side: 'B'.repeat(43),
      devices: [{ device: 'c7zq2xkd'.padEnd(26, 'a'), firstSeen: NOW - DAY_MS }],
      isFollowed: false,
    },
  ];
  return { kind: 'sides', sides: sides.slice(0, count), more: 0 };
}

function taking(view: NewDeviceView): Fixture {
  return {
    window: 'main',
    view: (language) => {
      const { identity: _none, ...rest } = emptyView(language);
      return { ...rest, devices: { ...rest.devices, list: [], taking: view } };
    },
  };
}

/** Every screen of devices, by name. */
export const deviceFixtures: Readonly<Record<string, Fixture>> = {
  'devices-list': devices({}),
  'devices-none': devices({ list: [] }),
  'devices-not-allowed': devices({ mayLink: false }),
  'devices-code': devices({}, pressed(/^(Weiteres Gerät verbinden|Link another device)$/u)),
  'devices-calling': giving({ kind: 'calling' }),
  'devices-number': giving({ kind: 'number', number: '48219037' }),
  'devices-confirmed': giving({ kind: 'confirmed', fingerprint }),
  'devices-asking': giving({ kind: 'asking', name, fingerprint }),
  'devices-sending': giving({ kind: 'sending', name }),
  'devices-adding': giving({ kind: 'adding', name }),
  'devices-done': giving({ kind: 'done', name, isSeen: true }),
  'devices-done-unseen': giving({ kind: 'done', name, isSeen: false }),
  'devices-not-added': giving({ kind: 'failed', reason: 'not-added' }),
  'devices-given': devices({ given: [{ device: 'd'.repeat(26), name }] }),
  'devices-new': devices({}, async () => undefined),
  'devices-unfinished': devices({ isUnfinished: true, list: threeDevices.slice(1, 2) }, async () => undefined),
  'devices-failed': giving({ kind: 'failed', reason: 'wrong-number' }),
  'devices-unknown': giving({ kind: 'failed', reason: 'not-told' }),
  'devices-has-left': giving({ kind: 'failed', reason: 'has-left' }),
  'devices-removed': removed({ by: { kind: 'device', device: 'b'.repeat(26), name }, learnt: NOW - DAY_MS }),
  'devices-removed-by-code': removed({ by: { kind: 'code' } }),
  'devices-removed-unknown': removed({ by: { kind: 'unknown' } }),
  'devices-disputed': { ...devices({ isDisputed: true }), answers: { 'device.readDispute': ownSides(2) } },
  'devices-disputed-notice': devices({ isDisputed: true }, async () => undefined),
  'devices-objection': { ...devices({}), answers: { 'device.readDispute': ownSides(1) } },
  'setup-link-not-allowed': setup({ identity: undefined, devices: { ...emptyView('de').devices, mayLink: false } }),
  'setup-link-start': {
    ...setup({ identity: undefined }),
    reach: async (page) => page.getByRole('button', { name: /^(Mit einem Gerät|Link to a device)/u }).click(),
  },
  'setup-link-code': taking({ kind: 'code', code: LINK_CODE, isOnline: true }),
  'setup-link-offline': taking({ kind: 'code', code: LINK_CODE, isOnline: false }),
  'setup-link-number': taking({ kind: 'number', ...person }),
  'setup-link-checking': taking({ kind: 'checking', ...person }),
  'setup-link-waiting': taking({ kind: 'waiting', ...person, fingerprint }),
  'setup-link-receiving': taking({ kind: 'receiving', ...person }),
  'setup-link-failed': taking({ kind: 'failed', reason: 'wrong-number' }),
};
