// Microphone and camera of this machine: opening, choosing, closing. A camera that is off is a device that is stopped.
// No picture or sound leaves this file but as a track for the peer and the own small picture.

/** A device a person may choose. */
export interface MediaDevice {
  readonly kind: 'microphone' | 'camera' | 'speaker';
  readonly id: string;
  readonly label: string; // '' until a device was opened once
}

/** The devices of one call. Tracks are live, or undefined where the device is off, missing or refused. */
export interface Devices {
  /** Opens the microphone `id` ('' = the system's), or any where that one is gone; the old one is stopped. */
  readonly openMicrophone: (id: string) => Promise<MediaStreamTrack | undefined>;
  readonly openCamera: (id: string) => Promise<MediaStreamTrack | undefined>;
  readonly closeCamera: () => void;
  readonly closeAll: () => void;
}

const SOUND: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const PICTURE: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 30 } };
const KINDS = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' } as const;

/** Devices of one call; `onEnded` tells that a running device was unplugged or taken away. */
export function createDevices(onEnded: (kind: 'microphone' | 'camera') => void): Devices {
  let microphone: MediaStreamTrack | undefined;
  let camera: MediaStreamTrack | undefined;
  let closed = false;

  const open = async (kind: 'microphone' | 'camera', id: string): Promise<MediaStreamTrack | undefined> => {
    const track = (await capture(kind, id)) ?? (id === '' ? undefined : await capture(kind, ''));
    if (closed) {
      track?.stop(); // the call ended while a person was asked
      return undefined;
    }
    track?.addEventListener('ended', () => onEnded(kind));
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
  const found = await navigator.mediaDevices.enumerateDevices();
  return found.map(({ kind, deviceId, label }) => ({ kind: KINDS[kind], id: deviceId, label }));
}

/** The device's track, or undefined where it is missing, refused or busy: an expected outcome, said by the caller of this. */
async function capture(kind: 'microphone' | 'camera', id: string): Promise<MediaStreamTrack | undefined> {
  const base = kind === 'microphone' ? SOUND : PICTURE;
  const constraints = id === '' ? base : { ...base, deviceId: { exact: id } };
  try {
    const stream = await navigator.mediaDevices.getUserMedia(
      kind === 'microphone' ? { audio: constraints } : { video: constraints },
    );
    return stream.getTracks()[0];
  } catch {
    return undefined;
  }
}
