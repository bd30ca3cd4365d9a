// Headsets as they describe themselves, in the form that WebHID gives. Public facts only, with their sources, apart
// from `boom`, which is no product. No hardware was run, and nothing here was measured by us. If a source gives bits
// without the flags of their items, the word “assumed” says so. Whole descriptors, of other devices too, are in
// test/support/headset/descriptors.ts.
import type { HidCollection, HidItem } from '../../src/renderer/headset/web-hid.ts';

/**
 * Fields of one bit. `flags` are those of an Input or Output item (USB HID 1.11 §6.2.2.5): 1 constant, 2 variable, 4
 * relative, 0x20 no preferred state.
 */
function item(flags: number, reportCount: number, ...usages: readonly number[]): HidItem {
  return {
    isAbsolute: (flags & 4) === 0,
    isArray: (flags & 2) === 0,
    isRange: false,
    hasPreferredState: (flags & 0x20) === 0,
    usages,
    reportSize: 1,
    reportCount,
  };
}
const tel = (usage: number): number => 0x0b_0000 | usage;
const led = (usage: number): number => 0x08_0000 | usage;
const none = (bits: number): HidItem => item(1, bits);
const keypad: HidItem = {
  isAbsolute: true,
  isArray: true,
  isRange: true,
  hasPreferredState: true,
  usageMinimum: tel(0xb0),
  usageMaximum: tel(0xbb),
  reportSize: 4,
  reportCount: 1,
};
const [HOOK, FLASH, MUTE, REDIAL, SPEED, MAIL, BUSY, LINE] = [0x20, 0x21, 0x2f, 0x24, 0x50, 0x70, 0x97, 0x2a].map(
  (usage) => tel(usage),
) as [number, number, number, number, number, number, number, number];
const [OFF_HOOK, MUTE_LED, RING, HOLD, MICROPHONE, ON_LINE] = [0x17, 0x09, 0x18, 0x20, 0x21, 0x2a].map((usage) =>
  led(usage),
) as [number, number, number, number, number, number];

const volume: HidCollection = {
  usagePage: 0x0c,
  usage: 1,
  inputReports: [{ reportId: 1, items: [item(0x06, 2, 0x0c_00e9, 0x0c_00ea), none(6)] }],
  outputReports: [],
};

/**
 * Plantronics Blackwire 3220 (047f:c056): the telephony collection as hidapi reconstructs it on Windows, libusb/hidapi
 * pull request 262: a report for each light, mute relative, hook and flash absolute without a preferred state. It is
 * assumed that report 0x20 is for hold, by the same maker's scheme (report id = usage).
 */
const poly: HidCollection[] = [
  volume,
  {
    usagePage: 0x0b,
    usage: 5,
    inputReports: [{ reportId: 8, items: [item(0x06, 1, MUTE), item(0x22, 2, HOOK, FLASH), none(5)] }],
    outputReports: [
      { reportId: 0x09, items: [item(0x22, 1, MUTE_LED), none(7)] },
      { reportId: 0x17, items: [item(0x22, 1, OFF_HOOK), none(7)] },
      { reportId: 0x18, items: [item(0x22, 1, RING), none(7)] },
      { reportId: 0x20, items: [item(0x22, 1, HOLD), none(7)] },
    ],
  },
  { usagePage: 0xffa0, usage: 3, inputReports: [], outputReports: [] },
];

/**
 * Jabra Engage 50 (0b0e): report 2 of two bytes with the hook in its first bit (WICG/webhid issue 61), mute a pulse
 * that expects an answer (WICG/webhid issue 72, google/libhidtelephony issue 2). The order of the other bits is
 * assumed: it is that of the layout which devices certified for Microsoft's programs share.
 */
const jabra: HidCollection[] = [
  {
    usagePage: 0x0b,
    usage: 5,
    inputReports: [
      {
        reportId: 2,
        items: [
          item(0x22, 2, HOOK, BUSY),
          item(0x06, 4, MUTE, FLASH, MAIL, SPEED),
          keypad,
          item(0x02, 1, tel(7), 0x09_0001),
          none(5),
        ],
      },
    ],
    outputReports: [
      {
        reportId: 2,
        items: [item(0x22, 5, OFF_HOOK, MUTE_LED, RING, HOLD, MICROPHONE), item(0x22, 1, tel(0x9e)), none(10)],
      },
    ],
  },
  { usagePage: 0xff00, usage: 1, inputReports: [], outputReports: [] },
];

/**
 * Yealink (6993): report 4, with the output bits hook 1, mute 2, ring 4, hold 8 and the input bits hook 1, mute 4,
 * reject 0x40. They are from the headset library of Genesys (purecloudlabs/softphone-vendor-headsets, yealink.ts, pull
 * request 122). It is assumed that mute is relative, and that report 4 is on the telephony page. For one device of this
 * maker, the WH66, the latter is not so: its descriptor has report 4 on a page of the maker's own and report 2, with the
 * same first bits, on the telephony page (gonicus/gonnect, tests/resources/hid).
 */
const yealink: HidCollection[] = [
  {
    usagePage: 0x0b,
    usage: 5,
    inputReports: [
      {
        reportId: 4,
        items: [
          item(0x22, 2, HOOK, BUSY),
          item(0x06, 1, MUTE),
          item(0x06, 3, FLASH, REDIAL, SPEED),
          item(0x02, 1, tel(7)),
          none(1),
        ],
      },
    ],
    outputReports: [{ reportId: 4, items: [item(0x22, 4, OFF_HOOK, MUTE_LED, RING, HOLD), none(4)] }],
  },
];

/**
 * Gigaset ION: a collection "Phone", report 2, order of all bits in the maker's own document (teamwork.gigaset.com, FAQ
 * ION - USB HID commands). The document has the reject on the button page. It calls the controls on/off controls, so
 * hook, busy and line are states. It is assumed that mute and the other buttons are keys.
 */
const gigaset: HidCollection[] = [
  {
    usagePage: 0x0b,
    usage: 1,
    inputReports: [
      {
        reportId: 2,
        items: [
          item(0x22, 3, HOOK, BUSY, LINE),
          item(0x06, 4, MUTE, FLASH, REDIAL, SPEED),
          item(0x02, 1, 0x09_0007),
          none(8),
        ],
      },
    ],
    outputReports: [
      {
        reportId: 2,
        items: [item(0x22, 7, OFF_HOOK, MUTE_LED, RING, HOLD, MICROPHONE, ON_LINE, tel(0x9e)), none(9)],
      },
    ],
  },
];

/**
 * Anker PowerConf (291a:3301), written by hand from its descriptor, whose bytes are in
 * test/support/headset/descriptors.ts. The descriptor says that the buttons are constant (0x23, 0x07), which they are not.
 */
const anker: HidCollection[] = [
  { ...volume, inputReports: [{ reportId: 1, items: [item(0x42, 8, 0x0c_00e9, 0x0c_00ea)] }] },
  {
    usagePage: 0x0b,
    usage: 5,
    inputReports: [
      {
        reportId: 2,
        items: [
          item(0x23, 2, HOOK, BUSY),
          item(0x07, 4, MUTE, FLASH, MAIL, SPEED),
          keypad,
          item(0x02, 1, tel(7)),
          none(5),
        ],
      },
    ],
    outputReports: [
      {
        reportId: 2,
        items: [item(0x22, 5, OFF_HOOK, MUTE_LED, RING, HOLD, MICROPHONE), item(0x22, 1, tel(0x9e)), none(10)],
      },
    ],
  },
  { usagePage: 0xff00, usage: 1, inputReports: [], outputReports: [] },
];

/**
 * Not a product: mute is a state that stays (a boom arm), the hook is a key, and there is no report id. The usage
 * tables allow this form (HID Usage Tables 1.5 §14), and open firmware has it.
 */
const boom: HidCollection[] = [
  {
    usagePage: 0x0b,
    usage: 4,
    inputReports: [{ items: [item(0x06, 1, HOOK), item(0x22, 1, MUTE), item(0x06, 1, tel(0x26)), none(5)] }],
    outputReports: [{ items: [item(0x02, 3, RING, OFF_HOOK, MUTE_LED), none(5)] }],
  },
];

export const makers = { poly, jabra, yealink, gigaset, anker, boom } as const;
export type Maker = keyof typeof makers;

/** The bits of each headset's report (`reportOf`) for a press; 0 releases hook and mute. */
export const pressed: Readonly<
  Record<Maker, { readonly [control in 'hook' | 'mute' | 'hold' | 'reject' | 'drop']?: number }>
> = {
  poly: { mute: 0b1, hook: 0b10, hold: 0b100 },
  jabra: { hook: 0b1, mute: 0b100, hold: 0b1000, reject: 1 << 10 },
  yealink: { hook: 0b1, mute: 0b100, hold: 0b1000, reject: 0x40 },
  gigaset: { hook: 0b1, mute: 0b1000, hold: 0b1_0000, reject: 0x80 },
  anker: { hook: 0b1, mute: 0b100, hold: 0b1000, reject: 1 << 10 },
  boom: { hook: 0b1, mute: 0b10, drop: 0b100 },
};
/** The number of each headset's report of its buttons. */
export const reportOf: Readonly<Record<Maker, number>> = {
  poly: 8,
  jabra: 2,
  yealink: 4,
  gigaset: 2,
  anker: 2,
  boom: 0,
};
