// A small description as an engine would give it: three sections, one ufrag, one fingerprint.

/** The SDP text for this ufrag (4 characters at least) and fingerprint. */
export function sampleSdp(ufrag: string, fingerprint: string, type: 'offer' | 'answer'): string {
  const shared = (mid: string): readonly string[] => [
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${ufrag}`,
    'a=ice-pwd:0123456789012345678901',
    'a=ice-options:trickle',
    `a=fingerprint:${fingerprint}`,
    `a=setup:${type === 'offer' ? 'actpass' : 'active'}`,
    `a=mid:${mid}`,
    'a=sendrecv',
    'a=rtcp-mux',
  ];
  const video = (mid: string): readonly string[] => [
    'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
    ...shared(mid),
    'a=rtpmap:96 VP8/90000',
    'a=rtpmap:97 rtx/90000',
    'a=fmtp:97 apt=96',
  ];
  const lines = [
    'v=0',
    'o=- 4611686018427387904 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0 1 2',
    'm=audio 9 UDP/TLS/RTP/SAVPF 63 111',
    ...shared('0'),
    'a=rtpmap:111 opus/48000/2',
    'a=rtpmap:63 red/48000/2',
    'a=fmtp:63 111/111',
    ...video('1'),
    ...video('2'),
  ];
  return `${lines.join('\r\n')}\r\n`;
}
