// The sound of the microphone as it leaves: the device's own track, or that of the filter that takes its noise out.
import type { Processing } from '../../contract/sound.ts';
import type { Devices } from './devices.ts';
import { type NoiseFilter, type NoiseLoss, filterNoise } from './noise-filter.ts';

/** What there is of it now. */
export interface MicrophoneSound {
  readonly track: MediaStreamTrack | undefined; // none where the device is missing, refused or not opened
  readonly name: string; // of the device that is open, for a person
  readonly noiseLoss: NoiseLoss | undefined; // why its noise is not taken out as strongly as was chosen
}

const SILENT: MicrophoneSound = { track: undefined, name: '', noiseLoss: undefined };

/** One microphone at a time. */
export interface Microphone {
  /** Opens the first of these that is there, as `Devices` does, and filters it where that was chosen; the one before ends. */
  readonly open: (names: readonly string[], processing: Processing) => Promise<MicrophoneSound>;
  readonly sound: () => MicrophoneSound;
  /** Ends the filter; the devices end with `Devices`. */
  readonly end: () => void;
}

/** The microphone among `devices`. `onPlain` is called when a filter was lost: from then on `sound` is the device's own. */
export function createMicrophone(devices: Pick<Devices, 'openMicrophone'>, onPlain: () => void): Microphone {
  let sound = SILENT;
  let filter: NoiseFilter | undefined;
  const end = (): void => {
    filter?.end();
    filter = undefined;
  };
  return {
    open: async (names, processing) => {
      const raw = await devices.openMicrophone(names, processing);
      end();
      sound = raw === undefined ? SILENT : { track: raw, name: raw.label, noiseLoss: undefined };
      if (raw === undefined || processing.noiseSuppression !== 'strong') return sound;
      const plain = (noiseLoss: NoiseLoss): void => void (sound = { ...sound, track: raw, noiseLoss });
      filter = filterNoise(raw, (loss) => {
        filter = undefined;
        plain(loss);
        onPlain();
      });
      if (filter === undefined) plain('failed');
      else sound = { ...sound, track: filter.track };
      return sound;
    },
    sound: () => sound,
    end,
  };
}
