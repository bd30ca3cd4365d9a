// What a headset's reports mean, and what is sent to it, for the devices of tools/desktop/headset-makers.ts. The tests
// use no hardware, only the devices' public descriptions.
import { describe, expect, it } from 'vitest';
import type { HeadsetLights } from '../../../src/contract/headset.ts';
import { isHookWrong, newHeadset, noLights, receive, tell } from '../../../src/renderer/headset/headset.ts';
import { layoutOf } from '../../../src/renderer/headset/layout.ts';
import { type Maker, makers, pressed, reportOf } from '../../../tools/desktop/headset-makers.ts';
import { PlayedHeadset } from '../../support/headset/played-headset.ts';

const all = Object.keys(makers) as Maker[];
const inCall: HeadsetLights = { ...noLights, offHook: true };
const muted: HeadsetLights = { ...inCall, mute: true };
const rings: HeadsetLights = { ...noLights, ringing: true };

/** A headset of this maker, operated by the test. */
class Played extends PlayedHeadset {
  readonly #maker: Maker;

  constructor(maker: Maker) {
    super(makers[maker], reportOf[maker]);
    this.#maker = maker;
  }
  bit(control: 'hook' | 'mute' | 'hold' | 'reject' | 'drop'): number {
    return pressed[this.#maker][control] ?? 0;
  }
}

describe.each(all.filter((maker) => maker !== 'boom'))('a headset described by %s', (maker) => {
  it('going off the hook answers a call, and going back on the hook hangs up', () => {
    const played = new Played(maker);
    played.told(rings);
    expect(played.says(played.bit('hook'))).toEqual([{ kind: 'hook', off: true }]);
    played.told(inCall, 20);
    expect(played.says(0, 6000)).toEqual([{ kind: 'hook', off: false }]);
  });

  it.each([300, 800, 3000])(
    'releasing the hook button %i ms after it answered does not hang up, and its next press does',
    (held) => {
      const played = new Played(maker);
      played.told(rings);
      expect(played.says(played.bit('hook'))).toEqual([{ kind: 'hook', off: true }]);
      played.told(inCall, 20);
      expect(played.says(0, held)).toBe('contradicts');
      expect(played.says(played.bit('hook'), 5000)).toEqual([]);
      expect(played.says(0, 100)).toEqual([{ kind: 'hook', off: false }]);
    },
  );

  it('each press of a mute key that springs back mutes or unmutes in turn', () => {
    const played = new Played(maker);
    played.told(inCall);
    expect(played.says(played.bit('mute'))).toEqual([{ kind: 'mute', mute: true }]);
    expect(played.says(0, 10)).toEqual([]);
    played.told(muted, 10);
    expect(played.says(played.bit('mute'))).toEqual([{ kind: 'mute', mute: false }]);
    expect(played.says(0, 10)).toEqual([]);
  });

  it('each press of a hold key is reported once as a hold', () => {
    const played = new Played(maker);
    played.told(inCall);
    expect(played.says(played.bit('hold'))).toEqual([{ kind: 'hold' }]);
    expect(played.says(0, 10)).toEqual([]);
    expect(played.says(played.bit('hold'), 10)).toEqual([{ kind: 'hold' }]);
  });

  it('a late hook report for an earlier call does not answer the next ringing call', () => {
    const played = new Played(maker);
    played.told(inCall);
    played.told(noLights, 1);
    played.told(rings, 1);
    expect(played.says(played.bit('hook'), 100)).toBe('contradicts');
  });
});

it.each(['jabra', 'yealink', 'gigaset', 'anker'] as const)(
  'one press of the decline button of %s declines once',
  (maker) => {
    const played = new Played(maker);
    played.told(rings);
    expect(played.says(played.bit('reject'))).toEqual([{ kind: 'reject' }]);
    expect(played.says(0, 10)).toEqual([]);
  },
);

it('a headset that repeats its hook report, or whose hook follows the state that it was sent, hangs up as soon as it is back on the hook', () => {
  const repeats = new Played('jabra');
  expect(repeats.says(0b1)).toEqual([{ kind: 'hook', off: true }]);
  repeats.told(inCall, 20);
  expect(repeats.says(0b1, 50)).toEqual([]);
  expect(repeats.says(0, 1000)).toEqual([{ kind: 'hook', off: false }]);
  const follows = new Played('jabra');
  follows.told(inCall); // answered in the window
  expect(follows.says(0b1, 50)).toEqual([]);
  follows.told(noLights);
  follows.says(0, 50);
  expect(follows.says(0b1)).toEqual([{ kind: 'hook', off: true }]);
  follows.told(inCall, 20);
  expect(follows.says(0, 1000)).toEqual([{ kind: 'hook', off: false }]);
});

describe('reports to a headset', () => {
  it.each<
    readonly [Maker, readonly (readonly number[])[], readonly (readonly number[])[], readonly (readonly number[])[]]
  >([
    [
      'poly',
      [[0x18, 1]],
      [
        [0x17, 1],
        [0x18, 0],
      ],
      [[0x09, 1]],
    ],
    ['jabra', [[2, 0b100, 0]], [[2, 0b1, 0]], [[2, 0b1_0011, 0]]],
    ['yealink', [[4, 0b100]], [[4, 0b1]], [[4, 0b11]]],
    ['gigaset', [[2, 0b100, 0]], [[2, 0b10_0001, 0]], [[2, 0b11_0011, 0]]],
    ['anker', [[2, 0b100, 0]], [[2, 0b1, 0]], [[2, 0b1_0011, 0]]],
    ['boom', [[0, 0b1]], [[0, 0b10]], [[0, 0b110]]],
  ])(
    'a headset described by %s is sent reports about ringing, an answered call and mute, and none without a change',
    (maker, ringing, taken, mute) => {
      const played = new Played(maker);
      expect([played.told(rings), played.told(inCall), played.told(muted), played.told(muted)]).toEqual([
        ringing,
        taken,
        mute,
        [],
      ]);
    },
  );

  it('a headset stays off the hook during a hold, because some headsets hang up otherwise', () => {
    const played = new Played('jabra');
    played.told(inCall);
    expect(played.told({ ...inCall, hold: true })).toEqual([[2, 0b1001, 0]]);
  });

  it('a headset is sent the call state first and mute second if both begin at the same time', () => {
    expect(new Played('jabra').told(muted)).toEqual([
      [2, 0b1, 0],
      [2, 0b1_0011, 0],
    ]);
    expect(new Played('poly').told(muted).map(([id]) => id)).toEqual([0x17, 0x09]);
  });

  it('a headset that must be sent its state again is sent every report, changed or not', () => {
    const played = new Played('poly');
    played.told(inCall);
    const { reports } = tell(played.headset, inCall, played.nowMs, true);
    expect(reports.map(({ reportId, data }) => [reportId, ...data])).toEqual([
      [0x17, 1],
      [0x09, 0],
      [0x18, 0],
      [0x20, 0],
    ]);
  });
});

describe('reports from a headset', () => {
  it('a report that repeats the state that the headset was sent is an echo and not a press', () => {
    const played = new Played('jabra');
    played.told(inCall);
    expect(played.says(0b1, 30)).toEqual([]);
    expect(played.says(0b1, 5000)).toEqual([]);
    played.told(noLights);
    expect(played.says(0, 30)).toEqual([]);
  });

  it('an on-hook report right after answering in the window is not a press', () => {
    const played = new Played('jabra');
    played.told(inCall);
    expect(played.says(0b1, 20)).toEqual([]);
    expect(played.says(0, 200)).toBe('contradicts');
  });

  it('releasing a hook key that answered does not hang up, and releasing it after its next press does', () => {
    const played = new Played('poly');
    played.told(rings);
    expect(played.says(played.bit('hook'))).toEqual([{ kind: 'hook', off: true }]);
    played.told(inCall, 20);
    expect(played.says(0, 30)).toBe('contradicts');
    expect(played.says(played.bit('hook'))).toEqual([]); // the next press: key down
    expect(played.says(0, 50)).toEqual([{ kind: 'hook', off: false }]); // key released
  });

  it('a mute report does not hang up if the hook bit was never 1', () => {
    const played = new Played('poly');
    played.told(inCall);
    expect(played.says(played.bit('mute'))).toEqual([{ kind: 'mute', mute: true }]);
  });

  it('a mute report is not a press while there is no call, nor right after the headset was sent another mute state', () => {
    const played = new Played('jabra');
    expect(played.says(played.bit('mute'))).toEqual([]);
    played.says(0);
    played.told(inCall);
    played.told(muted);
    expect(played.says(played.bit('mute'), 100)).toBe('contradicts');
  });

  it('a second report that the mute key is down is not a press within 50 ms of the first, but a third report 400 ms later is', () => {
    const played = new Played('jabra');
    played.told(inCall);
    const { mute } = pressed.jabra;
    expect(played.says(played.bit('mute'))).toEqual([{ kind: 'mute', mute: true }]);
    expect(played.says((mute ?? 0) | 0b10, 50)).toEqual([]);
    expect(played.says(played.bit('mute'), 400)).toEqual([{ kind: 'mute', mute: true }]);
  });
});

describe('headsets whose mute is a state and whose hook is a key', () => {
  it('raising the arm of a headset with a mute state mutes, lowering it unmutes, and an echo of the mute is not a press', () => {
    const played = new Played('boom');
    played.told(inCall);
    expect(played.says(0b10)).toEqual([{ kind: 'mute', mute: true }]);
    played.told(muted, 10);
    expect(played.says(0b10, 10)).toEqual([]);
    expect(played.says(0)).toEqual([{ kind: 'mute', mute: false }]);
  });

  it('one key of a headset both answers and hangs up, and a drop key hangs up', () => {
    const played = new Played('boom');
    expect(played.says(0b1)).toEqual([{ kind: 'hook', off: true }]);
    played.says(0, 10);
    played.told(inCall, 10);
    expect(played.says(0b1)).toEqual([{ kind: 'hook', off: false }]);
    played.says(0, 10);
    expect(played.says(0b100)).toEqual([{ kind: 'drop' }]);
  });
});

it('a reported hook state counts as wrong while it differs from the state that the headset was sent', () => {
  const played = new Played('jabra');
  expect(isHookWrong(played.headset)).toBe(false);
  played.says(0b1);
  expect(isHookWrong(played.headset)).toBe(true);
  played.told(inCall);
  expect(isHookWrong(played.headset)).toBe(false);
});

describe('reading the layout of a headset', () => {
  it('no layout is read from a device that is not a telephone or has no known button or light', () => {
    expect(layoutOf([])).toBeUndefined();
    expect(
      layoutOf([
        {
          usagePage: 0x0c,
          usage: 1,
          inputReports: [{ items: [{ usages: [0x0b_0020], reportSize: 1, reportCount: 1 }] }],
        },
      ]),
    ).toBeUndefined();
    expect(
      layoutOf([
        {
          usagePage: 0x0b,
          usage: 5,
          inputReports: [{ reportId: 1, items: [{ usages: [0x0b_0024], reportSize: 1, reportCount: 1 }] }],
        },
      ]),
    ).toBeUndefined();
  });

  it('if a description exceeds the size limit of a report, the buttons within the limit are read and no light is', () => {
    const items = [
      { usages: [0x0b_0020, 0x08_0017], reportSize: 1, reportCount: 2 },
      { reportSize: 32, reportCount: 0xffff_ffff },
      { usages: [0x0b_002f], reportSize: 1, reportCount: 0xffff_ffff },
    ];
    const layout = layoutOf([{ usagePage: 0x0b, usage: 5, inputReports: [{ items }], outputReports: [{ items }] }]);
    expect([...(layout?.buttons.get(0) ?? [])].map(({ control, bit }) => [control, bit])).toEqual([['hook', 0]]);
    expect(layout?.lights).toEqual([]);
  });

  it('each usage of a range has a bit of its own, in the order of the range', () => {
    const items = [{ isRange: true, usageMinimum: 0x0b_0020, usageMaximum: 0x0b_0021, reportSize: 1, reportCount: 8 }];
    const layout = layoutOf([{ usagePage: 0x0b, usage: 5, inputReports: [{ reportId: 3, items }] }]);
    expect(layout?.buttons.get(3)?.map(({ control, bit }) => [control, bit])).toEqual([
      ['hook', 0],
      ['hold', 1],
    ]);
  });

  // EPOS IMPACT D1, DW and D describe their decline button in this way (gonicus/gonnect, tests/resources/hid at commit
  // 2e47ef5fd0bd).
  it('a decline button that is described as an array of one bit is found', () => {
    const field = { isAbsolute: true, reportSize: 1, reportCount: 1 };
    const items = [
      { ...field, isArray: false, usages: [0x0b_0020] },
      { ...field, isArray: true, usages: [0x0b_0007, 0x09_0001] },
      { ...field, isArray: true, reportCount: 6, usages: [0x0b_002f] }, // it is not described which bit is meant
    ];
    const layout = layoutOf([{ usagePage: 0x0b, usage: 5, inputReports: [{ reportId: 2, items }] }]);
    expect(layout?.buttons.get(2)?.map(({ control, bit }) => [control, bit])).toEqual([
      ['hook', 0],
      ['reject', 1],
    ]);
  });

  it('buttons beyond the end of a short report count as not pressed', () => {
    const layout = layoutOf(makers.jabra);
    const pressesOf = (...bytes: readonly number[]) =>
      layout &&
      receive(newHeadset(layout), { reportId: 2, data: new DataView(Uint8Array.from(bytes).buffer) }, 1).presses;
    expect([pressesOf(), pressesOf(0b101)]).toEqual([[], [{ kind: 'hook', off: true }]]);
  });
});
