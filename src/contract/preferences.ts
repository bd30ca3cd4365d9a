// What a person may decide about servers, devices, privacy, calls and the desktop, and what main accepts of it. Policy
// may decide some of it instead.
import * as v from 'valibot';
import { appearanceSettings } from './appearance.ts';
import { Background } from './background.ts';
import { GlobalKeys } from './global-keys.ts';
import { Notifications } from './notifications.ts';
import { statusSettings } from './status.ts';
import { UnknownCallers } from './view.ts';

const upTo = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));

/** A change of any preferences. */
export const PreferencesChange = v.partial(
  v.strictObject({
    relayOnly: v.boolean(),
    unknownCallers: UnknownCallers,
    startAtLogin: v.boolean(),
    idleLockMinutes: upTo(1440),
    historyDays: upTo(3650),
    globalKeys: GlobalKeys,
    headset: v.boolean(),
    notifications: Notifications,
    ...statusSettings,
    awayMinutes: upTo(240),
    ...appearanceSettings,
  }),
);

const Text = v.pipe(v.string(), v.maxLength(2048));

/** A change of the server and of its login. */
export const ServerChange = v.partial(
  v.strictObject({ brokerUrl: Text, brokerUsername: Text, brokerPassword: Text, localBroker: v.boolean() }),
);

/** The person's own relay, '' for none. Without a password the stored one for this server stays. */
export const RelayChange = v.strictObject({ server: Text, username: Text, password: v.optional(Text) });

const DeviceName = v.pipe(v.string(), v.maxLength(256));

/** A change of the devices of calls, or of the background. */
export const DeviceChange = v.partial(
  v.strictObject({ microphone: DeviceName, camera: DeviceName, speaker: DeviceName, background: Background }),
);
