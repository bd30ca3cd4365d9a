// The microphone track that is sent: the device's own, or the output of the noise filter. There is no audio graph in
// between, because a graph runs at the pace of a loudspeaker. If the filter stops, the device's own track is sent
// instead and the page is told: a lost filter must not cost the person their voice.
// oxlint-disable-next-line import/default -- the bundler gives the worker's module its default export, the URL
import workerUrl from '../filter/noise.worker.ts?worker&url';
import type { Processing } from '../../contract/sound.ts';
import type { Devices } from './devices.ts';
import { type FilterLoss, type TrackFilter, filterTrack } from './track-filter.ts';
import { workerAt } from '../worker-address.ts';

const address = workerAt(workerUrl);
const KEPT = 30; // pieces of 10 ms that may wait for the filter: the output is at most 0.3 s late

/** The microphone as it is now. */
export interface MicrophoneSound {
  readonly track: MediaStreamTrack | undefined; // `undefined` where the device is missing, refused or not opened
  readonly name: string; // the open device's name, to show
  readonly noiseLoss: FilterLoss | undefined; // why strong noise suppression has stopped
}

const SILENT: MicrophoneSound = { track: undefined, name: '', noiseLoss: undefined };

/** The microphone. Only one is open at a time. */
export interface Microphone {
  /**
   * Opens a microphone as `Devices` does, and filters it where `processing` asks for strong suppression. Ends the
   * filter that ran before.
   */
  readonly open: (names: readonly string[], processing: Processing) => Promise<MicrophoneSound>;
  readonly sound: () => MicrophoneSound;
  /** Ends the filter. `Devices` closes the microphone itself. */
  readonly end: () => void;
}

/**
 * The microphone among `devices`. `onPlain` is called when a running filter is lost; from then on `sound` returns the
 * device's own track.
 */
export function createMicrophone(devices: Pick<Devices, 'openMicrophone'>, onPlain: () => void): Microphone {
  let sound = SILENT;
  let filter: TrackFilter | undefined;
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
      const plain = (noiseLoss: FilterLoss): void => void (sound = { ...sound, track: raw, noiseLoss });
      const start = (): Worker => new Worker(address(), { type: 'module', name: 'noise' });
      filter = filterTrack(raw, { start, kept: KEPT, how: '' }, (loss) => {
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
