// Finds a headset's buttons and lights in its reports by its own description (USB HID 1.11 §6.2.2, HID Usage Tables 1.5
// §11 LED page and §14 telephony page). Pure. There is no table of manufacturers: a device says where its bits are.
import type { HidCollection, HidItem, HidReport } from './web-hid.ts';

/** What a button does. */
export type Control = 'hook' | 'mute' | 'hold' | 'drop' | 'reject';

/** What a light shows. */
export type Light = 'offHook' | 'mute' | 'ringing' | 'hold';

/** A bit of an input report. `level`: the bit is 1 as long as a state lasts. `pulse`: it is 1 briefly at each press. */
export interface Button {
  readonly control: Control;
  readonly bit: number;
  readonly how: 'level' | 'pulse';
}

/** An output report: its length, and the meaning of its bits. */
export interface LightReport {
  readonly reportId: number;
  readonly bytes: number;
  readonly lights: readonly { readonly light: Light; readonly bit: number }[];
}

/** The buttons by report id, and the reports that switch lights. */
export interface HeadsetLayout {
  readonly buttons: ReadonlyMap<number, readonly Button[]>;
  readonly lights: readonly LightReport[];
}

const TELEPHONY = 0x0b;
const BUTTONS = 0x09;
const MOST_BITS = 64 * 8; // limit for one report; the reports of telephones have a byte or two

const controls: ReadonlyMap<number, Control> = new Map([
  [0x0b_0020, 'hook'],
  [0x0b_002f, 'mute'],
  [0x0b_0021, 'hold'], // Flash
  [0x0b_0023, 'hold'],
  [0x0b_0026, 'drop'],
  [0x0b_0007, 'reject'], // Programmable Button, which manufacturers use for declining
]);

const lights: ReadonlyMap<number, Light> = new Map([
  [0x08_0017, 'offHook'],
  [0x08_002a, 'offHook'], // On-Line
  [0x08_0009, 'mute'],
  [0x08_0021, 'mute'], // Microphone: lit while it is muted
  [0x08_0018, 'ringing'],
  [0x08_0020, 'hold'],
]);

interface Field {
  readonly usage: number;
  readonly bit: number;
  readonly item: HidItem;
}

/**
 * The layout of a device with this description. Undefined if it is no telephone, or has neither a known button nor a
 * known light.
 */
export function layoutOf(collections: readonly HidCollection[]): HeadsetLayout | undefined {
  const telephony = collections.filter(({ usagePage }) => usagePage === TELEPHONY);
  const buttons = new Map<number, readonly Button[]>();
  for (const [id, { fields }] of fieldsOf(telephony.flatMap(({ inputReports = [] }) => inputReports))) {
    const found = fields.flatMap(({ usage, bit, item }) => {
      const control = usage >>> 16 === BUTTONS ? 'reject' : controls.get(usage);
      return control === undefined ? [] : [{ control, bit, how: howOf(control, item) }];
    });
    if (found.length > 0) buttons.set(id, found);
  }
  const reports: LightReport[] = [];
  for (const [reportId, { fields, bits }] of fieldsOf(telephony.flatMap(({ outputReports = [] }) => outputReports))) {
    const found = fields.flatMap(({ usage, bit }) => {
      const light = lights.get(usage);
      return light === undefined ? [] : [{ light, bit }];
    });
    if (found.length > 0 && bits <= MOST_BITS) reports.push({ reportId, bytes: Math.ceil(bits / 8), lights: found });
  }
  return buttons.size === 0 && reports.length === 0 ? undefined : { buttons, lights: reports };
}

// A hook reports its state, unless it is described as relative. Mute is a state only if described as lasting (absolute,
// no preferred state). Everything else is a button that springs back.
function howOf(control: Control, { isAbsolute = true, hasPreferredState = true }: HidItem): Button['how'] {
  if (!isAbsolute) return 'pulse';
  return control === 'hook' || (control === 'mute' && !hasPreferredState) ? 'level' : 'pulse';
}

// Fields of one bit, by report id. An item described as constant counts if it has a usage, and so does an array of one
// bit: some manufacturers describe buttons in these ways. An array of one bit can report a press only as 1.
function fieldsOf(
  reports: readonly HidReport[],
): ReadonlyMap<number, { readonly fields: readonly Field[]; readonly bits: number }> {
  const found = new Map<number, { fields: Field[]; bits: number }>();
  for (const { reportId = 0, items = [] } of reports) {
    const report = found.get(reportId) ?? { fields: [], bits: 0 };
    found.set(reportId, report);
    for (const item of items) {
      const { reportSize = 0, reportCount = 0 } = item;
      const isOfBits = reportSize === 1 && (item.isArray !== true || reportCount === 1);
      const bits = isOfBits ? Math.min(reportCount, MOST_BITS - report.bits) : 0;
      for (let index = 0; index < bits; index++) {
        const usage = usageOf(item, index);
        if (usage !== undefined) report.fields.push({ usage, bit: report.bits + index, item });
      }
      report.bits += reportSize * reportCount;
    }
  }
  return found;
}

// Padding has no usage. By HID 1.11 §6.2.2.8 the fields beyond the list of usages share its last usage. Here they get
// none, because no button has two bits.
function usageOf(
  { isRange = false, usages = [], usageMinimum = 0, usageMaximum = 0 }: HidItem,
  index: number,
): number | undefined {
  if (!isRange) return usages[index];
  return usageMinimum + index > usageMaximum ? undefined : usageMinimum + index;
}
