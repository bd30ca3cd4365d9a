// What main tells the page of the call window to do with media, and the facts the page reports back.
// SDP and candidates are text that core checks again (protocol §9). Never a key: those ride on ports.ts.
import * as v from 'valibot';
import { Background } from './background.ts';
import { DeviceCause } from './device-cause.ts';
import { Processing } from './sound.ts';
import { PathBy } from './view.ts';

const Sdp = v.pipe(v.string(), v.maxBytes(40_000));
const Mid = v.picklist(['0', '1', '2']);
export const Candidate = v.strictObject({
  mid: Mid,
  ufrag: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  candidate: v.pipe(v.string(), v.minBytes(1), v.maxBytes(512)),
});
export type Candidate = v.InferOutput<typeof Candidate>;

export const VideoCodec = v.picklist(['VP8', 'VP9', 'AV1', 'H264']);
export type VideoCodec = v.InferOutput<typeof VideoCodec>;

/** A relay as a page is told of it. */
export const IceServer = v.strictObject({ urls: v.string(), username: v.string(), credential: v.string() });
export type IceServer = v.InferOutput<typeof IceServer>;

/** What is sent of the camera: little at `first`, then its whole size, half or a quarter of each side, or nothing while the line is too thin for it. */
export const PictureStep = v.picklist(['first', 'full', 'half', 'quarter', 'paused']);
export type PictureStep = v.InferOutput<typeof PictureStep>;

/** What is sent of a shared screen: nothing, all of it, fewer frames as sharp, or nothing while the line is too thin. */
export const ScreenStep = v.picklist(['off', 'full', 'slow', 'paused']);
export type ScreenStep = v.InferOutput<typeof ScreenStep>;

/** The devices a call uses, each kind in the order of preference, the first there is; none of them, and with an empty list, the system's. */
const devices = {
  microphones: v.array(v.string()),
  cameras: v.array(v.string()),
  processing: Processing,
  background: Background,
};

/** Commands of main to the call window's page; `call` is the call's id in hex. */
export const MediaCommand = v.variant('kind', [
  // Make the one RTCPeerConnection of this call, three sections, transforms attached; the one before, if any, is closed.
  v.strictObject({
    kind: v.literal('open'),
    call: v.string(),
    offers: v.boolean(), // makes the sections and describes first
    camera: v.boolean(),
    ...devices,
    codecs: v.array(VideoCodec), // preferred first
    iceServers: v.array(IceServer),
    relayOnly: v.boolean(),
  }),
  // Other accounts or relays than before, from the next ICE restart on.
  v.strictObject({ kind: v.literal('relays'), call: v.string(), iceServers: v.array(IceServer) }),
  v.strictObject({ kind: v.literal('offer'), call: v.string(), iceRestart: v.boolean() }), // make one, report `description`
  v.strictObject({ kind: v.literal('describe'), call: v.string(), type: v.picklist(['offer', 'answer']), sdp: Sdp }), // remote; an offer is answered by `description`
  v.strictObject({ kind: v.literal('rollback'), call: v.string() }),
  v.strictObject({ kind: v.literal('candidates'), call: v.string(), list: v.array(Candidate) }),
  v.strictObject({ kind: v.literal('allow-direct'), call: v.string() }), // end of relay-only (rule 9)
  v.strictObject({ kind: v.literal('send'), call: v.string(), microphone: v.boolean(), camera: v.boolean() }), // what leaves us
  v.strictObject({ kind: v.literal('picture'), call: v.string(), step: PictureStep }), // of the camera, while it is sent; `first` in every page until it is told another
  // Captures what main then gives the page, or goes on with it; `off` ends it.
  v.strictObject({ kind: v.literal('screen'), call: v.string(), step: ScreenStep }),
  v.strictObject({ kind: v.literal('play'), call: v.string(), sound: v.boolean(), camera: v.boolean() }), // `camera`: and screen; the peer is there from here; heard and seen, or neither while the call is held
  v.strictObject({ kind: v.literal('key-frame'), call: v.string(), stream: v.picklist([1, 2]) }),
  v.strictObject({ kind: v.literal('devices'), call: v.string(), ...devices }), // others than before
  v.strictObject({ kind: v.literal('close'), call: v.string() }),
]);
export type MediaCommand = v.InferOutput<typeof MediaCommand>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Facts of the page to main: what happened, never what to do about it. */
export const MediaFact = v.variant('kind', [
  v.strictObject({ kind: v.literal('begun'), call: v.string() }), // of `open`, before every other: what comes from here on is of this connection
  v.strictObject({ kind: v.literal('opened'), call: v.string(), microphone: v.boolean(), camera: v.boolean() }), // peer made, which devices run
  // One that is to run does not, at the start or later: what was wanted of it is not sent.
  v.strictObject({
    kind: v.literal('no-device'),
    call: v.string(),
    device: v.picklist(['microphone', 'camera']),
    cause: DeviceCause,
  }),
  // The shared screen: its picture is here, was taken away, or did not come.
  v.strictObject({
    kind: v.literal('screen'),
    call: v.string(),
    state: v.picklist(['captured', 'closed', 'failed']),
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
    pair: v.optional(v.pipe(v.string(), v.maxLength(256))), // it stands as before, by a pair of this user fragment of ours from now on
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
    width: count, // of the larger of the two pictures that come
    height: count,
    packetsReceived: v.tuple([count, count, count]), // per stream
    packetsSent: v.tuple([count, count, count]),
    // Of the pair of candidates in use: the address of this machine at which it begins, '' where the engine does not tell, and how
    // many checks the peer has answered on it.
    way: v.optional(v.strictObject({ address: v.pipe(v.string(), v.maxLength(64)), answers: count })),
    // Of the line, once the engine has measured it: of all streams what was lost on its way here, and in percent of what we sent.
    line: v.optional(
      v.strictObject({
        roundTripMs: count,
        jitterMs: count,
        packetsLost: count,
        lostThere: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
        availableKbps: v.optional(count), // the engine's estimate for all that leaves
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
