// What the headset page makes of whole HID report descriptors of four makers. The bits that are expected here were
// counted by hand in the bytes, field by field, and not taken from what the code finds.
import { describe, expect, it } from 'vitest';
import type { HeadsetLights } from '../../../src/contract/headset.ts';
import { noLights } from '../../../src/renderer/headset/headset.ts';
import { type Button, layoutOf, type LightReport } from '../../../src/renderer/headset/layout.ts';
import { makers } from '../../../tools/desktop/headset-makers.ts';
import { collectionsOf } from '../../support/headset/descriptor-reader.ts';
import { descriptors } from '../../support/headset/descriptors.ts';
import { PlayedHeadset } from '../../support/headset/played-headset.ts';

const inCall: HeadsetLights = { ...noLights, offHook: true };
type Sent = readonly (readonly number[])[];
interface Telephone {
  readonly device: string;
  readonly length: number; // of the descriptor, in bytes
  readonly descriptor: Uint8Array;
  readonly report: number; // of its buttons and of its lights
  readonly lightReport?: number; // of its lights, if another
  readonly buttons: readonly (readonly [Button['control'], bit: number, Button['how']])[];
  readonly bytes: number; // of the report of its lights
  readonly lights: readonly (readonly [LightReport['lights'][number]['light'], bit: number])[];
  readonly sent: { readonly ring: Sent; readonly call: Sent; readonly mute: Sent; readonly hold: Sent };
}

const telephones: readonly Telephone[] = [
  {
    // In, bits 0 to 15: hook, busy, line | mute, flash, redial, speed dial | keypad of four | button | four unused.
    // Out: off-hook, speaker, mute, ring, hold, microphone, on-line | ringer | eight unused.
    device: 'Jabra Link 380c',
    length: 356,
    descriptor: descriptors.jabra,
    report: 2,
    buttons: [
      ['hook', 0, 'level'],
      ['mute', 3, 'pulse'],
      ['hold', 4, 'pulse'],
      ['reject', 11, 'pulse'],
    ],
    bytes: 2,
    lights: [
      ['offHook', 0],
      ['mute', 2],
      ['ringing', 3],
      ['hold', 4],
      ['mute', 5],
      ['offHook', 6],
    ],
    sent: {
      ring: [[2, 0b1000, 0]],
      call: [[2, 0b100_0001, 0]],
      mute: [[2, 0b110_0101, 0]],
      hold: [[2, 0b101_0001, 0]],
    },
  },
  {
    // In, bits 0 to 7: hook, flash, redial, speed dial | mute | button | the maker’s own | one unused. Out, report
    // 2: off-hook and seven unused. The rest of its display is on the maker’s own page.
    device: 'Polycom CX300',
    length: 529,
    descriptor: descriptors.poly,
    report: 1,
    lightReport: 2,
    buttons: [
      ['hook', 0, 'level'],
      ['hold', 1, 'pulse'],
      ['mute', 4, 'pulse'],
      ['reject', 5, 'pulse'],
    ],
    bytes: 1,
    lights: [['offHook', 0]],
    sent: { ring: [], call: [[2, 0b1]], mute: [], hold: [] },
  },
  {
    // In: hook | mute | redial, flash, busy, line, speed dial | button. Out: off-hook, mute, ring, hold, microphone,
    // on-line | two unused.
    device: 'Dell SP325',
    length: 211,
    descriptor: descriptors.dell,
    report: 5,
    buttons: [
      ['hook', 0, 'level'],
      ['mute', 1, 'pulse'],
      ['hold', 3, 'pulse'],
      ['reject', 7, 'pulse'],
    ],
    bytes: 1,
    lights: [
      ['offHook', 0],
      ['mute', 1],
      ['ringing', 2],
      ['hold', 3],
      ['mute', 4],
      ['offHook', 5],
    ],
    sent: {
      ring: [[5, 0b100]],
      call: [[5, 0b10_0001]],
      mute: [[5, 0b11_0011]],
      hold: [[5, 0b10_1001]],
    },
  },
  {
    // In, bits 0 to 15: hook, busy | mute, flash, messages, speed dial | keypad of four | button | five unused.
    // Out: off-hook, mute, ring, hold, microphone | ringer | ten unused.
    device: 'Anker PowerConf',
    length: 191,
    descriptor: descriptors.anker,
    report: 2,
    buttons: [
      ['hook', 0, 'level'],
      ['mute', 2, 'pulse'],
      ['hold', 3, 'pulse'],
      ['reject', 10, 'pulse'],
    ],
    bytes: 2,
    lights: [
      ['offHook', 0],
      ['mute', 1],
      ['ringing', 2],
      ['hold', 3],
      ['mute', 4],
    ],
    sent: { ring: [[2, 0b100, 0]], call: [[2, 0b1, 0]], mute: [[2, 0b1_0011, 0]], hold: [[2, 0b1001, 0]] },
  },
];

describe.each(telephones)('$device', ({ device, descriptor, report, lightReport = report, ...expected }) => {
  const collections = collectionsOf(descriptor);
  const play = (): PlayedHeadset => new PlayedHeadset(collections, report);
  const pressed = (control: Button['control']): number =>
    expected.buttons.reduce((bits, [is, bit]) => (is === control ? bits | (1 << bit) : bits), 0);

  it(`each button of the ${device} is found at its bit, and no other`, () => {
    const buttons = expected.buttons.map(([control, bit, how]) => ({ control, bit, how }));
    expect(layoutOf(collections)?.buttons).toEqual(new Map([[report, buttons]]));
  });

  it(`each light of the ${device} is found at its bit, and no other`, () => {
    const lights = expected.lights.map(([light, bit]) => ({ light, bit }));
    expect(layoutOf(collections)?.lights).toEqual([{ reportId: lightReport, bytes: expected.bytes, lights }]);
  });

  it(`going off the hook on the ${device} answers a call, and going back on the hook hangs up`, () => {
    const played = play();
    played.told({ ...noLights, ringing: true });
    expect(played.says(pressed('hook'))).toEqual([{ kind: 'hook', off: true }]);
    played.told(inCall, 20);
    expect(played.says(0, 6000)).toEqual([{ kind: 'hook', off: false }]);
  });

  it(`the mute key of the ${device} mutes, and its next press unmutes`, () => {
    const played = play();
    played.told(inCall);
    expect(played.says(pressed('mute'))).toEqual([{ kind: 'mute', mute: true }]);
    expect(played.says(0, 10)).toEqual([]);
    played.told({ ...inCall, mute: true }, 10);
    expect(played.says(pressed('mute'))).toEqual([{ kind: 'mute', mute: false }]);
  });

  it(`the ${device} is sent reports of the length it describes about ringing, a call, mute and a hold`, () => {
    const played = play();
    expect({
      ring: played.told({ ...noLights, ringing: true }),
      call: played.told(inCall),
      mute: played.told({ ...inCall, mute: true }),
      hold: played.told({ ...inCall, hold: true }),
    }).toEqual(expected.sent);
  });

  it(`the descriptor of the ${device} has as many bytes as its source, and closes its last collection`, () => {
    expect(descriptor).toHaveLength(expected.length);
    expect(() => collectionsOf(descriptor.subarray(0, -1))).toThrow('a collection is not closed');
  });
});

it.each(telephones.filter(({ buttons }) => buttons.some(([control]) => control === 'reject')))(
  'one press of the hold key of the $device holds, and one of its decline button declines',
  ({ descriptor, report, buttons }) => {
    const played = new PlayedHeadset(collectionsOf(descriptor), report);
    for (const kind of ['hold', 'reject'] as const) {
      const bit = buttons.find(([control]) => control === kind)?.[1] ?? 0;
      expect(played.says(1 << bit)).toEqual([{ kind }]);
      expect(played.says(0, 10)).toEqual([]);
    }
  },
);

it('the telephone collection of the Anker PowerConf reads from its bytes as it was written by hand', () => {
  const telephone = collectionsOf(descriptors.anker).find(({ usagePage }) => usagePage === 0x0b);
  expect(telephone).toEqual(makers.anker.find(({ usagePage }) => usagePage === 0x0b));
});
