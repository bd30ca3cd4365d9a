// The network, one finding for each thing: a server, a path through a relay, the proxy, UDP. A server appears under its
// position (`broker-1`) or under the policy that sets it, never under its name or address.
import type { FindingCode } from '../../../contract/finding.ts';
import type { DoctorCheck } from '../../../contract/managed.ts';
import type { ConnectionCause } from '../../../contract/connection-view.ts';
import { found } from '../check.ts';
import type { MqttAnswer } from '../mqtt-greeting.ts';
import type { ServerProbe } from '../server-probe.ts';
import type { TurnOutcome } from '../turn-probe.ts';

/**
 * A server, the result of connecting to it, and how long that took. `mqtt`: present only for brokers that were reached.
 */
export interface ProbedServer {
  readonly server: string;
  readonly probe: ServerProbe;
  readonly milliseconds: number;
  readonly mqtt?: MqttAnswer;
}

/** A relay with one transport, the result of asking it, and how long that took. */
export interface ProbedPath {
  readonly server: string;
  readonly outcome: TurnOutcome;
  readonly milliseconds: number;
}

const UNKNOWN_NAME: readonly string[] = ['ENOTFOUND', 'EAI_AGAIN'];
// The certificate chain ends in a root that neither policy nor the system knows, or the server's key is not one that
// policy pins.
const FOREIGN_ROOT: readonly string[] = [
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_PIN',
];
const WANTS_LOGIN = 'ERR_PROXY_407';

const causes: Readonly<Partial<Record<ConnectionCause, FindingCode>>> = {
  refused: 'server-refused',
  timeout: 'server-timeout',
  tls: 'server-tls',
  proxy: 'server-proxy',
  'proxy-login': 'server-proxy',
};

const paths = {
  allocated: 'path-good',
  unreachable: 'path-unreachable',
  tls: 'path-tls',
  'not-authorised': 'path-not-authorised',
  refused: 'path-refused',
} as const satisfies Record<TurnOutcome['kind'], FindingCode>;

/** The finding about one server. */
export function checkServer({ server, probe, milliseconds, mqtt }: ProbedServer): DoctorCheck {
  const facts = { server, milliseconds };
  if (probe.kind === 'failed') return found(codeOf(probe.cause, probe.code), { ...facts, code: probe.code });
  const told = { ...facts, ...(mqtt !== undefined && { mqtt }) };
  return found(mqtt === 'mute' ? 'server-mute' : 'server-good', told);
}

function codeOf(cause: ConnectionCause, code: string): FindingCode {
  if (UNKNOWN_NAME.includes(code)) return 'server-name';
  if (FOREIGN_ROOT.includes(code)) return 'server-opened';
  return causes[cause] ?? 'server-unreachable';
}

/** The finding about the proxy. `isUsed`: the proxy has opened a connection to one of the servers. */
export function checkProxy(servers: readonly Pick<ProbedServer, 'probe'>[], isUsed: boolean): DoctorCheck {
  const codes = servers.flatMap(({ probe }) => (probe.kind === 'failed' && isOfProxy(probe.cause) ? probe.code : []));
  const [code] = codes;
  if (code === undefined) return found(isUsed ? 'proxy-good' : 'proxy-none');
  if (codes.includes(WANTS_LOGIN)) return found('proxy-login', { code: WANTS_LOGIN });
  return found(code === 'ERR_PROXY' ? 'proxy-unreachable' : 'proxy-refuses', { code });
}

function isOfProxy(cause: ConnectionCause): boolean {
  return cause === 'proxy' || cause === 'proxy-login';
}

/** The finding about one relay with one transport. */
export function checkPath({ server, outcome, milliseconds }: ProbedPath): DoctorCheck {
  const { kind, by, code } = outcome;
  return found(paths[kind], { server, by, milliseconds, ...(code !== undefined && { code }) });
}

/** Whether UDP leaves at all, as far as the relays show. */
export function checkUdp(probed: readonly Pick<ProbedPath, 'outcome'>[]): DoctorCheck {
  const answered = probed.filter(({ outcome }) => outcome.kind !== 'unreachable');
  if (answered.some(({ outcome }) => outcome.by === 'udp')) return found('udp-good');
  const isTried = probed.some(({ outcome }) => outcome.by === 'udp');
  return found(isTried && answered.length > 0 ? 'udp-blocked' : 'udp-not-checked');
}
