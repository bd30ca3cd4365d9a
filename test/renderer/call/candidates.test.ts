import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Candidate } from '../../../src/contract/media.ts';
import { batchCandidates } from '../../../src/renderer/call/candidates.ts';

const candidate = (n: number, mid = '0'): RTCIceCandidate =>
  ({ candidate: `candidate:${n}`, sdpMid: mid, usernameFragment: 'uf' }) as RTCIceCandidate;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('candidates within 20 ms are sent together, later ones in a second batch, and no batch is empty', () => {
  const sent: Candidate[][] = [];
  const batches = batchCandidates((list) => sent.push(list));
  batches.add(candidate(1));
  vi.advanceTimersByTime(19);
  expect(sent).toEqual([]);
  batches.add(candidate(2));
  vi.advanceTimersByTime(1);
  expect(sent.map((list) => list.length)).toEqual([2]);
  vi.advanceTimersByTime(5000);
  batches.add(candidate(3));
  vi.advanceTimersByTime(20);
  expect(sent.map((list) => list.length)).toEqual([2, 1]);
  vi.advanceTimersByTime(5000);
  expect(sent).toHaveLength(2);
});

test('when gathering completes, 32 waiting candidates are sent immediately in one message and the rest later in a second message', () => {
  const sent: Candidate[][] = [];
  const batches = batchCandidates((list) => sent.push(list));
  for (let n = 0; n < 40; n++) batches.add(candidate(n));
  batches.flush();
  expect(sent.map((list) => list.length)).toEqual([32]);
  vi.advanceTimersByTime(500);
  expect(sent.map((list) => list.length)).toEqual([32, 8]);
});

test('a candidate that marks the end, belongs to an unknown media section or has no user name fragment is not sent', () => {
  const sent: Candidate[][] = [];
  const batches = batchCandidates((list) => sent.push(list));
  batches.add({ candidate: '', sdpMid: '0', usernameFragment: 'uf' } as RTCIceCandidate);
  batches.add(candidate(1, '3'));
  batches.add({ candidate: 'candidate:1', sdpMid: '0', usernameFragment: null } as RTCIceCandidate);
  batches.flush();
  expect(sent).toEqual([]);
});

test('an ICE restart drops waiting candidates but sends later ones, and a stop drops all waiting candidates', () => {
  const sent: Candidate[][] = [];
  const batches = batchCandidates((list) => sent.push(list));
  batches.add(candidate(1));
  batches.flush();
  batches.add(candidate(2));
  batches.restart();
  batches.add(candidate(3));
  vi.advanceTimersByTime(500);
  expect(sent.map((list) => list.map((c) => c.candidate))).toEqual([['candidate:1'], ['candidate:3']]);
  batches.add(candidate(4));
  batches.stop();
  vi.advanceTimersByTime(1000);
  expect(sent).toHaveLength(2);
});
