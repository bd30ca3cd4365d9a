// D-Bus messages as bytes (specification 0.43, "Type System", "Message Format"), as far as notifications, the lock of
// the screen and the system's do not disturb need them, little endian only:
//
//   'l' type flags 1 │ u body length │ u serial │ array of (y code, v value) │ padding to 8 │ body
//
// Types written: b u i s o g as a{sv}. Types read: u i b s o g as, and v of one of these. A body is read up to its
// first value of another type.

const MOST_BYTES = 1024 * 1024;
const FIXED = 16; // the bytes before the header's fields, including the length of these fields
const types = [undefined, 'call', 'reply', 'error', 'signal'] as const;

/** A method and its owner. */
export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
}

/** An argument of a method call: a number, a boolean, a text, a list of texts, or a dictionary of variants by name. */
export type BusArgument =
  | number
  | boolean
  | string
  | readonly string[]
  | { readonly [name: string]: readonly [signature: string, value: number | boolean | string] };

/** A message that came in. */
export interface BusMessage {
  readonly type: 'call' | 'reply' | 'error' | 'signal';
  readonly sender: string; // the sender's unique name, as the daemon says
  readonly interface: string;
  readonly member: string;
  readonly replyTo: number;
  readonly body: readonly (number | boolean | string | readonly string[])[];
}

const up = (at: number, to: number): number => Math.ceil(at / to) * to;

class Writer {
  #parts: Buffer[] = [];
  length = 0;

  bytes(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.length += bytes.length;
  }

  pad(to: number): void {
    this.bytes(Buffer.alloc(up(this.length, to) - this.length));
  }

  number(value: number): void {
    this.pad(4);
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(Math.trunc(value) | 0);
    this.bytes(bytes);
  }

  text(value: string): void {
    const bytes = Buffer.from(value.replaceAll('\0', ''));
    this.number(bytes.length);
    this.bytes(Buffer.concat([bytes, Buffer.alloc(1)]));
  }

  signature(value: string): void {
    this.bytes(Buffer.concat([Buffer.from([value.length]), Buffer.from(value), Buffer.alloc(1)]));
  }

  // The length of an array counts from its first element, without the padding before it.
  array(align: number, write: () => void): void {
    this.number(0);
    const length = this.#parts.length - 1;
    this.pad(align);
    const from = this.length;
    write();
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(this.length - from);
    this.#parts[length] = bytes;
  }

  value(signature: string, value: BusArgument): void {
    if (signature === 'a{sv}')
      return this.#dictionary(value as Extract<BusArgument, Readonly<Record<string, unknown>>>);
    if (signature === 'as')
      return this.array(4, () => {
        for (const each of value as readonly string[]) this.text(each);
      });
    if (typeof value === 'string') return signature === 'g' ? this.signature(value) : this.text(value);
    return this.number(Number(value)); // u i b
  }

  #dictionary(entries: Readonly<Record<string, readonly [string, number | boolean | string]>>): void {
    this.array(8, () => {
      for (const [name, [signature, value]] of Object.entries(entries)) {
        this.pad(8);
        this.text(name);
        this.signature(signature);
        this.value(signature, value);
      }
    });
  }

  whole(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** The types of a signature, one each: `sa{sv}` is `s` and `a{sv}`. */
function typesOf(signature: string): readonly string[] {
  return signature.match(/a\{sv\}|a?[a-z]/g) ?? [];
}

/** The bytes of a method call with this serial. Serials count from 1. */
export function writeCall(serial: number, method: BusCall, signature: string, body: readonly BusArgument[]): Buffer {
  const content = new Writer();
  for (const [at, type] of typesOf(signature).entries()) content.value(type, body[at] ?? '');
  const message = new Writer();
  message.bytes(Buffer.from(['l'.charCodeAt(0), 1, 0, 1]));
  message.number(content.length);
  message.number(serial);
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
 * The length of the message that begins here. `more`: its first 16 bytes are incomplete. `bad`: too long, or not little
 * endian.
 */
export function sizeOfMessage(bytes: Buffer): number | 'more' | 'bad' {
  if (bytes.length < FIXED) return 'more';
  if (bytes[0] !== 'l'.charCodeAt(0)) return 'bad';
  const size = up(FIXED + bytes.readUInt32LE(12), 8) + bytes.readUInt32LE(4);
  return size > MOST_BYTES ? 'bad' : size;
}

// Throws a RangeError past the end.
class Reader {
  at: number;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  pad(to: number): void {
    this.at = up(this.at, to);
  }

  byte(): number {
    this.at += 1;
    return this.#bytes.readUInt8(this.at - 1);
  }

  number(): number {
    this.pad(4);
    this.at += 4;
    return this.#bytes.readUInt32LE(this.at - 4);
  }

  #text(length: number): string {
    if (this.at + length + 1 > this.#bytes.length) throw new RangeError('past the end');
    this.at += length + 1;
    return this.#bytes.toString('utf8', this.at - 1 - length, this.at - 1);
  }

  value(type: string): number | boolean | string | readonly string[] | undefined {
    if (type === 's' || type === 'o') return this.#text(this.number());
    if (type === 'g') return this.#text(this.byte());
    if (type === 'u') return this.number();
    if (type === 'i') return this.number() | 0;
    if (type === 'b') return this.number() !== 0;
    if (type === 'v') {
      const inner = this.#text(this.byte());
      return inner === 'v' ? undefined : this.value(inner); // never deeper than one level
    }
    if (type !== 'as') return undefined;
    const end = this.number() + this.at;
    const texts: string[] = [];
    while (this.at < end) texts.push(this.#text(this.number()));
    return texts;
  }
}

/** The message in exactly these bytes. Undefined if it cannot be read. */
export function readMessage(bytes: Buffer): BusMessage | undefined {
  try {
    const type = types[bytes.readUInt8(1)];
    if (type === undefined) return undefined;
    const fields = new Map<number, unknown>();
    const header = new Reader(bytes, FIXED);
    const end = FIXED + bytes.readUInt32LE(12);
    while (header.at < end) {
      header.pad(8);
      const code = header.byte();
      fields.set(code, header.value(String(header.value('g'))));
    }
    const text = (code: number): string => {
      const value = fields.get(code);
      return typeof value === 'string' ? value : '';
    };
    const content = new Reader(bytes, up(end, 8));
    const body: (number | boolean | string | readonly string[])[] = [];
    for (const each of typesOf(text(8))) {
      const value = content.value(each);
      if (value === undefined) break;
      body.push(value);
    }
    return { type, sender: text(7), interface: text(2), member: text(3), replyTo: Number(fields.get(5) ?? 0), body };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
