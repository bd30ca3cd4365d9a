// The self-examination: asks every check and puts the findings in one order. Reads and reaches, changes nothing, and nothing of it
// leaves the machine but what its own servers are asked.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorReport, EnrolmentView, UpdateView } from '../../contract/managed.ts';
import type { LinkView } from '../../contract/view.ts';
import type { PolicyReport } from '../../contract/managed.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import type { Clock, Random } from '../app/clock.ts';
import { checkRecord } from '../record/record-check.ts';
import { systemRecordFiles } from '../record/record-files.ts';
import { recordPlaceOf } from '../record/security-record.ts';
import { borrowAccount } from '../relays/relay-account.ts';
import { createExchange } from '../signalling/exchange.ts';
import type { Tunnel } from '../signalling/proxy.ts';
import { type ClientCertificate, parseBrokerUrl, type Way } from '../signalling/stream.ts';
import { rootsOf } from '../signalling/system-roots.ts';
import type { KeyStore } from '../vault/key-store.ts';
import type { Vault } from '../vault/vault.ts';
import { found } from './check.ts';
import { checkBroker } from './checks/broker.ts';
import { checkClock } from './checks/clock.ts';
import { checkKeyStore } from './checks/key-store.ts';
import { checkOrganisation } from './checks/organisation.ts';
import { checkPolicy } from './checks/policy.ts';
import { checkSystem, checkUpdate, type SystemFacts } from './checks/program.ts';
import { beganLate, checkSecurityRecord } from './checks/record.ts';
import { checkRelay } from './checks/relay.ts';
import { checkSandbox, type WindowProcess } from './checks/sandbox.ts';
import { checkStateFiles } from './checks/state-files.ts';
import { probeServer } from './server-probe.ts';
import { probeTurn } from './turn-probe.ts';

/** What the doctor looks at. */
export interface DoctorParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly system: () => SystemFacts;
  readonly keyStore: KeyStore;
  readonly vault: Pick<Vault, 'view' | 'isOpen' | 'box'>;
  readonly directory: string; // of the vault
  readonly policy: { readonly values: () => PolicyValues; readonly report: () => PolicyReport };
  /** Addresses of brokers, first choice first; `unknown` while only the locked profile knows. */
  readonly brokers: () => readonly string[] | 'unknown';
  readonly tunnel: Tunnel;
  readonly clientCertificate: () => ClientCertificate | undefined;
  /** The running program's link; `off` where it is not this program that runs. */
  readonly link: () => LinkView;
  readonly isRelayWanted: () => boolean;
  readonly enrolment: () => EnrolmentView | undefined;
  /** What is wrong with the organisation's roots and revocation lists, in words of a closed kind. */
  readonly organisationProblems: () => readonly string[];
  readonly update: () => { readonly view: UpdateView; readonly isOff: boolean };
  readonly windows: () => readonly WindowProcess[];
  readonly hasNoSandbox: () => boolean;
}

const MOST_TIME_SERVERS = 2;
const LENDING_MS = 4000; // beside the six seconds of the relays themselves

/** Examines; takes about ten seconds at most. */
export async function examine(parts: DoctorParts): Promise<DoctorReport> {
  const { clock, random, vault, directory } = parts;
  const values = parts.policy.values();
  const exchange = createExchange({ roots: () => rootsOf(values), tunnel: parts.tunnel, timeoutMs: LENDING_MS });
  const [servers, relay, record] = await Promise.all([
    examineServers(parts, values),
    checkRelay(values, parts.isRelayWanted(), {
      turn: (url, account) => probeTurn(url, account, clock, random),
      borrow: (address) => borrowAccount(address, exchange, parts.clientCertificate(), clock.nowMs()),
    }),
    examineRecord(parts),
  ]);
  const { view, isOff } = parts.update();
  return {
    at: clock.nowMs(),
    checks: [
      checkSystem(parts.system()),
      checkKeyStore(vault.view(), parts.keyStore, values, random),
      checkStateFiles(directory, vault),
      checkPolicy(parts.policy.report(), values),
      ...servers,
      relay,
      checkOrganisation(parts.enrolment(), parts.organisationProblems(), clock.nowMs()),
      found('devices-in-window'),
      checkSandbox(parts.windows(), parts.hasNoSandbox()),
      record,
      checkUpdate(view, isOff),
    ],
  };
}

async function examineServers(parts: DoctorParts, values: PolicyValues): Promise<DoctorReport['checks']> {
  const { clock, tunnel, clientCertificate } = parts;
  const brokers = parts.brokers();
  const trust = { roots: values.TlsRoots };
  const way: Way = { tls: { ...trust, pins: values.BrokerCertificatePins, clientCertificate }, tunnel };
  const urls = brokers === 'unknown' ? [] : brokers.flatMap((text) => parseBrokerUrl(text) ?? []);
  const others = [values.UpdateFeedUrl, values.EnrolmentUrl].filter((text) => URL.canParse(text));
  const [probed, asked] = await Promise.all([
    Promise.all(urls.map(async (url) => ({ url, probe: await probeServer(url, way, clock) }))),
    Promise.all(
      others.slice(0, MOST_TIME_SERVERS).map((text) => probeServer(new URL(text), { tls: trust, tunnel }, clock)),
    ),
  ]);
  return [
    brokers === 'unknown' ? found('broker-locked') : checkBroker(probed, parts.link(), clock),
    checkClock([...probed.map(({ probe }) => probe), ...asked]),
  ];
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
  } catch {
    return false; // none, or none that we may look into: the check of the files says why
  }
}
