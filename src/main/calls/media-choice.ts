// How media of a call are made, from the person's settings and policy: devices, codecs, relays, and how much may be told by the way
// they take. Nothing is decided here that policy does not say.
import type { VideoCodec } from '../../contract/media.ts';
import type { Settings } from '../../contract/view.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import type { RelayAccount } from '../relays/relay-account.ts';
import type { MediaChoice } from './call-deps.ts';

// The cheapest to make first: the machines this runs on often have no video encoder of their own. All four work sealed.
const codecs: VideoCodec[] = ['VP8', 'VP9', 'H264', 'AV1'];

/** Which devices a call uses, and what is done to their sound and picture. */
export type DevicesChosen = Pick<MediaChoice, 'microphones' | 'cameras' | 'processing' | 'background'>;
type OfDevices = Pick<
  Settings,
  'microphone' | 'camera' | 'devicesBefore' | 'background' | keyof DevicesChosen['processing']
>;

/** The devices that these settings name, in the order of preference; none where the system's are wanted. */
export function devicesChosen(settings: OfDevices): DevicesChosen {
  const { autoGainControl, background, devicesBefore: before, echoCancellation, noiseSuppression } = settings;
  const inOrder = (kind: 'microphone' | 'camera'): string[] =>
    settings[kind] === '' ? [] : [settings[kind], ...before[kind]];
  return {
    microphones: inOrder('microphone'),
    cameras: inOrder('camera'),
    processing: { echoCancellation, noiseSuppression, autoGainControl },
    background,
  };
}

/**
 * The choice now. An account that was lent brings its relays and takes the place of policy's. A TURN server without user name and
 * password is none: engines take no such server. `pathsTo`: the addresses by which a page reaches servers (relay-paths.ts).
 */
export function mediaChoice(
  settings: OfDevices & Pick<Settings, 'relayOnly'>,
  values: Pick<PolicyValues, 'TurnServers' | 'TurnUsername' | 'TurnPassword' | 'RelayOnly' | 'HighConfidentiality'>,
  lent: Pick<RelayAccount, 'servers' | 'username' | 'password'> | undefined,
  pathsTo: (servers: readonly string[]) => readonly string[],
): MediaChoice {
  const own = { servers: values.TurnServers, username: values.TurnUsername, password: values.TurnPassword };
  const { servers, username, password: credential } = lent ?? own;
  const hasAccount = username !== '' && credential !== '';
  return {
    ...devicesChosen(settings),
    codecs,
    iceServers: hasAccount ? pathsTo(servers).map((urls) => ({ urls, username, credential })) : [],
    mustRelay: settings.relayOnly || values.RelayOnly || values.HighConfidentiality,
    isConstantRate: values.HighConfidentiality,
  };
}

/** Whether relays are the only way that may be taken, and there is none. */
export function hasNoAllowedPath({ iceServers, mustRelay }: Pick<MediaChoice, 'iceServers' | 'mustRelay'>): boolean {
  return mustRelay && iceServers.length === 0;
}
