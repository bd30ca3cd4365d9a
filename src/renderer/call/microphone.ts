// The sound of the microphone as it leaves: the device's own track, or that of the filter that
// takes its noise out, without an audio graph: a graph runs at the pace of a loudspeaker. A
// filter that stops must not take the sound away: it is said, and the device's own track goes on.
// oxlint-disable-next-line import/default -- the bundler makes this module's one default export: the worker's own address
import workerUrl from '../filter/noise.worker.ts?worker&url';
import type { Processing } from '../../contract/sound.ts';
import type { Devices } from './devices.ts';
import { type FilterLoss, type TrackFilter, filterTrack } from './track-filter.ts';
import { workerAt } from './worker-address.ts';

const address = workerAt(workerUrl);
const KEPT = 30; // pieces of 10 ms: what comes out is never more than a third of a second late

/** What there is of it now. */
export interface MicrophoneSound {
  readonly track: MediaStreamTrack | undefined; // none where the device is missing, refused or not opened
  readonly name: string; // of the device that is open, for a person
  readonly noiseLoss: FilterLoss | undefined; // why its noise is not taken out as strongly as was chosen
}

const SILENT: MicrophoneSound = { track: undefined, name: '', noiseLoss: undefined };

/** One microphone at a time. */
export interface Microphone {
  /**
   * Opens the first of these that is there, as `Devices` does,
   * and filters it where that was chosen; the one before ends.
   */
  readonly open: (names: readonly string[], processing: Processing) => Promise<MicrophoneSound>;
  readonly sound: () => MicrophoneSound;
  /** Ends the filter; the devices end with `Devices`. */
  readonly end: () => void;
}

/**
 * The microphone among `devices`. `onPlain` is called when a filter was lost: from then on `sound` is the device's own.
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
