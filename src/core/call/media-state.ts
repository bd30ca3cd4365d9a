// The media of a call: what both sides have switched, what of it leaves, what the peer was told, how much of the picture the line
// carries. Data of the machine; no key, no account of a relay.
//
//   speech   closed ──READY or CONFIRM──▶ open ──a wrong code──▶ silenced
//            nothing leaves, and nothing  what the   nothing leaves any
//            is heard or seen             switches   more; the peer goes
//                                         say        on being heard
import { FULL_PICTURE, type PictureState } from './media-picture.ts';
import { type Description, passingSdp, type Path, rulesOf } from './media-path.ts';
import { restartsWakeAtMs } from './media-restarts-state.ts';
import { firstSwitches, type HeldFor, isHeld, sentOf, type Switched, type Switches } from './media-switches.ts';
import { type Done, NEVER_ASKED, type Paced } from './pace.ts';
import { isSecured, type RingState } from './ring-state.ts';

/** The media of one call. Times in ms since 1970. */
export interface MediaState {
  readonly switches: Switches;
  /** What this call was held for; undefined: for its own sake, or not at all. */
  readonly heldFor: HeldFor | undefined;
  readonly speech: 'closed' | 'open' | 'silenced';
  readonly picture: PictureState;
  /** What we have told the peer of our switches. */
  readonly told: {
    readonly atMs: number | undefined;
    /** Our link is back and the peer was not heard since: what we told may have come to a broker that had no place for it. */
    readonly isBack: boolean;
  };
  /** The peer's `media`: each one may switch devices here and is shown in every window (protocol §9). */
  readonly peer: Paced<Switched>;
  /** The peer's `key-frame` that was obeyed last, of the camera and of the screen. */
  readonly keyFrames: readonly [Done, Done];
  readonly path: Path;
}

/** The media of a call to which nothing has happened; `camera` where it is one with pictures. */
export function firstMedia(camera: boolean): MediaState {
  return {
    switches: firstSwitches(camera),
    heldFor: undefined,
    speech: 'closed',
    picture: FULL_PICTURE,
    told: { atMs: undefined, isBack: false },
    peer: NEVER_ASKED,
    keyFrames: [[], []],
    path: { kind: 'none' },
  };
}

/** When the media want a `time` event next. */
export function mediaWakeAtMs({ path, peer }: MediaState): number | undefined {
  const due = [
    peer.kind === 'waiting' ? peer.dueAtMs : undefined,
    path.kind === 'open' ? restartsWakeAtMs(path.restarts) : undefined,
  ].filter((atMs) => atMs !== undefined);
  return due.length === 0 ? undefined : Math.min(...due);
}

/** What the peer has said last, also where it still waits for its turn; undefined: nothing yet. */
export function heardOf({ peer, switches }: MediaState): Switched | undefined {
  if (peer.kind === 'waiting') return peer.newest;
  return peer.done.length === 0 ? undefined : switches.peer;
}

/** Whether the person's camera is on and its picture stays here so that the sound gets through. */
export function isPicturePaused({ picture, switches }: MediaState): boolean {
  return switches.local.camera && picture.step === 'paused';
}

/** What the peer is to know of our switches: no camera while the line is too thin for its picture. */
export function toldOf(media: MediaState): Switched {
  const { local } = media.switches;
  return { ...local, camera: local.camera && !isPicturePaused(media) };
}

/** Whether a page that opens now runs the camera: as a preview till the peer is there, then as it is sent. */
export function runsCamera({ speech, switches }: MediaState): boolean {
  return speech === 'closed' ? switches.local.camera : speech === 'open' && sentOf(switches).camera;
}

/** Whether either side holds the call: no frame passes either way (protocol §5 rule 12). */
export function isOnHold({ switches }: MediaState): boolean {
  return isHeld(switches);
}

/** Whether a person may write in this call: both sides hold the code, no wrong one was typed, and nobody holds it. */
export function mayType({ media, ring }: { readonly media: MediaState; readonly ring: RingState }): boolean {
  return isSecured(ring) && media.speech === 'open' && !isOnHold(media);
}

/** The peer's first description as it may be used, or undefined (protocol §5 rules 6, 9, 10); of a `reopen` only the rules count. */
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

/** Whether the path begins at one of these addresses of this machine, as far as the page could say. */
export function beginsAt({ path }: MediaState, addresses: readonly string[]): boolean {
  return path.kind === 'open' && path.life.address !== '' && addresses.includes(path.life.address);
}
