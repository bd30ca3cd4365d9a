// The self-check without the running program: opens the profile for reading only, with the key store of this session.
// What only the running program knows (its login at the broker, its windows, why a renewal failed) is missing here or
// reported as unknown.
import os from 'node:os';
import { join } from 'node:path';
import type { DoctorReport } from '../../contract/managed.ts';
import { type KeptIdentity, readIdentity } from '../devices/identity.ts';
import { defaultBrokerAddress, type Options, settingsOf } from '../policy/options.ts';
import { createSettings, defaultSettings, type SettingsChange } from '../policy/settings.ts';
import { systemClock as clock, systemRandom as random } from '../time/system-clock.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { brokersInOrder } from '../signalling/broker-target.ts';
import type { Tunnel } from '../signalling/proxy.ts';
import { updatePlan } from '../update/plan.ts';
import { ownInstallation } from '../update/program-updates.ts';
import type { KeyStore } from '../vault/key-store.ts';
import { readOnlyFiles } from '../vault/read-only-files.ts';
import type { Store } from '../vault/store.ts';
import { openVault, type Vault } from '../vault/vault.ts';
import { storedCertificate, type CertificateStores } from './stored-certificate.ts';
import type { SystemFacts } from './checks/program.ts';
import { type DoctorParts, examine } from './doctor.ts';
import type { TrialCall } from './trial-call.ts';

/** The examined content of an open vault. */
export interface ExaminedState extends CertificateStores {
  readonly identity: Store<KeptIdentity>;
  readonly settings: Store<SettingsChange>;
}

/** What the examined program says about itself. It alone knows the layout of its vault. */
export interface ExaminedProgram {
  readonly isPackaged: boolean;
  readonly openState: (vault: Vault, onDisk: () => void, onRecord: () => void) => ExaminedState;
}

/** What the examination needs. */
export interface ExaminationParts extends ExaminedProgram {
  readonly options: Options;
  readonly folder: string; // of the profile
  readonly policy: PolicyInForce;
  readonly keyStore: KeyStore;
  readonly tunnel: Tunnel;
  readonly trialCall: TrialCall;
  readonly appVersion: string;
  readonly languages: readonly string[];
  readonly hasNoSandbox: boolean;
}

const nothing = (): void => undefined;

/** Versions of all layers, as this process has them. */
export function systemFacts(app: string, isPackaged: boolean, language: string): SystemFacts {
  const { chrome: chromium, electron, node } = process.versions;
  return {
    app,
    electron,
    chromium,
    node,
    platform: process.platform,
    release: os.release(),
    architecture: process.arch,
    isPackaged,
    package: ownInstallation(isPackaged).kind,
    language,
  };
}

/**
 * Examines the profile, or the part that `by` examines. `device`: this device's id at the broker, if the profile can be
 * opened and has an identity.
 */
export async function examineProfile(
  parts: ExaminationParts,
  by: (parts: DoctorParts) => Promise<DoctorReport> = examine,
): Promise<{ readonly report: DoctorReport; readonly device: string | undefined }> {
  const { options, policy, keyStore, isPackaged } = parts;
  const directory = join(parts.folder, 'vault');
  const vault = openVault({
    directory,
    keyStore,
    profile: 'default',
    random,
    appVersion: parts.appVersion,
    files: readOnlyFiles,
  });
  const settings = createSettings(defaultSettings(parts.languages), settingsOf(options), policy);
  const state = vault.isOpen() ? parts.openState(vault, nothing, nothing) : undefined;
  if (state !== undefined) settings.attach(state.settings);
  const identity = state && readIdentity(state.identity);
  const device = identity?.deviceId;
  const certificate = state && identity && storedCertificate(state, identity, policy);
  identity?.wipe();
  const brokers = (): readonly string[] | 'unknown' => {
    const { brokerUrl, localBroker } = settings.read();
    const { FallbackBrokerUrls } = policy.values();
    const named = brokersInOrder([brokerUrl, ...FallbackBrokerUrls]);
    if (named.length > 0) return named;
    if (!vault.isOpen() && vault.view().kind === 'passphrase') return 'unknown';
    return localBroker ? [`mqtt://${defaultBrokerAddress.host}:${defaultBrokerAddress.port}`] : [];
  };
  const report = await by({
    clock,
    random,
    system: () => systemFacts(parts.appVersion, isPackaged, settings.read().language),
    keyStore,
    vault,
    directory,
    policy,
    brokers,
    tunnel: parts.tunnel,
    clientCertificate: () => certificate?.client,
    connection: () => ({ kind: 'off' }),
    ownRelay: settings.relay,
    isRelayWanted: () => settings.read().relayOnly,
    trialCall: parts.trialCall,
    enrolment: () =>
      certificate?.enrolment ?? (policy.values().OrganisationRoots.length === 0 ? { kind: 'off' } : undefined),
    organisationProblems: () => certificate?.problems ?? [],
    update: () => ({
      view: { kind: 'none' },
      isOff: updatePlan(ownInstallation(isPackaged), policy.values()) === 'off',
    }),
    windows: () => [],
    hasNoSandbox: () => parts.hasNoSandbox,
    devicesTried: () => ({}),
  });
  vault.close();
  return { report, device };
}
