// The RTCPeerConnection of a call: one per call, three fixed sections, every frame through the sealing worker. It is
// made with `encodedInsertableStreams`, so if a transform is missing, dead or nulled, nothing is sent (measured).
import type { Candidate, MediaCommand, MediaFact } from '../../contract/media.ts';
import type { Stream } from '../../contract/ports.ts';
import { type CandidateBatches, batchCandidates } from './candidates.ts';
import { type PictureSteps, shapeSender } from './encodings.ts';
import { SECTIONS, type Section, limitSection } from './section.ts';
import { readFingerprint, readStats } from './stats.ts';
import type { SealWorker } from './transform.ts';

type Open = Extract<MediaCommand, { kind: 'open' }>;
type ConnectionState = Extract<MediaFact, { kind: 'connection' }>['state'];

const FINGERPRINT_WAIT_MS = 60; // reports are cached for 50 ms, so the certificate may show one report late
const MAX_HELD_CANDIDATES = 64; // protocol §9: candidates per ICE generation

/** What a peer reports. None of it is a decision. */
export interface PeerListeners {
  readonly onCandidates: (list: Candidate[]) => void;
  /**
   * `fingerprint` is '' unless connected. `pair` is the ICE user fragment of our candidate in the pair in use. It is
   * given only if a connected connection now uses a pair of another ICE restart.
   */
  readonly onConnection: (state: ConnectionState, fingerprint: string, pair?: string) => void;
  readonly onTrack: (stream: Stream, receiver: RTCRtpReceiver) => void;
}

/**
 * The connection of one call. Descriptions, candidates, key frames and picture steps take effect in the order of their
 * requests; tracks do not wait for them. A refused description rejects.
 */
export interface Peer {
  /** Makes and sets our offer. Resolves to its text before any candidate is gathered. */
  readonly offer: (iceRestart: boolean) => Promise<string>;
  /** Sets the remote description. Resolves to our answer if it was an offer. */
  readonly describe: (type: 'offer' | 'answer', sdp: string) => Promise<string | undefined>;
  readonly rollback: () => Promise<void>;
  readonly addCandidates: (list: readonly Candidate[]) => Promise<void>;
  /** Replaces the relays and their accounts, from the next ICE restart on. */
  readonly useRelays: (iceServers: Open['iceServers']) => void;
  /** Allows direct paths, too. Their candidates come with the next ICE restart (protocol §5 rule 9). */
  readonly allowDirect: () => void;
  /** Sets the track that a stream sends from now on. `undefined` sends nothing. */
  readonly setTrack: (stream: Stream, track: MediaStreamTrack | undefined) => Promise<void>;
  /** Makes the encoder's next frame a key frame. */
  readonly sendKeyFrame: (stream: Stream) => Promise<void>;
  /** Sets at which size and rate camera and screen are sent from now on, whatever their tracks. */
  readonly setPictures: (change: Partial<PictureSteps>) => Promise<void>;
  /** The current statistics, for `call`. Rejects before the first connection. */
  readonly readStats: (call: string) => Promise<MediaFact>;
  readonly close: () => void;
}

/** How every connection is made: without a transform it sends nothing (protocol §7). */
export interface SealedConfiguration extends RTCConfiguration {
  readonly encodedInsertableStreams: true;
}
interface KeyFrameOptions extends RTCSetParameterOptions {
  readonly encodingOptions: readonly { readonly keyFrame: boolean }[];
}

/**
 * Makes the peer of a call. The offering side makes its sections at once; the other side gets its own with the offer.
 */
export function createPeer(command: Open, worker: SealWorker, listeners: PeerListeners): Peer {
  let configuration: SealedConfiguration = {
    encodedInsertableStreams: true,
    bundlePolicy: 'max-bundle',
    rtcpMuxPolicy: 'require',
    iceServers: command.iceServers.map((server) => ({ ...server })),
    iceTransportPolicy: command.relayOnly ? 'relay' : 'all',
  };
  const connection = new RTCPeerConnection(configuration);
  const configure = (change: Pick<RTCConfiguration, 'iceServers' | 'iceTransportPolicy'>): void => {
    configuration = { ...configuration, ...change };
    connection.setConfiguration(configuration);
  };
  const batches: CandidateBatches = batchCandidates(listeners.onCandidates);
  const sections = new Map<Stream, RTCRtpTransceiver>();
  const tracks = new Map<Stream, MediaStreamTrack>();
  const held: Candidate[] = [];
  let pictures: PictureSteps = { camera: 'first', screen: 'off' };
  let chain: Promise<unknown> = Promise.resolve();
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const done = chain.then(work);
    chain = done.catch(() => undefined);
    return done;
  };

  const shape = async (): Promise<void> => {
    for (const [stream, { sender }] of sections) await shapeSender(sender, stream, pictures);
  };

  // Attaches both transforms to a section synchronously, before the engine can send or receive anything.
  const wire = (transceiver: RTCRtpTransceiver, section: Section): void => {
    worker.attach(transceiver, section.stream);
    if (sections.has(section.stream)) return;
    sections.set(section.stream, transceiver);
    limitSection(transceiver, section, command.codecs);
    transceiver.direction = 'sendrecv';
    void transceiver.sender.replaceTrack(tracks.get(section.stream) ?? null);
    listeners.onTrack(section.stream, transceiver.receiver);
  };
  if (command.offers) {
    for (const section of SECTIONS) wire(connection.addTransceiver(section.kind, { direction: 'sendrecv' }), section);
  }
  // The sections of a remote description must be exactly ours, or it is refused.
  const wireRemote = (): void => {
    const all = connection.getTransceivers();
    for (const section of SECTIONS) {
      const transceiver = all.find((t) => t.mid === section.mid);
      if (all.length !== SECTIONS.length || transceiver?.receiver.track.kind !== section.kind) {
        throw new TypeError('not the three sections of a call');
      }
      wire(transceiver, section);
    }
  };

  connection.addEventListener('track', ({ transceiver }) => {
    const section = SECTIONS.find((s) => s.mid === transceiver.mid);
    if (section !== undefined) wire(transceiver, section);
  });
  connection.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate !== null) batches.add(candidate);
  });
  connection.addEventListener('icegatheringstatechange', () => {
    if (connection.iceGatheringState === 'complete') batches.flush();
  });
  let hasConnected = false;
  let generation = ''; // ICE user fragment of the pair that was last reported
  const tellConnected = (pair?: string): void =>
    void liveFingerprint(connection).then((text) => listeners.onConnection(connection.connectionState, text, pair));
  // An ICE restart may repair a path before the engine reports that the path is broken. Then only the user fragment of
  // the pair in use shows the repair.
  const followPair = (): void => {
    const ufrag = pairInUse()?.getSelectedCandidatePair()?.local.usernameFragment ?? '';
    const isAgreed = connection.currentLocalDescription?.sdp.includes(`a=ice-ufrag:${ufrag}\r\n`) === true;
    if (connection.connectionState !== 'connected' || !isAgreed || ufrag === '' || ufrag === generation) return;
    generation = ufrag;
    tellConnected(ufrag);
  };
  const pairInUse = (): RTCIceTransport | undefined => sections.get(0)?.sender.transport?.iceTransport;
  connection.addEventListener('connectionstatechange', () => {
    const state = connection.connectionState;
    if (state !== 'connected') return listeners.onConnection(state, '');
    if (!hasConnected) pairInUse()?.addEventListener('selectedcandidatepairchange', followPair);
    hasConnected = true;
    generation = pairInUse()?.getSelectedCandidatePair()?.local.usernameFragment ?? '';
    tellConnected();
  });

  const addCandidate = async (candidate: Candidate): Promise<void> => {
    const init = { candidate: candidate.candidate, sdpMid: candidate.mid, usernameFragment: candidate.ufrag };
    await connection.addIceCandidate(init).catch(() => undefined); // a candidate of another ICE restart
  };
  const afterRemote = async (): Promise<void> => {
    for (const candidate of held.splice(0)) await addCandidate(candidate);
  };

  return {
    offer: (iceRestart) =>
      inOrder(async () => {
        const { sdp } = await connection.createOffer({ iceRestart });
        if (sdp === undefined) throw new TypeError('the engine made no offer');
        batches.restart();
        await connection.setLocalDescription({ type: 'offer', sdp });
        return sdp;
      }),
    describe: (type, sdp) =>
      inOrder(async () => {
        await connection.setRemoteDescription({ type, sdp });
        wireRemote();
        let answer: string | undefined;
        if (type === 'offer') {
          answer = (await connection.createAnswer()).sdp ?? '';
          batches.restart();
          await connection.setLocalDescription({ type: 'answer', sdp: answer });
        }
        worker.nameCodecs(codecNames(connection));
        followPair(); // a new pair may be in use before its description was agreed
        await afterRemote();
        await shape();
        return answer;
      }),
    rollback: () =>
      inOrder(async () => {
        if (connection.signalingState === 'have-local-offer')
          await connection.setLocalDescription({ type: 'rollback' });
      }),
    addCandidates: (list) =>
      inOrder(async () => {
        if (connection.remoteDescription === null) held.push(...list.slice(0, MAX_HELD_CANDIDATES - held.length));
        else for (const candidate of list) await addCandidate(candidate);
      }),
    useRelays: (iceServers) => configure({ iceServers: iceServers.map((server) => ({ ...server })) }),
    allowDirect: () => configure({ iceTransportPolicy: 'all' }),
    setTrack: async (stream, track) => {
      if (track === undefined) tracks.delete(stream);
      else tracks.set(stream, track);
      await sections.get(stream)?.sender.replaceTrack(track ?? null);
    },
    setPictures: (change) => {
      pictures = { ...pictures, ...change };
      return inOrder(shape);
    },
    // In order with other changes: the engine refuses parameters that were read before another change.
    sendKeyFrame: (stream) =>
      inOrder(async () => {
        const sender = sections.get(stream)?.sender;
        if (sender === undefined) return;
        const parameters = sender.getParameters();
        const options: KeyFrameOptions = { encodingOptions: parameters.encodings.map(() => ({ keyFrame: true })) };
        await sender.setParameters(parameters, options);
      }),
    readStats: async (call) => {
      // The engine keeps the certificates of its first report until the next negotiation. If that report is made before
      // the DTLS handshake has ended, the peer's certificate is missing for good, and main could never believe the
      // connection.
      if (!hasConnected) throw new Error('no statistics before the first connection');
      return readStats(await connection.getStats(), call);
    },
    close: () => {
      batches.stop();
      connection.close();
    },
  };
}

/** Payload type → codec name of all sections. A bundle has one numbering (RFC 8843 §9.1). */
function codecNames(connection: RTCPeerConnection): Readonly<Record<string, string>> {
  const ends = connection.getTransceivers().flatMap(({ sender, receiver }) => [sender, receiver]);
  const codecs = ends.flatMap((end) => end.getParameters().codecs);
  return Object.fromEntries(codecs.map((codec) => [String(codec.payloadType), codec.mimeType.split('/')[1] ?? '']));
}

async function liveFingerprint(connection: RTCPeerConnection): Promise<string> {
  // Asks as long as the connection is connected: if this gave up, main could never believe the connection.
  for (;;) {
    const text = readFingerprint(await connection.getStats());
    if (text !== '' || connection.connectionState !== 'connected') return text;
    await new Promise((resolve) => setTimeout(resolve, FINGERPRINT_WAIT_MS));
  }
}
