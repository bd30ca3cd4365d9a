// Which devices of a person a call rings: at most eight of those whose highest version of the protocol in common with
// this device is `VERSION` (protocol §5, §2).
import { highestCommonProto } from '../../../core/keys/proto.ts';
import { VERSION } from '../../../core/signal/envelope.ts';
import type { PeerDevice, PeerPerson } from '../../people/people.ts';
import type { CallDeps } from '../call-deps.ts';

const MOST_DEVICES = 8;

/** Whether `VERSION` is the highest version of the protocol that this device and `device` both speak. */
export function speaksWith({ own }: Pick<CallDeps, 'own'>, device: Pick<PeerDevice, 'proto'>): boolean {
  // A device that is in no chain yet speaks the version of its program.
  const ours = own.devices().find(({ id }) => id === own.deviceId) ?? { proto: [VERSION] };
  return highestCommonProto(ours, device) === VERSION;
}

/**
 * The devices that can be rung: the eight that were added last, or only the device `only`. `unreachable`: the person
 * has no such device. `version`: `speaksWith` holds for none of them.
 */
export function ringable(
  { devices }: Pick<PeerPerson, 'devices'>,
  deps: Pick<CallDeps, 'own'>,
  only?: string,
): readonly PeerDevice[] | 'unreachable' | 'version' {
  const wanted = devices.filter(({ id }) => only === undefined || id === only);
  const fitting = wanted.filter((device) => speaksWith(deps, device)).slice(-MOST_DEVICES);
  if (fitting.length > 0) return fitting;
  return wanted.length > 0 ? 'version' : 'unreachable';
}
