// What page and worker measure: frames that do not open, a doubtful path that still carries media, pictures of absurd
// size, and a network too slow for the picture (protocol §7, §9).
import { describe, expect, test } from 'vitest';
import { openedMedia, pictureOf } from '../../../src/core/call/media-state.ts';
import { type Bench, NOW, opening, ringOf, standing, THEIRS, type Timeless } from './media-bench.ts';

const measured = (packets: number, atMs = NOW, more: object = {}): Timeless => ({
  kind: 'measured',
  packetsReceived: [packets, 0, 0],
  width: 640,
  height: 480,
  atMs,
  ...more,
});
const live = (): Bench => {
  const bench = standing('caller');
  bench.media = openedMedia(bench.media, NOW);
  return bench;
};
/** Lets this many seconds pass. In each of them packets arrive and `opened` frames open. */
const run = (bench: Bench, seconds: number, opened = 0, first = 0): string => {
  for (let second = first; second < first + seconds; second++) {
    bench.on({ kind: 'frames', opened: [opened * second, 0, 0] });
    bench.on(measured(50 * (second + 1), NOW + 1000 * second));
  }
  return bench.kinds();
};

describe('streams whose frames do not open', () => {
  test('if packets arrive and no frame opens, new keys are wanted after two seconds and the call ends after ten', () => {
    const bench = live();
    expect(run(bench, 2)).toBe('');
    expect(run(bench, 1, 0, 2)).toBe('keys-wanted');
    expect(run(bench, 7, 0, 3)).not.toContain('end');
    expect(run(bench, 1, 0, 10)).toBe('end media-keys');
  });

  test('a stream whose frames open is healthy, and more opened frames are reported every second', () => {
    const bench = live();
    expect(run(bench, 20, 50)).toBe(Array.from({ length: 19 }, () => 'frames-opened').join(', '));
  });

  test('one opened frame restarts the time after which new keys are wanted', () => {
    const bench = live();
    run(bench, 9);
    bench.on({ kind: 'frames', opened: [1, 0, 0] });
    bench.kinds();
    for (const seconds of [9, 10]) bench.on(measured(5000 + seconds, NOW + 1000 * seconds));
    expect(bench.kinds()).toBe('');
    bench.on(measured(5011, NOW + 11_000));
    expect(bench.kinds()).toBe('keys-wanted');
  });

  test('if a page is replaced and the number of opened frames stays the same, no newly opened frames are reported', () => {
    const bench = live();
    bench.on({ kind: 'frames', opened: [5, 0, 0] });
    bench.on(opening());
    bench.kinds();
    bench.on({ kind: 'frames', opened: [5, 0, 0] });
    expect(bench.kinds()).toBe('');
    bench.on({ kind: 'frames', opened: [6, 0, 0] });
    expect(bench.kinds()).toBe('frames-opened');
  });

  test('frames that do not open are noticed, although an earlier page had counted more packets', () => {
    const bench = live();
    bench.on(measured(5000));
    bench.on(opening());
    bench.kinds();
    expect(run(bench, 2, 0, 1)).toBe('');
    expect(run(bench, 1, 0, 3)).toBe('keys-wanted');
  });

  test('frames that do not open are ignored while the peer is muted or the call is still connecting', () => {
    const muted = live();
    muted.on({ kind: 'peer-switched', state: { mute: true, camera: false, hold: false, screen: false } });
    muted.take();
    expect(run(muted, 20)).toBe('');
    const connecting = standing('caller');
    connecting.around = { ...connecting.around, ring: ringOf('connecting') };
    expect(run(connecting, 20)).toBe('');
  });

  test('the time without opened frames starts anew after a hold, a broken path, a sleep or a new page', () => {
    const breaks: ((bench: Bench) => void)[] = [
      (bench) => {
        bench.on({ kind: 'switched', change: { hold: true } });
        bench.on({ kind: 'switched', change: { hold: false } });
      },
      (bench) => {
        bench.on({ kind: 'connection', state: 'disconnected', fingerprint: '' });
        bench.on({ kind: 'time' }, { ring: ringOf('reconnecting') });
        bench.on({ kind: 'time' }, { ring: ringOf('live') });
      },
      (bench) => bench.on(opening()),
    ];
    for (const breaks1 of breaks) {
      const bench = live();
      run(bench, 2);
      breaks1(bench);
      bench.kinds();
      expect(run(bench, 2, 0, 2)).toBe('');
    }
    const slept = live();
    run(slept, 2);
    expect(run(slept, 2, 0, 7)).toBe('');
  });

  test('the time without opened frames goes on when the page reports its connection again', () => {
    const bench = live();
    run(bench, 2);
    bench.on({ kind: 'connection', state: 'connected', fingerprint: THEIRS });
    bench.kinds();
    expect(run(bench, 1, 0, 2)).toBe('keys-wanted');
  });
});

describe('doubted paths', () => {
  const doubted = (): Bench => {
    const bench = live();
    bench.on({ kind: 'connection', state: 'connected', fingerprint: THEIRS });
    bench.on(measured(50));
    bench.on({ kind: 'network', change: 'lost', addresses: [] }, { ring: ringOf('reconnecting') });
    bench.kinds();
    return bench;
  };
  const way = (answers: number): object => ({ way: { address: '', answers } });

  test('a doubted path is proven by packets or answers that arrive after the doubt began', () => {
    const rows = [
      [measured(50), measured(100), 'connected'],
      [measured(50, NOW, way(1)), measured(50, NOW, way(2)), 'connected'],
      [measured(100), measured(100), ''],
    ] as const;
    for (const [first, second, raised] of rows) {
      const bench = doubted();
      bench.on(first);
      expect(bench.kinds()).toBe(''); // this measurement may include packets from before the doubt
      bench.on(second);
      expect(bench.kinds()).toBe(raised);
    }
  });

  test('a doubted path is not proven while the page has no connection', () => {
    const bench = doubted();
    bench.on({ kind: 'connection', state: 'failed', fingerprint: '' });
    bench.kinds();
    for (const packets of [100, 200]) bench.on(measured(packets));
    expect(bench.kinds()).toBe('');
  });
});

test.each([
  [8192, 4352, undefined],
  [8193, 1, 'error'],
  [1, 8193, 'error'],
  [8192, 4353, 'error'],
])('a picture of %i × %i gives the end reason %s', (width, height, reason) => {
  const bench = live();
  bench.on(measured(1, NOW, { width, height }));
  expect(bench.fault()).toBe(reason);
});

describe('measurements of pictures', () => {
  const line = { roundTripMs: 80, lostThere: 0, availableKbps: 60 };
  const seconds = (bench: Bench, count: number): string => {
    for (let i = 0; i < count; i++) bench.on(measured(0, NOW, { line }));
    return bench.words();
  };
  const withCamera = (): Bench => {
    const bench = live();
    bench.on({ kind: 'switched', change: { camera: true } });
    bench.take();
    return bench;
  };

  test('the picture is reduced step by step, and the peer is told when it pauses', () => {
    expect(seconds(withCamera(), 9)).toBe('picture half, picture quarter, picture paused, announce -');
  });

  test('after a wrong code the picture is paused without a message to the peer', () => {
    const silenced = withCamera();
    silenced.on({ kind: 'silenced' });
    silenced.take();
    expect(seconds(silenced, 9)).toBe('picture half, picture quarter, picture paused');
  });

  test('the picture is judged only while a picture is sent in a live call', () => {
    expect(seconds(live(), 9)).toBe('');
    const connecting = withCamera();
    connecting.around = { ...connecting.around, ring: ringOf('connecting') };
    expect(seconds(connecting, 9)).toBe('');
  });

  test('a broken path resets the measured round trips and keeps the step of the picture', () => {
    const bench = withCamera();
    seconds(bench, 3);
    expect(pictureOf(bench.media).tripsMs).toEqual([80, 80, 80]);
    bench.on({ kind: 'connection', state: 'disconnected', fingerprint: '' });
    expect(pictureOf(bench.media)).toMatchObject({ step: 'half', tripsMs: [] });
  });
});
