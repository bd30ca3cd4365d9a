// How the engine divides the network between sound and pictures, which is fixed here, and how camera and screen are
// sent, which main decides. Both are written into the parameters of the senders; descriptions do not contain them.
import type { PictureStep, ScreenStep } from '../../contract/media.ts';
import type { Stream } from '../../contract/ports.ts';

const SIZES: Readonly<Record<PictureStep, RTCRtpEncodingParameters>> = {
  first: { active: true, scaleResolutionDownBy: 8 / 3 }, // 480 × 270 of the 1280 × 720 that devices.ts asks for
  full: { active: true, scaleResolutionDownBy: 1 },
  half: { active: true, scaleResolutionDownBy: 2, maxBitrate: 400_000 },
  quarter: { active: true, scaleResolutionDownBy: 4, maxBitrate: 120_000 },
  paused: { active: false },
};

// Text must be sharp to be read, so the engine drops frames, never pixels.
const RATES: Readonly<Record<ScreenStep, RTCRtpEncodingParameters>> = {
  off: { active: true },
  full: { active: true, maxFramerate: 15, maxBitrate: 6_000_000 },
  slow: { active: true, maxFramerate: 5, maxBitrate: 400_000 },
  paused: { active: false },
};

/** The size and rate at which camera and screen are sent. */
export interface PictureSteps {
  readonly camera: PictureStep;
  readonly screen: ScreenStep;
}

/**
 * Sets what `sender` of `stream` sends: sound has priority over pictures, and `steps` limits the pictures. Rejects if
 * the engine refuses.
 */
export async function shapeSender(sender: RTCRtpSender, stream: Stream, steps: PictureSteps): Promise<void> {
  const parameters = sender.getParameters();
  const priority = stream === 0 ? 'high' : 'low';
  // Lips and hands are read by their motion: a small moving picture says more than a sharp still one.
  if (stream === 1) parameters.degradationPreference = 'maintain-framerate';
  if (stream === 2) parameters.degradationPreference = 'maintain-resolution';
  for (const encoding of parameters.encodings) {
    encoding.priority = priority;
    encoding.networkPriority = priority;
    if (stream === 0) continue;
    delete encoding.maxBitrate;
    delete encoding.maxFramerate;
    Object.assign(encoding, stream === 1 ? SIZES[steps.camera] : RATES[steps.screen]);
  }
  await sender.setParameters(parameters);
}
