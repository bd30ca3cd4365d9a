// The three media sections of every description, in this order (protocol §7), and what each may negotiate (protocol
// §9). A section is negotiated once: whatever is switched on later gets a track in its section, never a new section.
import type { VideoCodec } from '../../contract/media.ts';
import type { Stream } from '../../contract/ports.ts';

/** One fixed section: its stream, its mid and its kind. */
export interface Section {
  readonly stream: Stream;
  readonly mid: '0' | '1' | '2';
  readonly kind: 'audio' | 'video';
}

/** Audio, camera, screen: mid = stream (protocol §7). */
export const SECTIONS: readonly Section[] = [
  { stream: 0, mid: '0', kind: 'audio' },
  { stream: 1, mid: '1', kind: 'video' },
  { stream: 2, mid: '2', kind: 'video' },
];

/**
 * Header extensions that are negotiated (protocol §9). All others are stopped, above all the audio level, which leaks
 * speech.
 */
const EXTENSIONS: readonly string[] = [
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'urn:ietf:params:rtp-hdrext:toffset',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
];

interface HeaderExtension {
  readonly uri: string;
  direction: RTCRtpTransceiverDirection;
}
interface HeaderExtensionControl {
  readonly getHeaderExtensionsToNegotiate?: () => HeaderExtension[];
  readonly setHeaderExtensionsToNegotiate?: (extensions: HeaderExtension[]) => void;
}

/**
 * Limits what the section negotiates: RED before Opus for audio; for video `codecs` in that order, one profile each;
 * retransmission; and the header extensions of protocol §9.
 */
export function limitSection(transceiver: RTCRtpTransceiver, section: Section, codecs: readonly VideoCodec[]): void {
  transceiver.setCodecPreferences(chooseCodecs(section.kind, codecs));
  const control = transceiver as HeaderExtensionControl;
  const extensions = control.getHeaderExtensionsToNegotiate?.();
  if (extensions === undefined) return; // core's allow-list removes other extensions from the description anyway
  for (const extension of extensions) {
    extension.direction = EXTENSIONS.includes(extension.uri) ? 'sendrecv' : 'stopped';
  }
  control.setHeaderExtensionsToNegotiate?.(extensions);
}

/** The codecs that the engine offers for `kind`, limited to those of protocol §9, preferred first. */
function chooseCodecs(kind: Section['kind'], codecs: readonly VideoCodec[]): RTCRtpCodec[] {
  const offered = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
  const wanted = kind === 'audio' ? ['red', 'opus'] : [...codecs, 'rtx'];
  return wanted.flatMap((name) =>
    offered.filter((codec) => codec.mimeType.toLowerCase() === `${kind}/${name.toLowerCase()}` && isOneProfile(codec)),
  );
}

/**
 * One profile per codec: sealed bytes look alike whatever the encoder made, so further profiles would only lengthen the
 * description.
 */
function isOneProfile(codec: RTCRtpCodec): boolean {
  const format = codec.sdpFmtpLine ?? '';
  switch (codec.mimeType.toLowerCase()) {
    case 'video/vp9':
      return format.includes('profile-id=0');
    case 'video/av1':
      return !/profile=[1-9]/.test(format);
    case 'video/h264':
      // The parameter set in front of each sealed key frame says constrained baseline (protocol §7.4).
      return format.includes('packetization-mode=1') && format.includes('profile-level-id=42e0');
    default:
      return true;
  }
}
