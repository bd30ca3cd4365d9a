// How the engine shares a line between sound and picture, and how large the camera is sent: what main has decided, put into the
// parameters of the senders. Descriptions know nothing of it.
import type { PictureStep } from '../../contract/media.ts';
import type { Stream } from '../../contract/ports.ts';

const SIZES: Readonly<Record<PictureStep, RTCRtpEncodingParameters>> = {
  first: { active: true, scaleResolutionDownBy: 8 / 3 }, // 480 × 270 of the 1280 × 720 that devices.ts asks for
  full: { active: true, scaleResolutionDownBy: 1 },
  half: { active: true, scaleResolutionDownBy: 2, maxBitrate: 400_000 },
  quarter: { active: true, scaleResolutionDownBy: 4, maxBitrate: 120_000 },
  paused: { active: false },
};

/** Sets what `sender` of `stream` sends: sound before pictures, the camera as `step` says. Rejects where the engine refuses. */
export async function shapeSender(sender: RTCRtpSender, stream: Stream, step: PictureStep): Promise<void> {
  const parameters = sender.getParameters();
  const priority = stream === 0 ? 'high' : 'low';
  // Lips and hands are read by their motion: a small picture that moves says more than a sharp one that stands.
  if (stream === 1) parameters.degradationPreference = 'maintain-framerate';
  for (const encoding of parameters.encodings) {
    encoding.priority = priority;
    encoding.networkPriority = priority;
    if (stream !== 1) continue;
    delete encoding.maxBitrate;
    Object.assign(encoding, SIZES[step]);
  }
  await sender.setParameters(parameters);
}
