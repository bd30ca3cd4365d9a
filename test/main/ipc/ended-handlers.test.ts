import { describe, expect, it } from 'vitest';
import type { Sender } from '../../../src/contract/command-shapes.ts';
import type { CallView, HistoryEntry } from '../../../src/contract/view.ts';
import { endedHandlers } from '../../../src/main/ipc/ended-handlers.ts';
import { securityView } from '../../../src/main/app/page-views.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';

const call = 'a'.repeat(32);
const from: Sender = { kind: 'security', call };
const refused = { ok: false, code: 'unknown-call' };
const done = { ok: true, value: undefined };
const ended: CallView = {
  ...callFixture,
  id: call,
  direction: 'in',
  address: 'anna@klinik.example',
  phase: { kind: 'ended', reason: 'peer-hung-up', at: 5, connected: true },
};
const line: HistoryEntry = {
  id: call,
  direction: 'in',
  address: 'anna@klinik.example',
  name: '',
  media: 'audio',
  at: 1,
  durationMs: 65_000,
  outcome: 'peer-hung-up',
  verified: false,
};

function fixture(calls: readonly CallView[], history: readonly HistoryEntry[]) {
  const asked: unknown[] = [];
  const handlers = endedHandlers({
    view: () => ({ calls: [...calls], history: [...history] }),
    windows: {
      showMain: () => {
        asked.push('main');
        return undefined as never;
      },
    },
    proposal: { propose: (proposal) => void asked.push(proposal) },
    callAgain: ({ id }, media) => {
      asked.push([id, media]);
      return { ok: true, value: undefined };
    },
  });
  return { asked, handlers };
}

describe('windows of ended calls', () => {
  it('the window of an ended call can call again, propose the peer as a contact and show the call record', () => {
    const { asked, handlers } = fixture([ended], [line]);
    expect(handlers['ended.callAgain']({ media: 'video' }, from)).toEqual(done);
    expect(handlers['ended.addContact']({}, from)).toEqual(done);
    expect(handlers['ended.showLine']({}, from)).toEqual(done);
    const { address } = ended;
    expect(asked).toEqual([
      [call, 'video'],
      { address, from: 'call' },
      'main',
      { address, from: 'call', line: { id: call, direction: 'in', address } },
      'main',
    ]);
  });

  it('the commands for ended calls are refused while the call still runs, and once no such call exists', () => {
    for (const calls of [[], [{ ...ended, phase: callFixture.phase }]]) {
      const { asked, handlers } = fixture(calls, [line]);
      expect(handlers['ended.callAgain']({ media: 'audio' }, from)).toEqual(refused);
      expect(handlers['ended.addContact']({}, from)).toEqual(refused);
      expect(handlers['ended.showLine']({}, from)).toEqual(refused);
      expect(asked).toEqual([]);
    }
  });

  it.each([
    ['another direction', { direction: 'out' }],
    ['another address', { address: 'otto@klinik.example' }],
  ] as const)('a call record with the same id and %s does not count as the ended call’s record', (_title, other) => {
    const { asked, handlers } = fixture([ended], [{ ...line, ...other }]);
    expect(handlers['ended.showLine']({}, from)).toEqual(refused);
    expect(asked).toEqual([]);
    const view = { ...viewFixture, calls: [ended], history: [{ ...line, ...other }, line] };
    const state = { side: 'none', small: false } as const;
    expect(securityView(view, call, state)?.durationMs).toBe(65_000);
    expect(securityView({ ...view, history: [{ ...line, ...other }] }, call, state)?.durationMs).toBeUndefined();
  });
});
