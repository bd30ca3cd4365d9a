import { describe, expect, it } from 'vitest';
import type { CallView } from '../../../src/contract/view.ts';
import { windowsDue } from '../../../src/main/app/windows-due.ts';
import { callFixture } from '../desktop/view-fixture.ts';

const call = (change: Partial<CallView>): CallView => ({ ...callFixture, ...change });
const ended: CallView['phase'] = { kind: 'ended', reason: 'no-answer', at: 1, connected: false };
const none = { card: 'none', callWindow: 'none', unseen: false };
const shown = { card: 'none', callWindow: 'shown', unseen: false };

describe('windows', () => {
  it('are none without a call', () => {
    expect(windowsDue(undefined, undefined)).toEqual(none);
  });

  it('are the card while it rings, and a call window that waits, so that answering is quick', () => {
    const ringing = call({ direction: 'in', phase: { kind: 'ringing', silenced: false } });
    expect(windowsDue(ringing, undefined)).toEqual({ card: 'shown', callWindow: 'waiting', unseen: false });
  });

  it('lose the card when it is silenced: the tray still answers', () => {
    const silenced = call({ direction: 'in', phase: { kind: 'ringing', silenced: true } });
    expect(windowsDue(silenced, undefined)).toEqual({ card: 'none', callWindow: 'waiting', unseen: false });
  });

  it('show the call from placing or answering to the end', () => {
    const phases: readonly CallView['phase'][] = [
      { kind: 'placing' },
      { kind: 'calling', ringing: true },
      { kind: 'securing' },
      { kind: 'connecting' },
      { kind: 'live', since: 1 },
      { kind: 'mending', since: 1, until: 2 },
    ];
    for (const phase of phases) expect(windowsDue(call({ phase }), undefined)).toEqual(shown);
    expect(windowsDue(call({ phase: ended }), undefined)).toEqual(shown);
  });

  it('keep an answered call that failed, with its cause', () => {
    const failed = call({ direction: 'in', phase: ended });
    expect(windowsDue(failed, failed.id)).toEqual(shown);
  });

  it('are none for a call nobody answered: it is in the history, and the desk is free again', () => {
    const missed = call({ direction: 'in', phase: ended });
    expect(windowsDue(missed, undefined)).toEqual({ ...none, unseen: true });
    expect(windowsDue(missed, 'b'.repeat(32))).toEqual({ ...none, unseen: true });
  });
});
