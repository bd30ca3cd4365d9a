// Fixtures of moving a call to another device of the person, on all three devices involved. For tests only: names and
// addresses are invented.
import type { CallView, View } from '../../../src/contract/view.ts';
import { threeDevices } from './device-fixtures.ts';
import { call, type Fixture, home, live, shown } from './fixture.ts';
import { anna, liveNumbers, NOW } from './people.ts';

const voice = { media: 'audio', phase: live, code: shown, numbers: liveNumbers } as const;
const NOTEBOOK = 'b'.repeat(26);

function moving(change: Partial<CallView>, reach?: Fixture['reach']): Fixture {
  const fixture = call({ ...voice, ...change });
  return {
    ...fixture,
    view: (language) => {
      const view = fixture.view?.(language);
      if (view === undefined) throw new Error('a call window has a view');
      return { ...view, devices: { ...view.devices, list: threeDevices } };
    },
    ...(reach === undefined ? {} : { reach }),
  };
}

function offer(state: NonNullable<View['offer']>['state']): Fixture {
  const { address, name } = anna;
  return home((view) => ({
    ...view,
    devices: { ...view.devices, list: threeDevices },
    offer: { call: '0'.repeat(32), state, address, name, from: NOTEBOOK, until: NOW + 40_000 },
  }));
}

/** Every screen of a move, by name. */
export const moveFixtures: Readonly<Record<string, Fixture>> = {
  'move-choose': moving({}, async (page) => {
    await page.getByRole('button', { name: /^(Verschieben|Move)$/u }).click();
    await page.getByRole('dialog').waitFor();
  }),
  'move-asked': moving({ moving: { device: NOTEBOOK, state: 'asked' } }),
  'move-failed': moving({ moving: { device: NOTEBOOK, state: 'failed' } }),
  'move-refused': moving({ moving: { device: threeDevices[2]?.device ?? '', state: 'refused' } }),
  'move-moved': moving({
    phase: { kind: 'ended', reason: 'transferred', at: NOW, connected: true },
    moving: { device: NOTEBOOK, state: 'moved' },
  }),
  'move-took-place': moving({ tookPlace: true, peerDevice: 'c7zq2xkd'.padEnd(26, 'a') }),
  'move-offered': offer('offered'),
  'move-over': offer('over'),
};
