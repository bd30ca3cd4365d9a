import { describe, expect, it } from 'vitest';
import { EndReason as ContractReason } from '../../../src/contract/failure.ts';
import type { EndReason } from '../../../src/core/call/end-reason.ts';
import { fromCancel, fromWire, onCancel, onWire, whileSecuring } from '../../../src/core/call/end-reason.ts';

const all: readonly EndReason[] = ContractReason.options;

describe('end reasons', () => {
  it('an end message does not tell the peer what only this side should know', () => {
    const said = Object.fromEntries(all.map((reason) => [reason, onWire(reason)]));
    expect(said).toMatchObject({
      'hung-up': 'hangup',
      'app-closed': 'hangup',
      'code-mismatch': 'hangup',
      'not-allowed': 'hangup',
      'verification-required': 'hangup',
      'relay-required': 'hangup',
      tampered: 'tampered',
      fingerprint: 'fingerprint',
      'media-keys': 'media-keys',
      'connect-timeout': 'timeout',
      'connection-lost': 'timeout',
      transferred: 'transferred',
      timeout: 'timeout',
      'secure-setup-failed': 'timeout',
      'worker-lost': 'error',
      'page-lost': 'error',
      'no-device': 'error',
    });
  });

  it('a cancel gives ringing devices one of four reasons', () => {
    const said = new Set(all.map((reason) => onCancel(reason)));
    expect(said).toEqual(new Set(['hangup', 'timeout', 'declined-elsewhere', 'glare']));
    expect(onCancel('declined')).toBe('declined-elsewhere');
    expect(onCancel('no-answer')).toBe('timeout');
  });

  it('a peer’s hang-up between ANSWER and READY is shown as a hang-up and counts as a failed secure call', () => {
    expect(whileSecuring('peer-hung-up')).toEqual({ reason: 'peer-hung-up', counts: true });
  });

  it('between ANSWER and READY a timeout and tampering count as failed secure calls, but our hang-up, a missing verification and an answer elsewhere do not', () => {
    expect(whileSecuring('timeout')).toEqual({ reason: 'secure-setup-failed', counts: true });
    expect(whileSecuring('tampered')).toEqual({ reason: 'tampered', counts: true });
    expect(whileSecuring('hung-up')).toEqual({ reason: 'hung-up', counts: false });
    expect(whileSecuring('verification-required')).toEqual({ reason: 'verification-required', counts: false });
    expect(whileSecuring('answered-elsewhere')).toEqual({ reason: 'answered-elsewhere', counts: false });
  });

  it('the peer’s end and cancel reasons are mapped to our own', () => {
    expect(fromWire('hangup')).toBe('peer-hung-up');
    expect(fromWire('media-keys')).toBe('media-keys');
    expect(fromCancel('hangup', 'before')).toBe('cancelled');
    expect(fromCancel('hangup', 'after')).toBe('peer-hung-up');
    for (const answer of ['before', 'after'] as const) {
      expect(fromCancel('timeout', answer)).toBe('no-answer');
      expect(fromCancel('glare', answer)).toBe('glare');
    }
  });
});
