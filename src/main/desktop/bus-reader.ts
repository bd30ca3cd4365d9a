// Reads values of D-Bus, little endian, from bytes that are not trusted.
import { alignmentOf, type BusValue, membersOf, typesOf } from './bus-types.ts';

const DEEPEST = 16; // values inside values; the specification allows 64
// The most values and characters of signatures in one message: any program of the session can send us one, and reading
// takes main's time.
const MOST_WORK = 20_000;

/** Reads value after value. Every method throws a RangeError at what cannot be read. */
export class BusReader {
  at: number;
  readonly #bytes: Buffer;
  readonly #members = new Map<string, readonly string[]>(); // of each struct and entry, split once
  #left = MOST_WORK;

  /** Begins at `at`, which is a multiple of eight in the message. */
  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** Goes to the next multiple of `to` bytes. */
  pad(to: number): void {
    this.at = Math.ceil(this.at / to) * to;
  }

  /** The next value of this one type. */
  value(type: string, depth = 0): BusValue {
    if (depth > DEEPEST) throw new RangeError('nested too deeply');
    this.#work(1);
    this.pad(alignmentOf(type));
    switch (type[0]) {
      case 's':
      case 'o':
        return this.#text(this.#take(4).readUInt32LE());
      case 'g':
        return this.#text(this.#take(1).readUInt8());
      case 'v':
        return this.#variant(depth + 1);
      case 'a':
        return type[1] === '{' ? this.#dictionary(type.slice(1), depth + 1) : this.#array(type.slice(1), depth + 1);
      case '(':
        return this.#membersOf(type).map((each) => this.value(each, depth + 1));
      default:
        return this.#number(type);
    }
  }

  #work(amount: number): void {
    this.#left -= amount;
    if (this.#left < 0) throw new RangeError('too much to read');
  }

  #membersOf(type: string): readonly string[] {
    const found = this.#members.get(type) ?? membersOf(type);
    this.#members.set(type, found);
    return found;
  }

  #take(length: number): Buffer {
    if (this.at + length > this.#bytes.length) throw new RangeError('past the end');
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  #number(type: string): number | boolean {
    const bytes = this.#take(alignmentOf(type));
    switch (type) {
      case 'b':
        return bytes.readUInt32LE() !== 0;
      case 'y':
        return bytes.readUInt8();
      case 'n':
        return bytes.readInt16LE();
      case 'q':
        return bytes.readUInt16LE();
      case 'i':
        return bytes.readInt32LE();
      case 'x':
        return Number(bytes.readBigInt64LE());
      case 't':
        return Number(bytes.readBigUInt64LE());
      case 'd':
        return bytes.readDoubleLE();
      default:
        return bytes.readUInt32LE(); // u h
    }
  }

  #text(length: number): string {
    return this.#take(length + 1).toString('utf8', 0, length);
  }

  #variant(depth: number): BusValue {
    const signature = this.#text(this.#take(1).readUInt8());
    this.#work(signature.length);
    const [type, ...more] = typesOf(signature);
    if (type === undefined || more.length > 0) throw new RangeError('a variant has one type');
    return this.value(type, depth);
  }

  // The length of an array counts from its first element, without the padding before it.
  #elements(alignment: number, read: () => void): void {
    const length = this.#take(4).readUInt32LE();
    this.pad(alignment);
    const end = this.at + length;
    if (end > this.#bytes.length) throw new RangeError('past the end');
    while (this.at < end) read();
    if (this.at > end) throw new RangeError('an element longer than its array');
  }

  #array(type: string, depth: number): readonly BusValue[] {
    const list: BusValue[] = [];
    this.#elements(alignmentOf(type), () => list.push(this.value(type, depth)));
    return list;
  }

  #dictionary(entry: string, depth: number): ReadonlyMap<BusValue, BusValue> {
    const [key = '', value = ''] = this.#membersOf(entry);
    const map = new Map<BusValue, BusValue>();
    this.#elements(8, () => {
      this.pad(8);
      map.set(this.value(key, depth), this.value(value, depth));
    });
    return map;
  }
}
