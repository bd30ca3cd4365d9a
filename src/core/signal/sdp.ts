// Session descriptions as they may cross the wire (protocol §7, §9). A peer is not trusted: a description is rebuilt
// line by line from an allow-list, by the sender before sealing and by the receiver after opening.
import { type CandidatePolicy, filterCandidate } from './candidate.ts';
import { filterSection } from './sdp-section.ts';

const MAX_SDP_BYTES = 40_000;
const MAX_CANDIDATES = 64; // in one description (protocol §9.1.5)
const FINGERPRINT = /^a=fingerprint:(sha-256 [0-9A-F]{2}(?::[0-9A-F]{2}){31})$/;
const SECTIONS = [
  { kind: 'audio', mid: '0' },
  { kind: 'video', mid: '1' },
  { kind: 'video', mid: '2' },
] as const;

/**
 * The description with only what protocol §9 allows: three sections (audio, camera, screen = mid 0, 1, 2) in one BUNDLE
 * with rtcp-mux, the listed codecs and header extensions, and no address outside a candidate. Undefined for what §9
 * refuses: among others, other sections or mids, no fingerprint or two different ones, more than 64 candidates,
 * simulcast, a data channel, or a line that is not printable ASCII.
 */
export function filterSdp(sdp: string, policy: CandidatePolicy): string | undefined {
  if (sdp.length > MAX_SDP_BYTES || !/^[\x20-\x7e\r\n]*$/.test(sdp)) return undefined;
  const lines = sdp.split(/\r?\n/).filter((line) => line !== '');
  const starts = lines.flatMap((line, at) => (line.startsWith('m=') ? [at] : []));
  if (starts.length !== SECTIONS.length || lines[0] !== 'v=0') return undefined;
  if (fingerprintOf(sdp) === undefined) return undefined;
  if (lines.filter((line) => line.startsWith('a=candidate:')).length > MAX_CANDIDATES) return undefined;

  const out = filterSession(lines.slice(0, starts[0]));
  if (out === undefined) return undefined;
  for (const [index, section] of SECTIONS.entries()) {
    const kept = filterSection(lines.slice(starts[index], starts[index + 1]), section, (candidate) =>
      filterCandidate(candidate, policy),
    );
    if (kept === undefined) return undefined;
    out.push(...kept);
  }
  return `${out.join('\r\n')}\r\n`;
}

/**
 * The one DTLS fingerprint of a description. Undefined for none, two different ones or another hash (protocol §5.6).
 */
export function fingerprintOf(sdp: string): string | undefined {
  const lines = sdp.split(/\r?\n/).filter((line) => line.startsWith('a=fingerprint:'));
  const [first] = lines;
  if (first === undefined || lines.some((line) => line !== first)) return undefined;
  return FINGERPRINT.exec(first)?.[1];
}

/** The ICE user fragment of a description. Undefined if it has none, or two different ones. */
export function ufragOf(sdp: string): string | undefined {
  const found = new Set([...sdp.matchAll(/^a=ice-ufrag:([A-Za-z0-9+/]{4,256})\r?$/gm)].map((match) => match[1]));
  return found.size === 1 ? [...found][0] : undefined;
}

function filterSession(lines: readonly string[]): string[] | undefined {
  const out = ['v=0'];
  for (const line of lines.slice(1)) {
    const origin = /^o=\S+ ([0-9]{1,20}) ([0-9]{1,20}) IN IP[46] \S+$/.exec(line);
    if (origin !== null) out.push(`o=- ${origin[1]} ${origin[2]} IN IP4 0.0.0.0`);
    else if (line === 's=-' || line === 't=0 0' || line === 'a=extmap-allow-mixed') out.push(line);
    else if (line.startsWith('a=group:')) {
      if (line !== 'a=group:BUNDLE 0 1 2') return undefined;
      out.push(line);
    } else if (/^a=(?:fingerprint|setup|ice-ufrag|ice-pwd|ice-options):[\x21-\x7e ]+$/.test(line)) out.push(line);
  }
  return out.includes('a=group:BUNDLE 0 1 2') && out.some((line) => line.startsWith('o=')) ? out : undefined;
}
