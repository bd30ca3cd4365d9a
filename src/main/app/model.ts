// What the program knows and does, apart from windows and tray: settings, broker, profile and account, and the view of
// all of it. This file joins them. The composition root begins the model once windows and tray can follow it.
import type { RelaysOf } from '../../contract/own-relay.ts';
import { join } from 'node:path';
import { useCurves } from '../../core/keys/curves.ts';
import { chooseCurves } from '../curves/choose-curves.ts';
import { followAutostart } from '../desktop/follow-autostart.ts';
import { relaysOf } from '../relays/own-relay.ts';
import { programRequest } from '../organisation/program-request.ts';
import { loginName } from '../policy/system-policy.ts';
import { createBroker } from '../signalling/broker.ts';
import { createProxyAccounts } from '../signalling/proxy-accounts.ts';
import { createTunnel } from '../signalling/proxy-choice.ts';
import { createSecurityRecord } from '../record/security-record.ts';
import { programSupport } from '../doctor/program-support.ts';
import { systemKeyStore } from '../vault/system-key-store.ts';
import { thisDeviceName } from '../devices/device-names.ts';
import { createFirstLook } from '../devices/first-look.ts';
import { createNewDevice } from '../devices/new-device.ts';
import { createSettingUp } from '../devices/setting-up.ts';
import { programUpdates } from '../update/program-updates.ts';
import { openVault } from '../vault/vault.ts';
import { beginAccount } from './account.ts';
import { createClearBrokers } from '../signalling/clear-brokers.ts';
import { createFingerprints } from './fingerprints.ts';
import { createLockedConnection } from './locked-connection.ts';
import { openWaiting } from './waiting-messages.ts';
import { systemFiles } from '../vault/files.ts';
import { createNotices } from './notices.ts';
import { defaultBrokerAddress, settingsOf } from '../policy/options.ts';
import { policyPages } from './policy-page.ts';
import { knownPerson, personToBe } from '../policy/known-person.ts';
import { openProfile, type Profile } from './profile.ts';
import { recordProgram } from './program-record.ts';
import { createProposals } from './proposal.ts';
import { createSeat } from './seat.ts';
import { createSettings, defaultSettings } from '../policy/settings.ts';
import { createSlices } from '../time/slices.ts';
import { createStatus } from './status.ts';
import { createSystemProxy } from '../signalling/system-proxy.ts';
import { systemClock as clock, systemRandom as random } from '../time/system-clock.ts';
import { createViewPace } from './view-pace.ts';
import { viewParts } from './view-parts.ts';
import { createViewSource, type ViewSource } from './view-source.ts';
import { welcomeKnown } from './welcome-known.ts';
import type { Model, ModelParts } from './model-parts.ts';

/** The model of one profile. */
export function createModel(parts: ModelParts): Model {
  const { options, folder, versions, languages, log, policy, onAccount } = parts;
  useCurves(chooseCurves(log.area('curves'))); // before anything is computed
  let mayConnect = false;
  const onChange = (): void => view.changed();
  const settings = createSettings(defaultSettings(languages), settingsOf(options), policy);
  const broker = createBroker(log.area('broker'), () => policy.values().AllowLocalBroker);
  const login = loginName();
  const seat = createSeat(() => status.look(), onChange);
  const isAbsent = (): boolean => seat.isAbsent(settings.read().awayMinutes);
  const status = createStatus({ clock, settings, isAbsent, systemDnd: parts.systemDnd.state }, onChange);
  const notices = createNotices(() => profile.opened()?.book, onChange);
  const onDisk = (): void => notices.add({ kind: 'disk', at: clock.nowMs() });
  const proxyAccounts = createProxyAccounts(settings.proxyAccount, onChange);
  const tunnel = createTunnel(policy.values, createSystemProxy(), log.area('proxy'), proxyAccounts);
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
  const lockedConnection = createLockedConnection({
    waiting: openWaiting(systemFiles, directory),
    policy,
    isDoNotDisturb: () => status.read().status === 'dnd',
    clock,
    random,
    log: log.area('locked'),
    onChange,
  });
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
    lockedConnection,
    begin: (identity, opened) => {
      lockedConnection.unlocked();
      const account = beginAccount({
        identity,
        opened,
        arrived: () => lockedConnection.arrived(opened.waitingKey),
        onTaken: lockedConnection.taken,
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
  // An installation that becomes a person's device has no account yet, so it has a connection of its own.
  const slices = createSlices();
  const beforehand = { settings, policy, broker: broker.view, tunnel, clearBrokers, clock, random, slices };
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
    keysInForce: parts.keysInForce,
    knock: lockedConnection.knock,
    headsets: parts.headsets,
    relaysOf: whose,
    proxyAccounts,
    status: status.read,
    systemDnd: parts.systemDnd,
  };
  const view: ViewSource = createViewSource(viewParts(origin), createViewPace(clock, setImmediate));

  view.onView((now) => {
    newDevice.follow();
    look.follow();
    if (mayConnect) profile.account()?.follow(now.settings, now.broker, now.status, settings.brokerPassword());
  });
  settings.onChange(onChange);
  broker.onView(onChange);
  parts.systemDnd.onChange(() => {
    status.look();
    onChange(); // the view says whether the system's do not disturb can be followed
  });
  policy.onChange(() => {
    if (!policy.values().AllowLocalBroker) void broker.stop();
    onChange();
  });
  recordProgram(record, parts, policy);
  return {
    policy,
    profile,
    lockedConnection,
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
      trialCall: parts.trialCall,
      devicesTried: parts.devicesTried,
    }),
    view,
    relaysOf: whose,
    proxyAccounts,
    retry: () => {
      profile.account()?.retryNow();
      newDevice.retryNow();
    },
    openPage: policyPages(policy),
    begin: () => {
      profile.open();
      welcomeKnown({ profile, settingUp, policy, login, clock, wantsChoice: newDevice.wantsChoice });
      // Autostart is only for an installed program, and for the one profile that a login starts.
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
