// Reads a HID report descriptor into the form that WebHID gives (USB HID 1.11 §6.2.2; WICG WebHID, “parsing the report
// descriptor”). As in Chromium, a usage belongs to the page that was set before it, and the fields of inner collections
// also count for the outer one, so only the outer ones are returned. Chromium reads the bytes on Linux and macOS. On
// Windows it has the system's summary of them, which may differ.
import type { HidCollection, HidItem } from '../../../src/renderer/headset/web-hid.ts';

interface Report {
  readonly reportId: number;
  readonly items: HidItem[];
}
interface Collection extends HidCollection {
  readonly inputReports: Report[];
  readonly outputReports: Report[];
}

/** The top-level collections of a device with this descriptor. Throws if the descriptor is cut off or malformed. */
export function collectionsOf(descriptor: Uint8Array): readonly HidCollection[] {
  const collections: Collection[] = [];
  let [page, reportId, reportSize, reportCount, depth] = [0, 0, 0, 0, 0];
  let local = { usages: [] as number[], minimum: 0, maximum: 0 };
  for (const { tag, value } of itemsOf(descriptor)) {
    const usage = value > 0xff_ff ? value : page * 0x1_0000 + value;
    const open = depth > 0 ? collections.at(-1) : undefined;
    switch (tag) {
      case 0x04:
        page = value;
        break;
      case 0x74:
        reportSize = value;
        break;
      case 0x84:
        reportId = value;
        break;
      case 0x94:
        reportCount = value;
        break;
      case 0x08:
        local.usages.push(usage);
        break;
      case 0x18:
        local.minimum = usage;
        break;
      case 0x28:
        local.maximum = usage;
        break;
      case 0xa0: {
        const [first = 0] = local.usages;
        const usages = { usagePage: first >>> 16 || page, usage: first & 0xff_ff };
        if (depth++ === 0) collections.push({ ...usages, inputReports: [], outputReports: [] });
        break;
      }
      case 0xc0:
        depth--;
        break;
      case 0x80:
      case 0x90: {
        if (open === undefined) throw new Error('a field is outside all collections');
        const item = fieldOf(value, local, reportSize, reportCount);
        reportOf(tag === 0x80 ? open.inputReports : open.outputReports, reportId).items.push(item);
        break;
      }
      case 0xa4:
      case 0xb4:
        throw new Error('push and pop are not read');
      default: // limits of values, units and feature reports: a headset's layout does not depend on them
    }
    if ((tag & 0x0c) === 0) local = { usages: [], minimum: 0, maximum: 0 };
  }
  if (depth !== 0) throw new Error('a collection is not closed');
  return collections;
}

// Short items: the lower two bits of the first byte say how long the value is.
function* itemsOf(descriptor: Uint8Array): Iterable<{ readonly tag: number; readonly value: number }> {
  for (let at = 0; at < descriptor.length;) {
    const prefix = descriptor[at++] ?? 0;
    if (prefix === 0xfe) throw new Error('long items are not read');
    const length = (prefix & 3) === 3 ? 4 : prefix & 3;
    const bytes = descriptor.subarray(at, (at += length));
    if (bytes.length < length) throw new Error('the descriptor is cut off');
    yield { tag: prefix & 0xfc, value: bytes.reduceRight((value, byte) => value * 0x100 + byte, 0) };
  }
}

function fieldOf(
  flags: number,
  {
    usages,
    minimum,
    maximum,
  }: { readonly usages: readonly number[]; readonly minimum: number; readonly maximum: number },
  reportSize: number,
  reportCount: number,
): HidItem {
  const isRange = minimum !== maximum;
  return {
    isAbsolute: (flags & 4) === 0,
    isArray: (flags & 2) === 0,
    isRange,
    hasPreferredState: (flags & 0x20) === 0,
    ...(isRange ? { usageMinimum: minimum, usageMaximum: maximum } : { usages }),
    reportSize,
    reportCount,
  };
}

function reportOf(reports: Report[], reportId: number): Report {
  const known = reports.find((report) => report.reportId === reportId);
  if (known !== undefined) return known;
  const report: Report = { reportId, items: [] };
  reports.push(report);
  return report;
}
