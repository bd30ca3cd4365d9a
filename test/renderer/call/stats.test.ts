import { expect, test } from 'vitest';
import { readFingerprint, readStats } from '../../../src/renderer/call/stats.ts';

interface Entry {
  readonly id: string;
  readonly [field: string]: unknown;
}
const report = (...entries: readonly Entry[]): RTCStatsReport => new Map(entries.map((entry) => [entry.id, entry]));

const transport = { id: 'T', type: 'transport', selectedCandidatePairId: 'P', remoteCertificateId: 'C' };
const pair = { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R' };
const host = (id: string) => ({ id, type: 'local-candidate', candidateType: 'host' });
const relay = (id: string) => ({ id, type: 'remote-candidate', candidateType: 'relay' });

test('a path with a relay at either end counts as relayed, a path without a relay as direct, and no path as unknown', () => {
  const path = (...entries: readonly Entry[]) => {
    const fact = readStats(report(...entries), 'x');
    return fact.kind === 'stats' ? fact.path : undefined;
  };
  expect(path(transport, pair, host('L'), host('R'))).toBe('direct');
  expect(path(transport, pair, host('L'), relay('R'))).toBe('relay');
  expect(path(transport, pair, relay('L'), host('R'))).toBe('relay');
  expect(path({ id: 'T', type: 'transport' })).toBe('unknown');
});

test('the transport of a path is the protocol by which this device reaches the peer or its own relay', () => {
  const by = (local: object, remote: Entry = host('R')) => {
    const fact = readStats(report(transport, pair, { ...host('L'), ...local }, remote), 'x');
    return fact.kind === 'stats' ? fact.pathBy : undefined;
  };
  expect(by({ protocol: 'udp' })).toBe('udp');
  expect(by({ protocol: 'tcp' })).toBe('tcp');
  for (const relayProtocol of ['udp', 'tcp', 'tls']) {
    expect(by({ candidateType: 'relay', protocol: 'udp', relayProtocol })).toBe(relayProtocol);
  }
  expect(by({ protocol: 'udp' }, { ...relay('R'), relayProtocol: 'tls' })).toBe('udp');
  expect(by({ protocol: 'quic' })).toBe('unknown');
  expect(by({})).toBe('unknown');
});

test('packet counts are reported for each media section, and a missing count is reported as zero', () => {
  const fact = readStats(
    report(
      { id: 'i1', type: 'inbound-rtp', mid: '1', packetsReceived: 9, framesDecoded: 4, frameWidth: 640, codecId: 'v' },
      { id: 'o0', type: 'outbound-rtp', mid: '0', packetsSent: 7, codecId: 'a' },
      { id: 'a', type: 'codec', mimeType: 'audio/opus' },
      { id: 'v', type: 'codec', mimeType: 'video/VP9' },
    ),
    'x',
  );
  expect(fact).toMatchObject({
    audioCodec: 'opus',
    videoCodec: 'VP9',
    decodedFrames: 4,
    width: 640,
    height: 0,
    packetsReceived: [0, 9, 0],
    packetsSent: [7, 0, 0],
  });
});

test('network quality comes from the candidate pair in use, the received packets and the peer’s report on our sound', () => {
  const line = (...entries: readonly Entry[]) => {
    const fact = readStats(report(transport, ...entries), 'x');
    return fact.kind === 'stats' ? fact.line : undefined;
  };
  const measured = { ...pair, currentRoundTripTime: 0.0823 };
  const unused = { id: 'Q', type: 'candidate-pair', currentRoundTripTime: 9 };
  const sound = { id: 'i0', type: 'inbound-rtp', mid: '0', packetsLost: 12, jitter: 0.0046 };
  const camera = { id: 'i1', type: 'inbound-rtp', mid: '1', packetsLost: -3 }; // negative: some packets came twice
  const there = { id: 'r', type: 'remote-inbound-rtp', kind: 'audio', fractionLost: 0.25 };
  expect(line(unused, measured, sound, camera, there)).toEqual({
    roundTripMs: 82,
    jitterMs: 5,
    packetsLost: 12,
    lostThere: 25,
  });
  expect(line(measured, sound)).toMatchObject({ lostThere: 0 });
  expect(line(pair, sound)).toBeUndefined();
  expect(line(measured)).toBeUndefined();
});

test('the engine’s estimate of outgoing bandwidth is reported in kbit/s, and omitted if there is none', () => {
  const available = (availableOutgoingBitrate?: number) => {
    const measured = { ...pair, currentRoundTripTime: 0.1, availableOutgoingBitrate };
    const fact = readStats(report(transport, measured, { id: 'i0', type: 'inbound-rtp', mid: '0' }), 'x');
    return fact.kind === 'stats' ? fact.line?.availableKbps : undefined;
  };
  expect(available(130_499)).toBe(130);
  expect(available(0)).toBe(0);
  expect(available(-5000)).toBe(0); // main rejects negative values
  expect(available()).toBeUndefined();
});

test('the local address of a path is an address of this machine, or empty if the engine names none', () => {
  const way = (own: object, answers?: number) => {
    const used = { ...pair, ...(answers === undefined ? {} : { responsesReceived: answers }) };
    const fact = readStats(report(transport, used, { ...host('L'), ...own }, host('R')), 'x');
    return fact.kind === 'stats' ? fact.way : undefined;
  };
  expect(way({ address: '192.168.10.3' }, 7)).toEqual({ address: '192.168.10.3', answers: 7 });
  const seen = { address: '198.51.100.2', relatedAddress: '192.168.10.3' };
  expect(way({ ...seen, candidateType: 'srflx' })).toEqual({ address: '192.168.10.3', answers: 0 });
  expect(way({ ...seen, candidateType: 'prflx' })?.address).toBe('192.168.10.3');
  // The address that the relay sees is not an address of this machine.
  expect(way({ ...seen, candidateType: 'relay' })?.address).toBe('');
  expect(way({})?.address).toBe('');
  expect(readStats(report(transport), 'x')).not.toHaveProperty('way');
});

test('only the certificate named by the transport gives the fingerprint, in upper case', () => {
  const other = { id: 'D', type: 'certificate', fingerprint: '00:11', fingerprintAlgorithm: 'sha-256' };
  const live = { id: 'C', type: 'certificate', fingerprint: 'ab:CD', fingerprintAlgorithm: 'sha-256' };
  expect(readFingerprint(report(transport, other, live))).toBe('sha-256 AB:CD');
  expect(readFingerprint(report(transport, other))).toBe('');
  expect(readFingerprint(report(other, { id: 'T', type: 'transport' }))).toBe('');
});

test('two transports with two certificates give no fingerprint, so that none can be mistaken for the right one', () => {
  const second = { id: 'T2', type: 'transport', remoteCertificateId: 'D' };
  const one = { id: 'C', type: 'certificate', fingerprint: 'AA', fingerprintAlgorithm: 'sha-256' };
  const two = { id: 'D', type: 'certificate', fingerprint: 'BB', fingerprintAlgorithm: 'sha-256' };
  expect(readFingerprint(report(transport, second, one, two))).toBe('');
});
