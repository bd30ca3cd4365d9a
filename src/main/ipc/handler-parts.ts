// The parts of the program that a page's commands use.
import type { Input } from '../../contract/ipc.ts';
import type { KeysInForce } from '../../contract/global-keys.ts';
import type { RelaysOf } from '../../contract/own-relay.ts';
import type { Clock } from '../time/clock.ts';
import type { Fingerprints } from '../app/fingerprints.ts';
import type { LockedConnection } from '../app/locked-connection.ts';
import type { Notices } from '../app/notices.ts';
import type { Profile } from '../app/profile.ts';
import type { Outcome } from '../devices/installation.ts';
import type { Proposals } from '../app/proposal.ts';
import type { ClearBrokers } from '../signalling/clear-brokers.ts';
import type { RecoveryWindow } from '../app/recovery-window.ts';
import type { SettingsOf } from '../policy/settings.ts';
import type { OwnStatus } from '../app/status.ts';
import type { ViewSource } from '../app/view-source.ts';
import type { TryoutWindow } from '../app/tryout-window.ts';
import type { Windows } from '../app/windows.ts';
import type { AskConsent } from '../desktop/consent.ts';
import type { NewDevice } from '../devices/new-device.ts';
import type { SettingUp } from '../devices/setting-up.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { Broker } from '../signalling/broker.ts';
import type { PersonsProxyAccounts } from '../signalling/proxy-accounts.ts';
import type { Support } from '../doctor/support.ts';
import type { Updates } from '../update/updates.ts';
import type { HeadsetReach } from './headset-handlers.ts';
import type { PickerReach } from './share-handlers.ts';

/** The parts on which commands act. */
export interface HandlerParts {
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly profile: Profile;
  readonly settings: SettingsOf;
  readonly broker: Broker;
  readonly clearBrokers: Pick<ClearBrokers, 'askAgain'>;
  readonly notices: Notices;
  readonly fingerprints: Pick<Fingerprints, 'ready' | 'pair'>;
  readonly proposal: Proposals;
  readonly windows: Pick<
    Windows,
    | 'viewOf'
    | 'showMain'
    | 'showCall'
    | 'showCard'
    | 'setSide'
    | 'wantSmall'
    | 'isSmall'
    | 'windowOf'
    | 'layOut'
    | 'leave'
  >;
  readonly recoveryWindow: Pick<RecoveryWindow, 'present' | 'print'>;
  readonly sharePicker: PickerReach;
  readonly lockedConnection: Pick<LockedConnection, 'silence'>;
  readonly headset: HeadsetReach;
  readonly keysInForce: () => KeysInForce;
  readonly tryoutWindow: Pick<TryoutWindow, 'open' | 'close' | 'isFree' | 'told' | 'whenGone'>;
  readonly view: ViewSource;
  readonly relaysOf: () => RelaysOf;
  readonly proxyAccounts: Pick<PersonsProxyAccounts, 'view'>;
  readonly retry: () => void;
  readonly status: OwnStatus;
  readonly policy: PolicyInForce;
  /** Opens the page that policy names, in the person's browser. */
  readonly openPage: (page: Input<'link.open'>['page']) => Promise<Outcome>;
  readonly updates: Pick<Updates, 'check' | 'install'>;
  readonly support: Support;
  readonly newDevice: NewDevice;
  readonly settingUp: SettingUp;
  /** Asks the person directly, before a command that asked-first.ts names. */
  readonly consent: AskConsent;
  /** Saves the request for the organisation's certificate in the place that the person chooses. */
  readonly saveRequest: () => Promise<Outcome>;
}
