// What main tells the stage of a call, or the page of a trial call, to do with media, and the facts that the stage
// reports. SDP and candidates are text that core checks again (protocol §9). Never a key: keys travel by ports.ts.
import * as v from 'valibot';
import { Background } from './background.ts';
import { DeviceCause } from './device-cause.ts';
import { ShareSound } from './sharing.ts';
import { Processing } from './sound.ts';
import { PathBy } from './network-quality.ts';

const Sdp = v.pipe(v.string(), v.maxBytes(40_000));
const Mid = v.picklist(['0', '1', '2']);
/** One ICE candidate of a description: its section, its user fragment, and its line without `a=`. */
export const Candidate = v.strictObject({
  mid: Mid,
  ufrag: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  candidate: v.pipe(v.string(), v.minBytes(1), v.maxBytes(512)),
});
export type Candidate = v.InferOutput<typeof Candidate>;

/** The codecs that a picture may have (protocol §9). */
export const VideoCodec = v.picklist(['VP8', 'VP9', 'AV1', 'H264']);
export type VideoCodec = v.InferOutput<typeof VideoCodec>;

/** A relay as a page is told of it. */
export const IceServer = v.strictObject({ urls: v.string(), username: v.string(), credential: v.string() });
export type IceServer = v.InferOutput<typeof IceServer>;

/**
 * How much of the camera's picture is sent: little at `first`, then its full size, half or a quarter of its width and
 * height, or nothing while the network is too slow.
 */
export const PictureStep = v.picklist(['first', 'full', 'half', 'quarter', 'paused']);
export type PictureStep = v.InferOutput<typeof PictureStep>;

/**
 * What is sent of a shared screen: nothing, all of it, fewer frames at full sharpness, or nothing while the network is
 * too slow.
 */
export const ScreenStep = v.picklist(['off', 'full', 'slow', 'paused']);
export type ScreenStep = v.InferOutput<typeof ScreenStep>;

/**
 * The devices that a call uses: of each kind, the first in the list that opens. If none opens, or the list is empty,
 * the call uses the system's default device.
 */
const devices = {
  microphones: v.array(v.string()),
  cameras: v.array(v.string()),
  processing: Processing,
  background: Background,
};

/** Commands from main to the stage of a call, or to the page of a trial call. `call`: its id in hex, or ''. */
export const MediaCommand = v.variant('kind', [
  // Make the one RTCPeerConnection of this call: three sections, transforms attached. An earlier one is closed.
  v.strictObject({
    kind: v.literal('open'),
    call: v.string(),
    offers: v.boolean(), // this page makes the sections and the first description
    camera: v.boolean(),
    ...devices,
    codecs: v.array(VideoCodec), // preferred first
    iceServers: v.array(IceServer),
    relayOnly: v.boolean(),
  }),
  // Other accounts or relays, from the next ICE restart on.
  v.strictObject({ kind: v.literal('relays'), call: v.string(), iceServers: v.array(IceServer) }),
  // The page makes an offer and reports it as `description`.
  v.strictObject({ kind: v.literal('offer'), call: v.string(), iceRestart: v.boolean() }),
  // The peer's description. To an offer the page reports its answer as `description`.
  v.strictObject({ kind: v.literal('describe'), call: v.string(), type: v.picklist(['offer', 'answer']), sdp: Sdp }),
  v.strictObject({ kind: v.literal('rollback'), call: v.string() }),
  v.strictObject({ kind: v.literal('candidates'), call: v.string(), list: v.array(Candidate) }),
  v.strictObject({ kind: v.literal('allow-direct'), call: v.string() }), // end of relay-only (protocol §5 rule 9)
  // Whether microphone and camera are sent from now on.
  v.strictObject({ kind: v.literal('send'), call: v.string(), microphone: v.boolean(), camera: v.boolean() }),
  // The size of the camera's picture while it is sent. Every page begins with `first`.
  v.strictObject({ kind: v.literal('picture'), call: v.string(), step: PictureStep }),
  // Captures the picture that main then hands over, or continues a capture at another step. `off` ends the capture.
  // `sound`: the computer's sound is captured with the picture. Setting it to false later ends only the sound.
  v.strictObject({ kind: v.literal('screen'), call: v.string(), step: ScreenStep, sound: v.boolean() }),
  // From here on, the peer is heard (`sound`) and seen (`camera`, which includes the screen), or neither while the call
  // is held.
  v.strictObject({ kind: v.literal('play'), call: v.string(), sound: v.boolean(), camera: v.boolean() }),
  v.strictObject({ kind: v.literal('key-frame'), call: v.string(), stream: v.picklist([1, 2]) }),
  v.strictObject({ kind: v.literal('devices'), call: v.string(), ...devices }), // one of these has changed
  v.strictObject({ kind: v.literal('close'), call: v.string() }),
]);
export type MediaCommand = v.InferOutput<typeof MediaCommand>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Facts from the page to main: what happened, never what to do about it. */
export const MediaFact = v.variant('kind', [
  // The first fact after `open`: everything that follows concerns this connection.
  v.strictObject({ kind: v.literal('begun'), call: v.string() }),
  // The devices were opened, whether or not the connection is up yet. `microphone`, `camera`: whether the device runs.
  v.strictObject({ kind: v.literal('opened'), call: v.string(), microphone: v.boolean(), camera: v.boolean() }),
  // A device that should run does not run, from the start or later. Nothing from it is sent.
  v.strictObject({
    kind: v.literal('no-device'),
    call: v.string(),
    device: v.picklist(['microphone', 'camera']),
    cause: DeviceCause,
  }),
  // The shared screen: its picture has arrived, was taken away, or never came; or only the computer's sound is lost.
  // `sound`: what became of the computer's sound; only present with `captured`.
  v.strictObject({
    kind: v.literal('screen'),
    call: v.string(),
    state: v.picklist(['captured', 'closed', 'failed', 'sound-lost']),
    sound: v.optional(ShareSound),
  }),
  v.strictObject({ kind: v.literal('description'), call: v.string(), type: v.picklist(['offer', 'answer']), sdp: Sdp }),
  v.strictObject({
    kind: v.literal('candidates'),
    call: v.string(),
    list: v.pipe(v.array(Candidate), v.maxLength(32)),
  }),
  v.strictObject({
    kind: v.literal('connection'),
    call: v.string(),
    state: v.picklist(['new', 'connecting', 'connected', 'disconnected', 'failed', 'closed']),
    fingerprint: v.string(), // of the live remote DTLS certificate, as `sha-256 AA:BB…`; '' while unknown
    // Still connected, but from now on by a candidate pair with this user fragment of ours.
    pair: v.optional(v.pipe(v.string(), v.maxLength(256))),
  }),
  v.strictObject({ kind: v.literal('first-frame'), call: v.string() }), // first remote camera frame decoded
  v.strictObject({
    kind: v.literal('stats'),
    call: v.string(),
    path: v.picklist(['unknown', 'direct', 'relay']),
    pathBy: PathBy,
    audioCodec: v.string(),
    videoCodec: v.string(),
    decodedFrames: count,
    framesPerSecond: v.number(),
    width: count, // of the larger of the two incoming pictures
    height: count,
    packetsReceived: v.tuple([count, count, count]), // per stream
    packetsSent: v.tuple([count, count, count]),
    // About the candidate pair in use: the local address at which it begins, or '' if the engine does not tell, and how
    // many checks the peer has answered on it.
    way: v.optional(v.strictObject({ address: v.pipe(v.string(), v.maxLength(64)), answers: count })),
    // About the network, once the engine has measured it: packets of all streams lost on their way here, and the
    // percentage lost of the sound that we sent.
    line: v.optional(
      v.strictObject({
        roundTripMs: count,
        jitterMs: count,
        packetsLost: count,
        lostThere: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
        availableKbps: v.optional(count), // the engine's estimate for everything that leaves
      }),
    ),
  }),
  v.strictObject({
    kind: v.literal('failed'),
    call: v.string(),
    cause: v.picklist(['no-transform', 'description', 'worker-lost', 'internal']),
  }),
]);
export type MediaFact = v.InferOutput<typeof MediaFact>;
