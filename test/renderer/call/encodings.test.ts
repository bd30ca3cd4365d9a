// The size of the camera's picture, the frame rate of the shared screen and the priority of each stream: the parameters
// that senders get for each step that main orders.
import { expect, test } from 'vitest';
import type { PictureStep, ScreenStep } from '../../../src/contract/media.ts';
import type { Stream } from '../../../src/contract/ports.ts';
import { shapeSender } from '../../../src/renderer/call/encodings.ts';

type Encoding = RTCRtpEncodingParameters;

// A sender like the engine's: it returns the encodings that were set last.
function sender(encodings: Encoding[]) {
  let parameters = {
    encodings,
    transactionId: 't',
    codecs: [],
    headerExtensions: [],
    rtcp: {},
  } as RTCRtpSendParameters;
  const shape = async (
    stream: Stream,
    camera: PictureStep,
    screen: ScreenStep = 'off',
  ): Promise<RTCRtpSendParameters> => {
    const played = {
      getParameters: () => structuredClone(parameters),
      setParameters: (next: RTCRtpSendParameters) => {
        parameters = structuredClone(next);
        return Promise.resolve();
      },
    };
    await shapeSender(played as unknown as RTCRtpSender, stream, { camera, screen });
    return parameters;
  };
  return { shape };
}

const low = { priority: 'low', networkPriority: 'low' } as const;

test('the camera is sent at full size, half, a quarter, three eighths (the first step) or not at all, and each step removes the limits of the step before', async () => {
  const camera = sender([{}]);
  expect((await camera.shape(1, 'full')).encodings).toEqual([{ ...low, active: true, scaleResolutionDownBy: 1 }]);
  const half = { ...low, active: true, scaleResolutionDownBy: 2, maxBitrate: 400_000 };
  expect((await camera.shape(1, 'half')).encodings).toEqual([half]);
  const quarter = { ...low, active: true, scaleResolutionDownBy: 4, maxBitrate: 120_000 };
  expect((await camera.shape(1, 'quarter')).encodings).toEqual([quarter]);
  expect((await camera.shape(1, 'paused')).encodings).toMatchObject([{ active: false }]);
  const first = (await camera.shape(1, 'first')).encodings;
  expect(first).toEqual([{ ...low, active: true, scaleResolutionDownBy: 8 / 3 }]);
  expect((await camera.shape(1, 'full')).encodings).toEqual([{ ...low, active: true, scaleResolutionDownBy: 1 }]);
});

test('the camera loses sharpness before motion, and sound has priority over the camera, at every step', async () => {
  for (const step of ['first', 'full', 'half', 'quarter', 'paused'] as const) {
    const camera = await sender([{}]).shape(1, step);
    expect(camera.degradationPreference).toBe('maintain-framerate');
    expect(camera.encodings).toMatchObject([low]);
    const sound = await sender([{ maxBitrate: 64_000 }]).shape(0, step);
    expect(sound.encodings).toEqual([{ maxBitrate: 64_000, priority: 'high', networkPriority: 'high' }]);
    expect(sound.degradationPreference).toBeUndefined();
  }
});

test('a shared screen keeps its sharpness at every step, loses frames on a poor connection, and stops on a worse one', async () => {
  const screen = sender([{}]);
  const full = await screen.shape(2, 'paused', 'full');
  expect(full.encodings).toEqual([{ ...low, active: true, maxFramerate: 15, maxBitrate: 6_000_000 }]);
  const slow = await screen.shape(2, 'full', 'slow');
  expect(slow.encodings).toEqual([{ ...low, active: true, maxFramerate: 5, maxBitrate: 400_000 }]);
  expect((await screen.shape(2, 'full', 'paused')).encodings).toMatchObject([{ active: false }]);
  expect((await screen.shape(2, 'full', 'off')).encodings).toEqual([{ ...low, active: true }]);
  for (const step of ['full', 'slow', 'paused', 'off'] as const) {
    // A sender keeps its earlier parameters, so each step gets a new sender.
    expect((await sender([{}]).shape(2, 'full', step)).degradationPreference).toBe('maintain-resolution');
  }
});

test('an encoding that the engine refuses is reported as an error', async () => {
  const refusing = {
    getParameters: () => ({ encodings: [{}] }),
    setParameters: () => Promise.reject(new Error('InvalidModificationError')),
  };
  await expect(shapeSender(refusing as unknown as RTCRtpSender, 1, { camera: 'half', screen: 'off' })).rejects.toThrow(
    'InvalidModification',
  );
});
