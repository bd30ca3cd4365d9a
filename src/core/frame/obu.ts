// The one AV1 open bitstream unit that carries a sealed frame: OBU_FRAME, with or without a size (AV1 specification
// §5.3). The depacketizer of a receiver adds a size field. Both forms are accepted, and nothing else.
import type { Bytes } from '../bytes.ts';

const OBU_FRAME = 0x30;
const OBU_FRAME_WITH_SIZE = 0x32;

/** The header byte of an OBU_FRAME that extends to the end of the temporal unit. */
export const OBU_FRAME_TO_END = OBU_FRAME;

/**
 * The payload of the OBU_FRAME that starts at `at` and ends exactly where `bytes` ends. If the unit has a size field,
 * the size must be in the shortest leb128 form (protocol §7). Undefined for anything else.
 */
export function framePayload(bytes: Bytes, at: number): Bytes | undefined {
  const head = bytes[at];
  if (head === OBU_FRAME) return bytes.subarray(at + 1);
  if (head !== OBU_FRAME_WITH_SIZE) return undefined;
  let size = 0;
  for (let i = 0; i < 4; i++) {
    const byte = bytes[at + 1 + i];
    if (byte === undefined) return undefined;
    size |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) {
      const start = at + 2 + i;
      const shortest = i === 0 || byte !== 0;
      return shortest && size === bytes.length - start ? bytes.subarray(start) : undefined;
    }
  }
  return undefined;
}
