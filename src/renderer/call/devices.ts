// Microphone and camera of this machine: opening, choosing, closing. A camera that is off is a device that is stopped.
// What does not open, or ends, is told with its cause. No picture or sound leaves this file but as a track for the peer and the own
// small picture. A device is chosen in one page and opened in another, and an engine gives each session other ids: a choice is kept
// under the name that both pages read.

import type { DeviceCause } from '../../contract/device-cause.ts';

type Kind = 'microphone' | 'camera';

/** A device a person may choose. */
export interface MediaDevice {
  readonly kind: 'microphone' | 'camera' | 'speaker';
  /** What a choice is kept under: the label; of several with one label, the label and the place among them. */
  readonly id: string;
  readonly label: string; // '' until a device was opened once
}

/** The devices of one call. Tracks are live, or undefined where the device is off, missing or refused. */
export interface Devices {
  /** Opens the microphone of this `MediaDevice.id` ('' = the system's), or any where that one is gone; the old one is stopped. */
  readonly openMicrophone: (id: string) => Promise<MediaStreamTrack | undefined>;
  readonly openCamera: (id: string) => Promise<MediaStreamTrack | undefined>;
  readonly closeCamera: () => void;
  readonly closeAll: () => void;
}

const SOUND: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const PICTURE: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 30 } };
const KINDS = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' } as const;

/** What becomes of the devices of a call. */
export interface DeviceListeners {
  /** A running device was unplugged or taken away. */
  readonly onEnded: (kind: Kind) => void;
  /** It was to be opened, and neither it nor any other of its kind could be. */
  readonly onFailed: (kind: Kind, cause: DeviceCause) => void;
}

/** Devices of one call. */
export function createDevices({ onEnded, onFailed }: DeviceListeners): Devices {
  let microphone: MediaStreamTrack | undefined;
  let camera: MediaStreamTrack | undefined;
  let closed = false;

  const open = async (kind: Kind, id: string): Promise<MediaStreamTrack | undefined> => {
    const chosen = await capture(kind, id);
    const track = typeof chosen === 'string' && id !== '' ? await capture(kind, '') : chosen;
    if (closed) {
      if (typeof track !== 'string') track.stop(); // the call ended while a person was asked
      return undefined;
    }
    if (typeof track === 'string') {
      onFailed(kind, track);
      return undefined;
    }
    track.addEventListener('ended', () => onEnded(kind));
    return track;
  };
  const closeCamera = (): void => {
    camera?.stop();
    camera = undefined;
  };
  return {
    openMicrophone: async (id) => {
      const track = await open('microphone', id);
      microphone?.stop();
      microphone = track;
      return track;
    },
    openCamera: async (id) => {
      closeCamera(); // some cameras can be opened once only
      camera = await open('camera', id);
      return camera;
    },
    closeCamera,
    closeAll: () => {
      closed = true;
      closeCamera();
      microphone?.stop();
      microphone = undefined;
    },
  };
}

/** All devices of this machine. */
export async function listDevices(): Promise<readonly MediaDevice[]> {
  return named(await navigator.mediaDevices.enumerateDevices()).map(({ kind, label, name }) => ({
    kind: KINDS[kind],
    id: name,
    label,
  }));
}

/** The id that this page's engine has for the device of this name (`MediaDevice.id`); undefined where there is none now. */
export async function engineIdOf(kind: MediaDevice['kind'], name: string): Promise<string | undefined> {
  const found = named(await navigator.mediaDevices.enumerateDevices());
  return found.find((device) => KINDS[device.kind] === kind && device.name === name)?.deviceId;
}

type Named = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'> & { readonly name: string };

// `default` and `communications` are the engine's own words for what the system has chosen, in every session.
function named(devices: readonly MediaDeviceInfo[]): readonly Named[] {
  const seen = new Map<string, number>();
  return devices.map(({ kind, deviceId, label }) => {
    const count = (seen.get(`${kind} ${label}`) ?? 0) + 1;
    seen.set(`${kind} ${label}`, count);
    const isOfEngine = ['', 'default', 'communications'].includes(deviceId);
    return { kind, deviceId, label, name: isOfEngine ? deviceId : count === 1 ? label : `${label} #${count}` };
  });
}

/** The device's track, or why there is none: an expected outcome, said by the caller of this. */
async function capture(kind: Kind, name: string): Promise<MediaStreamTrack | DeviceCause> {
  const base = kind === 'microphone' ? SOUND : PICTURE;
  try {
    const id = name === '' ? undefined : await engineIdOf(kind, name);
    if (name !== '' && id === undefined) return 'gone';
    const constraints = id === undefined ? base : { ...base, deviceId: { exact: id } };
    const stream = await navigator.mediaDevices.getUserMedia(
      kind === 'microphone' ? { audio: constraints } : { video: constraints },
    );
    return stream.getTracks()[0] ?? 'gone';
  } catch (error) {
    return causeOf(error instanceof Error ? error.name : '');
  }
}

// Names of Media Capture and Streams §10.2; an engine says `NotReadableError` of what it cannot start for any reason of the system.
function causeOf(name: string): DeviceCause {
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'gone';
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : 'busy';
}
