// Session descriptions as the engines of a history make them, as small as protocol §9 allows. The session id in the
// `o=` line passes the filter. This id says which offer a description is or answers. A real engine cannot tell that an
// answer is for another offer. The engine of a history can.
import { unwrap } from '../../../../src/core/assert.ts';

/** The fingerprint of the page of this number on this device. */
export function printOf(device: string, nr: number): string {
  const named = Array.from(new TextEncoder().encode(`${device} ${nr}`), (byte) => byte.toString(16).toUpperCase());
  return `sha-256 ${[...named, ...Array.from({ length: 32 }, () => '00')].slice(0, 32).join(':')}`;
}

/** The description with this user fragment and fingerprint: the offer of this number, or the answer to this offer. */
export function describe(ufrag: string, fingerprint: string, offer: number): string {
  const shared = (mid: number): string => `c=IN IP4 0.0.0.0\r\na=mid:${mid}\r\na=rtcp-mux`;
  return `v=0\r\no=- ${offer} 2 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1 2\r\na=ice-ufrag:${ufrag}\r\na=fingerprint:${fingerprint}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n${shared(0)}\r\na=rtpmap:111 opus/48000/2\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n${shared(1)}\r\na=rtpmap:96 VP8/90000\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n${shared(2)}\r\na=rtpmap:96 VP8/90000\r\n`;
}

/** The number of the offer that a description is or answers. */
export function numberOf(sdp: string): number {
  return Number(/^o=- ([0-9]+) /m.exec(sdp)?.[1]);
}

/** Whether the description requires a constant rate for the sound. */
export function isConstant(sdp: string): boolean {
  return sdp.includes('cbr=1');
}

/** User fragment and fingerprint of a description that has passed the filter. */
export function theirsOf(sdp: string): { readonly ufrag: string; readonly fingerprint: string } {
  const [, ufrag, fingerprint] = unwrap(
    NAMED.exec(sdp) ?? undefined,
    'a description that passed has a user fragment and a fingerprint',
  );
  return { ufrag: unwrap(ufrag, 'a user fragment'), fingerprint: unwrap(fingerprint, 'a fingerprint') };
}

const NAMED = /a=ice-ufrag:(\S+)\r\na=fingerprint:(.{103})/;
