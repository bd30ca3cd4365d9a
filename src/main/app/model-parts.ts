// What the model of a profile is made of, and what commands and windows use of it.
import type { RelaysOf } from '../../contract/own-relay.ts';
import type { DevicesTried } from '../../contract/device-cause.ts';
import type { HeadsetsView } from '../../contract/headset.ts';
import type { KeysInForce } from '../../contract/global-keys.ts';
import type { Log } from '../log.ts';
import type { programRequest } from '../organisation/program-request.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { Broker } from '../signalling/broker.ts';
import type { PersonsProxyAccounts } from '../signalling/proxy-accounts.ts';
import type { SecurityRecord } from '../record/security-record.ts';
import type { Support } from '../doctor/support.ts';
import type { TrialCall } from '../doctor/trial-call.ts';
import type { AskConsent } from '../desktop/consent.ts';
import type { SystemDnd } from '../desktop/system-dnd.ts';
import type { NewDevice } from '../devices/new-device.ts';
import type { SettingUp } from '../devices/setting-up.ts';
import type { Updates } from '../update/updates.ts';
import type { Account } from './account.ts';
import type { ClearBrokers } from '../signalling/clear-brokers.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { LockedConnection } from './locked-connection.ts';
import type { Notices } from './notices.ts';
import type { Options } from '../policy/options.ts';
import type { policyPages } from './policy-page.ts';
import type { Profile } from './profile.ts';
import type { Proposals } from './proposal.ts';
import type { Seat } from './seat.ts';
import type { SettingsOf } from '../policy/settings.ts';
import type { OwnStatus } from './status.ts';
import type { ViewSource } from './view-source.ts';

/** What the model is made of; `languages` are the system's as BCP 47 tags, best first. */
export interface ModelParts {
  readonly options: Options;
  readonly folder: string; // of the profile
  readonly versions: { readonly app: string; readonly electron: string; readonly chromium: string };
  readonly languages: readonly string[];
  readonly isPackaged: boolean;
  readonly log: Log;
  readonly recentLines: () => readonly string[];
  readonly policy: PolicyInForce;
  /** Asks the person in a dialog of main's own. */
  readonly consent: AskConsent;
  /**
   * Resolves once the page of the first window has loaded, after three seconds at the latest; at once if the program
   * starts without a window. Connecting, and whatever else takes main's time, comes afterwards.
   */
  readonly whenShown: Promise<void>;
  /** Who gives the global keys, and what became of those that the person has set. */
  readonly keysInForce: () => KeysInForce;
  /** Headsets with buttons that were found. */
  readonly headsets: () => HeadsetsView;
  /** The do not disturb of the system. */
  readonly systemDnd: SystemDnd;
  /** Makes a trial call to oneself through relays. */
  readonly trialCall: TrialCall;
  /** The results of trying microphone and camera. */
  readonly devicesTried: () => DevicesTried;
  /** Called once for each account that begins. */
  readonly onAccount: (account: Account) => void;
}

/** The parts that commands act on, and the view. */
export interface Model {
  readonly policy: PolicyInForce;
  readonly profile: Profile;
  readonly lockedConnection: Pick<LockedConnection, 'silence' | 'networkChanged'>;
  readonly record: SecurityRecord;
  readonly settings: SettingsOf;
  readonly broker: Broker;
  readonly status: OwnStatus;
  readonly seat: Seat;
  readonly notices: Notices;
  readonly fingerprints: Fingerprints;
  readonly proposal: Proposals;
  readonly newDevice: NewDevice;
  readonly settingUp: SettingUp;
  readonly consent: AskConsent;
  readonly updates: Updates;
  readonly support: Support;
  readonly clearBrokers: ClearBrokers;
  readonly saveRequest: ReturnType<typeof programRequest>;
  readonly view: ViewSource;
  readonly relaysOf: () => RelaysOf;
  readonly proxyAccounts: Pick<PersonsProxyAccounts, 'view'>;
  /** Reconnects now: whatever prevented connections may be over. */
  readonly retry: () => void;
  readonly openPage: ReturnType<typeof policyPages>;
  /** Opens the profile and starts the broker if wanted. To be run once, when the view has its followers. */
  readonly begin: () => void;
  readonly end: () => Promise<void>;
}
