// The table below says what each event of the media path does in each state of the media: what changes, and which
// effects and events follow. The states are in media-situations.ts. The rules behind the cells have their own tests.
import { expect, it } from 'vitest';
import type { MediaEvent } from '../../../src/core/call/media-event.ts';
import { sampleSdp } from '../../flows/support/sample-sdp.ts';
import { OTHER, OURS, THEIRS } from './media-bench.ts';
import { restart, rowsOf, type SwitchKind, type Table } from './media-situations.ts';

const candidate = { mid: '0', candidate: 'candidate:1 1 udp 2122260223 192.0.2.7 50123 typ host generation 0' };
const how = {
  offers: false,
  isVerified: true,
  viaRelay: false,
  hasRelays: false,
  mustRelay: false,
  isConstantRate: false,
};

const table: Table<Exclude<MediaEvent['kind'], SwitchKind>> = {
  'path-opened': [
    [
      'without further rules',
      how,
      {
        else: 'not 2 of ours, not theirs them, not connected, not offered, not candidates may leave: close, open with camera, play sound+camera, send sound+camera',
        'no path': 'path: open with camera',
        opened: 'close, open with camera',
        described: 'not 1 of ours: close, open with camera',
        connecting:
          'not 1 of ours, not theirs them, not candidates may leave: close, open with camera, play sound+camera, send sound+camera',
        live: 'not 1 of ours, not theirs them, not connected, not candidates may leave: close, open with camera, play sound+camera, send sound+camera',
        describing:
          'not 1 of ours, not theirs them, not connected, not describing, not candidates may leave: close, open with camera, play sound+camera, send sound+camera',
        answering:
          'not 1 of ours, not theirs them2, not connected, not answering, not candidates may leave: close, open with camera, play sound+camera, send sound+camera',
        held: 'not 1 of ours, not theirs them, not connected, not candidates may leave: close, open, play -, send -',
        'voice only':
          'not 1 of ours, not theirs them, not connected, not candidates may leave: close, open, play sound, send sound',
        'relays only': 'raises end relay-required',
        'wrong code':
          'not 1 of ours, not theirs them, not connected, not candidates may leave: close, open, play sound+camera',
      },
    ],
  ],
  rules: [
    [
      'relays only',
      { mustRelay: true, isConstantRate: false },
      { else: 'raises end relay-required', 'no path': '', 'relays only': '' },
    ],
    [
      'a constant rate',
      { mustRelay: false, isConstantRate: true },
      {
        else: 'constant rate, describing: renew-relays, restart, raises keys-wanted',
        'no path': '',
        opened: 'constant rate, rate owed',
        described: 'constant rate, rate owed',
        connecting: 'constant rate, rate owed',
        describing: 'constant rate, another due',
        offered: 'constant rate, another due: say restart offer',
        'offered by the callee': 'constant rate, another due: say restart offer',
        answering: 'constant rate, another due',
      },
    ],
  ],
  'local-description': [
    [
      'an offer',
      { type: 'offer', sdp: sampleSdp('ours3', OURS, 'offer') },
      {
        else: '2 of ours, not 1 of ours',
        'no path': 'unheard',
        opened: '',
        describing: '2 of ours, offered, not 1 of ours, not describing: say restart offer',
        offered: '3 of ours, not 2 of ours',
        'offered by the callee': '3 of ours, not 2 of ours',
      },
    ],
    [
      'an answer',
      { type: 'answer', sdp: sampleSdp('ours3', OURS, 'answer') },
      {
        else: '2 of ours, not 1 of ours',
        'no path': 'unheard',
        opened: '1 of ours: raises page-described',
        offered: '3 of ours, not 2 of ours',
        'offered by the callee': '3 of ours, not 2 of ours',
        answering: '2 of ours, not 1 of ours, not answering: say restart answer',
      },
    ],
  ],
  'local-candidates': [
    [
      'a direct candidate',
      { list: [{ ...candidate, ufrag: 'ours' }] },
      {
        else: 'say candidates',
        'no path': 'unheard',
        opened: 'candidates wait',
        described: 'candidates wait',
        'relays only': '',
      },
    ],
  ],
  connection: [
    [
      'connected',
      { state: 'connected', fingerprint: THEIRS },
      {
        else: 'raises path-checked',
        'no path': 'unheard',
        opened: '',
        described: '',
        connecting: 'connected: raises path-checked',
      },
    ],
    [
      'connected with another certificate',
      { state: 'connected', fingerprint: OTHER },
      { else: 'raises end fingerprint', 'no path': 'unheard', opened: '', described: '' },
    ],
    [
      'failed',
      { state: 'failed', fingerprint: '' },
      {
        else: 'not connected: raises disconnected',
        'no path': 'unheard',
        opened: 'raises disconnected',
        described: 'raises disconnected',
        connecting: 'describing: renew-relays, restart, raises disconnected, raises keys-wanted',
      },
    ],
  ],
  'path-checked': [
    [
      'as the media raise it',
      {},
      { else: 'raises connected', 'no path': '', opened: '', described: '', connecting: '' },
    ],
  ],
  'remote-description': [
    [
      'an offer of the peer',
      { type: 'offer', sdp: sampleSdp('them3', THEIRS, 'offer'), fingerprint: THEIRS },
      {
        else: 'theirs them3, not theirs them: describe',
        'no path': '',
        opened: 'theirs them3: describe',
        described: 'theirs them3: describe',
        answering: 'theirs them3, not theirs them2: describe',
      },
    ],
  ],
  'remote-candidates': [
    [
      'for the first description',
      { list: [{ ...candidate, ufrag: 'them' }] },
      { else: '1 of theirs taken: candidates', 'no path': '', opened: '', described: '', answering: '' },
    ],
  ],
  'peer-restart': [
    [
      'an offer',
      { message: { ...restart('offer'), sdp: sampleSdp('them3', THEIRS, 'offer') } },
      {
        else: '',
        connecting: 'theirs them3, answering, not theirs them: renew-relays, describe, raises keys-wanted',
        live: 'theirs them3, answering, not theirs them: renew-relays, describe, raises keys-wanted',
        'offered by the callee':
          'theirs them3, answering, not theirs them, not offered: rollback, renew-relays, describe',
        held: 'theirs them3, answering, not theirs them: renew-relays, describe, raises keys-wanted',
        'voice only': 'theirs them3, answering, not theirs them: renew-relays, describe, raises keys-wanted',
        'relays only': 'theirs them3, answering, not theirs them: renew-relays, describe, raises keys-wanted',
        'wrong code': 'theirs them3, answering, not theirs them: renew-relays, describe, raises keys-wanted',
      },
    ],
    [
      'an answer',
      { message: restart('answer') },
      {
        else: '',
        offered: 'theirs them2, not theirs them, not offered: describe',
        'offered by the callee': 'theirs them2, not theirs them, not offered: describe',
      },
    ],
    [
      'an offer with another fingerprint',
      { message: restart('offer', OTHER) },
      { else: 'raises end fingerprint', 'no path': '', opened: '', described: '' },
    ],
  ],
  'candidates-leave': [
    ['with a description', {}, { else: '', opened: 'candidates may leave', described: 'candidates may leave' }],
  ],
  'describe-again': [
    [
      'our restart',
      { message: { kind: 'restart', type: 'offer', fingerprint: OURS, sdp: sampleSdp('ours', OURS, 'offer') } },
      { else: 'say restart offer' },
    ],
  ],
  'restart-asked': [
    [
      'by the clock',
      { cause: 'time' },
      {
        else: 'describing: renew-relays, restart, raises keys-wanted',
        'no path': '',
        opened: '',
        described: '',
        describing: '',
        offered: 'say restart offer',
        'offered by the callee': 'say restart offer',
        answering: '',
      },
    ],
    [
      'by another network',
      { cause: 'network' },
      {
        else: 'describing: renew-relays, restart, raises keys-wanted',
        'no path': '',
        opened: '',
        described: '',
        describing: 'another due',
        offered: 'another due: say restart offer',
        'offered by the callee': 'another due: say restart offer',
        answering: 'another due',
      },
    ],
  ],
};

it.each(rowsOf(table))(
  'the media path handles the event %s (%s) in each situation as the table says',
  (_kind, _what, comes, expected) => {
    expect(comes).toEqual(expected);
  },
);
