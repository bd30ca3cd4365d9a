// The network part of the self-check, also a command of its own (`--check-network`). It covers each server of the
// organisation, each relay by each of its transports, a trial call through the relays that give a path, the proxy, and
// UDP.
import type { DoctorCheck, DoctorReport } from '../../contract/managed.ts';
import type { ConnectionView } from '../../contract/connection-view.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { RelayLogin } from '../policy/settings.ts';
import { borrowAccount } from '../relays/relay-account.ts';
import { withOwnRelay } from '../relays/own-relay.ts';
import { createExchange } from '../signalling/exchange.ts';
import type { Tunnel } from '../signalling/proxy.ts';
import { type ClientCertificate, parseBrokerUrl, type Way } from '../signalling/stream.ts';
import { rootsOf } from '../signalling/system-roots.ts';
import { found } from './check.ts';
import { checkBroker, type ProbedBroker } from './checks/broker.ts';
import { checkPath, checkProxy, checkServer, checkUdp, type ProbedPath, type ProbedServer } from './checks/network.ts';
import { checkRelay } from './checks/relay.ts';
import { checkTrialCall } from './checks/trial-call.ts';
import { greetBroker } from './mqtt-greeting.ts';
import { probeServer, type ServerProbe } from './server-probe.ts';
import type { TrialCall } from './trial-call.ts';
import { probeTurn, type TurnAccount } from './turn-probe.ts';

/** What the network part examines. */
export interface NetworkParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: { readonly values: () => PolicyValues };
  /** URLs of brokers in order of preference. `unknown` if only the locked profile knows them. */
  readonly brokers: () => readonly string[] | 'unknown';
  readonly tunnel: Tunnel;
  readonly clientCertificate: () => ClientCertificate | undefined;
  /** The running program's broker connection. `off` in a command, which is another process. */
  readonly connection: () => ConnectionView;
  readonly ownRelay: () => RelayLogin | undefined;
  readonly isRelayWanted: () => boolean;
  readonly trialCall: TrialCall;
}

const LENDING_MS = 4000; // in addition to the six seconds of the relays themselves

/** Examines the network; `probes` are the results for the servers. Takes about 40 seconds at most. */
export async function examineNetwork(
  parts: NetworkParts,
): Promise<{ readonly checks: readonly DoctorCheck[]; readonly probes: readonly ServerProbe[] }> {
  let isProxyUsed = false;
  const tunnel: Tunnel = async (url, signal) => {
    const line = await parts.tunnel(url, signal);
    isProxyUsed ||= line !== undefined;
    return line;
  };
  const [brokers, others, relays] = await Promise.all([
    reachBrokers(parts, tunnel),
    reachOthers(parts, tunnel),
    reachRelays(parts),
  ]);
  const servers = [...(brokers ?? []), ...others];
  return {
    checks: [
      brokers === undefined ? found('broker-locked') : checkBroker(brokers, parts.connection(), parts.clock),
      ...servers.map(checkServer),
      checkProxy(servers, isProxyUsed),
      relays.check,
      ...relays.paths.map(checkPath),
      checkUdp(relays.paths),
      ...relays.trial,
    ],
    probes: servers.map(({ probe }) => probe),
  };
}

/** A report with the network part only. */
export async function networkReport(parts: NetworkParts): Promise<DoctorReport> {
  const { checks } = await examineNetwork(parts);
  return { at: parts.clock.nowMs(), checks: [...checks] };
}

async function reach(server: string, url: URL, way: Way, clock: Clock): Promise<ProbedServer> {
  const beganMs = clock.nowMs();
  const probe = await probeServer(url, way, clock);
  return { server, probe, milliseconds: clock.nowMs() - beganMs };
}

async function reachBrokers(
  { brokers, policy, clientCertificate, clock }: NetworkParts,
  tunnel: Tunnel,
): Promise<readonly (ProbedServer & ProbedBroker)[] | undefined> {
  const named = brokers();
  if (named === 'unknown') return undefined;
  const { TlsRoots: roots, BrokerCertificatePins: pins } = policy.values();
  const way: Way = { tls: { roots, pins, clientCertificate }, tunnel };
  const urls = named.flatMap((text) => parseBrokerUrl(text) ?? []);
  return Promise.all(
    urls.map(async (url, index) => {
      const reached = await reach(`broker-${index + 1}`, url, way, clock);
      if (reached.probe.kind === 'failed') return { ...reached, url };
      return { ...reached, url, mqtt: await greetBroker(url, way, clock) };
    }),
  );
}

function reachOthers(
  { policy, clientCertificate, clock }: NetworkParts,
  tunnel: Tunnel,
): Promise<readonly ProbedServer[]> {
  const { TlsRoots: roots, OrganisationRoots, UpdateFeedUrl, EnrolmentUrl, TurnCredentialsUrl } = policy.values();
  const others: readonly (readonly [string, string, Way['tls']])[] = [
    ['UpdateFeedUrl', UpdateFeedUrl, { roots }],
    ['EnrolmentUrl', EnrolmentUrl, { roots: [...roots, ...OrganisationRoots] }],
    ['TurnCredentialsUrl', TurnCredentialsUrl, { roots, clientCertificate }],
  ];
  const named = others.filter(([, text]) => URL.canParse(text));
  return Promise.all(named.map(([server, text, tls]) => reach(server, new URL(text), { tls, tunnel }, clock)));
}

async function reachRelays({
  policy,
  ownRelay,
  isRelayWanted,
  tunnel,
  clientCertificate,
  clock,
  random,
  trialCall,
}: NetworkParts): Promise<{
  readonly check: DoctorCheck;
  readonly paths: readonly ProbedPath[];
  readonly trial: readonly DoctorCheck[]; // empty if no relay gives a path; `check` then says why
}> {
  const before = policy.values();
  const values = withOwnRelay(before, ownRelay());
  const exchange = createExchange({ roots: () => rootsOf(values), tunnel, timeoutMs: LENDING_MS });
  const asked: Promise<ProbedPath>[] = [];
  const good: { readonly url: string; readonly account: TurnAccount }[] = [];
  const check = await checkRelay(values, isRelayWanted(), {
    turn: async (url, account) => {
      const beganMs = clock.nowMs();
      const outcome = probeTurn(url, account, clock, random);
      void outcome.then(({ kind }) => kind === 'allocated' && good.push({ url, account }));
      const server = `turn-${asked.length + 1}`;
      asked.push(outcome.then((came) => ({ server, outcome: came, milliseconds: clock.nowMs() - beganMs })));
      return outcome;
    },
    borrow: (address) => borrowAccount(address, exchange, clientCertificate(), clock.nowMs()),
  });
  const paths = await Promise.all(asked);
  const [first] = good; // all relays have the same account: the lent one, policy's or the person's
  if (first === undefined) return { check, paths, trial: [] };
  // Policy has changed during the probes: the new policy may forbid these relays, so no trial call uses them.
  if (JSON.stringify(policy.values()) !== JSON.stringify(before))
    return { check, paths, trial: [checkTrialCall({ kind: 'not-now' })] };
  const servers = good.map(({ url }) => url);
  return { check, paths, trial: [checkTrialCall(await trialCall(servers, first.account))] };
}
