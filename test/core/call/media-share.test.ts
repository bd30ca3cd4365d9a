// Sharing a screen: how it begins, everything that ends it, whose share replaces whose, and when it pauses in favour of
// sound.
import { describe, expect, test } from 'vitest';
import {
  FIRST_PICTURE,
  nextPicture,
  type PictureState,
  sharedStepOf,
  withPictures,
} from '../../../src/core/call/media-picture.ts';
import { whyNotShare } from '../../../src/core/call/media-share.ts';
import type { ShareSource, SharingAllowed } from '../../../src/core/call/media-share-state.ts';
import { firstMedia, isPicturePaused, screenStepOf, sharingOf, toldOf } from '../../../src/core/call/media-state.ts';
import type { Role, RingState } from '../../../src/core/call/ring-state.ts';
import { type Around, Bench, NOW, ringOf, type Timeless } from './media-bench.ts';

const SCREEN: ShareSource = { kind: 'screen', id: 'screen:1:0', name: '' };
const WINDOW: ShareSource = { kind: 'window', id: 'window:7:0', name: 'Report' };
const NOTHING = { mute: false, camera: false, hold: false, screen: false };

/** A live call in which the peer knows our state, and nothing is shared. */
function live(role: Role = 'caller', what: SharingAllowed = 'all'): Bench {
  const bench = new Bench(ringOf('confirming', role), firstMedia(false));
  bench.on({ kind: 'time' }, { ring: ringOf('connecting', role) });
  bench.on({ kind: 'sharing-allowed', what });
  bench.on({ kind: 'time' }, { ring: ringOf('live', role) });
  bench.take();
  return bench;
}

function sharing(source = SCREEN, role: Role = 'caller', sound = false): Bench {
  const bench = live(role);
  bench.on({ kind: 'share-chosen', source, sound });
  bench.on({ kind: 'share-handed' });
  bench.on({ kind: 'share-captured', sound: 'on' });
  bench.take();
  return bench;
}

const peer = (change: Partial<typeof NOTHING>, atMs = NOW): Timeless => ({
  kind: 'peer-switched',
  state: { ...NOTHING, ...change },
  atMs,
});

test('a chosen source is handed to the page once, and the peer is told when the source is captured', () => {
  const bench = live();
  bench.on({ kind: 'share-chosen', source: WINDOW, sound: false });
  expect(bench.words()).toBe('screen');
  expect(bench.on({ kind: 'share-captured', sound: 'failed' })).toBe(false); // nothing was handed to the page
  expect(bench.on({ kind: 'share-handed' })).toBe(true);
  expect(bench.on({ kind: 'share-handed' })).toBe(false);
  expect([bench.words(), toldOf(bench.media).screen, sharingOf(bench.media)]).toEqual([
    '',
    false,
    { kind: 'starting', what: 'window', name: 'Report' },
  ]);
  bench.on({ kind: 'share-captured', sound: 'failed' });
  expect(bench.take()).toEqual([{ kind: 'announce', state: { ...NOTHING, screen: true } }]);
  expect(sharingOf(bench.media)).toEqual({ kind: 'on', what: 'window', name: 'Report' });
});

test('stopping a share stops the capture and tells the peer, and no reason for the end is shown', () => {
  const bench = sharing();
  bench.on({ kind: 'share-stopped' });
  expect(bench.take()).toEqual([
    { kind: 'command', command: { kind: 'screen', step: 'off', sound: false } },
    { kind: 'announce', state: NOTHING },
  ]);
  expect(sharingOf(bench.media)).toBeUndefined();
});

describe('the end of sharing', () => {
  test.each<[string, Timeless, Partial<Around>, string | undefined]>([
    ['when the page reports that the source is closed', { kind: 'share-lost', why: 'closed' }, {}, 'closed'],
    ['when the page reports a failed capture', { kind: 'share-lost', why: 'failed' }, {}, 'failed'],
    ['when the screen is locked', { kind: 'share-stopped', why: 'locked' }, {}, 'locked'],
    ['when the call is held on this side', { kind: 'switched', change: { hold: true } }, {}, 'held'],
    ['when the call is held on the other side', peer({ hold: true }), {}, 'held'],
    ['when policy no longer allows sharing', { kind: 'sharing-allowed', what: 'none' }, {}, 'policy'],
    [
      'when policy allows windows only, and a screen is shared',
      { kind: 'sharing-allowed', what: 'window' },
      {},
      'policy',
    ],
    ['when policy no longer allows video', { kind: 'pictures', isAllowed: false }, {}, 'policy'],
    ['when a wrong code was typed', { kind: 'silenced' }, {}, undefined],
    ['when the page is replaced', { kind: 'time' }, { nr: 2 }, 'page'],
    ['when the peer shares', peer({ screen: true }, NOW + 60_000), {}, 'peer'],
  ])('%s, sharing ends and does not resume by itself', (_what, event, around, why) => {
    const bench = sharing();
    bench.on(event, around);
    expect(bench.take()).toContainEqual({ kind: 'command', command: { kind: 'screen', step: 'off', sound: false } });
    expect([bench.media.switches.local.screen, screenStepOf(bench.media)]).toEqual([false, 'off']);
    expect(sharingOf(bench.media)).toEqual(why === undefined ? undefined : { kind: 'over', why });
    bench.on({ kind: 'switched', change: { hold: false } });
    bench.on(peer({}, NOW + 61_000));
    bench.on({ kind: 'sharing-allowed', what: 'all' });
    expect(bench.media.share.kind).toBe('none');
  });

  test('a tighter policy that still allows windows does not end the sharing of a window', () => {
    const bench = sharing(WINDOW);
    bench.on({ kind: 'sharing-allowed', what: 'window' });
    expect(sharingOf(bench.media)?.kind).toBe('on');
  });

  test('stopping a share that is over dismisses the shown reason', () => {
    const bench = sharing();
    bench.on({ kind: 'share-lost', why: 'closed' });
    bench.on({ kind: 'share-stopped' });
    expect(sharingOf(bench.media)).toBeUndefined();
  });
});

test('a broken connection does not end sharing', () => {
  const bench = sharing();
  bench.on({ kind: 'time' }, { ring: ringOf('reconnecting') });
  bench.on({ kind: 'time' }, { ring: ringOf('live') });
  expect(sharingOf(bench.media)?.kind).toBe('on');
});

test('the caller’s share wins if both sides begin at the same time', () => {
  const both = (['caller', 'callee'] as const).map((role) => {
    const bench = sharing(SCREEN, role);
    bench.on(peer({ screen: true }, NOW + 500));
    return sharingOf(bench.media);
  });
  expect(both).toEqual([
    { kind: 'on', what: 'screen', name: '' },
    { kind: 'over', why: 'peer' },
  ]);
});

test('a later message in which the peer still shares does not end our newer share', () => {
  const bench = live();
  bench.on(peer({ screen: true }));
  bench.on({ kind: 'share-chosen', source: SCREEN, sound: false });
  bench.on({ kind: 'share-handed' });
  bench.on({ kind: 'share-captured', sound: 'failed' });
  bench.on(peer({ screen: true, mute: true }, NOW + 60_000));
  expect(sharingOf(bench.media)?.kind).toBe('on');
});

describe('the sound of the computer', () => {
  const heard = ({ media }: Bench): unknown => {
    const seen = sharingOf(media);
    return seen !== undefined && seen.kind !== 'over' ? seen.sound : seen;
  };
  const screen = (step: string, sound: boolean): unknown => ({
    kind: 'command',
    command: { kind: 'screen', step, sound },
  });

  test('the page is told to capture the sound that a person chose, and only chosen sound is shown once it is captured', () => {
    const bench = live();
    bench.on({ kind: 'share-chosen', source: SCREEN, sound: true });
    expect([bench.take(), heard(bench)]).toEqual([[screen('full', true)], undefined]);
    bench.on({ kind: 'share-handed' });
    bench.on({ kind: 'share-captured', sound: 'on' });
    expect([bench.take(), heard(bench)]).toEqual([
      [{ kind: 'announce', state: { ...NOTHING, screen: true } }], // the peer is not told of the sound
      'on',
    ]);
    expect(heard(sharing(SCREEN))).toBeUndefined(); // the page reports sound although none was chosen
  });

  test('the sound of the computer is never shared with a single window', () => {
    const bench = live();
    expect(bench.on({ kind: 'share-chosen', source: WINDOW, sound: true })).toBe(false);
    expect(bench.media.share.kind).toBe('none');
  });

  test('a share goes on without sound, and the reason is shown, if the captured sound would include what this program plays', () => {
    const bench = live();
    bench.on({ kind: 'share-chosen', source: SCREEN, sound: true });
    bench.on({ kind: 'share-handed' });
    bench.on({ kind: 'share-captured', sound: 'own-sound' });
    expect([bench.take().slice(-2), heard(bench)]).toEqual([
      [screen('full', false), { kind: 'announce', state: { ...NOTHING, screen: true } }],
      'own-sound',
    ]);
  });

  test('a screen that could not be captured with sound is tried once more without sound, and a second failure ends the share', () => {
    const bench = live();
    bench.on({ kind: 'share-chosen', source: SCREEN, sound: true });
    bench.on({ kind: 'share-handed' });
    bench.take();
    bench.on({ kind: 'share-lost', why: 'failed' });
    expect([bench.take(), bench.media.share.kind]).toEqual([[screen('full', false)], 'chosen']);
    bench.on({ kind: 'share-handed' });
    bench.on({ kind: 'share-captured', sound: 'on' }); // the second capture was to be without sound
    expect(heard(bench)).toBe('failed');

    const again = live();
    again.on({ kind: 'share-chosen', source: SCREEN, sound: true });
    for (let time = 0; time < 2; time++) {
      again.on({ kind: 'share-handed' });
      again.on({ kind: 'share-lost', why: 'failed' });
    }
    expect(heard(again)).toEqual({ kind: 'over', why: 'failed' });
  });

  test('the loss of the sound is shown, and the page is told to end the sound; the screen goes on', () => {
    const bench = sharing(SCREEN, 'caller', true);
    expect(heard(bench)).toBe('on');
    bench.on({ kind: 'share-sound-lost' });
    expect([bench.take(), heard(bench)]).toEqual([[screen('full', false)], 'failed']);
    expect(bench.on({ kind: 'share-sound-lost' })).toBe(false);
  });

  test('muting leaves the shared sound as it is, and a hold ends the sharing of screen and sound', () => {
    const bench = sharing(SCREEN, 'caller', true);
    bench.on({ kind: 'switched', change: { mute: true } });
    expect(bench.take()).toEqual([
      { kind: 'command', command: { kind: 'send', microphone: false, camera: false } },
      { kind: 'announce', state: { ...NOTHING, mute: true, screen: true } },
    ]);
    expect(heard(bench)).toBe('on');
    bench.on({ kind: 'switched', change: { hold: true } });
    expect(bench.take()).toContainEqual(screen('off', false));
  });
});

describe('limits of sharing', () => {
  const why = (bench: Bench, kind: 'screen' | 'window' = 'screen', ring: RingState = bench.around.ring) =>
    whyNotShare({ media: bench.media, ring }, kind);

  test.each<[string, () => string | undefined, string | undefined]>([
    ['nothing before the call is live', () => why(live(), 'screen', ringOf('connecting')), 'unknown-call'],
    [
      'nothing after a wrong code',
      () => {
        const bench = live();
        bench.on({ kind: 'silenced' });
        return why(bench);
      },
      'unknown-call',
    ],
    [
      'nothing in a held call',
      () => {
        const bench = live();
        bench.on(peer({ hold: true }));
        return why(bench);
      },
      'call-held',
    ],
    ['nothing if policy allows nothing', () => why(live('caller', 'none')), 'sharing-not-allowed'],
    ['no screen if policy allows windows only', () => why(live('caller', 'window')), 'sharing-not-allowed'],
    ['a window if policy allows windows only', () => why(live('caller', 'window'), 'window'), undefined],
    ['everything if policy allows everything', () => why(live()), undefined],
  ])('what may be shared depends on policy and on the call: %s', (_what, asked, answer) => {
    expect(asked()).toBe(answer);
  });

  test('the machine refuses a source that policy forbids', () => {
    const bench = live('caller', 'window');
    expect(bench.on({ kind: 'share-chosen', source: SCREEN, sound: false })).toBe(false);
    expect(bench.media.share.kind).toBe('none');
  });
});

describe('sharing on a slow network', () => {
  const narrow = { roundTripMs: 80, lostThere: 0, availableKbps: 60 };
  const good = { ...narrow, availableKbps: 3000 };
  const both = { camera: true, screen: true };
  const after = (from: PictureState, seconds: number, line = narrow, pictures = both): PictureState =>
    Array.from({ length: seconds }).reduce<PictureState>((state) => nextPicture(state, line, pictures), from);
  const full: PictureState = { ...FIRST_PICTURE, step: 'full' };

  test('the camera is reduced first, then the screen', () => {
    expect([0, 3, 6, 9, 12, 15, 60].map((seconds) => after(full, seconds).step)).toEqual([
      'full',
      'half',
      'quarter',
      'paused',
      'slow-screen',
      'paused-screen',
      'paused-screen',
    ]);
  });

  test('a screen shared without a camera is slowed, then paused, and returns slowed, then in full', () => {
    const alone = { camera: false, screen: true };
    expect([0, 3, 6].map((seconds) => sharedStepOf(after(full, seconds, narrow, alone)))).toEqual([
      'full',
      'slow',
      'paused',
    ]);
    const back = after(after(full, 6, narrow, alone), 15, good, alone);
    expect([sharedStepOf(back), sharedStepOf(after(back, 15, good, alone))]).toEqual(['slow', 'full']);
  });

  test('the step of the pictures is kept when camera or screen ends, unless the remaining picture has no such step', () => {
    expect(withPictures(after(full, 15), { camera: true, screen: false }).step).toBe('paused');
    expect(withPictures(after(full, 15), { camera: false, screen: true }).step).toBe('paused-screen');
    expect(withPictures(after(full, 15), { camera: false, screen: false })).toEqual(FIRST_PICTURE);
    expect(withPictures(after(full, 3), { camera: false, screen: true }).step).toBe('full');
  });

  test('page, peer and person are told that a screen pauses and resumes, and all sound goes on meanwhile', () => {
    const bench = sharing(SCREEN, 'caller', true);
    const measure = (availableKbps: number): void =>
      void bench.on({
        kind: 'measured',
        packetsReceived: [9, 0, 0],
        width: 0,
        height: 0,
        line: { ...good, availableKbps },
      });
    bench.on({
      kind: 'path-opened',
      offers: false,
      isVerified: true,
      viaRelay: false,
      hasRelays: false,
      mustRelay: false,
      isConstantRate: false,
    });
    bench.take();
    for (let second = 0; second < 8; second++) measure(60);
    expect(bench.take()).toEqual([
      { kind: 'command', command: { kind: 'picture', step: 'paused' } }, // a camera would not be sent now
      { kind: 'command', command: { kind: 'screen', step: 'slow', sound: true } },
      { kind: 'command', command: { kind: 'screen', step: 'paused', sound: true } },
      { kind: 'announce', state: NOTHING }, // no microphone is switched off, and nobody is told of a mute
    ]);
    expect([sharingOf(bench.media)?.kind, isPicturePaused(bench.media)]).toEqual(['paused', false]);
    for (let second = 0; second < 16; second++) measure(3000);
    expect(bench.take()).toEqual([
      { kind: 'command', command: { kind: 'screen', step: 'slow', sound: true } },
      { kind: 'announce', state: { ...NOTHING, screen: true } },
    ]);
    expect(sharingOf(bench.media)?.kind).toBe('on');
  });
});
