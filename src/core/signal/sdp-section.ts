// One media section of a session description, rebuilt from what protocol §9 allows. Only sdp.ts uses this file.

interface Section {
  readonly kind: 'audio' | 'video';
  readonly mid: '0' | '1' | '2';
}

const CODECS = {
  audio: ['opus/48000/2', 'red/48000/2'],
  video: ['vp8/90000', 'vp9/90000', 'av1/90000', 'h264/90000', 'rtx/90000'],
} as const;
const EXTENSIONS: readonly string[] = [
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'urn:ietf:params:rtp-hdrext:toffset',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
];
const REFUSED = /^a=(?:rid|simulcast|sctp-port|sctpmap|max-message-size|crypto|identity)\b|^a=ssrc-group:SIM/;
const PLAIN =
  /^a=(?:(?:sendrecv|sendonly|recvonly|inactive|rtcp-mux|rtcp-rsize|bundle-only|end-of-candidates)|(?:ice-ufrag|ice-pwd):[A-Za-z0-9+/]{4,256}|ice-options:[a-z0-9 -]{1,64}|fingerprint:sha-256 [0-9A-F:]{95}|setup:(?:actpass|active|passive)|msid:[A-Za-z0-9{}-]{1,64}(?: [A-Za-z0-9{}-]{1,64})?|ssrc-group:FID [0-9]{1,10} [0-9]{1,10}|ssrc:[0-9]{1,10} (?:cname|msid):[A-Za-z0-9{}+/ -]{1,130})$/;
const FEEDBACK = /^(?:nack|nack pli|ccm fir|goog-remb|transport-cc)$/;
// Parameters that describe a codec are allowed; those that steer our encoder are not. With `x-google-min-bitrate` or
// `usedtx=1` a peer would decide what we send. A peer may demand a constant bit rate, because that only reveals less of
// what is said.
const PARAMETER =
  /^(?:(?:apt|minptime|useinbandfec|profile-id|profile|level-idx|tier|level-asymmetry-allowed|packetization-mode|profile-level-id)=[0-9A-Za-z]{1,8}|cbr=1|usedtx=0|[0-9]{1,3}(?:\/[0-9]{1,3}){1,8})$/;

const FORMAT = /^a=fmtp:([0-9]{1,3}) ([\x21-\x7e ]{1,256})$/;

function parametersOf(text: string): readonly string[] {
  return text.split(';').map((parameter) => parameter.trim());
}

/**
 * The allowed lines of the section. Undefined if it is not the section expected here, has a refused line, or has no
 * `rtcp-mux` or no allowed codec.
 */
export function filterSection(
  lines: readonly string[],
  section: Section,
  filterCandidate: (candidate: string) => string | undefined,
): readonly string[] | undefined {
  const media = /^m=(audio|video) [0-9]{1,5} UDP\/TLS\/RTP\/SAVPF ([0-9]{1,3}(?: [0-9]{1,3})*)$/.exec(lines[0] ?? '');
  if (media === null || media[1] !== section.kind) return undefined;
  if (!lines.includes(`a=mid:${section.mid}`) || !lines.includes('a=rtcp-mux')) return undefined;
  if (lines.some((line) => REFUSED.test(line))) return undefined;
  if (lines.filter((line) => line.startsWith('a=mid:')).length !== 1) return undefined;

  const allowed = allowedTypes(lines, section.kind);
  const order = (media[2] ?? '').split(' ').filter((type) => allowed.has(type));
  if (order.length === 0) return undefined;
  // Port 9 and 0.0.0.0: real ports and addresses stand only in candidates (RFC 8840 §4.1.1).
  const out = [`m=${section.kind} 9 UDP/TLS/RTP/SAVPF ${order.join(' ')}`, 'c=IN IP4 0.0.0.0', `a=mid:${section.mid}`];
  for (const line of lines.slice(1)) {
    if (PLAIN.test(line)) out.push(line);
    else if (line.startsWith('a=candidate:')) {
      const candidate = filterCandidate(line.slice(2));
      if (candidate !== undefined) out.push(`a=${candidate}`);
    } else if (isAllowedExtension(line)) out.push(line);
    else out.push(...ofType(line, allowed));
  }
  return out;
}

/** The payload types of allowed codecs, and of retransmission that names one of those. */
function allowedTypes(lines: readonly string[], kind: Section['kind']): ReadonlySet<string> {
  const codecs: readonly string[] = CODECS[kind];
  const types = new Map<string, string>();
  for (const line of lines) {
    const map = /^a=rtpmap:([0-9]{1,3}) ([A-Za-z0-9/-]{1,32})$/.exec(line);
    const codec = map?.[2]?.toLowerCase();
    if (map?.[1] !== undefined && codec !== undefined && codecs.includes(codec)) types.set(map[1], codec);
  }
  const naming = new Set<string>();
  for (const line of lines) {
    const [, type = '', text = ''] = FORMAT.exec(line) ?? [];
    if (types.get(type) !== 'rtx/90000') continue;
    for (const parameter of parametersOf(text).filter((each) => each.startsWith('apt='))) {
      const codec = types.get(parameter.slice('apt='.length));
      if (codec === undefined || codec === 'rtx/90000') types.delete(type);
      naming.add(type);
    }
  }
  return new Set([...types.keys()].filter((type) => types.get(type) !== 'rtx/90000' || naming.has(type)));
}

function isAllowedExtension(line: string): boolean {
  const extension = /^a=extmap:(?:[1-9]|1[0-4])(?:\/(?:sendrecv|sendonly|recvonly|inactive))? (\S+)$/.exec(line);
  return EXTENSIONS.includes(extension?.[1] ?? '');
}

/** A list with the allowed form of a line about a payload type. Empty if the line is not allowed at all. */
function ofType(line: string, allowed: ReadonlySet<string>): readonly string[] {
  const [, name, type = '', value = ''] =
    /^a=(rtpmap|fmtp|rtcp-fb):([0-9]{1,3}) ([\x21-\x7e ]{1,256})$/.exec(line) ?? [];
  if (name === undefined || !allowed.has(type)) return [];
  if (name === 'rtpmap') return [line];
  if (name === 'rtcp-fb') return FEEDBACK.test(value) ? [line] : [];
  const kept = parametersOf(value).filter((parameter) => PARAMETER.test(parameter));
  return kept.length === 0 ? [] : [`a=fmtp:${type} ${kept.join(';')}`];
}
