// Support in the running program, with the parts that Electron provides.
import { app, webContents } from 'electron';
import type { View } from '../../contract/view.ts';
import type { SettingsOf } from '../policy/settings.ts';
import type { Identity } from '../devices/identity.ts';
import { signerOf } from '../devices/kept-chain.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { systemClock as clock, systemRandom as random } from '../time/system-clock.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { SecurityRecord } from '../record/security-record.ts';
import { brokersInOrder } from '../signalling/broker-target.ts';
import type { Tunnel } from '../signalling/proxy.ts';
import type { ClientCertificate } from '../signalling/stream.ts';
import { updatePlan } from '../update/plan.ts';
import { ownInstallation } from '../update/program-updates.ts';
import type { KeyStore } from '../vault/key-store.ts';
import type { Vault } from '../vault/vault.ts';
import type { WindowProcess } from './checks/sandbox.ts';
import { systemFacts } from './profile-examination.ts';
import { askForPlaceIn } from '../desktop/save-dialog.ts';
import type { DoctorParts } from './doctor.ts';
import { createSupport, type Support } from './support.ts';
import type { TrialCall } from './trial-call.ts';

/** The part of the running account that support examines. */
interface RunningAccount {
  readonly identity: Pick<Identity, 'deviceKeys'>;
  readonly organisation: Pick<Organisation, 'problems'>;
}

/** What support examines. */
export interface ProgramSupportParts {
  readonly profile: {
    readonly vault: Vault;
    readonly account: () => RunningAccount | undefined;
  };
  readonly isPackaged: boolean;
  readonly directory: string; // of the vault
  readonly keyStore: KeyStore;
  readonly record: SecurityRecord;
  readonly policy: PolicyInForce;
  readonly settings: SettingsOf;
  readonly tunnel: Tunnel;
  /** Whether this broker may be connected to. */
  readonly isAllowed: (url: string) => boolean;
  readonly clientCertificate: () => ClientCertificate | undefined;
  readonly view: () => View;
  readonly recentLines: () => readonly string[];
  readonly trialCall: TrialCall;
  readonly devicesTried: DoctorParts['devicesTried'];
}

function windowProcesses(): readonly WindowProcess[] {
  const metrics = new Map(app.getAppMetrics().map((metric) => [metric.pid, metric.sandboxed]));
  return webContents.getAllWebContents().map((contents) => {
    const pid = contents.getOSProcessId();
    const isSandboxed = metrics.get(pid);
    return { pid, ...(isSandboxed !== undefined && { isSandboxed }) };
  });
}

/** Support of this program. */
export function programSupport(parts: ProgramSupportParts): Support {
  const { profile, isPackaged, policy, settings, view } = parts;
  const brokers = (): readonly string[] => {
    const { FallbackBrokerUrls } = policy.values();
    const named = brokersInOrder([settings.read().brokerUrl, ...FallbackBrokerUrls]).filter(parts.isAllowed);
    const embedded = view().broker;
    return named.length === 0 && embedded.kind === 'running' ? [embedded.url] : named;
  };
  return createSupport({
    ...parts,
    clock,
    random,
    vault: profile.vault,
    signer: () => {
      const keys = profile.account()?.identity.deviceKeys;
      return keys && signerOf(keys);
    },
    language: () => settings.read().language,
    today: () => new Date().toISOString().slice(0, 10),
    ask: askForPlaceIn(() => app.getPath('documents')),
    system: () => systemFacts(app.getVersion(), isPackaged, settings.read().language),
    brokers,
    connection: () => view().link,
    ownRelay: settings.relay,
    isRelayWanted: () => settings.read().relayOnly,
    enrolment: () => view().enrolment,
    organisationProblems: () => profile.account()?.organisation.problems() ?? [],
    update: () => ({
      view: view().update,
      isOff: updatePlan(ownInstallation(isPackaged), policy.values()) === 'off',
    }),
    windows: windowProcesses,
    hasNoSandbox: () => app.commandLine.hasSwitch('no-sandbox'),
  });
}
