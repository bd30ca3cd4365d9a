// Which devices of a person a call rings: those of a version of the protocol that both sides have (protocol §5, §2).
import { unwrap } from '../../core/assert.ts';
import { highestCommonProto, readCertificate } from '../../core/keys/certificate.ts';
import { VERSION } from '../../core/signal/envelope.ts';
import type { PeerDevice, PeerPerson } from '../people/people.ts';
import type { CallDeps } from './call-deps.ts';

const MOST_DEVICES = 8;

/** The eight that were added first, of `only` that device alone; `unreachable` or `version` where there is none. */
export function ringable(
  { devices }: Pick<PeerPerson, 'devices'>,
  { own }: Pick<CallDeps, 'own'>,
  only?: string,
): readonly PeerDevice[] | 'unreachable' | 'version' {
  const ours = unwrap(readCertificate(own.certificate(), own.person), 'our own certificate reads');
  const wanted = devices.filter(({ id }) => only === undefined || id === only);
  const fitting = wanted.filter((device) => highestCommonProto(ours, device) === VERSION).slice(0, MOST_DEVICES);
  if (fitting.length > 0) return fitting;
  return wanted.length > 0 ? 'version' : 'unreachable';
}
