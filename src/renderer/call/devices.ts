// Microphone and camera of this machine: opening, choosing, closing. A camera that is off is a stopped device. A device
// that ends is reported. So is a device that does not open, with the cause. Pictures and sound leave this file only as
// tracks. A device may be chosen in one page and opened in another, and an engine's ids differ between sessions. So a
// choice is stored under a name that both pages read.

import type { DeviceCause } from '../../contract/device-cause.ts';
import type { Processing } from '../../contract/sound.ts';
import { firstThere, systemDefault, thoseThere } from './device-list.ts';

type Kind = 'microphone' | 'camera';

/** The devices of one call. Opening resolves with a live track, or undefined if no device opens or all were closed. */
export interface Devices {
  /**
   * Opens the first of these microphones (`MediaDevice.id`) that exists and opens, else the system's. Stops the one
   * that was open before.
   */
  readonly openMicrophone: (names: readonly string[], processing: Processing) => Promise<MediaStreamTrack | undefined>;
  readonly openCamera: (names: readonly string[]) => Promise<MediaStreamTrack | undefined>;
  /**
   * Whether opening anew would choose another device: a preferred device has come back, or the system's default is open
   * and is another device now.
   */
  readonly isOtherNow: (kind: Kind, names: readonly string[]) => Promise<boolean>;
  readonly closeCamera: () => void;
  readonly closeAll: () => void;
}

const PICTURE: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 30 } };

/** What happens to the devices of a call. */
export interface DeviceListeners {
  /** A running device was unplugged or taken away. */
  readonly onEnded: (kind: Kind) => void;
  /** None of the chosen devices could be opened, nor the system's. */
  readonly onFailed: (kind: Kind, cause: DeviceCause) => void;
}

/** Devices of one call. */
export function createDevices({ onEnded, onFailed }: DeviceListeners): Devices {
  let microphone: MediaStreamTrack | undefined;
  let camera: MediaStreamTrack | undefined;
  let closed = false;

  const firstOf: Partial<Record<Kind, string>> = {}; // at the last opening: the first that existed, or the default
  const open = async (
    kind: Kind,
    names: readonly string[],
    wanted: MediaTrackConstraints,
  ): Promise<MediaStreamTrack | undefined> => {
    const there = await thoseThere(kind, names).catch(() => []);
    const before = there.length === 0 ? await systemDefault(kind).catch(() => '') : '';
    firstOf[kind] = there[0]?.name ?? '';
    let track: MediaStreamTrack | DeviceCause = 'gone';
    for (const deviceId of [...there.map((each) => each.deviceId), undefined]) {
      if (typeof track === 'string' && !closed) track = await capture(kind, deviceId, wanted);
    }
    if (typeof track !== 'string') track.addEventListener('ended', () => onEnded(kind));
    // An engine may name the default only once a device is open. If it named a default before, that one was opened.
    if (there.length === 0) firstOf[kind] = before === '' ? await systemDefault(kind).catch(() => '') : before;
    if (closed) {
      if (typeof track !== 'string') track.stop(); // the call ended while the system asked the person
      return undefined;
    }
    if (typeof track === 'string') {
      onFailed(kind, track);
      return undefined;
    }
    return track;
  };
  const closeCamera = (): void => {
    camera?.stop();
    camera = undefined;
  };
  return {
    openMicrophone: async (names, processing) => {
      // The engine's own suppression also runs before the strong filter, so that it remains if the filter stops.
      const noiseSuppression = processing.noiseSuppression !== 'off';
      const track = await open('microphone', names, { ...processing, noiseSuppression });
      microphone?.stop();
      microphone = track;
      return track;
    },
    openCamera: async (names) => {
      closeCamera(); // some cameras can be opened only once
      camera = await open('camera', names, PICTURE);
      return camera;
    },
    isOtherNow: async (kind, names) => {
      try {
        return ((await firstThere(kind, names))?.name ?? (await systemDefault(kind))) !== firstOf[kind];
      } catch {
        return false; // an engine that cannot name its devices changes nothing in the call
      }
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

/** The device's track, or why there is none. The caller reports that. */
async function capture(
  kind: Kind,
  id: string | undefined,
  base: MediaTrackConstraints,
): Promise<MediaStreamTrack | DeviceCause> {
  try {
    const constraints = id === undefined ? base : { ...base, deviceId: { exact: id } };
    const stream = await navigator.mediaDevices.getUserMedia(
      kind === 'microphone' ? { audio: constraints } : { video: constraints },
    );
    return stream.getTracks()[0] ?? 'gone';
  } catch (error) {
    return causeOf(error instanceof Error ? error.name : '');
  }
}

// Names of Media Capture and Streams §10.2. `NotReadableError` stands for any reason of the system.
function causeOf(name: string): DeviceCause {
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'gone';
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : 'busy';
}
