// The file with the one random key of a profile, wrapped by the system's key store or by a passphrase (design.md §7).
// Its header is authenticated by the key itself (`check`), so a box that opens into anything else is noticed.
import * as v from 'valibot';
import { type Bytes, fromB64u, toB64u, utf8 } from '../../core/bytes.ts';
import { Secret } from '../../core/keys/secret.ts';
import type { Random } from '../app/clock.ts';
import type { KeyStore } from './key-store.ts';
import { DEFAULT_COST, PassphraseCost, passphraseKey } from './passphrase.ts';
import { binding, open, seal } from './seal.ts';

const KEY_BYTES = 32;
const SALT_BYTES = 16;
const common = {
  v: v.literal(1),
  profile: v.string(),
  app: v.string(), // version that made it
  createdMs: v.pipe(v.number(), v.integer(), v.minValue(0)),
  wrapped: v.string(),
  check: v.string(),
};
const KeyFile = v.variant('kind', [
  v.strictObject({ kind: v.literal('os'), backend: v.string(), ...common }),
  v.strictObject({ kind: v.literal('passphrase'), cost: PassphraseCost, salt: v.string(), ...common }),
]);
export type KeyFile = v.InferOutput<typeof KeyFile>;

/** What a new key file says about its origin. */
export interface Origin {
  readonly profile: string;
  readonly app: string;
  readonly createdMs: number;
}

/** The key file in these bytes, or undefined where they are not one. */
export function readKeyFile(bytes: Uint8Array): KeyFile | undefined {
  try {
    const result = v.safeParse(KeyFile, JSON.parse(new TextDecoder().decode(bytes)));
    return result.success ? result.output : undefined;
  } catch {
    // Not JSON: a damaged file is an expected outcome.
    return undefined;
  }
}

/** The bytes of a key file. */
export function writeKeyFile(file: KeyFile): Bytes {
  return utf8(`${JSON.stringify(file, undefined, 2)}\n`);
}

/** A fresh key wrapped by the key store, or undefined where the store refuses or cannot open what it just made. */
export function wrapByStore(
  store: KeyStore,
  origin: Origin,
  random: Random,
): { readonly file: KeyFile; readonly key: Secret } | undefined {
  const raw = random(KEY_BYTES);
  const wrapped = store.wrap(raw);
  const key = Secret.own(raw);
  if (wrapped === undefined) {
    key.wipe();
    return undefined;
  }
  const bare = { kind: 'os', backend: store.backend(), v: 1, ...origin, wrapped: toB64u(wrapped), check: '' } as const;
  const file: KeyFile = { ...bare, check: makeCheck(bare, key, random) };
  const proof = unwrapByStore(store, file);
  if (proof === undefined) {
    key.wipe();
    return undefined;
  }
  proof.wipe();
  return { file, key };
}

/** The key in a file of kind `os`, or undefined where this store does not open it. */
export function unwrapByStore(store: KeyStore, file: KeyFile & { readonly kind: 'os' }): Secret | undefined {
  const wrapped = fromB64u(file.wrapped);
  const raw = wrapped && store.unwrap(wrapped);
  return raw && checked(file, raw);
}

/** A key wrapped by a passphrase: `key`, which is taken over, or a fresh one. */
export async function wrapByPassphrase(
  passphrase: string,
  origin: Origin,
  random: Random,
  cost: PassphraseCost = DEFAULT_COST,
  key: Secret = Secret.own(random(KEY_BYTES)),
): Promise<{ readonly file: KeyFile; readonly key: Secret }> {
  const salt = random(SALT_BYTES);
  const outer = await passphraseKey(passphrase, salt, cost);
  const bound = binding(origin.profile, 'key', 1);
  const wrapped = toB64u(key.use((raw) => seal(outer, bound, raw, random)));
  outer.wipe();
  const bare = { kind: 'passphrase', cost, salt: toB64u(salt), v: 1, ...origin, wrapped, check: '' } as const;
  return { file: { ...bare, check: makeCheck(bare, key, random) }, key };
}

/** The key in a file of kind `passphrase`; `wrong` cannot be told from an altered box, `damaged` is a broken header. */
export async function unwrapByPassphrase(
  passphrase: string,
  file: KeyFile & { readonly kind: 'passphrase' },
): Promise<Secret | 'wrong' | 'damaged'> {
  const salt = fromB64u(file.salt);
  const wrapped = fromB64u(file.wrapped);
  if (salt?.length !== SALT_BYTES || wrapped === undefined) return 'damaged';
  const outer = await passphraseKey(passphrase, salt, file.cost);
  const raw = open(outer, binding(file.profile, 'key', 1), wrapped);
  outer.wipe();
  if (raw === undefined) return 'wrong';
  return checked(file, raw) ?? 'damaged';
}

function makeCheck(bare: KeyFile, key: Secret, random: Random): string {
  return toB64u(seal(key, headerOf(bare), new Uint8Array(0), random));
}

function checked(file: KeyFile, raw: Bytes): Secret | undefined {
  const key = Secret.own(raw);
  const check = fromB64u(file.check);
  if (raw.length === KEY_BYTES && check !== undefined && open(key, headerOf(file), check) !== undefined) return key;
  key.wipe();
  return undefined;
}

function headerOf(file: KeyFile): Bytes {
  // The schema fixes the fields; sorted names make the text independent of how the file was formatted.
  const fields = Object.entries({ ...file, check: '' }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return utf8(`Siegel 1 key file${JSON.stringify(fields)}`);
}
