// How the media of a call are made, by the person's settings and policy: devices, codecs, relays, and how much their
// path may reveal. Policy beats the settings.
import type { VideoCodec } from '../../contract/media.ts';
import type { Settings } from '../../contract/view.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import type { RelayAccount } from '../relays/relay-account.ts';
import type { MediaChoice } from './call-deps.ts';

// The least expensive to encode first: many managed workstations have no hardware encoder. All four work with sealed
// frames.
const codecs: VideoCodec[] = ['VP8', 'VP9', 'H264', 'AV1'];

/** Which devices a call uses, and what is done to their sound and picture. */
export type DevicesChosen = Pick<MediaChoice, 'microphones' | 'cameras' | 'processing' | 'background'>;
type OfDevices = Pick<
  Settings,
  'microphone' | 'camera' | 'devicesBefore' | 'background' | keyof DevicesChosen['processing']
>;

/** The devices in these settings, in order of preference. Empty if the system's defaults are wanted. */
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
 * The current choice. `lent`: the relay account that the organisation's server has lent, if any; its relays replace
 * those in `values`. A TURN server without user name and password is left out, because engines refuse it. `pathsTo`:
 * the addresses by which a page reaches servers (relay-paths.ts).
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

/** Whether only paths through relays are allowed, and there is no relay. */
export function hasNoAllowedPath({ iceServers, mustRelay }: Pick<MediaChoice, 'iceServers' | 'mustRelay'>): boolean {
  return mustRelay && iceServers.length === 0;
}
