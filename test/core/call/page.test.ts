// The page of a call, state by event, as two tables. An event without a cell has no effect. Further tests say what a
// change of the ring does to the page, and what a page remembers.
import { describe, expect, it, test } from 'vitest';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import {
  type DescribedPage,
  hasConnection,
  hearsPage,
  isFormerFingerprint,
  isInterrupted,
  type NewPage,
  NO_PAGE,
  type PagePast,
  type PageState,
  pageWakeAtMs,
  type PeerDescription,
  type Reopen,
} from '../../../src/core/call/page-state.ts';
import { stepPage } from '../../../src/core/call/page.ts';
import type { Seen, Step } from '../../../src/core/call/region.ts';
import { FRESH_RING, type RingState } from '../../../src/core/call/ring-state.ts';
import { type CallState, FRESH } from '../../../src/core/call/state.ts';
import { trusting } from './trust-facts.ts';
import { DESCRIBED, OPENING, PAGES } from './pages.ts';
import { RUNG } from './placed.ts';

const NOW = 100_000;
const print = (name: string): string => `sha-256 ${name}`;
const theirs: PeerDescription = { type: 'offer', sdp: 'theirs', fingerprint: print('theirs') };
const ours = { sdp: 'ours', fingerprint: print('ours') };
const reopen = (type: 'offer' | 'answer', nr: number, sdp = `${type} ${String(nr)}`): Reopen => ({
  kind: 'reopen',
  type,
  nr,
  fingerprint: print(sdp),
  sdp,
});

const rings = {
  fresh: FRESH_RING,
  looking: { kind: 'looking', untilMs: NOW + 10_000, isPaced: false, step: { kind: 'reading', isAfresh: false } },
  calling: { kind: 'calling', untilMs: NOW + 45_000, legs: new Map([['a', 'sent']]), list: RUNG },
  opening: { kind: 'opening', device: 'a', untilMs: NOW + 15_000, lacks: 'both' },
  confirming: { kind: 'confirming', device: 'a', untilMs: NOW + 15_000, repeatAtMs: NOW + 2000 },
  ringing: { kind: 'ringing', device: 'a', untilMs: NOW + 45_000, silenced: false, isVisual: false },
  answering: { kind: 'answering', device: 'a', untilMs: NOW + 15_000, viaRelay: false, lacks: 'both' },
  answered: { kind: 'answered', device: 'a', untilMs: NOW + 30_000 },
  'caller connecting': { kind: 'connecting', role: 'caller', device: 'a', untilMs: NOW + 30_000 },
  'callee connecting': { kind: 'connecting', role: 'callee', device: 'a', untilMs: NOW + 30_000 },
  'caller live': { kind: 'live', role: 'caller', device: 'a', sinceMs: NOW },
  'callee live': { kind: 'live', role: 'callee', device: 'a', sinceMs: NOW },
  'callee reconnecting': {
    kind: 'reconnecting',
    role: 'callee',
    device: 'a',
    sinceMs: NOW,
    brokenAtMs: NOW,
    restartAtMs: NOW + 1000,
    untilMs: NOW + 30_000,
  },
  ended: { kind: 'ended', reason: 'hung-up', atMs: NOW, sinceMs: undefined },
} as const satisfies Record<string, RingState>;
type RingName = keyof typeof rings;

const worker = { kind: 'alive', worker: 1, isStill: false, pings: 1, unanswered: 0, pingAtMs: NOW + 500 } as const;
const still = { ...worker, isStill: true } as const;
const opening: NewPage = { ...OPENING, worker };
const present: NewPage = { ...opening, kind: 'present' };
const described: DescribedPage = { ...DESCRIBED, worker };
const inCall: DescribedPage = { ...described, theirs };
const offer = reopen('offer', 1, 'ours');
const answer = reopen('answer', 1, 'ours');
const { past } = NO_PAGE;
const lostOnce: PagePast = { ...past, ownNr: 1 };
const tookOne: PagePast = { ...past, peerNr: 1 };
const offered: DescribedPage = {
  ...inCall,
  past: lostOnce,
  reopening: { kind: 'offered', offer, againAtMs: NOW + 3000, answer: undefined },
};
const describing: NewPage = { ...present, past: lostOnce, reopening: { kind: 'describing', answer: undefined } };
const theirsOfOffer: PeerDescription = { type: 'offer', sdp: 'offer 1', fingerprint: print('offer 1') };
const taken: NewPage = {
  ...present,
  theirs: theirsOfOffer,
  past: tookOne,
  reopening: { kind: 'taken', offer: reopen('offer', 1) },
};
const minute: DescribedPage = { ...inCall, past: { ...past, reopenedAtMs: [NOW - 59_000, NOW - 1000, NOW] } };

const states = {
  none: NO_PAGE,
  opening,
  'opening, peer known': { ...opening, theirs },
  present,
  described,
  'described, three pages gone': { ...described, past: { ...past, lostAtMs: [NOW - 59_999, NOW - 10, NOW] } },
  owed: PAGES.owed,
  'owed, reopened three times': { ...PAGES.owed, theirs, past: minute.past },
  'in a call': inCall,
  'in a call, reopened three times': minute,
  'in a call, interrupted': { ...inCall, worker: still, isInterrupted: true },
  'in a call, held': { ...inCall, worker: still },
  describing,
  offered,
  taken,
  answered: { ...inCall, theirs: theirsOfOffer, past: tookOne, reopening: { kind: 'answered', answer } },
  'answered, page gone since': {
    ...describing,
    past: { ...lostOnce, peerNr: 1 },
    reopening: { kind: 'describing', answer },
  },
} as const satisfies Record<string, PageState>;
type StateName = keyof typeof states;

const events = {
  gone: { kind: 'page-lost', atMs: NOW },
  begun: { kind: 'page-begun', atMs: NOW },
  described: { kind: 'page-described', description: ours, atMs: NOW },
  'described, unusable': { kind: 'page-described', description: undefined, atMs: NOW },
  failed: { kind: 'page-failed', cause: 'no-transform', atMs: NOW },
  'peer described': { kind: 'peer-described', description: theirs, atMs: NOW },
  'offer 1': { kind: 'peer-reopens', message: reopen('offer', 1), atMs: NOW },
  'offer 2': { kind: 'peer-reopens', message: reopen('offer', 2), atMs: NOW },
  'answer 1': { kind: 'peer-reopens', message: reopen('answer', 1), atMs: NOW },
  'answer 2': { kind: 'peer-reopens', message: reopen('answer', 2), atMs: NOW },
  connected: { kind: 'connected', atMs: NOW },
  disconnected: { kind: 'disconnected', atMs: NOW },
  held: { kind: 'held', isHeld: true, atMs: NOW },
  'held no more': { kind: 'held', isHeld: false, atMs: NOW },
  'time, early': { kind: 'time', atMs: NOW },
  'time, ping due': { kind: 'time', atMs: NOW + 500 },
  'time, offer due again': { kind: 'time', atMs: NOW + 3000 },
  'hang-up, not for the page': { kind: 'hang-up', atMs: NOW },
} as const satisfies Record<string, CallEvent>;
type EventName = keyof typeof events;

const seen = (now: RingState, before = now): Seen => ({
  before: { ...FRESH, ring: before },
  now: { ...FRESH, ring: now },
});

function say(effect: Effect): string {
  switch (effect.kind) {
    case 'open-page': {
      const rules = effect.isVerified && !effect.viaRelay ? 'from-ready' : 'first';
      const theirsNow = effect.theirs === undefined ? '' : ` to ${effect.theirs.sdp}`;
      return `open ${String(effect.nr)} ${effect.offers ? 'offering' : 'answering'} ${rules}${theirsNow}`;
    }
    case 'describe-peer':
      return `describe ${effect.description.sdp}`;
    case 'bind-description':
      return `bind ${effect.description.sdp}`;
    case 'send-reopen':
      return `${effect.message.type} ${String(effect.message.nr)} ${effect.candidates}`;
    case 'still-worker':
      return effect.isStill ? 'still' : 'go on';
    default:
      return effect.kind;
  }
}

/** The next kind, the effects, and the events raised for other regions. */
function shown(step: Step<PageState> | undefined): string | undefined {
  if (step === undefined) return undefined;
  const raised = (step.raised ?? []).map((event) => `raises ${event.kind === 'fault' ? event.reason : event.kind}`);
  return [step.next.kind, ...step.effects.map(say), ...raised].join(', ');
}

const replaced = (how: string): string => `opening, end-worker, open 2 ${how}, raises pace-lifted`;
const renewed = 'raises pace-lifted, raises keys-needed';
const always = {
  disconnected: 'still',
  held: 'still',
  'time, ping due': 'ping-worker',
  'time, offer due again': 'ping-worker',
};
type Row = Partial<Record<EventName, string>>;
const row = (kind: string, cells: Row, others: Row = always): Row => ({
  'held no more': kind,
  ...Object.fromEntries(Object.entries(others).map(([name, text]) => [name, `${kind}, ${text}`])),
  ...cells,
});

const early: Partial<Record<StateName, Row>> = {
  none: { gone: 'none', disconnected: 'none', held: 'none', 'held no more': 'none' },
  opening: row('opening', {
    gone: replaced('offering first'),
    begun: 'present',
    'peer described': 'opening, describe theirs',
  }),
  'opening, peer known': row('opening', {
    gone: replaced('offering first to theirs'),
    begun: 'present',
    'peer described': 'opening, describe theirs',
  }),
  present: row('present', {
    gone: replaced('offering first'),
    described: 'described, bind ours',
    'described, unusable': 'present, raises error',
    failed: 'present, raises no-transform',
    'peer described': 'present, describe theirs',
  }),
  described: row('described', {
    gone: 'owed, end-worker',
    failed: 'described, raises no-transform',
    'peer described': 'described, describe theirs',
  }),
  'described, three pages gone': row('described', {
    gone: 'described, raises page-lost',
    failed: 'described, raises no-transform',
    'peer described': 'described, describe theirs',
  }),
  owed: {
    'peer described': 'owed',
    connected: 'owed, key-frame, key-frame',
    disconnected: 'owed',
    held: 'owed',
    'held no more': 'owed',
  },
};

const stands = { failed: 'described, raises no-transform', 'peer described': 'described, describe theirs' };
const offering = 'offering from-ready';
const late: Partial<Record<StateName, Row>> = {
  'in a call': row('described', {
    ...stands,
    gone: `${replaced(offering)}, raises page-replaced`,
    'offer 1': `${replaced('answering from-ready to offer 1')}, raises page-replaced, ${renewed}`,
    'offer 2': `${replaced('answering from-ready to offer 2')}, raises page-replaced, ${renewed}`,
  }),
  'in a call, reopened three times': row('described', { ...stands, gone: 'described, raises page-lost' }),
  'in a call, interrupted': row(
    'described',
    {
      ...stands,
      gone: `${replaced(offering)}, raises page-replaced`,
      'offer 1': `${replaced('answering from-ready to offer 1')}, raises page-replaced, ${renewed}`,
      'offer 2': `${replaced('answering from-ready to offer 2')}, raises page-replaced, ${renewed}`,
      connected: 'described, go on, key-frame, key-frame',
      disconnected: 'described',
      held: 'described',
    },
    { 'time, ping due': 'ping-worker', 'time, offer due again': 'ping-worker' },
  ),
  'in a call, held': row(
    'described',
    {
      ...stands,
      gone: `${replaced(offering)}, raises page-replaced`,
      'offer 1': `${replaced('answering from-ready to offer 1')}, raises page-replaced, ${renewed}`,
      'offer 2': `${replaced('answering from-ready to offer 2')}, raises page-replaced, ${renewed}`,
      disconnected: 'described',
      held: 'described',
      'held no more': 'described, go on',
    },
    { 'time, ping due': 'ping-worker', 'time, offer due again': 'ping-worker' },
  ),
  describing: row('present', {
    gone: `${replaced(offering)}, raises page-replaced`,
    described: 'described, offer 1 first',
    'described, unusable': 'present, raises error',
    failed: 'present, raises no-transform',
    'peer described': 'present, describe theirs',
    'offer 1': `${replaced('answering from-ready to offer 1')}, raises page-replaced, ${renewed}`,
    'offer 2': `${replaced('answering from-ready to offer 2')}, raises page-replaced, ${renewed}`,
  }),
  offered: row('described', {
    ...stands,
    gone: `${replaced(offering)}, raises page-replaced`,
    'offer 1': `${replaced('answering from-ready to offer 1')}, raises page-replaced, ${renewed}`,
    'offer 2': `${replaced('answering from-ready to offer 2')}, raises page-replaced, ${renewed}`,
    'answer 1': `described, describe answer 1, ${renewed}`,
    'time, offer due again': 'described, offer 1 again, ping-worker',
  }),
  taken: row('present', {
    gone: `${replaced('answering from-ready to offer 1')}, raises page-replaced, ${renewed}`,
    described: 'described, answer 1 first',
    'described, unusable': 'present, raises error',
    failed: 'present, raises no-transform',
    'peer described': 'present, describe theirs',
    'offer 2': `${replaced('answering from-ready to offer 2')}, raises page-replaced, ${renewed}`,
  }),
  answered: row('described', {
    ...stands,
    gone: `${replaced(offering)}, raises page-replaced`,
    'offer 1': 'described, answer 1 again',
    'offer 2': `${replaced('answering from-ready to offer 2')}, raises page-replaced, ${renewed}`,
  }),
  'answered, page gone since': row('present', {
    gone: `${replaced(offering)}, raises page-replaced`,
    described: 'described, offer 1 first',
    'described, unusable': 'present, raises error',
    failed: 'present, raises no-transform',
    'peer described': 'present, describe theirs',
    'offer 1': 'present, answer 1 none',
    'offer 2': `${replaced('answering from-ready to offer 2')}, raises page-replaced, ${renewed}`,
  }),
};

function cells(table: Partial<Record<StateName, Row>>) {
  return Object.keys(table).flatMap((state) =>
    Object.keys(events).map((event) => [state as StateName, event as EventName] as const),
  );
}

const stepIn = (ring: RingName, state: StateName, event: EventName): string | undefined =>
  shown(stepPage(states[state], events[event], seen(rings[ring])));

describe('the page before READY or CONFIRM, state by event', () => {
  it.each(cells(early))('the page before READY or CONFIRM is handled as the table says: %s × %s', (state, event) => {
    expect(stepIn('answered', state, event)).toBe(early[state]?.[event]);
  });
});

describe('the page of a live call, at the callee, state by event', () => {
  it.each(cells(late))('the callee’s page of a live call is handled as the table says: %s × %s', (state, event) => {
    expect(stepIn('callee live', state, event)).toBe(late[state]?.[event]);
  });
});

describe('the page and the ring', () => {
  const from = (state: StateName, before: RingName, now: RingName): string | undefined =>
    shown(stepPage(states[state], events['time, early'], seen(rings[now], rings[before])));

  test('the caller’s first page opens when the callee is rung; the callee’s page opens when a person accepts, and makes the offer', () => {
    expect(from('none', 'looking', 'calling')).toBe('opening, open 1 answering first');
    expect(from('none', 'ringing', 'answering')).toBe('opening, open 1 offering first');
  });

  test('a page that opens before READY is told whether the peer is verified and whether the call was answered automatically', () => {
    const opened = (before: CallState, now: CallState, event: CallEvent): unknown =>
      stepPage(before.page, event, { before, now })?.effects.find(({ kind }) => kind === 'open-page');
    const verified = trusting({ book: 'verified' });
    const ringing: CallState = { ...FRESH, ring: rings.ringing, trust: verified };
    for (const viaRelay of [true, false]) {
      const answering: CallState = { ...ringing, ring: { ...rings.answering, viaRelay } };
      const accept = { kind: 'accept', media: 'audio', viaRelay, atMs: NOW } as const;
      expect(opened(ringing, answering, accept)).toMatchObject({ isVerified: true, viaRelay });
      const lost = { ...answering, page: opening };
      expect(opened(lost, lost, events.gone)).toMatchObject({ isVerified: true, viaRelay });
    }
    const looking: CallState = { ...FRESH, ring: rings.looking };
    const place = events['time, early'];
    const calling = { ...looking, ring: rings.calling };
    expect(opened(looking, calling, place)).toMatchObject({ isVerified: false, viaRelay: false });
    expect(opened(looking, { ...calling, trust: verified }, place)).toMatchObject({ isVerified: true });
  });

  test('a described page that is gone before READY or CONFIRM is replaced only then, by a page that makes the offer', () => {
    const open = `opening, open 2 ${offering}, raises pace-lifted`;
    expect(from('owed', 'answered', 'callee connecting')).toBe(open);
    expect(from('owed', 'confirming', 'caller connecting')).toBe(open);
    expect(from('owed, reopened three times', 'confirming', 'caller connecting')).toBe('owed, raises page-lost');
  });

  test('at READY, a call whose first page was replaced demands new keys', () => {
    expect(from('described', 'confirming', 'caller connecting')).toBeUndefined();
    const second = { ...inCall, nr: 2 };
    const step = stepPage(second, { kind: 'ready', atMs: NOW }, seen(rings['caller connecting'], rings.confirming));
    expect(shown(step)).toBe('described, raises keys-needed');
  });

  test('when reconnecting begins, the worker is told to block frames unless a hold already blocks them', () => {
    expect(from('in a call', 'callee live', 'callee reconnecting')).toBe('described, still');
    expect(from('in a call, held', 'callee live', 'callee reconnecting')).toBe('described');
  });

  test('the end of the call closes the page', () => {
    const step = stepPage(inCall, { kind: 'hang-up', atMs: NOW }, seen(rings.ended, rings['callee live']));
    expect(step).toEqual({ next: PAGES.closed, effects: [] });
    expect(pageWakeAtMs(PAGES.closed)).toBeUndefined();
  });

  test('a ring that becomes opening or live leaves the page unchanged', () => {
    expect(from('opening', 'calling', 'opening')).toBeUndefined();
    expect(from('in a call, interrupted', 'callee connecting', 'callee live')).toBeUndefined();
  });

  test('while a call is connecting or reconnecting, replacing its page tells other regions only that the next rekeys need not wait', () => {
    for (const ring of ['callee connecting', 'callee reconnecting'] as const) {
      expect(stepPage(inCall, events.gone, seen(rings[ring]))?.raised).toEqual([{ kind: 'pace-lifted', atMs: NOW }]);
    }
  });
});

describe('pages in detail', () => {
  test('each page has a number and is told whether it makes the offer', () => {
    const first = stepPage(NO_PAGE, events['time, early'], seen(rings.calling, rings.looking));
    expect(first?.effects).toMatchObject([{ kind: 'open-page', nr: 1, offers: false }]);
    expect(first?.next).toMatchObject({ nr: 1, isInterrupted: false });
    const next = stepPage(inCall, events.gone, seen(rings['callee live']));
    expect(next?.effects.at(-1)).toMatchObject({ kind: 'open-page', nr: 2, offers: true });
    expect(next?.next).toMatchObject({ nr: 2, isInterrupted: true });
  });

  test('a call has a connection from its first page to its end; that connection is interrupted while a page that is gone has no replacement', () => {
    const pages = Object.values(PAGES);
    expect(pages.filter(hasConnection).map(({ kind }) => kind)).toEqual(['opening', 'present', 'described', 'owed']);
    expect(pages.filter(isInterrupted).map(({ kind }) => kind)).toEqual(['owed']);
  });

  test('reports of a page count from its first message until the page is gone or the call ends', () => {
    const heard = (['none', 'opening', 'present', 'described', 'owed'] as const).map((name) => hearsPage(states[name]));
    expect(heard).toEqual([false, false, true, true, false]);
    expect(hearsPage(PAGES.closed)).toBe(false);
  });

  test('before READY or CONFIRM, three page crashes within a minute do not end a call, and the fourth does', () => {
    let page: PageState = NO_PAGE;
    const lose = (atMs: number): string | undefined => {
      const step = stepPage(page, { kind: 'page-lost', atMs }, seen(rings.ringing));
      page = step?.next ?? page;
      return shown(step);
    };
    const crashes = [0, 1, 2, 3].map((seconds) => lose(NOW + seconds * 1000));
    expect(crashes).toEqual(['none', 'none', 'none', 'none, raises page-lost']);
    expect(lose(NOW + 60_000)).toBe('none');
    expect(lose(NOW - 3_600_000)).toBe('none'); // the clock was set back
  });

  test('fingerprints of the peer’s earlier pages are recognised as former', () => {
    const take = (page: PageState, nr: number, sdp?: string): NewPage =>
      stepPage(
        page,
        { kind: 'peer-reopens', message: reopen('offer', nr, sdp), atMs: NOW + nr * 30_000 },
        seen(rings['callee live']),
      )!.next as NewPage;
    expect(isFormerFingerprint(inCall, theirs.fingerprint)).toBe(false);
    const [second, third] = [take(inCall, 1), take(take(inCall, 1), 2)];
    const former = (page: PageState) =>
      [theirs.fingerprint, print('offer 1'), ''].map((each) => isFormerFingerprint(page, each));
    expect([former(second), former(third)]).toEqual([
      [true, false, false],
      [true, true, false],
    ]);
    const back = take(take(third, 3, 'offer 1'), 4);
    expect(back.past.former).toEqual([theirs.fingerprint, print('offer 1'), print('offer 2')]);
  });

  test('the page wakes for its repeated offer or its worker, whichever is due first', () => {
    expect([NO_PAGE, opening, offered].map(pageWakeAtMs)).toEqual([undefined, NOW + 500, NOW + 500]);
    expect(pageWakeAtMs({ ...offered, worker: { kind: 'none' } })).toBe(NOW + 3000);
  });
});
