// The media of one call: its worker, its peer and its devices. It carries out main's commands and reports facts. It
// decides nothing about the call: main decides what follows from a fact.
import { unreachable } from '../../core/assert.ts';
import type { MediaCommand, MediaFact } from '../../contract/media.ts';
import { processings } from '../../contract/sound.ts';
import { createCamera } from './camera.ts';
import { type CallStreams, NOTHING } from './call-streams.ts';
import { deviceList } from './device-list.ts';
import { type Devices, createDevices } from './devices.ts';
import { watchFirstFrame } from './first-frame.ts';
import { createMicrophone } from './microphone.ts';
import { createOutgoingSound } from './outgoing-sound.ts';
import { createSharedScreen } from './shared-screen.ts';
import { type Peer, type PeerListeners, createPeer } from './peer.ts';
import { type SealWorker, startSealWorker } from './transform.ts';

type Open = Extract<MediaCommand, { kind: 'open' }>;
type Cause = Extract<MediaFact, { kind: 'failed' }>['cause'];

const STATS_EVERY_MS = 1000;

/** Where facts and streams go. */
export interface CallMediaListeners {
  readonly report: (fact: MediaFact) => void;
  readonly onStreams: (streams: CallStreams) => void;
}

/** One call's media. */
export interface CallMedia {
  readonly call: string;
  /** Passes main's port to the worker. A second one is closed. */
  readonly connect: (port: MessagePort) => void;
  /** Carries out main's commands, except `open` and `close`. */
  readonly obey: (command: MediaCommand) => void;
  /** Ends everything: worker, connection, devices. Reports nothing more. */
  readonly close: () => void;
}

/**
 * Opens the media of a call: worker and connection at once, devices in parallel. Reports `opened` once each device is
 * open or could not be opened. Throws if the engine refuses to make the connection.
 */
export function openCallMedia(command: Open, listeners: CallMediaListeners): CallMedia {
  const { call } = command;
  let over = false;
  let connected = false;
  let wanted = { microphone: false, camera: false };
  let { background, cameras, microphones, processing } = command;
  let madeBehind = background; // the background with which the camera was opened
  let microphone: MediaStreamTrack | undefined;
  let camera: MediaStreamTrack | undefined;
  let playing = false;
  let isHeard = false;
  let showsCamera = false;
  let endWatch: () => void = () => undefined;
  let remoteScreen: MediaStreamTrack | undefined;
  let remoteCamera: RTCRtpReceiver | undefined; // until it is watched
  let chain: Promise<unknown> = Promise.resolve();
  const remoteTracks: MediaStreamTrack[] = [];

  const report = (fact: MediaFact): void => {
    if (!over) listeners.report(fact);
  };
  const fail = (cause: Cause): void => report({ kind: 'failed', call, cause });
  let streams = NOTHING;
  const tell = (change: Partial<CallStreams>): void => {
    streams = { ...streams, ...change };
    if (!over) listeners.onStreams(streams);
  };
  const show = (): void =>
    tell({
      remote: playing ? new MediaStream(remoteTracks.filter(({ kind }) => showsCamera || kind === 'audio')) : undefined,
      screen: playing && showsCamera && remoteScreen !== undefined ? new MediaStream([remoteScreen]) : undefined,
      local: camera === undefined ? undefined : new MediaStream([camera]),
    });

  // Tracks that are already open are muted as well. A disabled track plays silence and stores no sound for later.
  const hear = (): void => {
    for (const track of remoteTracks) if (track.kind === 'audio') track.enabled = isHeard;
  };

  const worker: SealWorker = startSealWorker(() => {
    peer.close(); // nothing could be sealed any more: report it, and end the connection
    fail('worker-lost');
  });
  const peer = makePeer(command, worker, {
    onCandidates: (list) => report({ kind: 'candidates', call, list }),
    onConnection: (state, fingerprint, pair) => {
      report({ kind: 'connection', call, state, fingerprint, ...(pair === undefined ? {} : { pair }) });
      // Not earlier: statistics read before the DTLS handshake has ended would hide the peer's certificate for good
      // (peer.ts).
      if (state === 'connected' && remoteCamera !== undefined) {
        endWatch = watchFirstFrame(remoteCamera, () => report({ kind: 'first-frame', call }));
        remoteCamera = undefined;
      }
    },
    onTrack: (stream, receiver) => {
      if (stream === 2) remoteScreen = receiver.track;
      else remoteTracks.push(receiver.track);
      if (stream === 1) remoteCamera = receiver;
      hear();
      if (playing) show();
    },
  });

  const outgoing = createOutgoingSound(peer, () => report({ kind: 'screen', call, state: 'sound-lost' }));
  const screen = createSharedScreen(peer, {
    report: (state, sound) => report({ kind: 'screen', call, state, ...(sound === undefined ? {} : { sound }) }),
    onSound: outgoing.setComputer,
  });

  // Work on devices is done in order, so that a camera switched twice ends as last wanted.
  const inOrder = (work: () => Promise<void>): void => {
    chain = chain.then(() => (over ? undefined : work())).catch(() => fail('internal'));
  };
  const devices: Devices = createDevices({
    // After a device was unplugged, the next in order is used. A camera that was switched off since is not reopened.
    onEnded: (kind) => inOrder(async () => (kind === 'microphone' ? openMicrophone() : reopenCamera())),
    onFailed: (device, cause) => report({ kind: 'no-device', call, device, cause }),
  });
  const openMicrophone = async (): Promise<void> => {
    await source.open(microphones, processing);
    await useSound();
  };
  const useSound = async (): Promise<void> => {
    const { track, noiseLoss } = source.sound();
    microphone = track;
    tell({ microphone, noiseLoss }); // the other streams do not change
    await outgoing.setMicrophone(wanted.microphone ? microphone : undefined);
  };
  const source = createMicrophone(devices, () => inOrder(useSound));
  const lens = createCamera(devices, () => {
    inOrder(closeCamera);
    report({ kind: 'no-device', call, device: 'camera', cause: 'background' });
  });
  const openCamera = async (): Promise<void> => {
    madeBehind = background;
    camera = await lens.open(cameras, madeBehind);
    await sendCamera();
    show();
  };
  // Sends no picture if the camera was switched off while it opened, or if another background was chosen, for which the
  // camera is opened anew.
  const sendCamera = (): Promise<void> =>
    peer.setTrack(1, wanted.camera && madeBehind === background ? camera : undefined);
  const reopenCamera = async (): Promise<void> => {
    if (camera !== undefined) await openCamera();
  };
  const closeCamera = async (): Promise<void> => {
    await peer.setTrack(1, undefined);
    lens.close();
    camera = undefined;
    show();
  };
  const send = async (): Promise<void> => {
    if (wanted.microphone && microphone === undefined) await openMicrophone(); // a failed microphone is tried again
    else await outgoing.setMicrophone(wanted.microphone ? microphone : undefined);
    if (!wanted.camera) return closeCamera();
    await (camera === undefined ? openCamera() : sendCamera());
  };
  // A chosen device that has come back is used again. If the system's default is in use and has become another device,
  // that device is opened: an engine may go on using the earlier device, and report nothing but a changed list. A
  // device that was never chosen is only offered.
  const endFollow = deviceList.subscribe(() =>
    inOrder(async () => {
      if (microphone !== undefined && (await devices.isOtherNow('microphone', microphones))) await openMicrophone();
      if (camera !== undefined && (await devices.isOtherNow('camera', cameras))) await openCamera();
    }),
  );
  inOrder(async () => {
    await Promise.all([openMicrophone(), command.camera ? openCamera() : undefined]);
    report({ kind: 'opened', call, microphone: microphone !== undefined, camera: camera !== undefined });
  });

  const statsTimer = setInterval(() => {
    void peer.readStats(call).then(report, () => undefined); // rejected before the connection and after its end
  }, STATS_EVERY_MS);

  const describe = async (work: Promise<string | undefined>, type: 'offer' | 'answer'): Promise<void> => {
    try {
      const sdp = await work;
      if (sdp !== undefined) report({ kind: 'description', call, type, sdp });
    } catch {
      fail('description');
    }
  };
  const unsent = (): undefined => undefined; // the connection is closed
  // Does not wait in the queue of `inOrder`: a device that opens slowly, or about which the system asks the person, may
  // hold up that queue.
  const hideCameraAtOnce = (): void => void peer.setTrack(1, undefined).catch(unsent);
  const obey = (order: MediaCommand): void => {
    switch (order.kind) {
      case 'open':
      case 'close':
        return;
      case 'offer':
        return void describe(peer.offer(order.iceRestart), 'offer');
      case 'describe':
        return void describe(peer.describe(order.type, order.sdp), 'answer');
      case 'rollback':
        return void peer.rollback().catch(() => fail('description'));
      case 'candidates':
        return void peer.addCandidates(order.list);
      case 'relays':
        return peer.useRelays(order.iceServers);
      case 'allow-direct':
        return peer.allowDirect();
      case 'send':
        wanted = { microphone: order.microphone, camera: order.camera };
        void outgoing.setMicrophone(wanted.microphone ? microphone : undefined).catch(unsent);
        if (!wanted.camera) hideCameraAtOnce();
        return inOrder(send);
      case 'picture':
        return void peer.setPictures({ camera: order.step }).catch(() => undefined); // the connection is closed
      case 'screen':
        // Separate from the devices, so that a mute does not wait for the system's question.
        return screen.follow(order.step, order.sound);
      case 'play':
        playing = true;
        isHeard = order.sound;
        showsCamera = order.camera;
        hear();
        return show();
      case 'key-frame':
        // It rejects if nothing is being encoded, and then no key frame is needed.
        return void peer.sendKeyFrame(order.stream).catch(() => undefined);
      case 'devices':
        if (order.background !== 'off' && order.background !== background) hideCameraAtOnce();
        ({ background } = order);
        return inOrder(() => changeDevices(order));
      default:
        return unreachable(order);
    }
  };
  const changeDevices = async (now: Extract<MediaCommand, { kind: 'devices' }>): Promise<void> => {
    const isSameSound =
      isSameOrder(microphones, now.microphones) &&
      processings.every((name) => processing[name] === now.processing[name]);
    const isSamePicture = isSameOrder(cameras, now.cameras) && madeBehind === background;
    ({ cameras, microphones, processing } = now);
    if (!isSameSound) await openMicrophone();
    await (isSamePicture ? sendCamera() : reopenCamera());
  };

  return {
    call,
    connect: (port) => {
      if (connected) return port.close();
      connected = true;
      worker.connect(port);
    },
    obey,
    close: () => {
      over = true;
      clearInterval(statsTimer);
      endWatch();
      endFollow();
      source.end();
      lens.close();
      devices.closeAll();
      screen.close();
      outgoing.close();
      peer.close();
      worker.end();
    },
  };
}

const isSameOrder = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** The peer of `command`. If the engine refuses to make it (unreadable server address), ends the worker and throws. */
function makePeer(command: Open, worker: SealWorker, listeners: PeerListeners): Peer {
  try {
    return createPeer(command, worker, listeners);
  } catch (cause) {
    worker.end();
    throw cause;
  }
}
