// The picture of the camera as it leaves: the device's own track, or that of the filter that hides what is behind the
// person. A filter that stops closes the camera: whoever hides their room is not shown in it because a machine is slow.
// oxlint-disable-next-line import/default -- the bundler makes this module's one default export: the worker's own address
import workerUrl from '../filter/background.worker.ts?worker&url';
import type { Background } from '../../contract/background.ts';
import type { Devices } from './devices.ts';
import { type TrackFilter, filterTrack } from './track-filter.ts';
import { workerAt } from './worker-address.ts';

const address = workerAt(workerUrl);

/** One camera at a time. */
export interface Camera {
  /** Opens the first of these that is there, as `Devices` does, in front of `background`; the one before ends. */
  readonly open: (names: readonly string[], background: Background) => Promise<MediaStreamTrack | undefined>;
  readonly close: () => void;
}

/**
 * The camera among `devices`. `onLost` is called when the background
 * could not be hidden, or not any more: the camera is closed.
 */
export function createCamera(devices: Pick<Devices, 'closeCamera' | 'openCamera'>, onLost: () => void): Camera {
  let filter: TrackFilter | undefined;
  const endFilter = (): void => {
    filter?.end();
    filter = undefined;
  };
  const close = (): void => {
    endFilter();
    devices.closeCamera();
  };
  const lose = (): undefined => {
    close();
    onLost();
  };
  return {
    open: async (names, background) => {
      endFilter();
      const raw = await devices.openCamera(names);
      if (raw === undefined || background === 'off') return raw;
      const start = (): Worker => new Worker(address(), { type: 'module', name: 'background' });
      filter = filterTrack(raw, { start, kept: 1, how: background }, lose);
      return filter === undefined ? lose() : filter.track;
    },
    close,
  };
}
