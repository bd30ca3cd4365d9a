// The keys of a call. Each row of the table is for one state and one event. A pair that is not in the table changes
// nothing and asks for nothing. Below the table are the cases with several events, or with details that no row has.
import { describe, expect, it, test } from 'vitest';
import { isRenewed, keysInUse, keysWakeAtMs, NO_KEYS } from '../../../src/core/call/keys-state.ts';
import { FRESH } from '../../../src/core/call/state.ts';
import {
  after,
  asked,
  type Bare,
  begun,
  entered,
  inWords,
  keysOf,
  live,
  newestOf,
  rekey,
  rekeyed,
  renewed,
  RINGS,
  type Story,
  tell,
  UNAGREED,
  waited,
} from './keys-rig.ts';

const answered = after(live('callee'), rekey(0), entered(1));
const states = {
  none: UNAGREED,
  opening: begun('caller'),
  answered: begun('callee'),
  live: live('caller'),
  'live, callee': live('callee'),
  'live, no worker': live('caller', { hasWorker: false }),
  wanted: after(renewed(live('caller')), { kind: 'keys-wanted' }),
  offered: after(live('caller'), { kind: 'keys-wanted' }),
  'offered, callee': after(live('callee'), { kind: 'keys-wanted' }),
  finishing: after(live('caller'), { kind: 'keys-wanted' }, rekeyed(0)),
  answering: after(live('callee'), rekey(0)),
  'entered by theirs': answered,
  'entered by ours': renewed(live('caller')),
  postponed: after(answered, { kind: 'peer-heard', generation: 1 }, rekey(1)),
  'five unheard': [1, 2, 3, 4, 5].reduce((so) => after(renewed(so), { kind: 'pace-lifted' }), live('caller')),
  'voice only': after(live('caller'), { kind: 'pictures', isAllowed: false }),
  silenced: after(live('caller'), { kind: 'silenced' }),
  'worker gone': after(live('caller'), { kind: 'page-left' }),
  'next worker': after(live('caller'), { kind: 'page-left' }, { kind: 'worker-attached' }),
  over: tell(live('caller'), { kind: 'hang-up' }, { next: RINGS.ended }).story,
} as const satisfies Record<string, Story>;
type StateName = keyof typeof states;

type Happening = readonly [event: (newest: number) => Bare, how?: Parameters<typeof tell>[2]];
const events = {
  'worker-attached': [() => ({ kind: 'worker-attached' })],
  'page-left': [() => ({ kind: 'page-left' })],
  'first-opened': [(generation) => ({ kind: 'first-opened', stream: 0, generation, step: 0 })],
  'frames-opened': [() => ({ kind: 'frames-opened' })],
  'no pictures': [() => ({ kind: 'pictures', isAllowed: false })],
  pictures: [() => ({ kind: 'pictures', isAllowed: true })],
  silenced: [() => ({ kind: 'silenced' })],
  'keys-wanted': [() => ({ kind: 'keys-wanted' })],
  'keys-needed': [() => ({ kind: 'keys-needed' })],
  'pace-lifted': [() => ({ kind: 'pace-lifted' })],
  heard: [(generation) => ({ kind: 'peer-heard', generation })],
  'heard, unknown': [(newest) => ({ kind: 'peer-heard', generation: newest + 1 })],
  rekey: [rekey],
  'rekey, old': [(newest) => rekey(newest - 1)],
  rekeyed: [rekeyed],
  'rekeyed, old': [(newest) => rekeyed(newest - 1)],
  entered: [(newest) => entered(newest + 1)],
  'entered, unknown': [(newest) => entered(newest + 2)],
  unusable: [() => ({ kind: 'rekey-unusable' })],
  READY: [() => ({ kind: 'ready' }), { next: RINGS.connecting }],
  'the end': [() => ({ kind: 'hang-up' }), { next: RINGS.ended }],
  'ten ms': [() => ({ kind: 'time' }), { passedMs: 10 }],
  'two seconds': [() => ({ kind: 'time' }), { passedMs: 2000 }],
  'ten seconds': [() => ({ kind: 'time' }), { passedMs: 10_000 }],
  'a minute': [() => ({ kind: 'time' }), { passedMs: 60_000 }],
  'ten minutes': [() => ({ kind: 'time' }), { passedMs: 600_000 }],
  'an hour': [() => ({ kind: 'time' }), { passedMs: 3_600_000 }],
} as const satisfies Record<string, Happening>;
type EventName = keyof typeof events;

/** The keys after the event, and the effects and raised events, in text. */
type Row = readonly [keys: string, asked: string];
const table: Readonly<Record<StateName, Partial<Record<EventName, Row>>>> = {
  none: {
    'no pictures': ['none, voice only', ''],
    READY: ['0, no worker', ''],
    'the end': ['over, ended in 0/0', ''],
  },
  opening: {
    'page-left': ['0, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    'first-opened': ['0, withdraws', ''],
    'no pictures': ['0, voice only, no sealing of 1 2, no opening of 0:1 0:2', 'forget-open 0: 0-6 of 1 2'],
    silenced: ['0, silenced', 'forget-seal of 0 1 2'],
    'keys-wanted': ['0, offered', 'send-rekey'],
    rekey: ['0, answering', 'answer-rekey'],
    READY: ['0', 'grant-seal 0: 0 of 0 1 2'],
    'the end': ['over, ended in 0/0', ''],
    'an hour': ['0, offered', 'send-rekey'],
  },
  answered: {
    'page-left': ['0, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    'no pictures': ['0, voice only, no sealing of 1 2', ''],
    silenced: ['0, silenced', 'forget-seal of 0 1 2'],
    'keys-wanted': ['0, offered', 'send-rekey'],
    rekey: ['0, answering', 'answer-rekey'],
    READY: ['0', 'grant-open 0: 0-6 of 0 1 2, grant-seal 0: 0 of 0 1 2'],
    'the end': ['over, ended in 0/0', ''],
  },
  live: {
    'page-left': ['0, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    'first-opened': ['0, withdraws', ''],
    'no pictures': [
      '0, voice only, no sealing of 1 2, no opening of 0:1 0:2',
      'forget-seal of 1 2, forget-open 0: 0-6 of 1 2',
    ],
    silenced: ['0, silenced', 'forget-seal of 0 1 2'],
    'keys-wanted': ['0, offered', 'send-rekey'],
    rekey: ['0, answering', 'answer-rekey'],
    'the end': ['over, ended in 0/0', ''],
    'ten minutes': ['0', 'grant-seal 0: 1 of 0 1 2'],
    'an hour': ['0, offered', 'send-rekey, grant-seal 0: 6 of 0 1 2'],
  },
  'live, callee': {
    'page-left': ['0, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    'first-opened': ['0, withdraws', ''],
    'no pictures': [
      '0, voice only, no sealing of 1 2, no opening of 0:1 0:2',
      'forget-seal of 1 2, forget-open 0: 0-6 of 1 2',
    ],
    silenced: ['0, silenced', 'forget-seal of 0 1 2'],
    'keys-wanted': ['0, offered', 'send-rekey'],
    rekey: ['0, answering', 'answer-rekey'],
    'the end': ['over, ended in 0/0', ''],
    'ten minutes': ['0', 'grant-seal 0: 1 of 0 1 2'],
    'an hour': ['0', 'grant-seal 0: 6 of 0 1 2'],
  },
  'live, no worker': {
    'worker-attached': ['0', 'grant-open 0: 0-6 of 0 1 2, grant-seal 0: 0 of 0 1 2'],
    'page-left': ['0, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    'no pictures': ['0, no worker, voice only, no sealing of 1 2', ''],
    silenced: ['0, no worker, silenced', ''],
    'keys-wanted': ['0, offered, no worker', 'send-rekey'],
    rekey: ['0, answering, no worker', 'answer-rekey'],
    'the end': ['over, ended in 0/0', ''],
    'an hour': ['0, offered, no worker', 'send-rekey'],
  },
  wanted: {
    'page-left': [
      '1, wanted, announced, 1 without a frame, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2 1:0 1:1 1:2, outlived',
      '',
    ],
    'first-opened': ['1, wanted, heard in 1, withdraws', ''],
    'frames-opened': ['1, wanted, announced', ''],
    'no pictures': [
      '1, wanted, announced, 1 without a frame, voice only, no sealing of 1 2, no opening of 0:1 0:2 1:1 1:2',
      'forget-seal of 1 2, forget-open 0: 0-6 of 1 2, forget-open 1: 0-6 of 1 2',
    ],
    silenced: ['1, wanted, announced, 1 without a frame, silenced', 'forget-seal of 0 1 2'],
    'pace-lifted': ['1, offered, announced, 1 without a frame', 'send-rekey'],
    heard: ['1, wanted, 1 without a frame, heard in 1', ''],
    rekey: ['1, wanted, answering, announced, 1 without a frame', 'answer-rekey'],
    'the end': ['over, ended in 1/0', ''],
    'two seconds': ['1, wanted, announced, 1 without a frame', 'repeat-announcement'],
    'ten seconds': ['1, offered, announced, 1 without a frame', 'repeat-announcement, send-rekey'],
    'a minute': ['1, offered, 1 without a frame', 'send-rekey'],
    'ten minutes': ['1, offered, 1 without a frame', 'send-rekey, grant-seal 1: 1 of 0 1 2'],
    'an hour': ['1, offered, 1 without a frame', 'send-rekey, grant-seal 1: 6 of 0 1 2'],
  },
  offered: {
    'page-left': ['0, offered, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    'first-opened': ['0, offered, withdraws', ''],
    'no pictures': [
      '0, offered, voice only, no sealing of 1 2, no opening of 0:1 0:2',
      'forget-seal of 1 2, forget-open 0: 0-6 of 1 2',
    ],
    silenced: ['0, offered, silenced', 'forget-seal of 0 1 2'],
    'pace-lifted': ['0, offered', ''],
    rekeyed: ['0, finishing', 'finish-rekey'],
    'the end': ['over, ended in 0/0', ''],
    'two seconds': ['0, offered', 'repeat-rekey'],
    'ten seconds': ['0, offered', 'repeat-rekey'],
    'a minute': ['0, offered', 'repeat-rekey'],
    'ten minutes': ['0, offered', 'repeat-rekey, grant-seal 0: 1 of 0 1 2'],
    'an hour': ['0, offered', 'repeat-rekey, grant-seal 0: 6 of 0 1 2'],
  },
  'offered, callee': {
    'page-left': ['0, offered, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    'first-opened': ['0, offered, withdraws', ''],
    'no pictures': [
      '0, offered, voice only, no sealing of 1 2, no opening of 0:1 0:2',
      'forget-seal of 1 2, forget-open 0: 0-6 of 1 2',
    ],
    silenced: ['0, offered, silenced', 'forget-seal of 0 1 2'],
    'pace-lifted': ['0, offered', ''],
    rekey: ['0, offered, answering', 'answer-rekey'],
    rekeyed: ['0, finishing', 'finish-rekey'],
    'the end': ['over, ended in 0/0', ''],
    'two seconds': ['0, offered', 'repeat-rekey'],
    'ten seconds': ['0, offered', 'repeat-rekey'],
    'a minute': ['0, offered', 'repeat-rekey'],
    'ten minutes': ['0, offered', 'repeat-rekey, grant-seal 0: 1 of 0 1 2'],
    'an hour': ['0, offered', 'repeat-rekey, grant-seal 0: 6 of 0 1 2'],
  },
  finishing: {
    'page-left': ['0, finishing, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    'first-opened': ['0, finishing, withdraws', ''],
    'no pictures': [
      '0, finishing, voice only, no sealing of 1 2, no opening of 0:1 0:2',
      'forget-seal of 1 2, forget-open 0: 0-6 of 1 2',
    ],
    silenced: ['0, finishing, silenced', 'forget-seal of 0 1 2'],
    'pace-lifted': ['0, finishing', ''],
    entered: [
      '1, announced, 1 without a frame',
      'grant-open 1: 0-6 of 0 1 2, seal-under 1, grant-seal 1: 0 of 0 1 2, announce-generation, announced',
    ],
    unusable: ['0, offered', ''],
    'the end': ['over, ended in 0/0', ''],
    'ten minutes': ['0, finishing', 'grant-seal 0: 1 of 0 1 2'],
    'an hour': ['0, finishing', 'grant-seal 0: 6 of 0 1 2'],
  },
  answering: {
    'page-left': ['0, answering, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    'first-opened': ['0, answering, withdraws', ''],
    'no pictures': [
      '0, answering, voice only, no sealing of 1 2, no opening of 0:1 0:2',
      'forget-seal of 1 2, forget-open 0: 0-6 of 1 2',
    ],
    silenced: ['0, answering, silenced', 'forget-seal of 0 1 2'],
    'keys-wanted': ['0, wanted, answering', ''],
    entered: ['1, sending 0, 1 without a frame', 'grant-open 1: 0-6 of 0 1 2, reply-rekey 0'],
    unusable: ['0', ''],
    'the end': ['over, ended in 0/0', ''],
    'ten minutes': ['0, answering', 'grant-seal 0: 1 of 0 1 2'],
    'an hour': ['0, answering', 'grant-seal 0: 6 of 0 1 2'],
  },
  'entered by theirs': {
    'page-left': [
      '1, sending 0, 1 without a frame, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2 1:0 1:1 1:2, outlived',
      '',
    ],
    'first-opened': ['1, heard in 1, withdraws', 'seal-under 1, grant-seal 1: 0 of 0 1 2'],
    'frames-opened': ['1, sending 0', ''],
    'no pictures': [
      '1, sending 0, 1 without a frame, voice only, no sealing of 1 2, no opening of 0:1 0:2 1:1 1:2',
      'forget-seal of 1 2, forget-open 0: 0-6 of 1 2, forget-open 1: 0-6 of 1 2',
    ],
    silenced: ['1, sending 0, 1 without a frame, silenced', 'forget-seal of 0 1 2'],
    'keys-wanted': ['1, sending 0, wanted, 1 without a frame', ''],
    'pace-lifted': ['1, sending 0, 1 without a frame', ''],
    heard: ['1, 1 without a frame, heard in 1', 'seal-under 1, grant-seal 1: 0 of 0 1 2'],
    rekey: ['1, sending 0, postponed, 1 without a frame', ''],
    'the end': ['over, ended in 1/0', ''],
    'ten minutes': ['1, sending 0, 1 without a frame', 'grant-seal 0: 1 of 0 1 2'],
    'an hour': ['1, sending 0, 1 without a frame', 'grant-seal 0: 6 of 0 1 2'],
  },
  'entered by ours': {
    'page-left': [
      '1, announced, 1 without a frame, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2 1:0 1:1 1:2, outlived',
      '',
    ],
    'first-opened': ['1, heard in 1, withdraws', ''],
    'frames-opened': ['1, announced', ''],
    'no pictures': [
      '1, announced, 1 without a frame, voice only, no sealing of 1 2, no opening of 0:1 0:2 1:1 1:2',
      'forget-seal of 1 2, forget-open 0: 0-6 of 1 2, forget-open 1: 0-6 of 1 2',
    ],
    silenced: ['1, announced, 1 without a frame, silenced', 'forget-seal of 0 1 2'],
    'keys-wanted': ['1, wanted, announced, 1 without a frame', ''],
    'pace-lifted': ['1, announced, 1 without a frame', ''],
    heard: ['1, 1 without a frame, heard in 1', ''],
    rekey: ['1, answering, announced, 1 without a frame', 'answer-rekey'],
    'the end': ['over, ended in 1/0', ''],
    'two seconds': ['1, announced, 1 without a frame', 'repeat-announcement'],
    'ten seconds': ['1, announced, 1 without a frame', 'repeat-announcement'],
    'a minute': ['1, 1 without a frame', ''],
    'ten minutes': ['1, 1 without a frame', 'grant-seal 1: 1 of 0 1 2'],
    'an hour': ['1, offered, 1 without a frame', 'send-rekey, grant-seal 1: 6 of 0 1 2'],
  },
  postponed: {
    'page-left': [
      '1, postponed, 1 without a frame, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2 1:0 1:1 1:2, outlived, heard in 1',
      '',
    ],
    'first-opened': ['1, postponed, heard in 1, withdraws', ''],
    'frames-opened': ['1, postponed, heard in 1', ''],
    'no pictures': [
      '1, postponed, 1 without a frame, voice only, no sealing of 1 2, no opening of 0:1 0:2 1:1 1:2, heard in 1',
      'forget-seal of 1 2, forget-open 0: 0-6 of 1 2, forget-open 1: 0-6 of 1 2',
    ],
    silenced: ['1, postponed, 1 without a frame, silenced, heard in 1', 'forget-seal of 0 1 2'],
    'keys-wanted': ['1, offered, postponed, 1 without a frame, heard in 1', 'send-rekey'],
    'pace-lifted': ['1, answering, 1 without a frame, heard in 1', 'answer-rekey'],
    'the end': ['over, ended in 1/0', ''],
    'ten seconds': ['1, answering, 1 without a frame, heard in 1', 'answer-rekey'],
    'a minute': ['1, answering, 1 without a frame', 'forget-session 1, answer-rekey'],
    'ten minutes': ['1, answering, 1 without a frame', 'forget-session 1, answer-rekey, grant-seal 1: 1 of 0 1 2'],
    'an hour': ['1, answering, 1 without a frame', 'forget-session 1, answer-rekey, grant-seal 1: 6 of 0 1 2'],
  },
  'five unheard': {
    'page-left': [
      '5, announced, 5 without a frame, no worker, no sealing of 0 1 2, no opening of 4:0 4:1 4:2 5:0 5:1 5:2, outlived',
      '',
    ],
    'first-opened': ['5, heard in 5, withdraws', ''],
    'frames-opened': ['5, announced', ''],
    'no pictures': [
      '5, announced, 5 without a frame, voice only, no sealing of 1 2, no opening of 4:1 4:2 5:1 5:2',
      'forget-seal of 1 2, forget-open 4: 0-6 of 1 2, forget-open 5: 0-6 of 1 2',
    ],
    silenced: ['5, announced, 5 without a frame, silenced', 'forget-seal of 0 1 2'],
    'keys-wanted': ['5, wanted, announced, 5 without a frame', ''],
    heard: ['5, 5 without a frame, heard in 5', ''],
    rekey: ['5, postponed, announced, 5 without a frame', ''],
    'the end': ['over, ended in 5/0', ''],
    'two seconds': ['5, announced, 5 without a frame', 'repeat-announcement'],
    'ten seconds': ['5, announced, 5 without a frame', 'repeat-announcement'],
    'a minute': ['5, 5 without a frame', ''],
    'ten minutes': ['5, 5 without a frame', 'grant-seal 5: 1 of 0 1 2'],
    'an hour': ['5, wanted, 5 without a frame', 'grant-seal 5: 6 of 0 1 2'],
  },
  'voice only': {
    'page-left': ['0, no worker, voice only, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    'first-opened': ['0, voice only, no sealing of 1 2, no opening of 0:1 0:2, withdraws', ''],
    pictures: ['0, offered, no sealing of 1 2, no opening of 0:1 0:2', 'send-rekey'],
    silenced: ['0, voice only, silenced, no sealing of 1 2, no opening of 0:1 0:2', 'forget-seal of 0 1 2'],
    'keys-wanted': ['0, offered, voice only, no sealing of 1 2, no opening of 0:1 0:2', 'send-rekey'],
    rekey: ['0, answering, voice only, no sealing of 1 2, no opening of 0:1 0:2', 'answer-rekey'],
    'the end': ['over, ended in 0/0', ''],
    'ten minutes': [
      '0, voice only, no sealing of 1 2, no opening of 0:1 0:2',
      'grant-seal 0: 1 of 0, pass-seal 0: 1 of 1 2',
    ],
    'an hour': [
      '0, offered, voice only, no sealing of 1 2, no opening of 0:1 0:2',
      'send-rekey, grant-seal 0: 6 of 0, pass-seal 0: 6 of 1 2',
    ],
  },
  silenced: {
    'page-left': ['0, no worker, silenced, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    'first-opened': ['0, silenced, withdraws', ''],
    'no pictures': ['0, voice only, silenced, no sealing of 1 2, no opening of 0:1 0:2', 'forget-open 0: 0-6 of 1 2'],
    silenced: ['0, silenced', 'forget-seal of 0 1 2'],
    'keys-wanted': ['0, offered, silenced', 'send-rekey'],
    rekey: ['0, answering, silenced', 'answer-rekey'],
    'the end': ['over, ended in 0/0', ''],
    'an hour': ['0, offered, silenced', 'send-rekey'],
  },
  'worker gone': {
    'worker-attached': ['0, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    'first-opened': ['0, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived, withdraws', ''],
    'no pictures': ['0, no worker, voice only, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    silenced: ['0, no worker, silenced, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', 'keys-renewed'],
    'keys-wanted': ['0, offered, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', 'send-rekey'],
    'keys-needed': ['0, offered, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', 'send-rekey'],
    rekey: ['0, answering, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', 'answer-rekey'],
    'the end': ['over, ended in 0/0', ''],
    'an hour': ['0, offered, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', 'send-rekey'],
  },
  'next worker': {
    'page-left': ['0, no worker, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', ''],
    'first-opened': ['0, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived, withdraws', ''],
    'no pictures': ['0, voice only, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', 'forget-seal of 1 2'],
    silenced: [
      '0, silenced, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived',
      'forget-seal of 0 1 2, keys-renewed',
    ],
    'keys-wanted': ['0, offered, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', 'send-rekey'],
    'keys-needed': ['0, offered, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', 'send-rekey'],
    rekey: ['0, answering, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', 'answer-rekey'],
    'the end': ['over, ended in 0/0', ''],
    'ten minutes': ['0, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived', 'pass-seal 0: 1 of 0 1 2'],
    'an hour': [
      '0, offered, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived',
      'send-rekey, pass-seal 0: 6 of 0 1 2',
    ],
  },
  over: {},
};

describe('the keys, state by event', () => {
  for (const stateName of Object.keys(states) as StateName[]) {
    for (const eventName of Object.keys(events) as EventName[]) {
      it(`the keys in the state “${stateName}” handle the event “${eventName}” as the table says`, () => {
        const [event, how]: Happening = events[eventName];
        const story: Story = states[stateName];
        const { story: next, effects, raised } = tell(story, event(newestOf(story)), how);
        const row = table[stateName][eventName];
        const said = [asked(effects), ...raised.map(({ kind }) => kind)].filter((each) => each !== '').join(', ');
        expect([inWords(next.keys), said]).toEqual(row ?? [inWords(story.keys), '']);
      });
    }
  }
});

describe('workers that died and their successors', () => {
  const lost = after(live('caller'), { kind: 'page-left' }, { kind: 'worker-attached' });

  test('the next worker gets no key of a generation that an earlier worker had', () => {
    const { effects, story } = tell(lost, { kind: 'time' }, { passedMs: 25 * 60_000 });
    expect(asked(effects)).toBe('pass-seal 0: 2 of 0 1 2');
    const next = after(story, { kind: 'keys-needed' }, rekeyed(0));
    const renewal = tell(next, entered(1));
    expect(asked(renewal.effects)).toBe(
      'grant-open 1: 0-6 of 0 1 2, seal-under 1, grant-seal 1: 0 of 0 1 2, announce-generation',
    );
    expect(renewal.raised.map(({ kind }) => kind)).toEqual(['announced', 'keys-renewed']);
  });

  test('a generation that exists when a page ends is spent, even if no worker had its keys', () => {
    const early = after(begun('callee', { hasWorker: false }), { kind: 'page-left' }); // between ANSWER and CONFIRM
    expect(isRenewed(early.keys)).toBe(true);
    const secured = tell(early, { kind: 'confirmed' }, { next: RINGS.connecting }).story;
    const { story, effects } = tell(secured, { kind: 'worker-attached' });
    expect([isRenewed(story.keys), asked(effects)]).toEqual([false, 'pass-seal 0: 0 of 0 1 2']);
    const pictures = after(story, { kind: 'pictures', isAllowed: false }, { kind: 'pictures', isAllowed: true });
    expect(inWords(pictures.keys)).toBe('0, offered, no sealing of 0 1 2, no opening of 0:0 0:1 0:2, outlived');
    expect(isRenewed(after(pictures, rekeyed(0), entered(1)).keys)).toBe(true);
  });

  test('a generation that only the dead worker could open does not count as renewed', () => {
    const story = after(answered, { kind: 'page-left' }, { kind: 'worker-attached' });
    const { story: moved, effects } = tell(story, { kind: 'peer-heard', generation: 1 });
    expect(asked(effects)).toBe('seal-under 1, grant-seal 1: 0 of 0 1 2');
    expect(isRenewed(moved.keys)).toBe(false);
    const next = after(moved, { kind: 'keys-needed' }, rekeyed(1), entered(2));
    expect(isRenewed(next.keys)).toBe(true);
    expect(asked(tell(next, { kind: 'keys-needed' }).effects)).toBe('');
  });

  test('the end of a page has the same effect on the keys whether the next page is open or still to be opened', () => {
    for (const story of [begun('caller'), live('callee'), answered]) {
      expect(after(story, { kind: 'page-owed' }).keys).toEqual(after(story, { kind: 'page-left' }).keys);
    }
  });

  test('a call waits for new keys only after a worker has died, and a silenced call does not wait', () => {
    expect(isRenewed(live('caller').keys)).toBe(true);
    expect(isRenewed(lost.keys)).toBe(false);
    const { story, effects, raised } = tell(lost, { kind: 'silenced' });
    expect([isRenewed(story.keys), asked(effects)]).toEqual([true, 'forget-seal of 0 1 2']);
    expect(raised.map(({ kind }) => kind)).toEqual(['keys-renewed']);
  });
});

describe('ratchet steps of a call', () => {
  const opened = after(live('caller'), { kind: 'first-opened', stream: 0, generation: 0, step: 1 });

  test('the first frame of a step grants the steps up to six ahead, and withdraws earlier ones after two seconds', () => {
    const { effects } = tell(live('caller'), { kind: 'first-opened', stream: 0, generation: 0, step: 1 });
    expect(asked(effects)).toBe('grant-open 0: 7 of 0');
    expect(asked(tell(opened, { kind: 'time' }, { passedMs: 1999 }).effects)).toBe('');
    expect(asked(tell(opened, { kind: 'time' }, { passedMs: 2000 }).effects)).toBe('forget-open 0: 0 of 0');
  });

  test('a report of a step that was not granted is ignored, and a second report of a step withdraws nothing more', () => {
    for (const step of [8, 60]) {
      expect(after(opened, { kind: 'first-opened', stream: 0, generation: 0, step }).keys).toEqual(opened.keys);
    }
    const twice = after(opened, { kind: 'first-opened', stream: 0, generation: 0, step: 1 });
    expect(keysOf(twice).grants.withdrawals).toHaveLength(1);
    const story = after(live('caller'), { kind: 'first-opened', stream: 0, generation: 3, step: 0 });
    expect(inWords(story.keys)).toBe('0'); // generation 3 does not exist
  });

  test('after a sleep of 35 minutes, sealing continues with the ratchet step that is due', () => {
    const { story, effects } = tell(live('caller'), { kind: 'time' }, { passedMs: 35 * 60_000 });
    expect([asked(effects), keysInUse(story.keys)]).toEqual(['grant-seal 0: 3 of 0 1 2', { generation: 0, step: 3 }]);
  });

  test('an opened frame withdraws earlier generations of its stream, and a stream without opened frames keeps a generation until two newer ones exist', () => {
    const heard = after(renewed(live('caller')), { kind: 'first-opened', stream: 0, generation: 1, step: 0 });
    const { story, effects } = tell(heard, { kind: 'time' }, { passedMs: 2000 });
    expect(asked(effects)).toBe('forget-open 0: 0-6 of 0, erase-open 0 of 0');
    const third = after(story, { kind: 'pace-lifted' }, { kind: 'keys-wanted' }, rekeyed(1));
    expect(asked(tell(third, entered(2)).effects)).toBe(
      [
        'forget-session 1',
        'forget-open 0: 0-6 of 1',
        'erase-open 0 of 1',
        'forget-open 0: 0-6 of 2',
        'erase-open 0 of 2',
        'grant-open 2: 0-6 of 0 1 2',
        'seal-under 2',
        'grant-seal 2: 0 of 0 1 2',
        'announce-generation',
      ].join(', '),
    );
  });
});

test('a new generation is announced together with the state of our switches', () => {
  const { switches } = FRESH.media;
  const local = { ...switches.local, mute: true, hold: true };
  const wanting = after(live('caller'), { kind: 'pace-lifted' }, { kind: 'keys-wanted' }, rekeyed(0));
  const { effects } = tell(wanting, entered(1), { media: { ...FRESH.media, switches: { ...switches, local } } });
  expect(effects.at(-1)).toEqual({ kind: 'announce-generation', state: local });
});

describe('keys under voice only', () => {
  test('video forbidden before ANSWER withholds the video keys of the first generation', () => {
    const silent = after(UNAGREED, { kind: 'worker-attached' }, { kind: 'pictures', isAllowed: false });
    const { story, effects } = tell(silent, { kind: 'answered', device: 'a' }, { next: RINGS.opening });
    expect(asked(effects)).toBe('grant-open 0: 0-6 of 0');
    const ready = tell(story, { kind: 'ready' }, { next: RINGS.connecting });
    expect(asked(ready.effects)).toBe('grant-seal 0: 0 of 0, pass-seal 0: 0 of 1 2');
    expect(asked(tell(ready.story, { kind: 'pictures', isAllowed: true }).effects)).toBe(
      // The withheld keys for opening are granted now. Sealing has skipped these streams in this generation, so they
      // are sealed from the next generation on.
      'send-rekey, grant-open 0: 0-6 of 1 2',
    );
  });

  test('video allowed again before any grant needs no new keys', () => {
    const story = after(
      begun('callee', { hasWorker: false }),
      { kind: 'pictures', isAllowed: false },
      { kind: 'pictures', isAllowed: true },
    );
    const { effects } = tell(
      after(story, { kind: 'worker-attached' }),
      { kind: 'confirmed' },
      { next: RINGS.connecting },
    );
    expect(asked(effects)).toBe('grant-open 0: 0-6 of 0 1 2, grant-seal 0: 0 of 0 1 2');
  });

  test('video withheld and allowed again before READY gets new keys after READY', () => {
    const opening = begun('caller');
    const withheld = tell(opening, { kind: 'pictures', isAllowed: false });
    expect(asked(withheld.effects)).toBe('forget-open 0: 0-6 of 1 2');
    const back = tell(withheld.story, { kind: 'pictures', isAllowed: true });
    expect(asked(back.effects)).toBe(''); // no rekey may begin yet, and no key is granted twice
    const ready = tell(back.story, { kind: 'ready' }, { next: RINGS.connecting });
    expect(asked(ready.effects)).toBe('send-rekey, grant-seal 0: 0 of 0 1 2');
    const { effects } = tell(after(ready.story, rekeyed(0)), entered(1));
    expect(asked(effects)).toContain('grant-open 1: 0-6 of 0 1 2');
  });

  test('a generation that begins under voice only has no video keys', () => {
    const story = after(live('caller'), { kind: 'pictures', isAllowed: false }, { kind: 'keys-wanted' }, rekeyed(0));
    expect(asked(tell(story, entered(1)).effects)).toBe(
      'grant-open 1: 0-6 of 0, seal-under 1, grant-seal 1: 0 of 0, pass-seal 1: 0 of 1 2, announce-generation',
    );
  });
});

describe('rekeys of a call', () => {
  test('a rekey offer is repeated every two seconds, later every ten, until it is answered', () => {
    const offer = after(live('caller'), { kind: 'keys-wanted' });
    expect(
      waited(offer, 40_000)
        .filter(([, what]) => what === 'repeat-rekey')
        .map(([ms]) => ms),
    ).toEqual([...[2, 4, 6, 8, 10, 12, 14, 16].map((seconds) => seconds * 1000), 26_000, 36_000]);
    expect(waited(after(offer, rekeyed(0), entered(1)), 40_000).map(([, what]) => what)).not.toContain('repeat-rekey');
  });

  test('the first message under new keys is repeated until the peer is heard under them, for at most fifteen seconds', () => {
    const moved = renewed(live('caller'));
    const repeats = (story: Story): number =>
      waited(story, 60_000).filter(([, what]) => what === 'repeat-announcement').length;
    expect(repeats(moved)).toBe(7);
    const last = waited(moved, 60_000).findLast(([, what]) => what === 'repeat-announcement');
    expect(last?.[0]).toBeLessThanOrEqual(15_000);
    expect(repeats(after(moved, { kind: 'peer-heard', generation: 0 }))).toBe(7);
    expect(repeats(after(moved, { kind: 'peer-heard', generation: 1 }))).toBe(0);
    expect(repeats(after(moved, { kind: 'first-opened', stream: 2, generation: 1, step: 0 }))).toBe(0);
  });

  test('the caller’s rekey wins when both sides offer, and the callee may offer again', () => {
    const [caller, callee] = (['caller', 'callee'] as const).map((role) => after(live(role), { kind: 'keys-wanted' }));
    expect(tell(caller!, rekey(0)).story.keys).toEqual(caller!.keys);
    const { story, effects } = tell(after(callee!, rekey(0)), entered(1));
    expect(asked(effects)).toBe('drop-rekey, grant-open 1: 0-6 of 0 1 2, reply-rekey 0');
    const heard = after(story, { kind: 'peer-heard', generation: 1 });
    expect(asked(tell(heard, { kind: 'keys-wanted' }).effects)).toBe('send-rekey');
  });

  test('an unusable key share is dropped, and a later valid one still works', () => {
    const bad = after(live('callee'), { kind: 'keys-wanted' }, rekey(0), { kind: 'rekey-unusable' });
    expect(inWords(bad.keys)).toBe('0, offered');
    expect(asked(tell(after(bad, rekeyed(0)), { kind: 'rekey-unusable' }).effects)).toBe('');
    expect(asked(tell(bad, rekey(0)).effects)).toBe('answer-rekey');
    const wants = after(live('callee'), rekey(0), { kind: 'keys-wanted' });
    expect(asked(tell(wants, { kind: 'rekey-unusable' }).effects)).toBe('send-rekey');
  });

  test('a key share that arrives while another one is processed waits or is dropped', () => {
    const finishing = after(live('callee'), { kind: 'keys-wanted' }, rekeyed(0), rekey(0));
    expect(inWords(finishing.keys)).toBe('0, finishing, postponed');
    expect(inWords(after(finishing, entered(1)).keys)).toBe('1, announced, 1 without a frame');
    const answering = after(live('callee'), { kind: 'keys-wanted' }, rekey(0));
    expect(after(answering, rekey(0), rekeyed(0)).keys).toEqual(answering.keys);
  });

  test('a peer’s rekey within eight seconds of its previous rekey waits, and a waiting one of the callee yields to a rekey of the caller', () => {
    const heard = after(live('caller'), rekey(0), entered(1), { kind: 'peer-heard', generation: 1 }, rekey(1));
    expect(waited(heard, 20_000)[0]).toEqual([8000, 'answer-rekey']);
    expect(waited(after(heard, { kind: 'keys-wanted' }), 9000).map(([, what]) => what)).toEqual([
      ...Array<string>(4).fill('repeat-rekey'),
    ]);
  });

  test('at most five generations in a row begin without an opened frame, not counting generations in which no frame is expected', () => {
    const five = states['five unheard'];
    const sixth = after(five, { kind: 'keys-wanted' });
    expect(inWords(sixth.keys)).toContain('5, wanted');
    expect(waited(sixth, 60_000).map(([, what]) => what)).not.toContain('send-rekey');
    expect(asked(tell(sixth, { kind: 'frames-opened' }).effects)).toBe('send-rekey');
    expect(asked(tell(after(five, rekey(5)), { kind: 'frames-opened' }).effects)).toBe('answer-rekey');
    const finishing = after(live('caller'), { kind: 'keys-wanted' }, rekeyed(0));
    const { switches } = FRESH.media;
    const held = { ...FRESH.media, switches: { ...switches, local: { ...switches.local, hold: true } } };
    expect(inWords(tell(finishing, entered(1), { media: held }).story.keys)).toBe('1, announced');
  });

  test('the caller rekeys an hour after the last generation began, and the callee does not within three hours', () => {
    const hourly = (story: Story): readonly number[] =>
      waited(story, 3 * 3_600_000)
        .filter(([, what]) => what === 'send-rekey')
        .map(([ms]) => ms);
    expect(hourly(live('caller'))).toEqual([3_600_000]); // the rekey is repeated until it is answered
    expect(hourly(live('callee'))).toEqual([]);
    const later = tell(live('caller'), { kind: 'keys-wanted' }, { passedMs: 60_000 }).story;
    expect(hourly(after(later, rekeyed(0), entered(1), { kind: 'peer-heard', generation: 1 }))).toEqual([3_600_000]);
  });

  test('messages of the previous generation are accepted for a minute after the next generation was heard', () => {
    const heard = after(
      renewed(live('callee')),
      { kind: 'peer-heard', generation: 1 },
      { kind: 'peer-heard', generation: 0 },
    );
    expect(waited(heard, 120_000)).toEqual([[60_000, 'forget-session 1']]);
  });

  test('generation 2^32 − 3 is entered, and a call that would have to enter another one ends', () => {
    const story = live('callee');
    const keys = keysOf(story);
    const at = (generation: number): Story => ({
      ...story,
      keys: { ...keys, generations: { ...keys.generations, newest: generation, sending: generation } },
    });
    const last = 2 ** 32 - 3;
    expect(newestOf(renewed(at(last - 1)))).toBe(last);
    const fault = [{ kind: 'fault', reason: 'error', atMs: story.atMs }];
    expect(tell(at(last), { kind: 'keys-wanted' }).raised).toEqual(fault);
    expect(tell(at(last), rekey(last)).raised).toEqual(fault);
  });
});

test('the keys ask for a time event when the first timer is due, and for none before ANSWER or after the end', () => {
  expect([states.none, states.over].map(({ keys }) => keysWakeAtMs(keys))).toEqual([undefined, undefined]);
  expect(keysWakeAtMs(begun('callee').keys)).toBeUndefined();
  expect(keysWakeAtMs(states.offered.keys)).toBe(states.offered.atMs + 2000);
});

test('the keys in use remain known after the end', () => {
  const { story } = tell(renewed(live('caller')), { kind: 'hang-up' }, { next: RINGS.ended });
  expect(keysInUse(story.keys)).toEqual({ generation: 1, step: 0 });
  expect(keysInUse(NO_KEYS)).toEqual({ generation: 0, step: 0 });
});

test('an unknown state of the keys throws', () => {
  const nonsense = { kind: 'nonsense' } as unknown as typeof NO_KEYS;
  expect(() => keysInUse(nonsense)).toThrow('unreachable');
});
