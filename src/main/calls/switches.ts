// What the two sides of a call have switched: microphone, camera, hold. From it alone follows what may leave, what is heard and
// seen here, and what ought to come. Knows neither keys nor pages; call-media.ts carries it out.
import type { DeviceCause } from '../../contract/device-cause.ts';
import type { CallView, MediaState } from '../../contract/view.ts';

const NO_PEER: MediaState = { mute: false, camera: false, hold: false, screen: false };

/** Devices that were switched on and do not run. */
export type FailedDevices = Pick<CallView, 'noMicrophone' | 'noCamera'>;

/** The switches of one call. While either side holds it, nothing leaves and nothing is heard or seen, on both sides. */
export class Switches {
  #local: MediaState;
  #remote = NO_PEER;
  #mayVideo = true;
  #failed: FailedDevices = {};

  constructor(camera: boolean) {
    this.#local = { mute: false, camera, hold: false, screen: false };
  }

  /** What a person has switched here; a hold leaves microphone and camera as they are. */
  get local(): MediaState {
    return this.#local;
  }

  /** What the peer has switched, as far as it may be heard and seen here. */
  get remote(): MediaState {
    return this.#mayVideo ? this.#remote : { ...this.#remote, camera: false, screen: false };
  }

  /** Whether pictures may be sent and shown. */
  get mayVideo(): boolean {
    return this.#mayVideo;
  }

  /** Whether either side holds the call. */
  get isHeld(): boolean {
    return this.#local.hold || this.#remote.hold;
  }

  /** What was switched on, did not run and is off since, until somebody switches it again. */
  get failed(): FailedDevices {
    return this.#failed;
  }

  /** What may leave. */
  get sent(): { readonly microphone: boolean; readonly camera: boolean } {
    return { microphone: !this.isHeld && !this.#local.mute, camera: !this.isHeld && this.#local.camera };
  }

  /** What of the peer is heard and seen here. */
  get played(): { readonly sound: boolean; readonly camera: boolean } {
    return { sound: !this.isHeld, camera: !this.isHeld && this.#mayVideo };
  }

  /** Which streams of the peer ought to bring frames that open here. */
  get expected(): readonly [boolean, boolean, boolean] {
    const { mute, camera, screen } = this.remote;
    return this.isHeld ? [false, false, false] : [!mute, camera, screen];
  }

  /** A person switches something. */
  change(change: Partial<Pick<MediaState, 'mute' | 'camera' | 'hold'>>): void {
    const next = { ...this.#local, ...change };
    this.#local = this.#mayVideo ? next : { ...next, camera: false };
    const { noCamera, noMicrophone } = this.#failed;
    this.#failed = {
      ...(change.mute === undefined && noMicrophone !== undefined ? { noMicrophone } : {}),
      ...(change.camera === undefined && noCamera !== undefined ? { noCamera } : {}),
    };
  }

  /** Whether a person wants it to run. */
  isOn(device: 'microphone' | 'camera'): boolean {
    return device === 'camera' ? this.#local.camera : !this.#local.mute;
  }

  /** Why this device, which was on, has just been switched off. */
  noteFailed(device: 'microphone' | 'camera', cause: DeviceCause): void {
    this.#failed = { ...this.#failed, [device === 'camera' ? 'noCamera' : 'noMicrophone']: cause };
  }

  /** The peer's word on its own. */
  hear(state: MediaState): void {
    this.#remote = state;
  }

  /** Pictures may be sent and shown, or no longer. */
  limitVideo(mayVideo: boolean): void {
    this.#mayVideo = mayVideo;
  }
}
