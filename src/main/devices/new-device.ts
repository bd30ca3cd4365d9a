// This installation while it becomes a device of an existing person: the key of the vault, a broker connection of its
// own, and one linking. No identity is made meanwhile. If the linking fails, nothing of it stays but the vault.
import type { LinkBundle } from '../../core/signal/link-bundle.ts';
import type { NewDeviceView } from '../../contract/devices.ts';
import type { BrokerView } from '../../contract/view.ts';
import type { ClearBrokers } from '../signalling/clear-brokers.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { DeviceSeeds } from './long-term-keys.ts';
import type { Installation, Outcome } from './installation.ts';
import type { SettingsOf } from '../policy/settings.ts';
import type { Slices } from '../time/slices.ts';
import type { AskConsent } from '../desktop/consent.ts';
import type { Log } from '../log.ts';
import { createAddressReader } from '../people/address-reader.ts';
import type { Held } from '../people/held.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { OnRecord } from '../record/record-event.ts';
import { createConnectionAim, type ConnectionAim } from '../signalling/connection-aim.ts';
import { createBrokerConnection, type BrokerConnection } from '../signalling/broker-connection.ts';
import type { Tunnel } from '../signalling/proxy.ts';
import { wipeKeys } from '../vault/form.ts';
import type { AddedMessage } from './added-message.ts';
import { linkedState } from './kept-link.ts';
import { NewDeviceLinking } from './new-device-linking.ts';

/** A new device, or none. */
export interface NewDevice {
  readonly view: () => NewDeviceView;
  /** Whether the person has started over. Then no identity is made without asking, even if policy names the person. */
  readonly wantsChoice: () => boolean;
  /** Makes the keys of a device and shows its link code. */
  readonly take: (passphrase?: string) => Promise<Outcome>;
  /** The number shown on the existing device, as typed here. */
  readonly type: (number: string) => Outcome;
  /** Ends the linking, or dismisses the notice of its end. */
  readonly stop: () => void;
  /** Asks the person, and erases what is stored, so that this installation can be linked or begun anew. */
  readonly beginAnew: () => Promise<Outcome>;
  /** Settings, policy or the embedded broker may have changed. */
  readonly follow: () => void;
  /** Whatever kept this device from its broker may be over: it tries again at once. */
  readonly retryNow: () => void;
  readonly close: () => Promise<void>;
}

/** What a new device is made of. */
export interface NewDeviceParts {
  readonly profile: Pick<Installation, 'claim' | 'release' | 'keepLinked' | 'beginLinked' | 'erase' | 'account'>;
  readonly settings: Pick<SettingsOf, 'read' | 'brokerPassword'>;
  readonly policy: Pick<PolicyInForce, 'values' | 'lockOf'>;
  readonly broker: () => BrokerView;
  readonly tunnel: Tunnel;
  /** The address that policy sets for this machine, '' if any is allowed. */
  readonly onlyAddress: () => string;
  readonly deviceName: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly slices: Slices;
  readonly log: Log;
  readonly onRecord: OnRecord;
  readonly consent: AskConsent;
  readonly clearBrokers: Pick<ClearBrokers, 'mayUse' | 'renew'>;
  readonly onChange: () => void;
}

const LEAVE_MS = 3000; // for the last message to the existing device

/** No linking yet. */
export function createNewDevice(parts: NewDeviceParts): NewDevice {
  const { profile, settings, policy, clock, slices } = parts;
  let taking: NewDeviceLinking | undefined;
  let connection: BrokerConnection | undefined;
  let aim: ConnectionAim | undefined;
  let wantsChoice = false;
  let stops = 0;
  let ending: Promise<void> = Promise.resolve();

  function connect(): void {
    if (taking === undefined || taking.isOver) return;
    aim?.follow(settings.read(), parts.broker(), settings.brokerPassword());
  }

  async function leave(sent: Promise<unknown>): Promise<void> {
    const last = connection;
    connection = undefined;
    aim = undefined;
    let cancel = (): void => undefined;
    const timeout = new Promise<void>((resolve) => {
      cancel = clock.after(LEAVE_MS, resolve);
    });
    await Promise.race([sent.catch(() => undefined), timeout]);
    cancel();
    await last?.close();
  }

  // Both connections use the same device id at the same broker: the connection of the linking closes before the
  // connection of the account opens.
  async function begin(added: AddedMessage): Promise<void> {
    await leave(Promise.resolve());
    parts.onRecord({ kind: 'device-linked', role: 'new' });
    taking = undefined;
    wantsChoice = false;
    profile.beginLinked();
    const account = profile.account();
    if (account === undefined) added.wipe();
    else account.devices.expect(added);
  }

  function keep(bundle: LinkBundle, held: Held, seeds: DeviceSeeds): 'kept' | 'disk' {
    const state = linkedState(bundle, held, seeds);
    const outcome = profile.keepLinked(state);
    wipeKeys(state);
    return outcome;
  }

  async function take(passphrase?: string): Promise<Outcome> {
    if (!policy.values().LinkDevices) return 'locked';
    if (taking !== undefined && !taking.isOver) return 'done';
    const before = stops;
    await ending;
    const claimed = await profile.claim(passphrase);
    if (claimed !== 'done') return claimed;
    if (stops !== before) {
      profile.release(); // the linking was stopped while the vault was being made
      return 'done';
    }
    parts.clearBrokers.renew();
    const own = createBrokerConnection({ clock, random: parts.random, log: parts.log });
    const begun = new NewDeviceLinking({
      deviceName: parts.deviceName,
      send: own.send,
      clock,
      random: parts.random,
      slices,
      read: createAddressReader({ source: own, clock, random: parts.random, slices }).read,
      onlyAddress: parts.onlyAddress,
      keep,
      onChange: parts.onChange,
      onKept: (added) => void (ending = begin(added)),
      onFailed: (sent) => {
        profile.release();
        ending = leave(sent);
      },
    });
    own.onMessage((from, bytes) => begun.receive(from, bytes));
    own.onView((view) => begun.follow(view));
    taking = begun;
    connection = own;
    aim = createConnectionAim({
      connection: own,
      device: begun.device,
      policy,
      clientCertificate: () => undefined, // the organisation certifies a person's device, which this is not yet
      tunnel: parts.tunnel,
      mayUse: parts.clearBrokers.mayUse,
    });
    connect();
    parts.onChange();
    return 'done';
  }

  return {
    view: () => taking?.view ?? { kind: 'off' },
    wantsChoice: () => wantsChoice,
    take,
    type: (number) => (taking?.type(number) === true ? 'done' : 'linking'),
    stop: () => {
      stops++;
      taking?.end('cancelled', 'cancelled');
      taking = undefined;
      parts.onChange();
    },
    beginAnew: async () => {
      const asked = profile.account();
      const consent = await parts.consent({ kind: 'erase' });
      if (consent !== 'yes') return consent === 'no' ? 'cancelled' : consent;
      if (profile.account() !== asked) return 'app-locked'; // the account that the question was about has ended
      // Set before the account ends. Otherwise, if policy names the person, an identity would be made at once.
      wantsChoice = true;
      const outcome = await profile.erase();
      if (outcome !== 'done') wantsChoice = false;
      parts.onChange();
      return outcome;
    },
    follow: () => {
      if (!policy.values().LinkDevices) taking?.end('not-allowed', 'cancelled');
      connect();
    },
    retryNow: () => connection?.retryNow(),
    close: async () => {
      taking?.end('cancelled', 'cancelled');
      await ending;
    },
  };
}
