// What the person, the peer and policy switch in a call, case by case: the commands to the page and the messages to the
// peer.
import { describe, expect, test } from 'vitest';
import type { MediaEvent } from '../../../src/core/call/media-event.ts';
import { FIRST_PICTURE } from '../../../src/core/call/media-picture.ts';
import {
  firstMedia,
  isOnHold,
  isPicturePaused,
  type MediaState,
  mediaWakeAtMs,
  openedMedia,
  pictureOf,
  runsCamera,
  toldOf,
} from '../../../src/core/call/media-state.ts';
import { expectedOf, playedOf, remoteOf, sentOf } from '../../../src/core/call/media-switches.ts';
import type { Step } from '../../../src/core/call/region.ts';
import { FRESH_RING, type RingState } from '../../../src/core/call/ring-state.ts';
import { FRESH } from '../../../src/core/call/state.ts';
import { isSeenChanged } from '../../../src/core/call/view.ts';
import { after, all, LIVE, NOW, opening, step as stepAround, type Timeless, words } from './media-bench.ts';
import { RUNG } from './placed.ts';

const peer = { mute: false, camera: true, hold: false, screen: false };
const rings = {
  fresh: FRESH_RING,
  ringing: { kind: 'ringing', device: 'a', untilMs: NOW, silenced: false, isVisual: false },
  calling: { kind: 'calling', untilMs: NOW, legs: new Map(), list: RUNG },
  answering: { kind: 'answering', device: 'a', untilMs: NOW, viaRelay: false, lacks: 'both' },
  confirming: { kind: 'confirming', device: 'a', untilMs: NOW, repeatAtMs: NOW },
  answered: { kind: 'answered', device: 'a', untilMs: NOW },
  connecting: { kind: 'connecting', role: 'caller', device: 'a', untilMs: NOW },
  live: { kind: 'live', role: 'caller', device: 'a', sinceMs: NOW },
  reconnecting: {
    kind: 'reconnecting',
    role: 'caller',
    device: 'a',
    sinceMs: NOW,
    brokenAtMs: NOW,
    restartAtMs: NOW,
    untilMs: NOW,
  },
} as const satisfies Record<string, RingState>;
type RingName = keyof typeof rings;

const step = (
  state: MediaState,
  event: Timeless,
  [before, now]: readonly [RingName, RingName] = ['live', 'live'],
): Step<MediaState> | undefined =>
  stepAround(state, event, { ...LIVE, ring: rings[before] }, { ...LIVE, ring: rings[now] });
const LONG_AGO = NOW - 60_000;
const speaking = (camera = true): MediaState => openedMedia(firstMedia(camera), LONG_AGO);
const paused = (): MediaState => ({
  ...openedMedia(firstMedia(true), LONG_AGO),
  picture: { ...FIRST_PICTURE, step: 'paused' },
});

const bits = [false, true];
const combinations = bits.flatMap((mute) =>
  bits.flatMap((camera) =>
    bits.flatMap((isAllowed) =>
      bits.flatMap((ours) => bits.map((theirs) => ({ mute, camera, isAllowed, ours, theirs }))),
    ),
  ),
);

describe('the switches of a call', () => {
  test.each(combinations)(
    'what is sent, played and expected follows from switches, policy and holds: %o',
    ({ mute, camera, isAllowed, ours, theirs }) => {
      const media = after(
        firstMedia(camera),
        { kind: 'pictures', isAllowed },
        { kind: 'switched', change: { mute, camera, hold: ours } },
        { kind: 'peer-switched', state: { ...peer, hold: theirs } },
      );
      const held = ours || theirs;
      expect(isOnHold(media)).toBe(held);
      expect(sentOf(media.switches)).toEqual({ microphone: !held && !mute, camera: !held && camera && isAllowed });
      expect(playedOf(media.switches)).toEqual({ sound: !held, camera: !held && isAllowed });
      expect(expectedOf(media.switches)).toEqual([!held, !held && isAllowed, false]);
    },
  );

  test('a hold changes no other switch', () => {
    const media = after(speaking(), { kind: 'switched', change: { mute: true } });
    const held = after(media, { kind: 'switched', change: { hold: true } });
    expect(held.switches.local).toEqual({ ...media.switches.local, hold: true });
    expect(after(held, { kind: 'switched', change: { hold: false } }).switches).toEqual(media.switches);
  });

  test('when video is allowed again, our camera stays off and the peer’s camera is shown', () => {
    const without = after(speaking(), { kind: 'peer-switched', state: peer }, { kind: 'pictures', isAllowed: false });
    expect([without.switches.local.camera, remoteOf(without.switches).camera]).toEqual([false, false]);
    const again = after(without, { kind: 'pictures', isAllowed: true });
    expect([again.switches.local.camera, remoteOf(again.switches).camera]).toEqual([false, true]);
  });

  test('a call is accepted with video only if policy allows video', () => {
    const rung = (isAllowed: boolean): MediaState => after(firstMedia(true), { kind: 'pictures', isAllowed });
    const accepted = (media: 'audio' | 'video', isAllowed: boolean): Step<MediaState> | undefined =>
      step(rung(isAllowed), { kind: 'accept', media, viaRelay: false, atMs: NOW }, ['ringing', 'answering']);
    const rows = [
      ['video', true, true],
      ['audio', true, false],
      ['video', false, false],
    ] as const;
    for (const [media, isAllowed, camera] of rows) {
      const done = accepted(media, isAllowed);
      expect([done?.next.switches.local.camera, all(done)]).toEqual([camera, '']);
    }
    const again = { kind: 'accept', media: 'video', viaRelay: false, atMs: NOW } as const;
    expect(step(firstMedia(false), again, ['answering', 'answering'])).toBeUndefined();
  });

  test('a camera or microphone that failed is off and shown as failed until a person switches it again', () => {
    const failed = after(
      speaking(),
      { kind: 'no-device', device: 'camera', cause: 'busy' },
      { kind: 'no-device', device: 'microphone', cause: 'gone' },
    );
    expect(failed.switches.failed).toEqual({ noCamera: 'busy', noMicrophone: 'gone' });
    expect(failed.switches.local).toMatchObject({ camera: false, mute: true });
    const camera = after(failed, { kind: 'switched', change: { camera: true } });
    expect(camera.switches.failed).toEqual({ noMicrophone: 'gone' });
    expect(after(camera, { kind: 'switched', change: { mute: false } }).switches.failed).toEqual({});
  });
});

describe('effects of events', () => {
  const held = after(speaking(), { kind: 'switched', change: { hold: true } });
  const silenced = after(speaking(), { kind: 'silenced' });
  const switched = (change: Extract<MediaEvent, { kind: 'switched' }>['change']): MediaEvent => ({
    kind: 'switched',
    change,
  });
  const rows: readonly [string, MediaState, MediaEvent, string, RingName?][] = [
    ['a mute', speaking(), switched({ mute: true }), 'send camera, announce mute+camera'],
    ['a hold', speaking(), switched({ hold: true }), 'announce camera+hold, raises held'],
    ['a mute while the call is held', held, switched({ mute: true }), 'send -, announce mute+camera+hold'],
    ['the end of a hold', held, switched({ hold: false }), 'announce camera, raises held no more'],
    [
      'switching off a camera whose picture is paused',
      paused(),
      switched({ camera: false }),
      'picture first, send sound, announce -',
    ],
    ['a hold before the peer is there', firstMedia(true), switched({ hold: true }), 'raises held', 'ringing'],
    ['switching the camera off in the preview', firstMedia(true), switched({ camera: false }), 'send -', 'calling'],
    [
      'switching the camera off while the call is being secured',
      firstMedia(true),
      switched({ camera: false }),
      'send -',
      'confirming',
    ],
    [
      'switching the camera off while the call rings here',
      firstMedia(true),
      switched({ camera: false }),
      '',
      'ringing',
    ],
    ['a mute after a wrong code', silenced, switched({ mute: true }), ''],
    ['a hold after a wrong code', silenced, switched({ hold: true }), 'raises held'],
    ['the peer’s first state', speaking(), { kind: 'peer-switched', state: peer }, ''],
    ['the peer’s hold', speaking(), { kind: 'peer-switched', state: { ...peer, hold: true } }, 'raises held'],
    [
      'the peer’s hold of a call that is held here',
      held,
      { kind: 'peer-switched', state: { ...peer, hold: true } },
      '',
    ],
    [
      'the peer’s hold after a wrong code',
      silenced,
      { kind: 'peer-switched', state: { ...peer, hold: true } },
      'raises held',
    ],
    [
      'a policy without video',
      speaking(),
      { kind: 'pictures', isAllowed: false },
      'play sound, send sound, announce -',
    ],
    ['a policy without video in a voice call', speaking(false), { kind: 'pictures', isAllowed: false }, 'play sound'],
    [
      'a policy without video before the peer is there',
      firstMedia(false),
      { kind: 'pictures', isAllowed: false },
      '',
      'fresh',
    ],
    ['a policy that allows video as before', speaking(), { kind: 'pictures', isAllowed: true }, ''],
    [
      'a failure of a busy camera',
      speaking(),
      { kind: 'no-device', device: 'camera', cause: 'busy' },
      'send sound, announce -',
    ],
    ['the loss of a camera that is off', speaking(false), { kind: 'no-device', device: 'camera', cause: 'gone' }, ''],
    ['a wrong code', speaking(), { kind: 'silenced' }, 'send -'],
    ['a hold that has reached the worker', held, { kind: 'held', isHeld: true }, 'play -, send -'],
    [
      'a hold that has reached the worker, after a wrong code',
      silenced,
      { kind: 'held', isHeld: true },
      'play sound+camera',
    ],
    [
      'a hold that has reached the worker, before the peer is there',
      firstMedia(true),
      { kind: 'held', isHeld: true },
      '',
    ],
    ['a state that was sent with new keys', speaking(), { kind: 'announced' }, ''],
  ];
  test.each(rows)(
    'the right commands, messages and events follow %s',
    (_what, state, event, effects, ring = 'live') => {
      expect(all(step(state, event, [ring, ring]))).toBe(effects);
    },
  );

  test.each([
    ['', speaking(), 'play sound+camera, send sound+camera'],
    [' while the picture is paused', paused(), 'play sound+camera, send sound+camera, picture paused'],
    [' after a wrong code', silenced, 'play sound+camera'],
    [' before the peer is there', firstMedia(true), ''],
  ] as const)(
    'a replacement page%s gets the play and send commands that fit the present state of the media',
    (_when, state, effects) => {
      const first = after(state, opening());
      expect(words(step(first, opening())?.effects)).toContain(effects);
      expect(words(step(first, opening())?.effects).includes('play')).toBe(effects !== '');
    },
  );

  test.each(['answered', 'confirming'] as const)(
    'the microphone opens when a call goes from %s to secured',
    (before) => {
      const { effects, next } = step(firstMedia(true), { kind: 'time' }, [before, 'connecting'])!;
      expect(words(effects)).toBe('play sound+camera, announce camera, send sound+camera');
      expect(next.kind).toBe('open');
    },
  );

  test('a switch made at the moment of securing is applied once the call is secured', () => {
    const { effects } = step(firstMedia(false), switched({ mute: true }), ['confirming', 'connecting'])!;
    expect(words(effects)).toBe('play sound+camera, announce -, send sound, send -, announce mute');
  });

  test('a call that is being answered ends if the microphone fails, and a running call continues muted', () => {
    const event = { kind: 'no-device', device: 'microphone', cause: 'refused' } as const;
    expect(step(firstMedia(false), event, ['answering', 'answering'])?.raised).toEqual([
      { kind: 'fault', reason: 'no-device', atMs: NOW },
    ]);
    expect(words(step(speaking(false), event)?.effects)).toBe('send -, announce mute');
  });

  test('the media ignore events that concern other regions', () => {
    const events = [
      { kind: 'time' },
      { kind: 'network', change: 'lost', addresses: [], atMs: NOW },
      { kind: 'hang-up', atMs: NOW },
    ] as const;
    for (const event of events) expect(step(speaking(), event)).toBeUndefined();
    expect(
      step(firstMedia(true), { kind: 'network', change: 'broker', atMs: NOW }, ['calling', 'calling']),
    ).toBeUndefined();
  });
});

describe('the camera of a page that opens', () => {
  test.each([
    ['the preview before the peer is there', firstMedia(true), true],
    ['no camera in a voice call', firstMedia(false), false],
    ['the camera if video is sent', speaking(), true],
    ['no camera while the call is held', after(speaking(), { kind: 'switched', change: { hold: true } }), false],
    ['no camera after a wrong code', after(speaking(), { kind: 'silenced' }), false],
  ] as const)('a page that opens runs %s', (_what, media, isRunning) => expect(runsCamera(media)).toBe(isRunning));
});

describe('the state sent to the peer', () => {
  const hears = (media: MediaState, atMs: number, state = peer) => step(media, { kind: 'peer-switched', state, atMs })!;

  test('the peer’s repeated state is answered unless our state was sent in the last ten seconds', () => {
    const first = hears(speaking(), NOW);
    expect(words(hears(first.next, NOW + 1).effects)).toBe('announce camera'); // sent long ago
    const told = hears(first.next, NOW + 1).next;
    expect(words(hears(told, NOW + 10_000).effects)).toBe('');
    expect(words(hears(told, NOW + 10_001).effects)).toBe('announce camera');
    expect(words(hears(told, NOW + 10_001, { ...peer, mute: true }).effects)).toBe('');
  });

  test('the peer’s repeated state is answered even while it waits for its turn', () => {
    let media = speaking();
    for (let i = 0; i < 10; i++) media = hears(media, NOW + i, { ...peer, mute: i % 2 === 0 }).next;
    const held = { ...peer, hold: true };
    const waiting = hears(media, NOW + 20, held);
    expect(words(waiting.effects)).toBe('');
    expect(words(hears(waiting.next, NOW + 30, held).effects)).toBe('announce camera');
  });

  test('our state counts as sent to the peer when it leaves under new keys', () => {
    const told = after(hears(speaking(), NOW).next, { kind: 'announced' });
    expect(words(hears(told, NOW + 9_999).effects)).toBe('');
  });

  test('our state is sent when the broker connection is back, and once more at the peer’s next `media`', () => {
    const back = step(speaking(), { kind: 'network', change: 'broker', atMs: NOW })!;
    expect(words(back.effects)).toBe('announce camera');
    const heard = hears(back.next, NOW + 1);
    expect(words(heard.effects)).toBe('announce camera');
    expect(words(hears(heard.next, NOW + 2, { ...peer, mute: true }).effects)).toBe('');
  });

  test('ten changes by the peer within a second apply at once, and the newest of any further changes waits for its turn', () => {
    let media = speaking();
    for (let i = 0; i < 10; i++) media = hears(media, NOW + i, { ...peer, mute: i % 2 === 0 }).next;
    expect(mediaWakeAtMs(media)).toBeUndefined();
    const [held, muted] = [
      { ...peer, hold: true },
      { ...peer, mute: true },
    ];
    const waiting = hears(hears(media, NOW + 20, held).next, NOW + 30, muted).next;
    expect([waiting.switches.peer, mediaWakeAtMs(waiting)]).toEqual([{ ...peer, mute: false }, NOW + 1000]);
    expect(step(waiting, { kind: 'time', atMs: NOW + 999 })).toBeUndefined();
    const done = step(waiting, { kind: 'time', atMs: NOW + 1000 })!.next;
    expect([done.switches.peer, mediaWakeAtMs(done)]).toEqual([muted, undefined]);
  });

  test('a change by the peer applies at once after the clock was set back', () => {
    let media = speaking();
    for (let i = 0; i < 10; i++) media = hears(media, NOW).next;
    expect(hears(media, NOW - 60_000, { ...peer, hold: true }).next.switches.peer.hold).toBe(true);
  });
});

describe('pauses of the picture', () => {
  test('a picture counts as paused only while the camera is on, and a paused camera is announced to the peer as off', () => {
    expect([isPicturePaused(paused()), toldOf(paused()).camera]).toEqual([true, false]);
    expect([isPicturePaused(speaking()), toldOf(speaking()).camera]).toEqual([false, true]);
    const off = after(paused(), { kind: 'switched', change: { camera: false } });
    expect([isPicturePaused(off), pictureOf(off)]).toEqual([false, FIRST_PICTURE]);
  });
});

describe('key frames that the peer requests', () => {
  test('a key frame is made at most once in 300 ms for each stream', () => {
    const rows = [
      [1, 0, true],
      [2, 0, true],
      [1, 299, false],
      [2, 100, false],
      [1, 300, true],
      [2, 300, true],
      [1, 599, false],
      [1, 600, true],
    ] as const;
    let media = speaking();
    for (const [stream, atMs, isMade] of rows) {
      const done = step(media, { kind: 'key-frame-asked', stream, atMs: NOW + atMs })!;
      media = done.next;
      expect([atMs, done.effects]).toEqual([atMs, isMade ? [{ kind: 'key-frame', stream }] : []]);
    }
  });

  test('a key-frame request changes nothing that a window shows', () => {
    const call = { ...FRESH, media: speaking() };
    const { next } = step(call.media, { kind: 'key-frame-asked', stream: 1 })!;
    expect(isSeenChanged(call, { ...call, media: next })).toBe(false);
  });
});
