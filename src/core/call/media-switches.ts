// What the two sides of a call have switched: microphone, camera, hold, screen. While the media are open, the switches
// decide what of microphone and camera may leave, what is heard and seen here, and what ought to arrive.
// media-telling.ts and media-share.ts decide when a switch changes.

/** What one side has switched (protocol §5 rule 12); a hold leaves microphone and camera as they are. */
export interface Switched {
  readonly mute: boolean;
  readonly camera: boolean;
  readonly hold: boolean;
  readonly screen: boolean;
}

/**
 * What a call is held for, if it is held: for itself, because a person chose so; for another call, given by its id in
 * hex, that is heard instead; or for another call that has ended.
 */
export type HeldFor =
  | { readonly kind: 'itself' }
  | { readonly kind: 'call'; readonly call: string }
  | { readonly kind: 'left' }; // without the id of the ended call, which a new call may reuse

/** A device that a person can switch. */
export type MediaDevice = 'microphone' | 'camera';

/**
 * Why a device does not run: something else uses it, it is not there any more, the system does not allow it, or the
 * camera's background cannot be replaced.
 */
export type DeviceCause = 'busy' | 'gone' | 'refused' | 'background';

/** What a person can change. */
export type SwitchChange = Partial<Pick<Switched, 'mute' | 'camera' | 'hold'>>;

/** Where the key that a person holds down to talk was pressed: in the call's window, or in another program. */
export type TalkKey = 'window' | 'desktop';

/**
 * Whether a person who is muted is heard because they hold a key down, and until when at most, in ms since 1970. They
 * stay muted in `local`, so they are muted again once the talking ends.
 */
export type Talk =
  | { readonly kind: 'none' }
  | { readonly kind: 'held'; readonly by: TalkKey; readonly untilMs: number };

/** The switches of one call. While either side holds it, nothing leaves and nothing is heard or seen, on both sides. */
export interface Switches {
  /** Our switches, as a person, policy or a failed device has set them. */
  readonly local: Switched;
  readonly talk: Talk;
  /** What the peer reports, including what may not be shown here. */
  readonly peer: Switched;
  /** Whether pictures may be sent and shown. */
  readonly mayVideo: boolean;
  /** Devices that were switched on and did not run. They stay off until somebody switches them again. */
  readonly failed: { readonly noMicrophone?: DeviceCause; readonly noCamera?: DeviceCause };
}

const NOTHING: Switched = { mute: false, camera: false, hold: false, screen: false };

const NO_TALK: Talk = { kind: 'none' };
/** For how long a held key may keep the microphone open: a release that nobody reports must not leave it open. */
const MOST_TALK_MS = 120_000;

/** The switches at the start of a call. `camera`: the call is to have pictures. */
export function firstSwitches(camera: boolean): Switches {
  return { local: { ...NOTHING, camera }, talk: NO_TALK, peer: NOTHING, mayVideo: true, failed: {} };
}

/** Whether either side holds the call. */
export function isHeld({ local, peer }: Switches): boolean {
  return local.hold || peer.hold;
}

/** Our switches as they are in effect: a person who talks while a key is held is not muted. */
export function inEffect({ local, talk }: Switches): Switched {
  return talk.kind === 'held' ? { ...local, mute: false } : local;
}

/** What the peer has switched, limited to what may be heard and seen here. */
export function remoteOf({ mayVideo, peer }: Switches): Switched {
  return mayVideo ? peer : { ...peer, camera: false, screen: false };
}

/** Whether the sound of the microphone and the picture of the camera may leave. */
export function sentOf(switches: Switches): { readonly microphone: boolean; readonly camera: boolean } {
  const { camera, mute } = inEffect(switches);
  return { microphone: !isHeld(switches) && !mute, camera: !isHeld(switches) && camera };
}

/** What of the peer is heard and seen here. */
export function playedOf(switches: Switches): { readonly sound: boolean; readonly camera: boolean } {
  return { sound: !isHeld(switches), camera: !isHeld(switches) && switches.mayVideo };
}

/** Which streams of the peer (sound, camera, screen) ought to bring frames that open here. */
export function expectedOf(switches: Switches): readonly [boolean, boolean, boolean] {
  const { mute, camera, screen } = remoteOf(switches);
  return isHeld(switches) ? [false, false, false] : [!mute, camera, screen];
}

/** Whether our switches, as they are in effect, have this device on, even if the call is held. */
export function isOn(switches: Switches, device: MediaDevice): boolean {
  const { camera, mute } = inEffect(switches);
  return device === 'camera' ? camera : !mute;
}

/**
 * A person begins to hold a key down. Nothing changes if the person is not muted or already holds a key, or if the call
 * is held. A microphone that had failed is tried again.
 */
export function withTalk(switches: Switches, by: TalkKey, atMs: number): Switches {
  if (!switches.local.mute || switches.talk.kind === 'held' || isHeld(switches)) return switches;
  const { noMicrophone: _again, ...failed } = switches.failed;
  return { ...switches, talk: { kind: 'held', by, untilMs: atMs + MOST_TALK_MS }, failed };
}

/** Nobody talks by a held key any more. */
export function withoutTalk(switches: Switches): Switches {
  return switches.talk.kind === 'none' ? switches : { ...switches, talk: NO_TALK };
}

/**
 * A person switches something. If it is a device that had failed, the device is tried again. While pictures are not
 * allowed, the camera stays off. Muting, unmuting and holding end the talking by a held key.
 */
export function withChange(switches: Switches, change: SwitchChange): Switches {
  const { noCamera, noMicrophone } = switches.failed;
  const local = { ...switches.local, ...change };
  return {
    ...(change.mute !== undefined || change.hold === true ? withoutTalk(switches) : switches),
    local: switches.mayVideo ? local : { ...local, camera: false },
    failed: {
      ...(change.mute === undefined && noMicrophone !== undefined ? { noMicrophone } : {}),
      ...(change.camera === undefined && noCamera !== undefined ? { noCamera } : {}),
    },
  };
}

/** A device that was on does not run, and is switched off. */
export function withFailed(switches: Switches, device: MediaDevice, cause: DeviceCause): Switches {
  const off = withChange(switches, device === 'camera' ? { camera: false } : { mute: true });
  return { ...off, failed: { ...off.failed, [device === 'camera' ? 'noCamera' : 'noMicrophone']: cause } };
}
