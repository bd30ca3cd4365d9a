// The shared screen in the stage's page: asked for once, whatever
// follows while the system asks, and stopped when main says so.
import { beforeEach, expect, it, vi } from 'vitest';
import { createSharedScreen, type SharedScreen } from '../../../src/renderer/call/shared-screen.ts';

class Track extends EventTarget {
  contentHint = '';
  readyState = 'live';
  stop(): void {
    this.readyState = 'ended';
  }
}
let asked: ((track: Track | undefined) => void)[];
let wanted: unknown[];
let sent: unknown[];
let steps: unknown[];
let said: string[];
let screen: SharedScreen;

beforeEach(() => {
  [asked, wanted, sent, steps, said] = [[], [], [], [], []];
  const getDisplayMedia = (constraints: unknown): Promise<unknown> => {
    wanted.push(constraints);
    return new Promise((resolve, reject) => {
      asked.push((track) => {
        if (track === undefined) reject(new Error('NotAllowedError'));
        else resolve({ getVideoTracks: () => [track] });
      });
    });
  };
  vi.stubGlobal('navigator', { mediaDevices: { getDisplayMedia } });
  const peer = {
    setTrack: (_stream: unknown, track: unknown) => Promise.resolve(void sent.push(track)),
    setPictures: (change: unknown) => Promise.resolve(void steps.push(change)),
  };
  screen = createSharedScreen(peer, (state) => void said.push(state));
});

it('the shared screen is asked for once, even if the pace changes meanwhile, and is reported once it is there', async () => {
  screen.follow('full');
  screen.follow('slow');
  expect([asked.length, steps]).toEqual([1, [{ screen: 'full' }, { screen: 'slow' }]]);
  const track = new Track();
  asked[0]?.(track);
  await vi.waitFor(() => expect(said).toEqual(['captured']));
  expect([sent, track.contentHint, track.readyState]).toEqual([[track], 'text', 'live']);
  expect(wanted).toEqual([{ video: expect.objectContaining({ cursor: 'always' }), audio: false }]);
});

it('a picture that arrives after main has ended the sharing is stopped without a report', async () => {
  screen.follow('full');
  screen.follow('off');
  const late = new Track();
  asked[0]?.(late);
  await vi.waitFor(() => expect(late.readyState).toBe('ended'));
  screen.follow('full');
  const next = new Track();
  asked[1]?.(next);
  await vi.waitFor(() => expect(said).toEqual(['captured']));
  expect(sent.at(-1)).toBe(next);
});

it('a failed or lost capture of the screen is reported', async () => {
  screen.follow('full');
  asked[0]?.(undefined);
  await vi.waitFor(() => expect(said).toEqual(['failed']));
  screen.follow('off');
  screen.follow('full');
  const track = new Track();
  asked[1]?.(track);
  await vi.waitFor(() => expect(said.at(-1)).toBe('captured'));
  track.dispatchEvent(new Event('ended'));
  expect(said).toEqual(['failed', 'captured', 'closed']);
  screen.follow('off');
  expect([track.readyState, sent.at(-1)]).toEqual(['ended', undefined]);
});
