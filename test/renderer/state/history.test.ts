import { expect, test } from 'vitest';
import type { HistoryEntry } from '../../../src/contract/view.ts';
import { dropTotal, dropsByCause } from '../../../src/renderer/state/drops.ts';
import {
  historyOutcome,
  historyRelation,
  shownReason,
  talked,
  whyOf,
} from '../../../src/renderer/state/history-outcome.ts';
import { personName } from '../../../src/renderer/state/person-name.ts';

const entry = (change: Partial<HistoryEntry>): HistoryEntry => ({
  id: '1',
  address: 'a@b.example',
  name: '',
  direction: 'in',
  media: 'audio',
  at: 1,
  durationMs: 0,
  verified: false,
  outcome: 'no-answer',
  ...change,
});

test('an incoming call that nobody answered is a missed call', () => {
  expect(historyOutcome(entry({}))).toBe('missed');
  expect(historyOutcome(entry({ outcome: 'cancelled' }))).toBe('missed');
});

test('a declined, outgoing or connected call is not missed', () => {
  expect(historyOutcome(entry({ outcome: 'declined' }))).toBe('declined');
  expect(historyOutcome(entry({ direction: 'out' }))).toBe('no-answer');
  expect(historyOutcome(entry({ durationMs: 5, outcome: 'peer-hung-up' }))).toBe('peer-hung-up');
  expect(talked(entry({ durationMs: 5 }))).toBe(true);
  expect(talked(entry({}))).toBe(false);
});

test('a call that this person answered is not missed, even if it never connected', () => {
  expect(historyOutcome(entry({ answered: true, outcome: 'peer-hung-up' }))).toBe('peer-hung-up');
  expect(historyOutcome(entry({ outcome: 'peer-hung-up' }))).toBe('missed');
});

test('a call missed while this person was busy or away is not described as a call to a busy peer', () => {
  expect(historyOutcome(entry({ outcome: 'busy' }))).toBe('missed');
  expect(whyOf(entry({ outcome: 'busy' }))).toBe('calls.whileBusy');
  expect(whyOf(entry({ outcome: 'unreachable' }))).toBe('calls.whileAway');
  expect(whyOf(entry({ outcome: 'busy', direction: 'out' }))).toBe('reason.busy.why');
  expect(whyOf(entry({ outcome: 'hung-up', direction: 'out' }))).toBe('reason.given-up.why');
});

test('an outgoing call hung up before it connected is shown as given up, not as ended', () => {
  expect(historyOutcome(entry({ direction: 'out', outcome: 'hung-up' }))).toBe('given-up');
  expect(historyOutcome(entry({ direction: 'out', outcome: 'hung-up', durationMs: 5 }))).toBe('hung-up');
  expect(shownReason('hung-up', true)).toBe('hung-up');
  expect(shownReason('declined', false)).toBe('declined');
});

test('a call with a confirmed peer is described as confirmed, and as verified if the peer was verified too', () => {
  expect(historyRelation(entry({}))).toBe('unverified');
  expect(historyRelation(entry({ confirmed: true }))).toBe('confirmed');
  expect(historyRelation(entry({ verified: true, confirmed: true }))).toBe('verified');
});

test('a person without a name is shown by the address', () => {
  expect(personName(entry({}))).toBe('a@b.example');
  expect(personName(entry({ name: 'Anna' }))).toBe('Anna');
});

test('dropped frames are counted in both directions, and only causes that the contract defines are listed', () => {
  const stream = {
    stream: 0,
    sealed: 1,
    sealDropped: { full: 2 },
    opened: 1,
    openDropped: { tag: 3, other: 1 },
  } as const;
  expect(dropTotal(stream)).toBe(6);
  expect(dropsByCause(stream.openDropped)).toEqual([{ cause: 'tag', count: 3 }]);
});
