// Two real peers in one page, with a drawn camera and a fake microphone, connected by hand. What lies between them in
// the product (main, the broker) is missing here.
import { constantRate } from '../../../../src/core/signal/constant-rate.ts';
import { filterSdp } from '../../../../src/core/signal/sdp.ts';
import type { VideoCodec } from '../../../../src/contract/media.ts';
import { type Peer, createPeer } from '../../../../src/renderer/call/peer.ts';
import type { SealWorker } from '../../../../src/renderer/call/transform.ts';
import { type DrawnCamera, drawCamera } from './drawn-camera.ts';
import { until } from './until.ts';

/** The camera's counts on one side. */
export interface VideoCounts {
  readonly framesEncoded: number;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly framesReceived: number;
  readonly framesDecoded: number;
  readonly framesDropped: number;
  readonly keyFramesDecoded: number;
  readonly pliCount: number;
  readonly width: number;
  readonly height: number;
  readonly codec: string;
}

/** One side: its peer, the peer's transceivers by stream, the other side's fingerprints, and counts. */
export interface Side {
  readonly peer: Peer;
  readonly sections: readonly RTCRtpTransceiver[];
  readonly fingerprints: readonly string[];
  readonly video: () => Promise<VideoCounts>;
  readonly audio: () => Promise<AudioCounts>;
}

/** The voice's counts on one side. */
export interface AudioCounts {
  readonly packetsSent: number;
  readonly bytesSent: number;
  readonly packetsReceived: number;
  readonly lastPacketAtMs: number; // the last received packet, in ms since 1970
  readonly codec: string;
}

/** Two connected sides. */
export interface Pair {
  readonly caller: Side;
  readonly callee: Side;
  readonly offer: string; // as it was sent
  readonly answer: string;
  readonly camera: DrawnCamera;
  readonly close: () => void;
}

/** Options of a pair. */
export interface PairOptions {
  readonly codecs: readonly VideoCodec[];
  readonly callerWorker: SealWorker;
  readonly calleeWorker: SealWorker;
  readonly microphone?: MediaStreamTrack;
  /** Whether the caller's main wants voice at a constant rate; the callee's does not. */
  readonly isConstantRate?: boolean;
}

/** The fake microphone. */
export async function openMicrophone(): Promise<MediaStreamTrack> {
  const [microphone] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
  if (microphone === undefined) throw new Error('no fake microphone');
  return microphone;
}

/**
 * Connects two peers as the product does: the callee offers, the caller answers, and both descriptions pass core's
 * allow-list.
 */
export async function joinPair(options: PairOptions): Promise<Pair> {
  const microphone = options.microphone ?? (await openMicrophone());
  const camera = drawCamera();
  const caller = makeSide('caller', options.codecs, options.callerWorker, (list) => callee.peer.addCandidates(list));
  const callee = makeSide('callee', options.codecs, options.calleeWorker, (list) => caller.peer.addCandidates(list));

  const cross = (sdp: string): string => onTheWire(sdp, options.isConstantRate === true);
  const offer = cross(await callee.peer.offer(false));
  const answer = cross((await caller.peer.describe('offer', offer)) ?? '');
  await callee.peer.describe('answer', answer);
  await caller.peer.setTrack(0, microphone);
  await callee.peer.setTrack(0, microphone);
  await caller.peer.setTrack(1, camera.track);
  await until('both sides connected', async () =>
    caller.fingerprints.length > 0 && callee.fingerprints.length > 0 ? true : undefined,
  );
  return {
    caller,
    callee,
    offer,
    answer,
    camera,
    close: () => {
      caller.peer.close();
      callee.peer.close();
      microphone.stop();
      camera.stop();
    },
  };
}

function onTheWire(sdp: string, isConstantRate: boolean): string {
  const allowed = filterSdp(sdp, { relayOnly: false });
  const filtered = allowed === undefined || !isConstantRate ? allowed : constantRate(allowed);
  if (filtered === undefined) throw new Error('core refuses what the engine made');
  return filtered;
}

function makeSide(
  role: 'caller' | 'callee',
  codecs: readonly VideoCodec[],
  worker: SealWorker,
  onCandidates: (list: Parameters<Peer['addCandidates']>[0]) => Promise<void>,
): Side {
  const sections: RTCRtpTransceiver[] = [];
  const fingerprints: string[] = [];
  const seeing: SealWorker = {
    ...worker,
    attach: (transceiver, stream) => {
      sections[stream] = transceiver;
      worker.attach(transceiver, stream);
    },
  };
  const peer = createPeer(
    {
      kind: 'open',
      call: '0'.repeat(32),
      offers: role === 'callee',
      camera: role === 'caller',
      microphones: [],
      processing: { echoCancellation: true, noiseSuppression: 'engine', autoGainControl: true },
      cameras: [],
      background: 'off',
      codecs: [...codecs],
      iceServers: [],
      relayOnly: false,
    },
    seeing,
    {
      onCandidates: (list) => void onCandidates(list),
      onConnection: (state, fingerprint) => {
        if (state === 'connected') fingerprints.push(fingerprint);
      },
      onTrack: () => undefined,
    },
  );
  void peer.setPictures({ camera: 'full' }); // as in plain WebRTC, and in a call whose network was measured
  return {
    peer,
    sections,
    fingerprints,
    video: () => readVideo(sections[1]),
    audio: () => readAudio(sections[0]),
  };
}

type Entry = Readonly<Record<string, number | string | undefined>>;

async function readEntries(section: RTCRtpTransceiver | undefined): Promise<readonly Entry[]> {
  const out = [...((await section?.sender.getStats())?.values() ?? [])] as readonly Entry[];
  const into = [...((await section?.receiver.getStats())?.values() ?? [])] as readonly Entry[];
  return [...out, ...into];
}

function entry(entries: readonly Entry[], type: string): Entry {
  return entries.find((e) => e['type'] === type) ?? {};
}

async function readVideo(section: RTCRtpTransceiver | undefined): Promise<VideoCounts> {
  const entries = await readEntries(section);
  const out = entry(entries, 'outbound-rtp');
  const into = entry(entries, 'inbound-rtp');
  return {
    framesEncoded: Number(out['framesEncoded'] ?? 0),
    packetsSent: Number(out['packetsSent'] ?? 0),
    packetsReceived: Number(into['packetsReceived'] ?? 0),
    framesReceived: Number(into['framesReceived'] ?? 0),
    framesDecoded: Number(into['framesDecoded'] ?? 0),
    framesDropped: Number(into['framesDropped'] ?? 0),
    keyFramesDecoded: Number(into['keyFramesDecoded'] ?? 0),
    pliCount: Number(into['pliCount'] ?? 0),
    width: Number(into['frameWidth'] ?? 0),
    height: Number(into['frameHeight'] ?? 0),
    codec: mimeOf(entries, out['codecId'] ?? into['codecId']),
  };
}

async function readAudio(section: RTCRtpTransceiver | undefined): Promise<AudioCounts> {
  const entries = await readEntries(section);
  return {
    packetsSent: Number(entry(entries, 'outbound-rtp')['packetsSent'] ?? 0),
    bytesSent: Number(entry(entries, 'outbound-rtp')['bytesSent'] ?? 0),
    packetsReceived: Number(entry(entries, 'inbound-rtp')['packetsReceived'] ?? 0),
    lastPacketAtMs: Number(entry(entries, 'inbound-rtp')['lastPacketReceivedTimestamp'] ?? 0),
    // Statistics name the codec inside RED, so the sender is asked.
    codec: section?.sender.getParameters().codecs[0]?.mimeType ?? '',
  };
}

function mimeOf(entries: readonly Entry[], id: Entry[string]): string {
  return String(entries.find((e) => e['id'] === id)?.['mimeType'] ?? '');
}
