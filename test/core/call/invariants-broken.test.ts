// The tests make each invariant of a call fail: events bring the machine into a state, then values are changed by hand.
import { describe, expect, it, test } from 'vitest';
import { checkInvariants } from '../../../src/core/call/invariants.ts';
import type { Generations, Grants, Keys, Sealing } from '../../../src/core/call/keys-state.ts';
import { UNSHARED } from '../../../src/core/call/media-share-state.ts';
import { firstMedia } from '../../../src/core/call/media-state.ts';
import { UNMOVED } from '../../../src/core/call/move-state.ts';
import type { DescribedPage, NewPage, PageState, WorkerState } from '../../../src/core/call/page-state.ts';
import { type CallState, FRESH } from '../../../src/core/call/state.ts';
import { transition } from '../../../src/core/call/transition.ts';
import type { TrustState } from '../../../src/core/call/trust-state.ts';
import type { Bare } from './bare.ts';
import { PAGES } from './pages.ts';
import { placed } from './placed.ts';
import { NOW, runningUntil } from './trust-facts.ts';

const description = { sdp: 'sdp', fingerprint: 'sha-256 AA' };
const after = (call: CallState, ...events: readonly Bare[]): CallState =>
  events.reduce((now, event) => transition(now, { ...event, atMs: NOW }).call, call);

const calling = after(
  FRESH,
  ...placed(['a']),
  { kind: 'page-begun' },
  { kind: 'page-described', description },
  { kind: 'worker-came', worker: 1 },
);
const opening = after(calling, { kind: 'answered', device: 'a' });
const live = after(opening, { kind: 'described' }, { kind: 'peer-checked' }, { kind: 'ready' }, { kind: 'connected' });
const source = { kind: 'screen', id: 'screen:0:0', name: 'Screen 1' } as const;
const sharing = after(
  live,
  { kind: 'sharing-allowed', what: 'all' },
  { kind: 'share-chosen', source, sound: false },
  { kind: 'share-handed' },
  { kind: 'share-captured', sound: 'failed' },
);
const answered = after(
  FRESH,
  { kind: 'invited', device: 'a', isDrained: true },
  { kind: 'cleared', silenced: false, isVisual: false, ttlMs: 45_000 },
  { kind: 'accept', media: 'audio', viaRelay: false },
  { kind: 'worker-came', worker: 1 },
  { kind: 'described' },
  { kind: 'peer-checked' },
);
const calls = {
  calling,
  opening,
  answered,
  live,
  sharing,
  held: after(live, { kind: 'switched', change: { hold: true } }),
  reconnecting: after(live, { kind: 'disconnected' }),
  silenced: after(live, { kind: 'code-typed', isRight: false }),
  'voice only': after(live, { kind: 'pictures', isAllowed: false }),
  talking: after(live, { kind: 'switched', change: { mute: true } }, { kind: 'talk', by: 'window' }),
  ended: after(live, { kind: 'hang-up' }),
} as const;

const paged = (call: CallState, change: (page: NewPage | DescribedPage) => PageState): CallState => {
  if (!('reopening' in call.page)) throw new Error('a call without a page');
  return { ...call, page: change(call.page) };
};
const interrupted = (call: CallState, isInterrupted: boolean): CallState =>
  paged(call, (page) => ({ ...page, isInterrupted }));
const staffed = (call: CallState, worker: WorkerState): CallState => paged(call, (page) => ({ ...page, worker }));
const trusted = (call: CallState, trust: Partial<TrustState>): CallState => ({
  ...call,
  trust: { ...call.trust, ...trust },
});
const keyed = (
  call: CallState,
  {
    generations = {},
    sealing = {},
    ...grants
  }: Partial<Omit<Grants, 'sealing'>> & {
    readonly generations?: Partial<Generations>;
    readonly sealing?: Partial<Sealing>;
  },
): CallState => {
  const keys = call.keys as Keys;
  const before = keys.grants;
  return {
    ...call,
    keys: {
      ...keys,
      generations: { ...keys.generations, ...generations },
      grants: { ...before, ...grants, sealing: { ...before.sealing, ...sealing } },
    },
  };
};
const NO_WORKER: WorkerState = { kind: 'none' };
const WORKER: WorkerState = { kind: 'starting', worker: 1, isStill: false, untilMs: NOW + 15_000 };
const shared = (call: CallState, media: Partial<CallState['media']>): CallState => ({
  ...call,
  media: { ...call.media, ...media } as CallState['media'],
});
const mismatch = { code: { kind: 'mismatch' } } as const;
const offer = { device: 'd', call: 'c', voidCall: 'v', atMs: NOW };
const offered = { ...UNMOVED, asked: { kind: 'offered', offer, untilMs: NOW } } as const;
const taken = { ...UNMOVED, asked: { kind: 'taken', offer, checkAtMs: NOW } } as const;
const moved = { ...UNMOVED, asked: { kind: 'moved', offer } } as const;

const broken: readonly (readonly [sentence: string, call: CallState])[] = [
  ['a call that has ended has no page', { ...calls.ended, page: live.page }],
  ['a call that has ended has no page', { ...calls.ended, page: PAGES.owed }],
  ['a call that has ended has no keys', { ...calls.ended, keys: live.keys }],
  ['no clock of a verification runs in a call that has ended', trusted(calls.ended, runningUntil(NOW))],
  ['a call that has ended is offered to nobody', { ...calls.ended, move: offered }],
  ['keys exist from ANSWER on, and not before', { ...live, keys: FRESH.keys }],
  ['keys exist from ANSWER on, and not before', { ...calling, keys: live.keys }],
  ['the clock of a verification runs only while people talk', trusted(answered, runningUntil(NOW))],
  ['a call that has not ended has not moved to another device', { ...live, move: moved }],
  ['only a call in which people talk is moved', { ...answered, move: offered }],
  ['only a call in which people talk is moved', { ...calling, move: taken }],
  ['a live call has a connection', interrupted(staffed(live, NO_WORKER), true)],
  ['no frame passes while the connection is interrupted', staffed(calls.reconnecting, WORKER)],
  ['no frame passes while the connection is interrupted', staffed(interrupted(calls.reconnecting, false), WORKER)],
  ['no frame passes while the connection is interrupted', staffed(interrupted(opening, true), WORKER)],
  ['a page is closed only by the end of the call', { ...live, page: PAGES.closed }],
  [
    'a call is reopened only once both sides hold the code',
    paged(opening, (page) => ({ ...page, kind: 'opening', reopening: { kind: 'describing', answer: undefined } })),
  ],
  [
    'a call is reopened only once both sides hold the code',
    paged(opening, (page) => ({
      ...page,
      kind: 'described',
      reopening: { kind: 'answered', answer: { kind: 'reopen', type: 'answer', nr: 1, ...description } },
    })),
  ],
  ['no frame passes while either side holds the call', staffed(calls.held, WORKER)],
  ['nothing leaves before READY or CONFIRM', { ...answered, media: live.media }],
  ['nothing leaves after a wrong code', { ...calls.silenced, media: live.media }],
  [
    'no text leaves before READY or CONFIRM, nor after a wrong code',
    { ...calls.silenced, media: { ...calls.silenced.media, text: { unsent: [0], mayAtMs: NOW } } },
  ],
  [
    'no camera is on where pictures may not be sent',
    { ...calls['voice only'], media: { ...live.media, switches: { ...firstMedia(true).switches, mayVideo: false } } },
  ],
  [
    'a key is held to talk only by a muted person, and only while sound may leave',
    {
      ...live,
      media: {
        ...live.media,
        switches: { ...live.media.switches, talk: { kind: 'held', by: 'window', untilMs: NOW } },
      },
    },
  ],
  [
    'the switch of the screen is on exactly while a screen is captured',
    shared(live, { mayShare: 'all', share: sharing.media.share }),
  ],
  ['the switch of the screen is on exactly while a screen is captured', shared(sharing, { share: UNSHARED })],
  ['only what may be shared is shared', shared(sharing, { mayShare: 'window' })],
  [
    'only what may be shared is shared',
    shared(calls.held, { mayShare: 'all', share: { kind: 'chosen', source, sound: 'none' } }),
  ],
  ['nothing is sealed before READY or CONFIRM', keyed(opening, { seal: 'allowed' })],
  ['nothing is sealed after a wrong code', keyed(calls.silenced, { seal: 'allowed' })],
  ['nothing is sealed after a wrong code', trusted({ ...live, media: calls.silenced.media }, mismatch)],
  ['a callee opens nothing before CONFIRM was checked', keyed(answered, { mayOpen: true })],
  ['keys are granted only to a worker that exists', staffed(live, NO_WORKER)],
  ['no key of a picture is granted where pictures may not be sent', keyed(calls['voice only'], { isVoiceOnly: false })],
  ['frames are sealed under the generation that is used for sending', keyed(live, { sealing: { generation: 1 } })],
  ['the generation used for sending is at most one behind the newest', keyed(live, { generations: { newest: 2 } })],
  [
    'the generation used for sending is at most one behind the newest',
    keyed(live, { generations: { sending: 1 }, sealing: { generation: 1 } }),
  ],
];

describe('the invariants of a call', () => {
  it.each(Object.entries(calls))('the invariants hold for a call made by events: %s', (_name, call) => {
    expect(() => checkInvariants(call)).not.toThrow();
  });

  it.each(broken)('a broken invariant is reported by its sentence: %s', (sentence, call) => {
    expect(() => checkInvariants(call)).toThrow(`assertion failed: ${sentence}`);
  });
});

test('an event that changes a call throws if an invariant is false afterwards, and an event that changes nothing does not', () => {
  const call = staffed(calls.held, WORKER);
  expect(() => transition(call, { kind: 'held-for', what: { kind: 'call', call: 'other' }, atMs: NOW })).toThrow(
    'no frame passes',
  );
  expect(transition(call, { kind: 'ready', atMs: NOW }).call).toBe(call);
});

test('each call made by events is in its expected ring state', () => {
  expect(Object.values(calls).map(({ ring }) => ring.kind)).toEqual([
    'calling',
    'opening',
    'answered',
    'live',
    'live',
    'live',
    'reconnecting',
    'live',
    'live',
    'live',
    'ended',
  ]);
});
