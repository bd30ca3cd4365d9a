import { describe, expect, test } from 'vitest';
import type { CallView } from '../../../src/contract/view.ts';
import { knownBy } from '../../../src/contract/known-by.ts';
import { sealState } from '../../../src/renderer/state/seal-state.ts';
import { callView } from '../../support/preview/people.ts';

const live = { kind: 'live', since: 1 } as const;
const shown = { kind: 'shown', code: '00000001', role: 'read', mayConfirm: true } as const;
const verified = { kind: 'verified', at: 1, way: 'code' } as const;
const changed = { kind: 'changed', seenAt: 1 } as const;
const call = (change: Partial<CallView>): CallView => ({ ...callView, phase: live, code: shown, ...change });

describe('the status line', () => {
  test('the status line calls a verified person verified', () => {
    expect(sealState(call({ trust: verified }))).toBe('verified');
    expect(sealState(call({ code: { ...shown, confirmedAt: 2 } }))).toBe('verified');
  });

  test('the status line calls neither a pinned nor a new person verified', () => {
    expect(sealState(call({}))).toBe('pinned');
    expect(sealState(call({ trust: { kind: 'new' } }))).toBe('pinned');
  });

  test('a person who would replace a verified person is shown as replacing, even if confirmed by the organisation', () => {
    const organisation = { kind: 'confirmed', name: 'Klinik', until: 2 } as const;
    const view = call({ trust: { kind: 'new' }, replaces: { verifiedAt: 1 }, organisation });
    expect(sealState(view)).toBe('replacing');
    expect(sealState({ ...view, unconfirmed: true })).toBe('unconfirmed');
    expect(sealState({ ...view, code: { kind: 'mismatch' } })).toBe('mismatch');
  });

  test('an unconfirmed call is shown as unconfirmed, even with a verified person', () => {
    const view = call({ unconfirmed: true, trust: verified });
    expect(sealState(view)).toBe('unconfirmed');
    expect(knownBy(view)).toBe('nobody');
  });

  test('contradictory devices of the peer take precedence over a code that was compared in the call', () => {
    const view = call({ trust: changed, code: { ...shown, confirmedAt: 2 } });
    expect(sealState(view)).toBe('changed');
    expect(knownBy(view)).toBe('nobody');
  });

  test('a wrong code takes precedence over every state but the end', () => {
    const phases = [
      { kind: 'placing' },
      { kind: 'calling', ringing: true },
      { kind: 'ringing', silenced: false },
      { kind: 'securing' },
      { kind: 'connecting' },
      { kind: 'reconnecting', since: 1, until: 2 },
      live,
    ] as const;
    for (const phase of phases) {
      expect(sealState(call({ phase, trust: verified, code: { kind: 'mismatch' } }))).toBe('mismatch');
    }
    expect(knownBy(call({ trust: verified, code: { kind: 'mismatch' } }))).toBe('nobody');
    const phase = { kind: 'ended', reason: 'code-mismatch', at: 1, connected: true } as const;
    expect(sealState(call({ phase, code: { kind: 'mismatch' } }))).toBe('ended');
  });

  test('no call is shown as verified before it is live or while it reconnects', () => {
    const before = [
      [{ kind: 'placing' }, 'placing'],
      [{ kind: 'placing', paced: true }, 'paced'],
      [{ kind: 'calling', ringing: false }, 'calling'],
      [{ kind: 'calling', ringing: true }, 'ringing'],
      [{ kind: 'ringing', silenced: false }, 'incoming'],
      [{ kind: 'securing' }, 'securing'],
      [{ kind: 'connecting' }, 'connecting'],
      [{ kind: 'reconnecting', since: 1, until: 2 }, 'reconnecting'],
    ] as const;
    for (const [phase, state] of before) expect(sealState(call({ phase, trust: verified }))).toBe(state);
  });

  test('a held call shows who holds it instead of the trust in the peer, unless it is reconnecting or a code was wrong', () => {
    const held = (ours: boolean, theirs: boolean, change: Partial<CallView> = {}): CallView =>
      call({
        trust: verified,
        local: { ...callView.local, hold: ours },
        remote: { ...callView.remote, hold: theirs },
        ...change,
      });
    expect(sealState(held(true, false))).toBe('held');
    expect(sealState(held(false, true))).toBe('heldByPeer');
    expect(sealState(held(true, true))).toBe('heldByBoth');
    expect(sealState(held(false, false))).toBe('verified');
    expect(sealState(held(true, true, { phase: { kind: 'reconnecting', since: 1, until: 2 } }))).toBe('reconnecting');
    expect(sealState(held(true, true, { code: { kind: 'mismatch' } }))).toBe('mismatch');
  });

  test('a confirmed person is not shown as verified, nor a verified person as only confirmed', () => {
    const organisation = { kind: 'confirmed', name: 'Klinik', until: 9 } as const;
    expect(sealState(call({ organisation }))).toBe('confirmed');
    expect(knownBy(call({ organisation }))).toBe('organisation');
    expect(sealState(call({ organisation, trust: verified }))).toBe('verified');
    expect(knownBy(call({ organisation, code: { ...shown, confirmedAt: 2 } }))).toBe('person');
  });

  test('the organisation’s confirmation does not count if the peer’s devices contradict each other or the call is unconfirmed', () => {
    const organisation = { kind: 'confirmed', name: 'Klinik', until: 9 } as const;
    expect(sealState(call({ organisation, trust: changed }))).toBe('changed');
    expect(sealState(call({ organisation, unconfirmed: true }))).toBe('unconfirmed');
    expect(knownBy(call({ organisation, trust: changed }))).toBe('nobody');
  });

  test('an invalid confirmation is shown as refused, but a verified person is still shown as verified', () => {
    const organisation = { kind: 'refused', cause: 'revoked' } as const;
    expect(sealState(call({ organisation }))).toBe('refused');
    expect(knownBy(call({ organisation }))).toBe('nobody');
    expect(sealState(call({ organisation, trust: verified }))).toBe('verified');
  });
});
