// The engine's reports about a running connection, turned into the facts that main wants: path, own address, codecs,
// counts, quality of the network, certificate. Main decides what follows.
import type { MediaFact } from '../../contract/media.ts';
import type { CallNumbers } from '../../contract/view.ts';

const PATHS_BY = ['udp', 'tcp', 'tls'] as const;

/** The fields of `RTCStats` entries that are read here (W3C webrtc-stats). */
interface Entry {
  readonly id: string;
  readonly type: string;
  readonly mid?: string;
  readonly codecId?: string;
  readonly mimeType?: string;
  readonly packetsReceived?: number;
  readonly packetsSent?: number;
  readonly packetsLost?: number;
  readonly jitter?: number; // in seconds, as all times here
  readonly fractionLost?: number;
  readonly kind?: string;
  readonly currentRoundTripTime?: number;
  readonly availableOutgoingBitrate?: number; // bit/s
  readonly framesDecoded?: number;
  readonly framesPerSecond?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly candidateType?: string;
  readonly address?: string;
  readonly relatedAddress?: string; // of a reflexive candidate: the address behind it on this machine
  readonly responsesReceived?: number; // to connectivity checks
  readonly protocol?: string;
  readonly relayProtocol?: string; // between this device and its relay, if our candidate is relayed
  readonly remoteCertificateId?: string;
  readonly fingerprint?: string;
  readonly fingerprintAlgorithm?: string;
}

/** The `stats` fact of `call` from `report`. */
export function readStats(report: RTCStatsReport, call: string): MediaFact {
  const entries = [...report.values()] as readonly Entry[];
  const inbound = (mid: string): Entry | undefined => entries.find((e) => e.type === 'inbound-rtp' && e.mid === mid);
  const outbound = (mid: string): Entry | undefined => entries.find((e) => e.type === 'outbound-rtp' && e.mid === mid);
  const codec = (mid: string): string => {
    const id = inbound(mid)?.codecId ?? outbound(mid)?.codecId;
    return entries.find((e) => e.id === id)?.mimeType?.split('/')[1] ?? '';
  };
  const camera = inbound('1');
  const larger = pixelsOf(inbound('2')) > pixelsOf(camera) ? inbound('2') : camera;
  return {
    kind: 'stats',
    call,
    ...readPath(entries),
    audioCodec: codec('0'),
    videoCodec: codec('1'),
    decodedFrames: camera?.framesDecoded ?? 0,
    framesPerSecond: camera?.framesPerSecond ?? 0,
    width: larger?.frameWidth ?? 0,
    height: larger?.frameHeight ?? 0,
    packetsReceived: [received(inbound('0')), received(inbound('1')), received(inbound('2'))],
    packetsSent: [sent(outbound('0')), sent(outbound('1')), sent(outbound('2'))],
    ...readWay(entries),
    ...readLine(entries),
  };
}

// A relayed candidate names the relay and what the relay saw. The engine does not say which address of this machine
// leads to the relay.
function readWay(entries: readonly Entry[]): Pick<Extract<MediaFact, { kind: 'stats' }>, 'way'> {
  const pair = pairOf(entries);
  const own = entries.find((e) => e.id === pair?.localCandidateId);
  if (pair === undefined || own === undefined) return {};
  const seen = own.candidateType === 'srflx' || own.candidateType === 'prflx' ? own.relatedAddress : undefined;
  const address = own.candidateType === 'host' ? own.address : seen;
  return { way: { address: (address ?? '').slice(0, 64), answers: Math.max(0, pair.responsesReceived ?? 0) } };
}

// The loss towards the peer is what the peer's engine reports about our sound: unlike a picture, sound is never paused
// for a bad network.
function readLine(entries: readonly Entry[]): Pick<Extract<MediaFact, { kind: 'stats' }>, 'line'> {
  const pair = pairOf(entries);
  const trip = pair?.currentRoundTripTime;
  const available = pair?.availableOutgoingBitrate;
  const inbound = entries.filter((e) => e.type === 'inbound-rtp');
  if (trip === undefined || inbound.length === 0) return {};
  const there = entries.find((e) => e.type === 'remote-inbound-rtp' && e.kind === 'audio')?.fractionLost ?? 0;
  const lost = inbound.reduce((sum, e) => sum + Math.max(0, e.packetsLost ?? 0), 0);
  const jitter = inbound.find((e) => e.mid === '0')?.jitter ?? 0;
  return {
    line: {
      roundTripMs: Math.round(trip * 1000),
      jitterMs: Math.round(jitter * 1000),
      packetsLost: lost,
      lostThere: Math.round(Math.min(1, Math.max(0, there)) * 100),
      ...(available === undefined ? {} : { availableKbps: Math.max(0, Math.round(available / 1000)) }),
    },
  };
}

/**
 * The fingerprint of the live remote DTLS certificate as `sha-256 AA:BB…`. It is '' unless there is exactly one
 * (protocol §5 rule 6).
 */
export function readFingerprint(report: RTCStatsReport): string {
  const entries = [...report.values()] as readonly Entry[];
  const ids = new Set(entries.filter((e) => e.type === 'transport').map((e) => e.remoteCertificateId));
  const texts = new Set(
    entries
      .filter((e) => e.type === 'certificate' && ids.has(e.id))
      .map((e) => `${e.fingerprintAlgorithm ?? ''} ${(e.fingerprint ?? '').toUpperCase()}`),
  );
  const [only] = texts;
  return texts.size === 1 && only !== undefined ? only : '';
}

function pairOf(entries: readonly Entry[]): Entry | undefined {
  const pairId = entries.find((e) => e.type === 'transport')?.selectedCandidatePairId;
  return entries.find((e) => e.type === 'candidate-pair' && e.id === pairId);
}

function readPath(entries: readonly Entry[]): Pick<CallNumbers, 'path' | 'pathBy'> {
  const pair = pairOf(entries);
  if (pair === undefined) return { path: 'unknown', pathBy: 'unknown' };
  const ends = entries.filter((e) => e.id === pair.localCandidateId || e.id === pair.remoteCandidateId);
  const own = ends.find((e) => e.id === pair.localCandidateId);
  const by = own?.candidateType === 'relay' ? own.relayProtocol : own?.protocol;
  return {
    path: ends.some((e) => e.candidateType === 'relay') ? 'relay' : 'direct',
    pathBy: PATHS_BY.find((each) => each === by) ?? 'unknown',
  };
}

function pixelsOf(entry: Entry | undefined): number {
  return (entry?.frameWidth ?? 0) * (entry?.frameHeight ?? 0);
}

function received(entry: Entry | undefined): number {
  return Math.max(0, entry?.packetsReceived ?? 0);
}

function sent(entry: Entry | undefined): number {
  return Math.max(0, entry?.packetsSent ?? 0);
}
