// The table below says what each event of switching, sharing, typing or measuring does in each state of the media: what
// changes, and which effects and events follow. Events of the path are in media-path-table.test.ts. The rules behind
// the cells have their own tests.
import { expect, it } from 'vitest';
import { facts, rowsOf, type SituationName, situations, so, type SwitchKind, type Table } from './media-situations.ts';

const switched = { mute: false, camera: true, hold: false, screen: false };
const measured = { packetsReceived: [9, 9, 0], width: 640, height: 480 } as const;

const table: Table<SwitchKind> = {
  switched: [
    [
      'a mute',
      { change: { mute: true } },
      {
        else: 'muted: send camera, announce mute+camera',
        'no path': 'muted',
        opened: 'muted',
        described: 'muted',
        held: 'muted: send -, announce mute+camera+hold',
        'voice only': 'muted: send -, announce mute',
        'wrong code': 'muted',
      },
    ],
    [
      'a camera that goes off',
      { change: { camera: false } },
      {
        else: 'not camera: send sound, announce -',
        'no path': 'not camera',
        opened: 'not camera: send -',
        described: 'not camera: send -',
        held: 'not camera: send -, announce hold',
        'voice only': 'send sound, announce -',
        'wrong code': 'not camera: send -',
      },
    ],
    [
      'a hold',
      { change: { hold: true } },
      {
        else: 'hold: announce camera+hold, raises held',
        'no path': 'hold: raises held',
        opened: 'hold: raises held',
        described: 'hold: raises held',
        held: 'send -, announce camera+hold',
        'voice only': 'hold: announce hold, raises held',
        'wrong code': 'hold: raises held',
      },
    ],
    [
      'the end of a hold',
      { change: { hold: false } },
      {
        else: 'send sound+camera, announce camera',
        'no path': '',
        opened: '',
        described: '',
        held: 'not hold: announce camera, raises held no more',
        'voice only': 'send sound, announce -',
        'wrong code': '',
      },
    ],
  ],
  // Only a muted person talks by a held key; media-talk.test.ts tests this case.
  talk: [['by a person who is not muted', { by: 'window' }, { else: '' }]],
  'talk-over': [['while nobody talks', { by: 'window' }, { else: '' }]],
  'held-for': [['another call', { what: { kind: 'call', call: 'other' } }, { else: 'held for another' }]],
  'peer-switched': [
    ['a mute', { state: { ...switched, mute: true } }, { else: 'their mute, heard' }],
    [
      'a hold',
      { state: { ...switched, hold: true } },
      { else: 'their hold, heard: raises held', held: 'their hold, heard' },
    ],
  ],
  'key-frame-asked': [['of the camera', { stream: 1 }, { else: 'key-frame' }]],
  pictures: [
    [
      'forbidden',
      { isAllowed: false },
      {
        else: 'voice only, not camera: play sound, send sound, announce -',
        'no path': 'voice only, not camera',
        opened: 'voice only, not camera: send -',
        described: 'voice only, not camera: send -',
        held: 'voice only, not camera: play -, send -, announce hold',
        'voice only': '',
        'wrong code': 'voice only, not camera: play sound, send -',
      },
    ],
    ['allowed', { isAllowed: true }, { else: '', 'voice only': 'not voice only: play sound+camera' }],
  ],
  'sharing-allowed': [['windows', { what: 'window' }, { else: 'may share' }]],
  // In these situations policy does not allow sharing; media-share.test.ts tests these events where policy does.
  'share-chosen': [
    ['a window', { source: { kind: 'window', id: 'window:1:0', name: '' }, sound: false }, { else: 'unheard' }],
  ],
  'share-handed': [['while nothing is shared', {}, { else: 'unheard' }]],
  'share-captured': [['while nothing is shared', { sound: 'failed' }, { else: 'unheard' }]],
  'share-lost': [['while nothing is shared', { why: 'closed' }, { else: '', 'no path': 'unheard' }]],
  'share-sound-lost': [['while nothing is shared', {}, { else: 'unheard' }]],
  'share-stopped': [['while nothing is shared', {}, { else: '' }]],
  'no-device': [
    [
      'a busy camera',
      { device: 'camera', cause: 'busy' },
      {
        else: 'no camera, not camera: send sound, announce -',
        'no path': 'unheard',
        opened: 'no camera, not camera: send -',
        described: 'no camera, not camera: send -',
        held: 'no camera, not camera: send -, announce hold',
        'voice only': '',
        'wrong code': 'no camera, not camera: send -',
      },
    ],
    [
      'a microphone that is gone',
      { device: 'microphone', cause: 'gone' },
      {
        else: 'muted, no microphone: send camera, announce mute+camera',
        'no path': 'unheard',
        opened: 'raises end no-device',
        described: 'raises end no-device',
        held: 'muted, no microphone: send -, announce mute+camera+hold',
        'voice only': 'muted, no microphone: send -, announce mute',
        'wrong code': 'muted, no microphone',
      },
    ],
  ],
  'text-typed': [
    [
      'into a line',
      { line: 0 },
      {
        else: 'send-text',
        'no path': 'unheard',
        opened: 'unheard',
        described: 'unheard',
        held: 'typed',
        'wrong code': 'unheard',
      },
    ],
  ],
  announced: [['with new keys', {}, { else: '' }]],
  silenced: [
    [
      'by a wrong code',
      {},
      {
        else: 'silenced, not open: send -',
        'no path': 'silenced: send -',
        opened: 'silenced: send -',
        described: 'silenced: send -',
        'wrong code': 'send -',
      },
    ],
  ],
  measured: [
    ['packets', measured, { else: 'counted', 'no path': 'unheard', opened: '', described: '', connecting: '' }],
    ['an absurd picture', { ...measured, width: 99_999 }, { else: 'raises end error', 'no path': 'unheard' }],
  ],
  frames: [['more than before', { opened: [1, 0, 0] }, { else: 'opened: raises frames-opened', 'no path': '' }]],
  held: [
    [
      'by either side',
      { isHeld: true },
      {
        else: 'play sound+camera, send sound+camera',
        'no path': '',
        opened: '',
        described: '',
        held: 'play -, send -',
        'voice only': 'play sound, send sound',
        'wrong code': 'play sound+camera',
      },
    ],
  ],
};

it.each(rowsOf(table))(
  'the media handle the event %s (%s) in each situation as the table says',
  (_kind, _what, comes, expected) => {
    expect(comes).toEqual(expected);
  },
);

it.each(Object.keys(situations) as SituationName[])(
  'the media in the situation “%s” have the expected facts',
  (name) => {
    expect(facts(situations[name].media).join(', ')).toBe(so[name]);
  },
);
