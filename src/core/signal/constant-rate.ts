// A description whose voice has a constant bit rate (RFC 7587 §6.1 `cbr`, `usedtx`), so that the sizes and times of
// sealed packets reveal nothing of what is said. In a description that we send, the constant rate binds the peer's
// encoder; in a description that we accept, it binds ours.

/**
 * The description with a constant bit rate, without silence suppression, and without RED, whose first packets differ in
 * size. `sdp` has passed `filterSdp`. Undefined if its audio section has no Opus.
 */
export function constantRate(sdp: string): string | undefined {
  const lines = sdp.split('\r\n');
  const start = lines.findIndex((line) => line.startsWith('m=audio '));
  const next = lines.findIndex((line, at) => at > start && line.startsWith('m='));
  const end = next === -1 ? lines.length : next;
  const audio = start === -1 ? [] : lines.slice(start, end);
  const opus = typesOf(audio, 'opus/48000/2');
  if (opus.length === 0) return undefined;
  const isDropped = (line: string): boolean => /^a=(?:rtpmap|fmtp|rtcp-fb):/.test(line) && !opus.includes(typeOf(line));
  const kept = audio.flatMap((line, at) => {
    if (at === 0) return [`${line.split(' ').slice(0, 3).join(' ')} ${opus.join(' ')}`];
    if (isDropped(line) || (line.startsWith('a=fmtp:') && opus.includes(typeOf(line)))) return [];
    return line.startsWith('a=rtpmap:') ? [line, parameters(audio, typeOf(line))] : [line];
  });
  return [...lines.slice(0, start), ...kept, ...lines.slice(end)].join('\r\n');
}

function typesOf(section: readonly string[], codec: string): readonly string[] {
  return section.flatMap((line) => {
    const [head = '', name = ''] = line.split(' ');
    return head.startsWith('a=rtpmap:') && name.toLowerCase() === codec ? [typeOf(line)] : [];
  });
}

function typeOf(line: string): string {
  return /^a=[a-z-]+:([0-9]{1,3}) /.exec(line)?.[1] ?? '';
}

function parameters(section: readonly string[], type: string): string {
  const before = section.find((line) => line.startsWith(`a=fmtp:${type} `))?.slice(`a=fmtp:${type} `.length) ?? '';
  const others = before.split(';').filter((part) => part !== '' && !/^(?:cbr|usedtx)=/.test(part));
  return `a=fmtp:${type} ${[...others, 'cbr=1', 'usedtx=0'].join(';')}`;
}
