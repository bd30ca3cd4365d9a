// What a running call does when devices come and go. The engine, the
// connection and the worker are played; the devices' own code runs.
import { beforeEach, expect, it, vi } from 'vitest';
import type { MediaCommand } from '../../../src/contract/media.ts';
import { openCallMedia } from '../../../src/renderer/call/call-media.ts';

vi.mock('../../../src/renderer/call/transform.ts', () => ({
  startSealWorker: () => ({ attach: vi.fn(), connect: vi.fn(), nameCodecs: vi.fn(), end: vi.fn() }),
}));
vi.mock('../../../src/renderer/call/peer.ts', () => ({
  createPeer: () => ({
    setTrack: (stream: number, track: { readonly label: string } | undefined) => {
      if (stream === 0) sent.push(track?.label ?? 'nothing');
      return Promise.resolve();
    },
    readStats: () => Promise.reject(new Error('closed')),
    close: vi.fn(),
  }),
}));

const sent: string[] = [];
const HEADSET = { kind: 'audioinput', deviceId: 'h', label: 'Headset' };
const DESK = { kind: 'audioinput', deviceId: 'd', label: 'Desk' };
const NEW = { kind: 'audioinput', deviceId: 'n', label: 'Never chosen' };
let there = [DESK];
const engine = new EventTarget();
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function plug(...devices: typeof there): Promise<void> {
  there = devices;
  engine.dispatchEvent(new Event('devicechange'));
  await settle();
}

beforeEach(() => {
  vi.stubGlobal('MediaStream', Array);
  vi.stubGlobal('navigator', {
    mediaDevices: Object.assign(engine, {
      enumerateDevices: () => Promise.resolve(there),
      getUserMedia: ({ audio }: { readonly audio: { readonly deviceId?: { readonly exact: string } } }) => {
        const label = there.find(({ deviceId }) => deviceId === audio.deviceId?.exact)?.label ?? 'system';
        return Promise.resolve({ getTracks: () => [{ label, addEventListener: vi.fn(), stop: vi.fn() }] });
      },
    }),
  });
});

it('a chosen microphone that reappears is used again in the call, a microphone never chosen is not, and none after the end', async () => {
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
  const media = openCallMedia(command, { report: () => undefined, onStreams: () => undefined });
  await settle();
  media.obey({ kind: 'send', call: 'c', microphone: true, camera: false });
  await settle();
  expect(sent.at(-1)).toBe('Desk'); // the next of the order
  await plug(DESK, NEW);
  expect(sent.at(-1)).toBe('Desk');
  const before = sent.length;
  await plug(DESK, NEW, HEADSET);
  expect([sent.length, sent.at(-1)]).toEqual([before + 1, 'Headset']);
  media.close();
  await plug(DESK);
  expect(sent.length).toBe(before + 1);
});
