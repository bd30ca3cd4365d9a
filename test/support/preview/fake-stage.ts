// A stage without a peer: pictures drawn on a canvas, and a list of devices. For tests only.
import type { DeviceList, MediaDevice } from '../../../src/renderer/call/device-list.ts';
import type { Stage } from '../../../src/renderer/call/stage.ts';

/** A picture, drawn anew ten times a second. */
export function drawn(hue: number, width = 640, height = 480): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const draw = (): void => {
    if (context === null) return;
    context.setTransform(width / 640, 0, 0, height / 480, 0, 0);
    const sky = context.createLinearGradient(0, 0, 640, 480);
    sky.addColorStop(0, `hsl(${hue} 30% 62%)`);
    sky.addColorStop(1, `hsl(${hue + 30} 28% 30%)`);
    context.fillStyle = sky;
    context.fillRect(0, 0, 640, 480);
    context.fillStyle = `hsl(${hue + 15} 24% 22%)`;
    context.beginPath();
    context.arc(320, 210, 90, 0, 7);
    context.ellipse(320, 480, 190, 170, 0, 0, 7);
    context.fill();
  };
  draw();
  setInterval(draw, 100);
  return canvas.captureStream(10);
}

/** A steady tone of 200 Hz, in place of a voice. */
export function spoken(): MediaStreamTrack | undefined {
  const context = new AudioContext();
  const voice = new OscillatorNode(context, { frequency: 200 });
  const into = context.createMediaStreamDestination();
  voice.connect(into);
  voice.start();
  return into.stream.getAudioTracks()[0];
}

/**
 * A stage with or without pictures. Its microphone hears a tone if somebody `speaks` or if there is a `noiseLoss`;
 * otherwise no microphone is open.
 */
export function createFakeStage(pictures: boolean, speaks: boolean, noiseLoss: Stage['noiseLoss']): Stage {
  const remoteStream = pictures ? drawn(200) : undefined;
  const localStream = pictures ? drawn(20) : undefined;
  return {
    wasHurried: () => true,
    remoteStream,
    screenStream: pictures ? drawn(120, 1600, 1000) : undefined,
    localStream,
    microphone: speaks || noiseLoss !== undefined ? spoken() : undefined,
    noiseLoss,
    subscribe: () => () => undefined,
  };
}

const here: MediaDevice[] = [
  { kind: 'microphone', id: 'm1', label: 'Jabra Evolve2 40', group: 'g1' },
  { kind: 'microphone', id: 'm2', label: '', group: '' },
  { kind: 'camera', id: 'c1', label: 'Integrated Camera (04f2:b6dd)', group: 'g2' },
  { kind: 'speaker', id: 's1', label: 'Jabra Evolve2 40', group: 'g1' },
];

/**
 * Replaces `getUserMedia` in this page: without a `state` it gives a tone or a picture. With `none` it finds no device,
 * and `fakeDevices` is emptied; with `refused` the system does not allow the devices.
 */
export function fakeEngine(state: 'none' | 'refused' | undefined): void {
  const names = { none: 'NotFoundError', refused: 'NotAllowedError' } as const;
  navigator.mediaDevices.getUserMedia = (wanted) => {
    if (state !== undefined) return Promise.reject(new DOMException('', names[state]));
    const tracks = [spoken()].filter((track) => track !== undefined);
    return Promise.resolve(wanted?.video === undefined ? new MediaStream(tracks) : drawn(20));
  };
  if (state === 'none') here.length = 0;
}

/**
 * Devices to choose from. While somebody is subscribed, an event `plug` on the window adds the microphone and the
 * speaker of a headset. The `detail` of the event is the name of the headset.
 */
export const fakeDevices: DeviceList = {
  read: () => Promise.resolve([...here]),
  sinksOf: () => Promise.resolve(['']),
  subscribe: (listener) => {
    const plug = (event: Event): void => {
      const label = String((event as CustomEvent).detail);
      for (const kind of ['microphone', 'speaker'] as const)
        if (here.every((each) => each.kind !== kind || each.id !== label))
          here.push({ kind, id: label, label, group: label });
      listener();
    };
    window.addEventListener('plug', plug);
    return () => window.removeEventListener('plug', plug);
  },
};
