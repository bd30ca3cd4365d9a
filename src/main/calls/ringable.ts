// Which devices of a list a call may ring: valid now, and of a version of the protocol that both sides have (protocol §5, §2).
import { unwrap } from '../../core/assert.ts';
import { type Certificate, highestCommonProto, isValidAt, readCertificate } from '../../core/keys/certificate.ts';
import type { DeviceList } from '../../core/keys/device-list.ts';
import { VERSION } from '../../core/signal/envelope.ts';
import type { CallDeps } from './call-deps.ts';

const MOST_DEVICES = 8;

/** The first eight in list order, of `only` that device alone; `unreachable` or `version` where there is none. */
export function ringable(
  list: DeviceList,
  { clock, own }: Pick<CallDeps, 'clock' | 'own'>,
  only?: string,
): readonly Certificate[] | 'unreachable' | 'version' {
  const ours = unwrap(readCertificate(own.certificate(), own.person), 'our own certificate reads');
  const wanted = list.devices.filter(({ id }) => only === undefined || id === only);
  const valid = wanted.filter((device) => isValidAt(device, Math.floor(clock.nowMs() / 1000)));
  const fitting = valid.filter((device) => highestCommonProto(ours, device) === VERSION).slice(0, MOST_DEVICES);
  if (fitting.length > 0) return fitting;
  return valid.length > 0 ? 'version' : 'unreachable';
}
