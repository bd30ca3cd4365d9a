import { describe, expect, test } from 'vitest';
import { constantRate } from '../../../src/core/signal/constant-rate.ts';
import { filterSdp, fingerprintOf, ufragOf } from '../../../src/core/signal/sdp.ts';

const PRINT = `sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`;
const all = { relayOnly: false };
const shared = (mid: string) => [
  'c=IN IP4 192.168.1.20',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:0123456789012345678901',
  'a=ice-options:trickle',
  `a=fingerprint:${PRINT}`,
  'a=setup:actpass',
  `a=mid:${mid}`,
  'a=sendrecv',
  'a=msid:- 8c1f',
  'a=rtcp-mux',
  'a=rtcp-rsize',
];
const video = (mid: string) => [
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 100 101 116',
  ...shared(mid),
  'a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'a=extmap:13 urn:3gpp:video-orientation',
  'a=rtpmap:96 VP8/90000',
  'a=fmtp:96 x-google-min-bitrate=900000;x-google-start-bitrate=900000',
  'a=rtcp-fb:96 nack pli',
  'a=rtcp-fb:96 x-secret channel',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:100 H265/90000',
  'a=fmtp:100 level-id=180',
  'a=rtpmap:101 rtx/90000',
  'a=fmtp:101 apt=100',
  'a=rtpmap:116 red/90000',
  'a=x-anything:1',
];
const lines = [
  'v=0',
  'o=alice 4611 2 IN IP4 10.1.2.3',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1 2',
  'a=msid-semantic: WMS',
  'm=audio 50123 UDP/TLS/RTP/SAVPF 63 111 0',
  ...shared('0'),
  'a=candidate:1 1 udp 2122260223 7f3a1c5e-0b1d-4c8e-9a57-3f1e2d4c5b6a.local 50123 typ host generation 0 network-cost 999',
  'a=candidate:2 1 udp 1677729535 203.0.113.7 50123 typ srflx raddr 10.1.2.3 rport 50123 generation 0',
  'a=candidate:3 1 udp 2122260223 alice-laptop.example.org 5 typ host',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10; useinbandfec=1;usedtx=1;maxaveragebitrate=510000',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'a=rtpmap:0 PCMU/8000',
  ...video('1'),
  ...video('2'),
];
const sdp = (change: (line: string) => string = (line) => line) => `${lines.map(change).join('\r\n')}\r\n`;

describe('session descriptions', () => {
  const kept = filterSdp(sdp(), all) ?? '';

  test('the filtered description keeps three sections, allowed codecs and extensions, and is stable', () => {
    expect(kept).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 63 111\r\n');
    expect(kept.match(/m=video 9 UDP\/TLS\/RTP\/SAVPF 96 97\r\n/g)).toHaveLength(2);
    expect(kept).toContain('a=fmtp:63 111/111');
    expect(kept).toContain('a=rtcp-fb:96 nack pli');
    expect(kept).toContain('a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n');
    expect(filterSdp(kept, all)).toBe(kept);
  });

  test('the filtered description keeps decoder parameters and drops encoder ones', () => {
    expect(kept).toContain('a=fmtp:111 minptime=10;useinbandfec=1\r\n');
    expect(kept).not.toContain('a=fmtp:96');
    expect(kept).toContain('a=fmtp:97 apt=96\r\n');
    const h264 = 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f';
    for (const parameters of [h264, 'profile-id=0', 'level-idx=5;profile=0;tier=0']) {
      const text = sdp((line) => (line.startsWith('a=fmtp:96') ? `a=fmtp:96 ${parameters}` : line));
      expect(filterSdp(text, all)).toContain(`a=fmtp:96 ${parameters}\r\n`);
    }
  });

  test('the filtered description drops retransmission of a removed codec', () => {
    for (const written of ['apt=100', 'apt=100 ', ' apt=100', 'apt=100;x=1', 'x=1; apt=100', 'apt=97']) {
      const text = filterSdp(
        sdp((line) => (line === 'a=fmtp:101 apt=100' ? `a=fmtp:101 ${written}` : line)),
        all,
      );
      expect(text).toContain('m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n');
      expect(filterSdp(text ?? '', all)).toBe(text);
    }
  });

  test('the filtered description drops retransmission that does not name its codec', () => {
    for (const written of ['a=fmtp:101 x=1', 'a=fmtp:101 apt', 'a=x']) {
      const text = filterSdp(
        sdp((line) => (line === 'a=fmtp:101 apt=100' ? written : line)),
        all,
      );
      expect(text).toContain('m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n');
      expect(filterSdp(text ?? '', all)).toBe(text);
    }
  });

  test('a description whose video is retransmission alone is refused', () => {
    const alone = sdp((line) =>
      /^a=(?:rtpmap|fmtp):(?:96|100) /.test(line) || line === 'a=fmtp:97 apt=96' ? 'a=x' : line,
    );
    expect(filterSdp(alone, all)).toBeUndefined();
  });

  test('the filtered description allows a constant bit rate and drops revealing parameters', () => {
    const asked = sdp((line) => (line.startsWith('a=fmtp:111') ? 'a=fmtp:111 minptime=10;cbr=1;usedtx=0' : line));
    expect(filterSdp(asked, all)).toContain('a=fmtp:111 minptime=10;cbr=1;usedtx=0\r\n');
    const loose = sdp((line) => (line.startsWith('a=fmtp:111') ? 'a=fmtp:111 minptime=10;cbr=0;usedtx=1' : line));
    expect(filterSdp(loose, all)).toContain('a=fmtp:111 minptime=10\r\n');
  });

  test('the filtered description names no local address or host, and no codec or extension outside the list', () => {
    for (const leak of [
      '10.1.2.3',
      '192.168.1.20',
      'alice',
      'PCMU',
      'H265',
      'audio-level',
      'video-orientation',
      'x-',
    ]) {
      expect(kept).not.toContain(leak);
    }
    expect(kept).toContain('203.0.113.7 50123 typ srflx raddr 0.0.0.0 rport 9 generation 0');
  });

  test('the filtered description has no candidate that candidate.ts refuses', () => {
    const hostile = [
      'a=candidate:4 1 tcp 1518280447 192.168.1.1 8080 typ host tcptype passive',
      'a=candidate:5 1 udp 2122260223 127.0.0.1 50123 typ host',
    ];
    const text = sdp((line) => (line === 'a=mid:1' ? [line, ...hostile].join('\r\n') : line));
    expect(filterSdp(text, all)).toBe(filterSdp(sdp(), all));
  });

  test('the filtered description has no candidate other than relays if relays are required', () => {
    expect(filterSdp(sdp(), { relayOnly: true })).not.toContain('a=candidate');
  });

  test.each([
    ['a fourth section', sdp() + 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n'],
    ['a mid outside the list', sdp((line) => (line === 'a=mid:2' ? 'a=mid:3' : line))],
    ['a video section in place of audio', sdp((line) => line.replace('m=audio', 'm=video'))],
    ['two mids in one section', sdp((line) => (line === 'a=mid:1' ? 'a=mid:1\r\na=mid:9' : line))],
    ['no rtcp-mux', sdp((line) => (line === 'a=rtcp-mux' ? 'a=x:1' : line))],
    ['no bundle', sdp((line) => (line.startsWith('a=group') ? 'a=x:1' : line))],
    ['a bundle of two', sdp((line) => line.replace('BUNDLE 0 1 2', 'BUNDLE 0 1'))],
    ['no origin', sdp((line) => line.replace('o=alice', 'x=alice'))],
    ['a second fingerprint', sdp().replace(PRINT, PRINT.replace('AB', 'CD'))],
    ['no fingerprint', sdp((line) => (line.startsWith('a=fingerprint') ? 'a=x:1' : line))],
    ['simulcast', sdp((line) => (line === 'a=rtcp-rsize' ? 'a=simulcast:send h;l' : line))],
    ['a rid', sdp((line) => (line === 'a=rtcp-rsize' ? 'a=rid:h send' : line))],
    ['an SDES key', sdp((line) => (line === 'a=rtcp-rsize' ? 'a=crypto:1 AES_CM_128 inline:x' : line))],
    ['no allowed codec', sdp((line) => line.replace('VP8/90000', 'H265/90000'))],
    ['plain RTP', sdp((line) => line.replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP'))],
    ['a control character', sdp((line) => line.replace('s=-', 's=\u0007'))],
    ['another version', sdp((line) => line.replace('v=0', 'v=1'))],
    ['more than 64 candidates', sdp((line) => line + (line === 'a=mid:1' ? '\r\na=candidate:1'.repeat(62) : ''))],
    ['more than 40,000 bytes', sdp() + 'a=x:1\r\n'.repeat(6000)],
  ])('a description with %s is refused', (_, text) => expect(filterSdp(text, all)).toBeUndefined());

  // A pattern that could match the same digits in many ways took seconds for 34 digits. With more digits, the test
  // would hang.
  test.each([
    `m=audio 9 UDP/TLS/RTP/SAVPF ${'1'.repeat(34)}x`,
    `m=audio 9 UDP/TLS/RTP/SAVPF ${'1 '.repeat(15_000)}x`,
    `m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ssrc:1 cname:${'a'.repeat(30_000)}!`,
    `m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=candidate:${'1 '.repeat(15_000)}`,
    `m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=candidate:1 1 udp 1 ${':'.repeat(30_000)}x 5 typ host`,
  ])('a description built to be slow is read quickly: %s', (slow) => {
    const text = sdp((line) => (line.startsWith('m=audio') ? slow : line));
    // The quickest of three, because a busy machine may pause any one of them.
    const took = [1, 2, 3].map(() => {
      const startMs = performance.now();
      filterSdp(text, all);
      return performance.now() - startMs;
    });
    expect(Math.min(...took)).toBeLessThan(500);
    expect(took[0]).toBeLessThan(5000);
  });

  test('the fingerprint and the user fragment of a description are read, unless there is none or there are two', () => {
    expect(fingerprintOf(sdp())).toBe(PRINT);
    expect(fingerprintOf('v=0\r\n')).toBeUndefined();
    expect(fingerprintOf(sdp().replace(PRINT, PRINT.replace('AB', 'CD')))).toBeUndefined();
    expect(ufragOf(sdp())).toBe('abcd');
    expect(ufragOf('v=0\r\n')).toBeUndefined();
    expect(ufragOf(sdp().replace('ice-ufrag:abcd', 'ice-ufrag:efgh'))).toBeUndefined();
  });
});

describe('constant-rate descriptions', () => {
  const kept = filterSdp(sdp(), all) ?? '';
  const constant = constantRate(kept) ?? '';

  test('a constant-rate description has Opus only, without pauses', () => {
    expect(constant).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n');
    expect(constant).toContain('a=fmtp:111 minptime=10;useinbandfec=1;cbr=1;usedtx=0\r\n');
    expect(constant).not.toContain('red/48000');
    expect(constant).not.toContain(':63 ');
  });

  test('a constant-rate description leaves other sections unchanged', () => {
    const video = (text: string): string => text.slice(text.indexOf('m=video'));
    expect(video(constant)).toBe(video(kept));
    expect(filterSdp(constant, all)).toBe(constant);
    expect(constantRate(constant)).toBe(constant);
  });

  test('a constant rate is added to Opus without parameters', () => {
    const bare = ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 OPUS/48000/2'].join('\r\n');
    expect(constantRate(bare)).toBe(`${bare}\r\na=fmtp:111 cbr=1;usedtx=0`);
  });

  test('a constant rate is impossible without Opus or audio', () => {
    expect(constantRate(kept.replace('opus/48000/2', 'PCMU/8000'))).toBeUndefined();
    expect(constantRate('v=0\r\n')).toBeUndefined();
  });
});
