// D-Bus messages as bytes (specification 0.43, "Message Format"), little endian only:
//
//   'l' type flags 1 │ u body length │ u serial │ array of (y code, v value) │ padding to 8 │ body
import { BusReader } from './bus-reader.ts';
import { type BusArgument, type BusValue, typesOf } from './bus-types.ts';
import { BusWriter } from './bus-writer.ts';

const MOST_BYTES = 128 * 1024 * 1024; // of any message, by the specification
/** The longest message that is read, in bytes. */
export const MOST_READ_BYTES = 1024 * 1024;
const LITTLE_ENDIAN = 'l'.charCodeAt(0);
const FIXED = 16; // the bytes before the header's fields, including the length of these fields
const types = [undefined, 'call', 'reply', 'error', 'signal'] as const;

/** A method and its owner. */
export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
}

/** A message that came in. */
export interface BusMessage {
  readonly type: 'call' | 'reply' | 'error' | 'signal';
  readonly sender: string; // the sender's unique name, as the daemon says
  readonly path: string; // the object that a signal comes from
  readonly interface: string;
  readonly member: string;
  readonly replyTo: number;
  readonly errorName: string; // of an error
  readonly body: readonly BusValue[];
}

const up = (at: number, to: number): number => Math.ceil(at / to) * to;

/** The bytes of a method call with this serial. Serials count from 1. */
export function writeCall(serial: number, method: BusCall, signature: string, body: readonly BusArgument[]): Buffer {
  const content = new BusWriter();
  for (const [at, type] of typesOf(signature).entries()) content.value(type, body[at] ?? '');
  const message = new BusWriter();
  message.bytes(Buffer.from([LITTLE_ENDIAN, 1, 0, 1]));
  message.value('u', content.length);
  message.value('u', serial);
  const fields: readonly (readonly [code: number, signature: string, value: string])[] = [
    [1, 'o', method.path],
    [2, 's', method.interface],
    [3, 's', method.member],
    [6, 's', method.destination],
    ...(signature === '' ? [] : ([[8, 'g', signature]] as const)),
  ];
  message.array(8, () => {
    for (const [code, type, value] of fields) {
      message.pad(8);
      message.bytes(Buffer.from([code]));
      message.signature(type);
      message.value(type, value);
    }
  });
  message.pad(8);
  message.bytes(content.whole());
  return message.whole();
}

/**
 * The length of the message that begins here, whether it can be read or not. `more`: its first 16 bytes are incomplete.
 * `bad`: this is no beginning of a message.
 */
export function sizeOfMessage(bytes: Buffer): number | 'more' | 'bad' {
  if (bytes.length < FIXED) return 'more';
  const order = String.fromCharCode(bytes.readUInt8());
  if (order !== 'l' && order !== 'B') return 'bad';
  const at = (offset: number): number => (order === 'l' ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset));
  const size = up(FIXED + at(12), 8) + at(4);
  return size > MOST_BYTES ? 'bad' : size;
}

/** The message in exactly these bytes. Undefined if it cannot be read, is longer than 1 MiB or not little endian. */
export function readMessage(bytes: Buffer): BusMessage | undefined {
  try {
    const type = types[bytes.readUInt8(1)];
    if (type === undefined || bytes[0] !== LITTLE_ENDIAN || bytes.length > MOST_READ_BYTES) return undefined;
    const fields = new Map<number, unknown>();
    const reader = new BusReader(bytes, FIXED);
    const end = FIXED + bytes.readUInt32LE(12);
    while (reader.at < end) {
      reader.pad(8);
      fields.set(Number(reader.value('y')), reader.value('v'));
    }
    const text = (code: number): string => {
      const value = fields.get(code);
      return typeof value === 'string' ? value : '';
    };
    reader.at = up(end, 8);
    const body = typesOf(text(8)).map((each) => reader.value(each));
    return {
      type,
      sender: text(7),
      path: text(1),
      interface: text(2),
      member: text(3),
      replyTo: Number(fields.get(5) ?? 0),
      errorName: text(4),
      body,
    };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
