// What the program knows and does, without anything a person sees: settings, broker, profile and account, and the view of it all.
// Joined here, begun by the composition root once windows and tray are there to follow it.
import type { RelaysOf } from '../../contract/own-relay.ts';
import type { GlobalAct } from '../../contract/global-keys.ts';
import { join } from 'node:path';
import { useCurves } from '../../core/keys/curves.ts';
import { chooseCurves } from '../curves/choose-curves.ts';
import { followAutostart } from '../desktop/follow-autostart.ts';
import type { Log } from '../log.ts';
import { relaysOf } from '../relays/own-relay.ts';
import { programRequest } from '../organisation/program-request.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { loginName } from '../policy/system-policy.ts';
import { createBroker, type Broker } from '../signalling/broker.ts';
import { createTunnel } from '../signalling/proxy-choice.ts';
import { createSecurityRecord, type SecurityRecord } from '../record/security-record.ts';
import { programSupport } from '../doctor/program-support.ts';
import type { Support } from '../doctor/support.ts';
import { systemKeyStore } from '../vault/system-key-store.ts';
import { thisDeviceName } from '../devices/device-names.ts';
import type { AskConsent } from '../desktop/consent.ts';
import { createFirstLook } from '../devices/first-look.ts';
import { createNewDevice, type NewDevice } from '../devices/new-device.ts';
import { createSettingUp, type SettingUp } from '../devices/setting-up.ts';
import { programUpdates } from '../update/program-updates.ts';
import type { Updates } from '../update/updates.ts';
import { openVault } from '../vault/vault.ts';
import { beginAccount, type Account } from './account.ts';
import { type ClearBrokers, createClearBrokers } from '../signalling/clear-brokers.ts';
import { createFingerprints, type Fingerprints } from './fingerprints.ts';
import { createNotices, type Notices } from './notices.ts';
import { defaultBrokerAddress, settingsOf, type Options } from '../policy/options.ts';
import { policyPages } from './policy-page.ts';
import { knownPerson, personToBe } from '../policy/known-person.ts';
import { openProfile, type Profile } from './profile.ts';
import { recordProgram } from './program-record.ts';
import { createProposals, type Proposals } from './proposal.ts';
import { createSeat, type Seat } from './seat.ts';
import { createSettings, defaultSettings, type SettingsOf } from '../policy/settings.ts';
import { createSlices } from '../time/slices.ts';
import { createStatus, type OwnStatus } from './status.ts';
import { createSystemProxy } from '../signalling/system-proxy.ts';
import { systemClock as clock, systemRandom as random } from '../time/system-clock.ts';
import { createViewPace } from './view-pace.ts';
import { viewParts } from './view-parts.ts';
import { createViewSource, type ViewSource } from './view-source.ts';
import { welcomeKnown } from './welcome-known.ts';

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
  /** Asks the person itself. */
  readonly consent: AskConsent;
  /** Resolves when what a person waits for first is on the screen: the broker and whatever else takes main's time come after it. */
  readonly whenShown: Promise<void>;
  /** Global keys that are set and not ours. */
  readonly keysTaken: () => readonly GlobalAct[];
  /** Called once for each account that begins. */
  readonly onAccount: (account: Account) => void;
}

/** The parts that commands act on, and the view. */
export interface Model {
  readonly policy: PolicyInForce;
  readonly profile: Profile;
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
  readonly openPage: ReturnType<typeof policyPages>;
  /** Opens the profile and starts the broker where that is wanted. Call once, when the view has its followers. */
  readonly begin: () => void;
  readonly end: () => Promise<void>;
}

/** The model of one profile. */
export function createModel(parts: ModelParts): Model {
  const { options, folder, versions, languages, log, policy, onAccount } = parts;
  useCurves(chooseCurves(log.area('curves'))); // before anything computes
  let mayConnect = false;
  const onChange = (): void => view.changed();
  const settings = createSettings(defaultSettings(languages), settingsOf(options), policy);
  const broker = createBroker(log.area('broker'), () => policy.values().AllowLocalBroker);
  const login = loginName();
  const seat = createSeat(() => status.look(), onChange);
  const isAbsent = (): boolean => seat.isAbsent(settings.read().awayMinutes);
  const status = createStatus({ clock, settings, isAbsent }, onChange);
  const notices = createNotices(() => profile.opened()?.book, onChange);
  const onDisk = (): void => notices.add({ kind: 'disk', at: clock.nowMs() });
  const tunnel = createTunnel(policy.values, createSystemProxy(), log.area('proxy'));
  const directory = join(folder, 'vault');
  const keyStore = systemKeyStore();
  const vault = openVault({
    directory,
    keyStore,
    profile: 'default',
    random,
    appVersion: versions.app,
  });
  const record = createSecurityRecord({
    vault,
    directory,
    clock,
    random,
    days: () => policy.values().RecordDays,
    onDisk,
  });
  const clearBrokers = createClearBrokers({ settings, policy, consent: parts.consent, onAllowed: onChange });
  let contactNews = 0;
  const onContactNews = (): void => {
    contactNews++;
    onChange();
  };
  const profile: Profile = openProfile({
    vault,
    settings,
    policy,
    login,
    clock,
    random,
    record,
    onDisk,
    onChange,
    begin: (identity, opened) => {
      const account = beginAccount({
        identity,
        opened,
        clock,
        random,
        log,
        notices,
        onChange,
        onContactNews,
        whenShown: parts.whenShown,
        policy,
        tunnel,
        onRecord: record.note,
        consent: parts.consent,
        mayUse: clearBrokers.mayUse,
        settings: settings.read,
        ownRelay: settings.relay,
      });
      onAccount(account);
      return account;
    },
  });
  async function connect(): Promise<void> {
    await parts.whenShown;
    mayConnect = true;
    onChange();
  }
  const proposal = createProposals(onChange);
  // What becomes somebody before there is an account has a connection of its own.
  const slices = createSlices();
  const beforehand = {
    settings,
    policy,
    broker: broker.view,
    tunnel,
    clearBrokers,
    clock,
    random,
    slices,
  };
  const newDevice = createNewDevice({
    ...beforehand,
    profile,
    onlyAddress: () => knownPerson(policy.values(), login).address,
    deviceName: thisDeviceName(),
    log: log.area('link'),
    onRecord: record.note,
    consent: parts.consent,
    onChange,
  });
  const look = createFirstLook({ ...beforehand, log: log.area('link') });
  const settingUp = createSettingUp({
    ...beforehand,
    profile,
    look,
    personToBe: (typed) => personToBe(typed, policy.values(), login),
    onRecord: record.note,
  });
  const updates = programUpdates({
    isPackaged: parts.isPackaged,
    version: versions.app,
    profile: folder,
    policy,
    connect: tunnel,
    clock,
    random,
    onChange,
    onEvent: (outcome, version) => record.note({ kind: 'update', outcome, ...(version !== undefined && { version }) }),
  });
  const whose = (): RelaysOf => relaysOf(policy.values(), settings.relay());
  const fingerprints = createFingerprints(slices, parts.whenShown, onChange);
  const origin = {
    versions,
    policy,
    login,
    profile,
    broker,
    notices,
    proposal,
    updates,
    newDevice,
    fingerprints,
    contactNews: () => contactNews,
    settings: settings.read,
    keysTaken: parts.keysTaken,
    relaysOf: whose,
    status: status.read,
  };
  const view: ViewSource = createViewSource(viewParts(origin), createViewPace(clock, setImmediate));

  view.onView((now) => {
    newDevice.follow();
    look.follow();
    if (mayConnect) profile.account()?.follow(now.settings, now.broker, now.status, settings.brokerPassword());
  });
  settings.onChange(onChange);
  broker.onView(onChange);
  policy.onChange(() => {
    if (!policy.values().AllowLocalBroker) void broker.stop();
    onChange();
  });
  recordProgram(record, parts, policy);
  return {
    policy,
    profile,
    record,
    settings,
    broker,
    status,
    seat,
    notices,
    fingerprints,
    proposal,
    newDevice,
    settingUp,
    consent: parts.consent,
    updates,
    clearBrokers,
    saveRequest: programRequest(profile, settings),
    support: programSupport({
      profile,
      isPackaged: parts.isPackaged,
      directory,
      keyStore,
      record,
      policy,
      settings,
      isAllowed: clearBrokers.isAllowed,
      tunnel,
      clientCertificate: () => profile.account()?.organisation.clientCertificate(),
      view: view.read,
      recentLines: parts.recentLines,
    }),
    view,
    relaysOf: whose,
    openPage: policyPages(policy),
    begin: () => {
      profile.open();
      welcomeKnown({ profile, settingUp, policy, login, clock, wantsChoice: newDevice.wantsChoice });
      // Only what is installed, for the one profile that a login starts.
      if (parts.isPackaged && options.profile === undefined)
        followAutostart({ settings, policy, isOpen: () => profile.opened() !== undefined }, log);
      const address = options.startBroker ?? (settings.read().localBroker ? defaultBrokerAddress : undefined);
      if (address !== undefined) void broker.start(address);
      updates.follow();
      onChange();
      void connect();
    },
    end: async () => {
      await updates.end();
      await newDevice.close();
      await profile.close();
      await broker.stop();
    },
  };
}
