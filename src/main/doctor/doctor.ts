// The self-check: runs every check and orders the findings. It reads and connects, and changes nothing. It sends
// requests to the servers that are set, and makes a trial call of this device to itself through the relays.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DevicesTried } from '../../contract/device-cause.ts';
import type { DoctorReport, EnrolmentView, UpdateView } from '../../contract/managed.ts';
import type { PolicyReport } from '../../contract/managed.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import { checkRecord } from '../record/record-check.ts';
import { systemRecordFiles } from '../record/record-files.ts';
import { recordPlaceOf } from '../record/security-record.ts';
import { errorCode } from '../vault/files.ts';
import type { KeyStore } from '../vault/key-store.ts';
import type { Vault } from '../vault/vault.ts';
import { found } from './check.ts';
import { checkDevices } from './checks/devices.ts';
import { checkClock } from './checks/clock.ts';
import { checkKeyStore } from './checks/key-store.ts';
import { checkOrganisation } from './checks/organisation.ts';
import { checkPolicy } from './checks/policy.ts';
import { checkSystem, checkUpdate, type SystemFacts } from './checks/program.ts';
import { beganLate, checkSecurityRecord } from './checks/record.ts';
import { checkSandbox, type WindowProcess } from './checks/sandbox.ts';
import { checkStateFiles } from './checks/state-files.ts';
import { examineNetwork, type NetworkParts } from './network.ts';

/** What the self-check examines. */
export interface DoctorParts extends NetworkParts {
  readonly system: () => SystemFacts;
  readonly keyStore: KeyStore;
  readonly vault: Pick<Vault, 'view' | 'isOpen' | 'box'>;
  readonly directory: string; // of the vault
  readonly policy: { readonly values: () => PolicyValues; readonly report: () => PolicyReport };
  readonly enrolment: () => EnrolmentView | undefined;
  /** What is wrong with the organisation's roots and revocation lists, as words of a closed list. */
  readonly organisationProblems: () => readonly string[];
  readonly update: () => { readonly view: UpdateView; readonly isOff: boolean };
  readonly windows: () => readonly WindowProcess[];
  readonly hasNoSandbox: () => boolean;
  /** The results for the microphone and camera, if the person tried them in the test window. Empty with `--doctor`. */
  readonly devicesTried: () => DevicesTried;
}

/** Runs the self-check; takes about 40 seconds at most. */
export async function examine(parts: DoctorParts): Promise<DoctorReport> {
  const { clock, random, vault, directory } = parts;
  const values = parts.policy.values();
  const [network, record] = await Promise.all([examineNetwork(parts), examineRecord(parts)]);
  const { view, isOff } = parts.update();
  return {
    at: clock.nowMs(),
    checks: [
      checkSystem(parts.system()),
      checkKeyStore(vault.view(), parts.keyStore, values, random),
      checkStateFiles(directory, vault),
      checkPolicy(parts.policy.report(), values),
      ...network.checks,
      checkClock(network.probes),
      checkOrganisation(parts.enrolment(), parts.organisationProblems(), clock.nowMs()),
      found('devices-in-window'),
      ...checkDevices(parts.devicesTried()),
      checkSandbox(parts.windows(), parts.hasNoSandbox()),
      record,
      checkUpdate(view, isOff),
    ],
  };
}

async function examineRecord({ vault, directory }: DoctorParts): Promise<DoctorReport['checks'][number]> {
  if (!vault.isOpen()) return checkSecurityRecord(hasRecord(directory) ? undefined : emptyRecord, false);
  const place = recordPlaceOf(vault, directory, systemRecordFiles);
  return checkSecurityRecord(await checkRecord(place), await beganLate(place));
}

const emptyRecord = { entries: 0, chain: { kind: 'intact' } } as const;

function hasRecord(directory: string): boolean {
  try {
    return readdirSync(join(directory, 'record')).length > 0;
  } catch (error) {
    return errorCode(error) !== 'ENOENT'; // a folder that cannot be read may have entries
  }
}
