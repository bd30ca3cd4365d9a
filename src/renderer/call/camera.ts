// The camera track that is sent: the device's own, or the output of the filter that hides what is behind the person. If
// the filter stops, the camera is closed: the room of somebody who hides it must not appear because a machine is slow.
// oxlint-disable-next-line import/default -- the bundler gives the worker's module its default export, the URL
import workerUrl from '../filter/background.worker.ts?worker&url';
import type { Background } from '../../contract/background.ts';
import type { Devices } from './devices.ts';
import { type TrackFilter, filterTrack } from './track-filter.ts';
import { workerAt } from '../worker-address.ts';

const address = workerAt(workerUrl);

/** The camera. Only one is open at a time. */
export interface Camera {
  /**
   * Opens a camera as `Devices` does, and applies `background`. Ends the track that was open before. Resolves with
   * `undefined` if no camera opens, or if its filter does not start.
   */
  readonly open: (names: readonly string[], background: Background) => Promise<MediaStreamTrack | undefined>;
  readonly close: () => void;
}

/**
 * The camera among `devices`. `onLost` is called when the background cannot be hidden, or can no longer be hidden. By
 * then the camera is closed.
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
