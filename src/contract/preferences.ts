// What a person may decide about privacy, calls and the desk, and what main accepts of it; policy may decide some in their place.
import * as v from 'valibot';
import { appearanceSettings } from './appearance.ts';
import { GlobalKeys } from './global-keys.ts';
import { Notifications } from './notifications.ts';
import { QuietHours } from './status.ts';
import { UnknownCallers } from './view.ts';

const upTo = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));

/** A change of any of them. */
export const PreferencesChange = v.partial(
  v.strictObject({
    relayOnly: v.boolean(),
    unknownCallers: UnknownCallers,
    startAtLogin: v.boolean(),
    idleLockMinutes: upTo(1440),
    historyDays: upTo(3650),
    globalKeys: GlobalKeys,
    notifications: Notifications,
    awayMinutes: upTo(240),
    quietHours: QuietHours,
    ...appearanceSettings,
  }),
);
