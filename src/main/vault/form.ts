// The form of a value in a sealed file: as JSON, or as JSON with keys in front of it. A key is never text, because the
// engine's text cannot be wiped and is copied by every step of reading and writing JSON.
import * as v from 'valibot';
import { type Bytes, concat, utf8 } from '../../core/bytes.ts';
import { Secret } from '../../core/keys/secret.ts';

const KEY_BYTES = 32;

/** Writes and reads one kind of value. In both directions the caller wipes the bytes. */
export interface Form<T> {
  readonly write: (value: T) => Bytes;
  /** The value, or undefined if these bytes hold none. */
  readonly read: (bytes: Uint8Array) => { readonly value: T } | undefined;
}

/** Values that JSON can carry, checked by `schema` when read. */
export function jsonForm<T>(schema: v.GenericSchema<unknown, T>): Form<T> {
  return {
    write: (value) => utf8(JSON.stringify(value)),
    read: (bytes) => {
      let json: unknown;
      try {
        json = JSON.parse(new TextDecoder().decode(bytes));
      } catch {
        // The parser's error would quote the plaintext.
        return undefined;
      }
      const result = v.safeParse(schema, json);
      return result.success ? { value: result.output } : undefined;
    },
  };
}

/** A value with the keys that belong to it. Writing borrows the keys. Whoever reads a value must wipe its keys. */
export interface Keyed<K extends string, T> {
  readonly keys: Readonly<Record<K, Secret>>;
  readonly value: T;
}

/** `32 bytes for each of names, in this order || JSON`. */
export function keyedForm<K extends string, T>(
  names: readonly K[],
  schema: v.GenericSchema<unknown, T>,
): Form<Keyed<K, T>> {
  const json = jsonForm(schema);
  const start = names.length * KEY_BYTES;
  return {
    write: ({ keys, value }) => {
      const text = json.write(value);
      const bytes = concat(new Uint8Array(start), text);
      for (const [at, name] of names.entries()) keys[name].use((key) => bytes.set(key, at * KEY_BYTES));
      return bytes;
    },
    read: (bytes) => {
      if (bytes.length < start) return undefined;
      const rest = json.read(bytes.subarray(start));
      if (rest === undefined) return undefined;
      const own = (at: number): Secret => Secret.own(bytes.subarray(at * KEY_BYTES, (at + 1) * KEY_BYTES));
      const keys = Object.fromEntries(names.map((name, at) => [name, own(at)])) as Record<K, Secret>;
      return { value: { keys, value: rest.value } };
    },
  };
}

/** Wipes the keys of a value that was read. */
export function wipeKeys({ keys }: Keyed<string, unknown>): void {
  for (const key of Object.values(keys)) key.wipe();
}
