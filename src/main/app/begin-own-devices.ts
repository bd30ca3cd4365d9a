// The devices of an account's person, disputes among them, and the removal of this device by another one.
import type { AskConsent } from '../desktop/consent.ts';
import { thisDeviceName } from '../devices/device-names.ts';
import { bundleOf } from '../devices/kept-link.ts';
import { createOwnDevices, type OwnDevices } from '../devices/own-devices.ts';
import { createOwnDisputes, type OwnDisputes } from '../devices/own-disputes.ts';
import { createOwnRemoval, type OwnRemoval } from '../devices/own-removal.ts';
import type { Settings } from '../../contract/view.ts';
import type { SeenDevices } from '../people/seen-devices.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { Transport } from '../signalling/transport.ts';
import { createSlices } from '../time/slices.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Identity } from '../devices/identity.ts';
import type { Opened } from './opened.ts';
import type { OwnChain } from '../devices/own-chain.ts';

/** What `beginOwnDevices` needs. */
export interface BeginOwnDevicesParts {
  readonly identity: Identity;
  readonly opened: Pick<Opened, 'deviceMarks' | 'deviceNames' | 'bookState'>;
  readonly chain: OwnChain;
  readonly transport: Pick<Transport, 'send' | 'view'>;
  readonly seen: SeenDevices;
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: PolicyInForce;
  readonly settings: () => Settings;
  readonly onRecord: OnRecord;
  readonly consent: AskConsent;
  readonly onDisk: () => void;
  readonly onChange: () => void;
}

/** The devices, the removal of this device, and disputes among the devices. Each of the three ends separately. */
export function beginOwnDevices(parts: BeginOwnDevicesParts): {
  readonly devices: OwnDevices;
  readonly removal: OwnRemoval;
  readonly disputes: OwnDisputes;
} {
  const { identity, opened } = parts;
  const shared = { ...parts, marks: opened.deviceMarks, names: opened.deviceNames };
  const devices = createOwnDevices({
    ...shared,
    deviceName: thisDeviceName(),
    mayLink: () => parts.policy.values().LinkDevices,
    bundle: () => {
      const names = [...opened.deviceNames.all(), { device: identity.deviceId, name: thisDeviceName() }];
      const book = opened.bookState() ?? { entries: [] };
      return bundleOf({ identity, book }, names, parts.settings());
    },
  });
  const told = { ...shared, device: identity.deviceId, announce: devices.announce };
  const removal = createOwnRemoval(told);
  const disputes = createOwnDisputes({ ...told, address: identity.address, slices: createSlices() });
  return { devices, removal, disputes };
}
