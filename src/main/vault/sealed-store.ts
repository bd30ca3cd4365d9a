// One purpose's state in one sealed file: `"SGLS" || 01 || u32 version || box`. A form parses what is read. A file that
// does not open or parse is never overwritten: it is moved aside, or stays and blocks writing. If its previous
// generation opens, that generation is read instead. While the file itself opens, its previous generation is not read,
// and the next write replaces that generation.
import { dirname } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, equal, readUint, toHex, uint, utf8 } from '../../core/bytes.ts';
import type { Secret } from '../../core/keys/secret.ts';
import type { Random } from '../time/clock.ts';
import { errorCode, type Files } from './files.ts';
import { previousOf, replaceFile } from './replace-file.ts';
import { binding, open, seal } from './seal.ts';
import type { Form } from './form.ts';
import type { Store } from './store.ts';

const MAGIC = concat(utf8('SGLS'), uint(1, 1));

/**
 * What happened to a sealed file that could not be opened: where it lies now, and whether the previous generation was
 * read instead.
 */
export interface Damage {
  readonly purpose: string;
  readonly keptAside: string;
  readonly recovered: boolean;
}

/**
 * Where and how one purpose is stored. `required`: the program cannot continue without this state, so a damaged file
 * stays in place if its previous generation does not open either.
 */
export interface Place {
  readonly files: Files;
  readonly path: string;
  readonly profile: string;
  readonly purpose: string;
  readonly version: number;
  readonly required: boolean;
  readonly random: Random;
  readonly key: () => Secret; // asserts that the vault is open
  readonly onDamage: (damage: Damage) => void;
}

// What lies at one path.
type Loaded<T> =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly from: string }
  | { readonly kind: 'damaged'; readonly from: string; readonly bytes: Bytes }
  | { readonly kind: 'good'; readonly value: T };

/** The header of a sealed file. Undefined if there is none. */
export function headerOf(bytes: Uint8Array): { readonly version: number; readonly length: number } | undefined {
  const length = MAGIC.length + 4;
  if (bytes.length < length || !equal(bytes.subarray(0, MAGIC.length), MAGIC)) return undefined;
  return { version: Number(readUint(bytes, MAGIC.length, 4)), length };
}

/** The store of one purpose. Its plaintext has this form and is wiped once it is read or sealed. */
export function sealedStore<T>(place: Place, form: Form<T>): Store<T> {
  const { files, path, random } = place;
  const header = concat(MAGIC, uint(4, place.version));
  const bound = binding(place.profile, place.purpose, place.version);
  let blocked = false; // a damaged or unreadable file must not be replaced

  const parse = (bytes: Uint8Array): { readonly value: T } | undefined => {
    if (!equal(bytes.subarray(0, header.length), header)) return undefined;
    const plaintext = open(place.key(), bound, bytes.subarray(header.length));
    if (plaintext === undefined) return undefined;
    const result = form.read(plaintext);
    plaintext.fill(0);
    return result;
  };

  const setAside = (from: string, bytes: Bytes, recovered: boolean): void => {
    const keptAside = `${from}.kept-${toHex(sha256(bytes)).slice(0, 8)}`;
    try {
      files.rename(from, keptAside);
      files.syncDirectory(dirname(from));
      place.onDamage({ purpose: place.purpose, keptAside, recovered });
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      blocked = true;
      place.onDamage({ purpose: place.purpose, keptAside: from, recovered });
    }
  };

  // A file that the system refuses to read (rights, bad sector) may be readable tomorrow, so nothing may replace it.
  const load = (from: string): Loaded<T> => {
    try {
      const bytes = files.read(from);
      if (bytes === undefined) return { kind: 'none' };
      const parsed = parse(bytes);
      return parsed === undefined ? { kind: 'damaged', from, bytes } : { kind: 'good', value: parsed.value };
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return { kind: 'unreadable', from };
    }
  };

  return {
    read: () => {
      const current = load(path);
      if (current.kind === 'good') return current.value;
      const previous = load(previousOf(path));
      const recovered = previous.kind === 'good';
      // A damaged previous generation is kept aside too: otherwise the second write would replace it.
      const bad = [current, previous].filter((each) => each.kind === 'damaged' || each.kind === 'unreadable');
      if (bad.some((each) => each.kind === 'unreadable') || (place.required && !recovered)) {
        blocked ||= bad.length > 0;
        for (const { from } of bad.slice(0, 1)) place.onDamage({ purpose: place.purpose, keptAside: from, recovered });
      } else {
        for (const each of bad) if (each.kind === 'damaged') setAside(each.from, each.bytes, recovered);
      }
      return recovered ? previous.value : undefined;
    },
    write: (value) => {
      if (blocked) return 'disk';
      const plaintext = form.write(value);
      const bytes = concat(header, seal(place.key(), bound, plaintext, random));
      plaintext.fill(0);
      return replaceFile(files, path, bytes);
    },
  };
}
