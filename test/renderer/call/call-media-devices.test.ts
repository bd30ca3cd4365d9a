// What a running call does when devices come and go, and when another background is chosen. The engine, the connection
// and the worker are faked; the code for devices is real.
import { beforeEach, expect, it, vi } from 'vitest';
import type { MediaCommand } from '../../../src/contract/media.ts';
import { type CallMedia, openCallMedia } from '../../../src/renderer/call/call-media.ts';

vi.mock('../../../src/renderer/call/transform.ts', () => ({
  startSealWorker: () => ({ attach: vi.fn(), connect: vi.fn(), nameCodecs: vi.fn(), end: vi.fn() }),
}));
vi.mock('../../../src/renderer/call/peer.ts', () => ({
  createPeer: () => ({
    setTrack: (stream: number, track: { readonly label: string } | undefined) => {
      (stream === 0 ? sent : shown).push(track?.label ?? 'nothing');
      return Promise.resolve();
    },
    readStats: () => Promise.reject(new Error('closed')),
    close: vi.fn(),
  }),
}));

const sent: string[] = []; // the labels of the tracks that were sent as sound
const shown: string[] = []; // the labels of the tracks that were sent as the camera's picture
const HEADSET = { kind: 'audioinput', deviceId: 'h', label: 'Headset' };
const DESK = { kind: 'audioinput', deviceId: 'd', label: 'Desk' };
const NEW = { kind: 'audioinput', deviceId: 'n', label: 'Never chosen' };
let there = [DESK];
let opens: Promise<unknown> = Promise.resolve(); // what every device waits for before it opens
const engine = new EventTarget();
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function plug(...devices: typeof there): Promise<void> {
  there = devices;
  engine.dispatchEvent(new Event('devicechange'));
  await settle();
}

beforeEach(() => {
  [sent.length, shown.length, there, opens] = [0, 0, [DESK], Promise.resolve()];
  vi.stubGlobal('MediaStream', Array);
  vi.stubGlobal('navigator', {
    mediaDevices: Object.assign(engine, {
      enumerateDevices: () => Promise.resolve(there),
      getUserMedia: async ({ audio }: { readonly audio?: { readonly deviceId?: { readonly exact: string } } }) => {
        await opens;
        const named = there.find(({ deviceId }) => deviceId === audio?.deviceId?.exact)?.label ?? 'system';
        const label = audio === undefined ? 'room' : named;
        return { getTracks: () => [{ label, addEventListener: vi.fn(), stop: vi.fn() }] };
      },
    }),
  });
});

const command = {
  kind: 'open',
  call: 'c',
  offers: true,
  camera: false,
  microphones: ['Headset', 'Desk'],
  cameras: [],
  background: 'off',
  processing: { echoCancellation: true, noiseSuppression: 'engine', autoGainControl: true },
  codecs: [],
  iceServers: [],
  relayOnly: false,
} satisfies MediaCommand;
const { cameras, microphones, processing } = command;
const devices = (background: 'off' | 'blurred'): MediaCommand => ({
  kind: 'devices',
  call: 'c',
  microphones,
  cameras,
  processing,
  background,
});
const send = (microphone: boolean, camera: boolean): MediaCommand => ({ kind: 'send', call: 'c', microphone, camera });
const NEVER = new Promise<never>(() => undefined);

/** A call that sends microphone and camera. */
async function running(): Promise<CallMedia> {
  const media = openCallMedia({ ...command, camera: true }, { report: () => undefined, onStreams: () => undefined });
  media.obey(send(true, true));
  await settle();
  expect([sent.at(-1), shown.at(-1)]).toEqual(['Desk', 'room']);
  return media;
}

it('a call changes to a chosen microphone that is plugged in, ignores one that was never chosen, and changes nothing after its end', async () => {
  const media = openCallMedia(command, { report: () => undefined, onStreams: () => undefined });
  await settle();
  media.obey(send(true, false));
  await settle();
  expect(sent.at(-1)).toBe('Desk'); // the next microphone in the order of preference
  await plug(DESK, NEW);
  expect(sent.at(-1)).toBe('Desk');
  const before = sent.length;
  await plug(DESK, NEW, HEADSET);
  expect([sent.length, sent.at(-1)]).toEqual([before + 1, 'Headset']);
  media.close();
  await plug(DESK);
  expect(sent.length).toBe(before + 1);
});

it('a call that follows the system’s default opens a new default, and opens nothing if only some other device is plugged in', async () => {
  const first = { kind: 'audioinput', deviceId: 'default', label: 'Default: Desk' };
  there = [first, DESK];
  const media = openCallMedia({ ...command, microphones: [] }, { report: () => undefined, onStreams: () => undefined });
  await settle();
  media.obey(send(true, false));
  await settle();
  const before = sent.length;
  await plug(first, DESK, NEW);
  expect(sent.length).toBe(before);
  await plug({ ...first, label: 'Default: Never chosen' }, DESK, NEW);
  expect([sent.length, sent.at(-1)]).toEqual([before + 1, 'system']);
  media.close();
});

it('mute and “camera off” take effect at once while another device never finishes opening', async () => {
  const media = await running();
  opens = NEVER;
  await plug(DESK, HEADSET); // this opens the headset
  media.obey(send(false, true));
  expect([sent.at(-1), shown.at(-1)]).toEqual(['nothing', 'room']);
  media.obey(send(false, false));
  expect([sent.at(-1), shown.at(-1)]).toEqual(['nothing', 'nothing']);
  await settle();
  expect([sent.at(-1), shown.at(-1)]).toEqual(['nothing', 'nothing']);
  media.obey(send(true, false));
  expect(sent.at(-1)).toBe('Desk'); // the open microphone sends again
  media.close();
});

it('the sound of a microphone that finishes opening after a mute is not sent', async () => {
  const media = await running();
  const { promise, resolve } = Promise.withResolvers<void>();
  opens = promise;
  await plug(DESK, HEADSET);
  media.obey(send(false, true));
  resolve();
  await settle();
  expect([sent.at(-1), sent.includes('Headset')]).toEqual(['nothing', false]);
  media.close();
});

it('the unfiltered room is withheld from the moment another background is chosen, even while a microphone is being opened', async () => {
  const media = await running();
  opens = NEVER;
  await plug(DESK, HEADSET);
  media.obey(devices('blurred'));
  expect(shown.at(-1)).toBe('nothing');
  media.close();
});

it('a camera that began to open before another background was chosen never sends the unfiltered room', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  opens = promise;
  const media = openCallMedia({ ...command, camera: true }, { report: () => undefined, onStreams: () => undefined });
  media.obey(send(true, true));
  await settle();
  media.obey(devices('blurred'));
  resolve();
  await settle();
  expect(shown).not.toContain('room');
  media.close();
});

it('the camera still sends after another background is chosen and the choice is undone at once', async () => {
  const media = await running();
  media.obey(devices('blurred'));
  media.obey(devices('off'));
  await settle();
  expect(shown.at(-1)).toBe('room');
  media.close();
});
