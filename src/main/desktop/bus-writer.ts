// Writes values of D-Bus, little endian.
import { alignmentOf, type BusArgument, membersOf } from './bus-types.ts';

type Dictionary = Extract<BusArgument, { readonly [name: string]: unknown }>;

/** Writes value after value. */
export class BusWriter {
  #parts: Buffer[] = [];
  length = 0;

  bytes(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.length += bytes.length;
  }

  /** Writes zeros up to a multiple of `to` bytes. */
  pad(to: number): void {
    this.bytes(Buffer.alloc(Math.ceil(this.length / to) * to - this.length));
  }

  /** Writes the value as this one type, which is one of b u i s o g, an array, a struct or `a{sv}`. */
  value(type: string, value: BusArgument): void {
    this.pad(alignmentOf(type));
    if (type === 'a{sv}') return this.#dictionary(value as Dictionary);
    const list = Array.isArray(value) ? (value as readonly BusArgument[]) : [];
    if (type.startsWith('a'))
      return this.array(alignmentOf(type.slice(1)), () => {
        for (const each of list) this.value(type.slice(1), each);
      });
    if (type.startsWith('('))
      return membersOf(type).forEach((member, at) => {
        this.value(member, list[at] ?? '');
      });
    if (typeof value === 'string') return type === 'g' ? this.signature(value) : this.#text(value);
    this.#number(Number(value));
  }

  signature(value: string): void {
    this.bytes(Buffer.concat([Buffer.from([value.length]), Buffer.from(value), Buffer.alloc(1)]));
  }

  /** Writes an array whose elements `write` writes. */
  array(alignment: number, write: () => void): void {
    this.value('u', 0);
    const length = this.#parts.length - 1;
    this.pad(alignment);
    const from = this.length; // the padding before the first element does not count
    write();
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(this.length - from);
    this.#parts[length] = bytes;
  }

  whole(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #number(value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(Math.trunc(value) | 0);
    this.bytes(bytes);
  }

  #text(value: string): void {
    const bytes = Buffer.from(value.replaceAll('\0', ''));
    this.#number(bytes.length);
    this.bytes(Buffer.concat([bytes, Buffer.alloc(1)]));
  }

  #dictionary(entries: Dictionary): void {
    this.array(8, () => {
      for (const [name, [signature, value]] of Object.entries(entries)) {
        this.pad(8);
        this.value('s', name);
        this.signature(signature);
        this.value(signature, value);
      }
    });
  }
}
