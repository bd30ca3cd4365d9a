// The media of a call: what both sides have switched, what of it leaves, what the peer was told, and how much of the
// picture the network carries. This is data of the call machine. It holds no key and no account of a relay.
//
//             closed ──READY or CONFIRM──▶ open ──a wrong code──▶ silenced
//             nothing leaves, and nothing  what the   nothing leaves any
//             is heard or seen             switches   more; the peer goes
//                                          say        on being heard
//   told      told ──our broker connection is back──▶ unsure ──the peer's `media` comes: told once more──▶ told
//   talk      none ──muted, and a key is held down──▶ held ──released, or in doubt──▶ none
//   peer      idle ──a `media` that comes too soon──▶ waiting ──its turn──▶ idle
// The path is drawn in media-path.ts, its restarts in media-restarts-state.ts, a shared screen in media-share-state.ts.
import {
  cameraStepOf,
  FIRST_PICTURE,
  type Pictures,
  type PictureState,
  type ScreenStep,
  sharedStepOf,
} from './media-picture.ts';
import { type Description, passingSdp, type Path, rulesOf } from './media-path.ts';
import { restartsWakeAtMs } from './media-restarts-state.ts';
import { type Share, type SharingAllowed, type SharingSeen, UNSHARED } from './media-share-state.ts';
import {
  firstSwitches,
  type HeldFor,
  inEffect,
  isHeld,
  sentOf,
  type Switched,
  type Switches,
} from './media-switches.ts';
import { type Done, NEVER_ASKED, type Paced } from './pace.ts';
import { isSecured, type RingState } from './ring-state.ts';

/** The media of one call. Times in ms since 1970. */
export type MediaState = ClosedMedia | SpokenMedia;

interface AnyMedia {
  readonly switches: Switches;
  readonly heldFor: HeldFor;
  /** The peer's `media`, paced: each one may switch devices here and is shown in every window (protocol §9). */
  readonly peer: Paced<Switched>;
  /** Our typed lines that have not left yet, by number, the oldest first; and when the next one may leave. */
  readonly text: { readonly unsent: readonly number[]; readonly mayAtMs: number };
  /** When the peer's `key-frame` was last obeyed, for the camera and for the screen. */
  readonly keyFrames: readonly [Done, Done];
  readonly path: Path;
  readonly share: Share;
  /** What policy allows; nothing until policy was asked. */
  readonly mayShare: SharingAllowed;
}

/** Before READY or CONFIRM. */
export interface ClosedMedia extends AnyMedia {
  readonly kind: 'closed';
}

/** From READY or CONFIRM on. `silenced` is permanent. */
export interface SpokenMedia extends AnyMedia {
  readonly kind: 'open' | 'silenced';
  readonly told: Told;
  readonly picture: PictureState;
}

/**
 * Whether the peer knows our switches. `unsure`: our broker connection was down. The peer was told again when the
 * connection was back, but a broker that was restarted may not have kept the message.
 */
export type Told = { readonly kind: 'told'; readonly atMs: number } | { readonly kind: 'unsure' };

/** The media of a call to which nothing has happened. `camera`: the call is to have pictures. */
export function firstMedia(camera: boolean): MediaState {
  return {
    kind: 'closed',
    switches: firstSwitches(camera),
    heldFor: { kind: 'itself' },
    peer: NEVER_ASKED,
    text: { unsent: [], mayAtMs: 0 },
    keyFrames: [[], []],
    path: { kind: 'none' },
    share: UNSHARED,
    mayShare: 'none',
  };
}

/** Opens the media at READY or CONFIRM. The peer is told of our switches at this time. */
export function openedMedia(media: MediaState, atMs: number): SpokenMedia {
  return { ...media, kind: 'open', told: { kind: 'told', atMs }, picture: FIRST_PICTURE };
}

/** When the media want a `time` event next. */
export function mediaWakeAtMs(media: MediaState): number | undefined {
  const { path, peer, switches, text } = media;
  const due = [
    switches.talk.kind === 'held' ? switches.talk.untilMs : undefined,
    peer.kind === 'waiting' ? peer.dueAtMs : undefined,
    path.kind === 'open' ? restartsWakeAtMs(path.restarts) : undefined,
    text.unsent.length === 0 || isOnHold(media) ? undefined : text.mayAtMs,
  ].filter((atMs) => atMs !== undefined);
  return due.length === 0 ? undefined : Math.min(...due);
}

/** The peer's newest `media`, even if it still waits for its turn. Undefined: none has arrived. */
export function heardOf({ peer, switches }: MediaState): Switched | undefined {
  if (peer.kind === 'waiting') return peer.newest;
  return peer.done.length === 0 ? undefined : switches.peer;
}

/** How much of camera and screen the network carries, as far as it was measured. */
export function pictureOf(media: MediaState): PictureState {
  return media.kind === 'closed' ? FIRST_PICTURE : media.picture;
}

/** Whether the person's camera is on and its picture is withheld so that the sound gets through. */
export function isPicturePaused(media: MediaState): boolean {
  return media.switches.local.camera && cameraStepOf(pictureOf(media)) === 'paused';
}

/** Which pictures the person has chosen to send. */
export function picturesOf({ share, switches }: MediaState): Pictures {
  return { camera: switches.local.camera, screen: share.kind !== 'none' };
}

/** What the page does with a shared screen. */
export function screenStepOf(media: MediaState): ScreenStep {
  return media.share.kind === 'none' ? 'off' : sharedStepOf(pictureOf(media));
}

/** What a person sees about sharing. Undefined: nothing is shared, and there is nothing to report. */
export function sharingOf(media: MediaState): SharingSeen | undefined {
  const { share } = media;
  if (share.kind === 'none') return share.why === undefined ? undefined : { kind: 'over', why: share.why };
  const kind = share.kind !== 'on' ? 'starting' : screenStepOf(media) === 'paused' ? 'paused' : 'on';
  const sound = share.sound === 'none' || share.sound === 'asked' ? {} : { sound: share.sound };
  return { kind, what: share.source.kind, name: share.source.name, ...sound };
}

/**
 * What the peer is told of our switches. While the network is too slow for a picture, camera and screen are reported as
 * off.
 */
export function toldOf(media: MediaState): Switched {
  const local = inEffect(media.switches);
  const camera = local.camera && !isPicturePaused(media);
  return { ...local, camera, screen: local.screen && screenStepOf(media) !== 'paused' };
}

/** Whether a page that opens now runs the camera: as a preview until READY, then only if its picture is sent. */
export function runsCamera({ kind, switches }: MediaState): boolean {
  return kind === 'closed' ? switches.local.camera : kind === 'open' && sentOf(switches).camera;
}

/** Whether either side holds the call: no frame passes either way (protocol §5 rule 12). */
export function isOnHold({ switches }: MediaState): boolean {
  return isHeld(switches);
}

interface Written {
  readonly media: MediaState;
  readonly ring: RingState;
}

/** Whether text of the peer is shown: both sides hold the code, and no wrong code was typed. */
export function mayRead({ media, ring }: Written): boolean {
  return isSecured(ring) && media.kind === 'open';
}

/** Whether a person may write in this call: text of the peer may be shown, and neither side holds the call. */
export function mayType(call: Written): boolean {
  return mayRead(call) && !isOnHold(call.media);
}

/**
 * The SDP of the peer's first description, or undefined if it may not be used (protocol §5 rules 6, 9, 10). In a
 * `reopen`, direct candidates pass, too, unless only relays are allowed.
 */
export function acceptedBy(
  { path }: MediaState,
  { fingerprint, sdp }: Description,
  of: 'handshake' | 'reopen' = 'handshake',
): string | undefined {
  const rules = rulesOf(path);
  const isDirect = of === 'reopen' ? !rules.mustRelay : path.kind === 'open' && path.uses === 'anything';
  const passed = passingSdp(sdp, !isDirect, rules);
  return passed?.fingerprint === fingerprint ? passed.sdp : undefined;
}

/** The authenticated fingerprint of the peer, '' before it is known. */
export function peerFingerprintOf({ path }: MediaState): string {
  return path.kind === 'open' && path.peer.kind === 'described' ? path.peer.fingerprint : '';
}

/** Whether the path begins at one of these local addresses, as far as the page could tell. */
export function beginsAt({ path }: MediaState, addresses: readonly string[]): boolean {
  return path.kind === 'open' && path.life.address !== '' && addresses.includes(path.life.address);
}
