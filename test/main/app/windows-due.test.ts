import { describe, expect, it } from 'vitest';
import type { CallView } from '../../../src/contract/view.ts';
import { windowsDue } from '../../../src/main/app/windows-due.ts';
import { callFixture } from '../desktop/view-fixture.ts';

const call = (change: Partial<CallView>): CallView => ({ ...callFixture, ...change });
const ended: CallView['phase'] = { kind: 'ended', reason: 'no-answer', at: 1, connected: false };
const nobody: ReadonlySet<string> = new Set();
const { id } = callFixture;
const second = 'b'.repeat(32);

/** The due windows in text: the card's call, each call window, and the calls to dismiss. */
function due(calls: readonly CallView[], seen = nobody): readonly unknown[] {
  const { card, callWindows, unseen } = windowsDue(calls, seen);
  return [card?.id ?? 'no card', Object.fromEntries(callWindows), unseen];
}

describe('windows that a view needs', () => {
  it('without a call no window is due', () => {
    expect(due([])).toEqual(['no card', {}, []]);
  });

  it('a ringing call needs its card and a waiting call window', () => {
    const ringing = call({ direction: 'in', phase: { kind: 'ringing', silenced: false } });
    expect(due([ringing])).toEqual([id, { [id]: 'waiting' }, []]);
  });

  it('a silenced call needs no card', () => {
    const silenced = call({ direction: 'in', phase: { kind: 'ringing', silenced: true } });
    expect(due([silenced])).toEqual(['no card', { [id]: 'waiting' }, []]);
  });

  it('a call to a locked program needs only a card, until the person silences the call', () => {
    const knock = { call: second, isSilenced: false };
    expect(windowsDue([], nobody, knock)).toEqual({ card: { id: second }, callWindows: new Map(), unseen: [] });
    expect(windowsDue([], nobody, { ...knock, isSilenced: true }).card).toBeUndefined();
  });

  it('a placed call is shown while it waits for its turn, from INVITE on, and after its end', () => {
    const phases: readonly CallView['phase'][] = [
      { kind: 'placing', paced: true }, // the call waits for its turn, which takes long
      { kind: 'calling', ringing: true },
      { kind: 'securing' },
      { kind: 'connecting' },
      { kind: 'live', since: 1 },
      { kind: 'reconnecting', since: 1, until: 2 },
      ended,
    ];
    for (const phase of phases) expect(due([call({ phase })])).toEqual(['no card', { [id]: 'shown' }, []]);
  });

  it('the window of a call whose callee is being looked up is due soon, and not at once', () => {
    expect(due([call({ phase: { kind: 'placing' } })])).toEqual(['no card', { [id]: 'soon' }, []]);
  });

  it('the window of an answered call that failed stays shown', () => {
    const failed = call({ direction: 'in', phase: ended });
    expect(due([failed], new Set([id]))).toEqual(['no card', { [id]: 'shown' }, []]);
  });

  it('an unanswered call that ended needs no window', () => {
    const missed = call({ direction: 'in', phase: ended });
    expect(due([missed])).toEqual(['no card', {}, [id]]);
    expect(due([missed], new Set([second]))).toEqual(['no card', {}, [id]]);
  });

  it('each of two calls needs its own window, and the first call keeps its window', () => {
    const first = call({ phase: { kind: 'live', since: 1 } });
    const other = (phase: CallView['phase']): CallView => call({ id: second, direction: 'in', phase });
    expect(due([first, other({ kind: 'ringing', silenced: false })])).toEqual([
      second,
      { [id]: 'shown', [second]: 'waiting' },
      [],
    ]);
    expect(due([first, other({ kind: 'live', since: 1 })])).toEqual([
      'no card',
      { [id]: 'shown', [second]: 'shown' },
      [],
    ]);
    for (const phase of [{ kind: 'calling', ringing: true }, { kind: 'securing' }] as const) {
      const placed = call({ id: second, direction: 'out', phase });
      expect(due([first, placed])).toEqual(['no card', { [id]: 'shown', [second]: 'shown' }, []]);
    }
    expect(due([first, other(ended)])).toEqual(['no card', { [id]: 'shown' }, [second]]);
    expect(due([first, other(ended)], new Set([second]))[1]).toEqual({ [id]: 'shown', [second]: 'shown' });
  });
});
