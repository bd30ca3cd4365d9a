// The shared screen and its sound in the stage: requested once, whatever happens until the capture arrives, and stopped
// when main says so.
import { beforeEach, expect, it, vi } from 'vitest';
import { createSharedScreen, type SharedScreen } from '../../../src/renderer/call/shared-screen.ts';

class Track extends EventTarget {
  contentHint = '';
  readyState = 'live';
  settings: object = {};
  getSettings(): object {
    return this.settings;
  }
  stop(): void {
    this.readyState = 'ended';
  }
}
let asked: ((track: Track | undefined, ...sounds: readonly Track[]) => void)[];
let wanted: unknown[];
let sent: unknown[];
let steps: unknown[];
let said: string[];
let heard: unknown[];
let screen: SharedScreen;
const sounding = (settings: object): Track => Object.assign(new Track(), { settings });
const WITHOUT_US = { restrictOwnAudio: true, deviceId: 'loopbackWithoutChrome' };

beforeEach(() => {
  [asked, wanted, sent, steps, said, heard] = [[], [], [], [], [], []];
  const getDisplayMedia = (constraints: unknown): Promise<unknown> => {
    wanted.push(constraints);
    return new Promise((resolve, reject) => {
      asked.push((track, ...sounds) => {
        const tracks = { getVideoTracks: () => [track], getAudioTracks: () => sounds };
        if (track === undefined) reject(new Error('NotAllowedError'));
        else resolve({ ...tracks, getTracks: () => [track, ...sounds] });
      });
    });
  };
  vi.stubGlobal('navigator', { mediaDevices: { getDisplayMedia } });
  const peer = {
    setTrack: (_stream: unknown, track: unknown) => Promise.resolve(void sent.push(track)),
    setPictures: (change: unknown) => Promise.resolve(void steps.push(change)),
  };
  screen = createSharedScreen(peer, {
    report: (state, sound) => void said.push(sound === undefined ? state : `${state}, sound: ${sound}`),
    onSound: (track) => void heard.push(track),
  });
});

it('the shared screen is requested once, even if main lowers its frame rate meanwhile, and its capture is reported', async () => {
  screen.follow('full', false);
  screen.follow('slow', false);
  expect([asked.length, steps]).toEqual([1, [{ screen: 'full' }, { screen: 'slow' }]]);
  const track = new Track();
  asked[0]?.(track);
  await vi.waitFor(() => expect(said).toEqual(['captured']));
  expect([sent, track.contentHint, track.readyState]).toEqual([[track], 'text', 'live']);
  expect(wanted).toEqual([{ video: expect.objectContaining({ cursor: 'always' }), audio: false }]);
});

it('a capture that arrives after main has ended the sharing is stopped without a report, and the next sharing works', async () => {
  screen.follow('full', false);
  screen.follow('off', false);
  const late = new Track();
  asked[0]?.(late);
  await vi.waitFor(() => expect(late.readyState).toBe('ended'));
  screen.follow('full', false);
  const next = new Track();
  asked[1]?.(next);
  await vi.waitFor(() => expect(said).toEqual(['captured']));
  expect(sent.at(-1)).toBe(next);
});

it('a failed or lost capture of the screen is reported', async () => {
  screen.follow('full', false);
  asked[0]?.(undefined);
  await vi.waitFor(() => expect(said).toEqual(['failed']));
  screen.follow('off', false);
  screen.follow('full', false);
  const track = new Track();
  asked[1]?.(track);
  await vi.waitFor(() => expect(said.at(-1)).toBe('captured'));
  track.dispatchEvent(new Event('ended'));
  expect(said).toEqual(['failed', 'captured', 'closed']);
  screen.follow('off', false);
  expect([track.readyState, sent.at(-1)]).toEqual(['ended', undefined]);
});

it('the computer’s sound is requested unprocessed and without Siegel’s own sound, and ends with the shared screen', async () => {
  screen.follow('full', true);
  const [track, sound] = [new Track(), sounding(WITHOUT_US)];
  asked[0]?.(track, sound);
  await vi.waitFor(() => expect(said).toEqual(['captured, sound: on']));
  expect(wanted).toMatchObject([
    { audio: { restrictOwnAudio: true, echoCancellation: false, noiseSuppression: false, autoGainControl: false } },
  ]);
  screen.follow('slow', true);
  expect([heard, sound.readyState]).toEqual([[sound], 'live']);
  screen.follow('off', false);
  expect([heard, sound.readyState, track.readyState]).toEqual([[sound, undefined], 'ended', 'ended']);
});

it.each<readonly [string, object]>([
  ['says that the sound contains Siegel’s own', { restrictOwnAudio: false, deviceId: 'loopback' }],
  ['does not say what the sound contains', {}],
  [
    'claims to leave out Siegel’s own sound but names the device with all sound',
    { restrictOwnAudio: true, deviceId: 'loopback' },
  ], // Electron below 43.4
  ['names the device that leaves out Siegel’s own sound but reports no setting', { deviceId: 'loopbackWithoutChrome' }],
])('the shared screen is sent without sound if the engine %s', async (_what, settings) => {
  screen.follow('full', true);
  const [track, sound] = [new Track(), sounding(settings)];
  asked[0]?.(track, sound);
  await vi.waitFor(() => expect(said).toEqual(['captured, sound: own-sound']));
  expect([heard, sound.readyState, track.readyState, sent]).toEqual([[], 'ended', 'live', [track]]);
});

it('a capture without the wanted sound is reported, and a sound that ends later is reported once', async () => {
  screen.follow('full', true);
  asked[0]?.(new Track());
  await vi.waitFor(() => expect(said).toEqual(['captured, sound: failed']));
  screen.follow('off', false);
  screen.follow('full', true);
  const sound = sounding(WITHOUT_US);
  asked[1]?.(new Track(), sound);
  await vi.waitFor(() => expect(said.at(-1)).toBe('captured, sound: on'));
  sound.stop();
  sound.dispatchEvent(new Event('ended'));
  screen.follow('full', false); // main has noted the loss
  expect([said.at(-1), heard]).toEqual(['sound-lost', [sound, undefined]]);
  expect(said.filter((each) => each === 'sound-lost')).toHaveLength(1);
});

it('a sound that arrives after main has ended the sharing is stopped and never sent', async () => {
  screen.follow('full', true);
  screen.follow('off', false);
  const late = sounding(WITHOUT_US);
  asked[0]?.(new Track(), late);
  await vi.waitFor(() => expect(late.readyState).toBe('ended'));
  expect([heard, said]).toEqual([[], []]);
});

it('a sound that main no longer wants when it arrives is stopped and never sent, but the screen is sent', async () => {
  screen.follow('full', true);
  screen.follow('full', false);
  const [track, sound] = [new Track(), sounding(WITHOUT_US)];
  asked[0]?.(track, sound);
  await vi.waitFor(() => expect(said).toEqual(['captured']));
  expect([heard, sound.readyState, track.readyState, sent]).toEqual([[], 'ended', 'live', [track]]);
});
