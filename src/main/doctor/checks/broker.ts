// The broker: whether it can be reached and trusted, and whether it accepts this device. Only the running program knows
// the latter. The check does not log in, because a second login under the same name would end the program's session.
import type { FindingCode } from '../../../contract/finding.ts';
import type { DoctorCheck } from '../../../contract/managed.ts';
import { isSentInClear, type ConnectionCause, type ConnectionView } from '../../../contract/connection-view.ts';
import type { Clock } from '../../time/clock.ts';
import { isSecure } from '../../signalling/stream.ts';
import { found } from '../check.ts';
import type { ServerProbe } from '../server-probe.ts';

/** A broker, and the result of connecting to it. */
export interface ProbedBroker {
  readonly url: URL;
  readonly probe: ServerProbe;
}

const DAY_MS = 86_400_000;
const ONLY_THE_PROGRAM_IS_TOLD: readonly ConnectionCause[] = [
  'not-authorised',
  'no-certificate',
  'taken-over',
  'protocol',
];

function failed(cause: ConnectionCause): FindingCode {
  return cause === 'proxy-login' ? 'broker-proxy' : (`broker-${cause}` as const);
}

/** The finding about `brokers`, which are in order of preference. `connection`: the running program's, else `off`. */
export function checkBroker(
  brokers: readonly ProbedBroker[],
  connection: ConnectionView,
  clock: Pick<Clock, 'nowMs'>,
): DoctorCheck {
  if (connection.kind === 'unallowed') return found('broker-unallowed');
  const [first] = brokers;
  if (first === undefined) return found('broker-none');
  const reached = brokers.filter(({ probe }) => probe.kind === 'reached');
  const inUse = reached[0]?.probe;
  const { certificate } = inUse ?? first.probe;
  const facts = {
    servers: brokers.length,
    reached: reached.length,
    isEncrypted: isSecure(first.url),
    isOnline: connection.kind === 'online',
    ...(certificate !== undefined && { daysLeft: Math.floor((certificate.notAfterMs - clock.nowMs()) / DAY_MS) }),
    ...(first.probe.kind === 'failed' && { code: first.probe.code }),
  };
  // What the broker told the running program counts most, because only that program has logged in.
  if (connection.kind === 'waiting' && ONLY_THE_PROGRAM_IS_TOLD.includes(connection.cause)) {
    return found(failed(connection.cause), facts);
  }
  if (inUse === undefined && connection.kind !== 'online') {
    return found(failed(first.probe.kind === 'failed' ? first.probe.cause : 'unreachable'), facts);
  }
  if (first.probe.kind === 'failed') return found('broker-fallback', facts);
  if (isSentInClear(first.url.href)) return found('broker-clear', facts);
  return found(connection.kind === 'online' ? 'broker-good' : 'broker-reached', facts);
}
