// The file with the one random key of a profile. The key is sealed under an outer key, which the system's key store
// wraps or a passphrase gives. The key itself authenticates the header (`check`). Why an outer key: safeStorage returns
// a string, and a JavaScript string cannot be wiped. So only the text of the outer key stays in memory after a lock,
// and the outer key opens nothing without this file.
import * as v from 'valibot';
import { type Bytes, fromB64u, toB64u, utf8 } from '../../core/bytes.ts';
import { Secret } from '../../core/keys/secret.ts';
import type { Random } from '../time/clock.ts';
import type { KeyStore } from './key-store.ts';
import { DEFAULT_COST, PassphraseCost, passphraseKey } from './passphrase.ts';
import { binding, open, seal } from './seal.ts';

const VERSION = 2;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const common = {
  v: v.literal(VERSION),
  profile: v.string(),
  app: v.string(), // the version that made the file
  createdMs: v.pipe(v.number(), v.integer(), v.minValue(0)),
  sealed: v.string(), // the key under the outer key
  check: v.string(),
};
/** The content of a key file: the key, sealed under an outer key that the key store wraps or a passphrase gives. */
const KeyFile = v.variant('kind', [
  v.strictObject({ kind: v.literal('os'), backend: v.string(), wrapped: v.string(), ...common }),
  v.strictObject({ kind: v.literal('passphrase'), cost: PassphraseCost, salt: v.string(), ...common }),
]);
export type KeyFile = v.InferOutput<typeof KeyFile>;
const AnyVersion = v.object({ v: v.pipe(v.number(), v.integer(), v.notValue(VERSION)), profile: v.string() });

/** What a new key file says about its origin. */
export interface Origin {
  readonly profile: string;
  readonly app: string;
  readonly createdMs: number;
}

/**
 * The key file in these bytes. `other-version`: the file has another format. Undefined: these bytes are no key file.
 */
export function readKeyFile(bytes: Uint8Array): KeyFile | 'other-version' | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const result = v.safeParse(KeyFile, json);
    if (result.success) return result.output;
    return v.is(AnyVersion, json) ? 'other-version' : undefined;
  } catch {
    // Not JSON, which is expected of a damaged file.
    return undefined;
  }
}

/** The bytes of a key file. */
export function writeKeyFile(file: KeyFile): Bytes {
  return utf8(`${JSON.stringify(file, undefined, 2)}\n`);
}

/**
 * Wraps a key by the key store: `given`, which then belongs to this function, or a fresh key. Undefined if the store
 * refuses, or cannot open what it has just made.
 */
export function wrapByStore(
  store: KeyStore,
  origin: Origin,
  random: Random,
  given?: Secret,
): { readonly file: KeyFile; readonly key: Secret } | undefined {
  const outer = Secret.own(random(KEY_BYTES));
  const wrapped = outer.use((raw) => store.wrap(raw));
  if (wrapped === undefined) {
    outer.wipe();
    given?.wipe();
    return undefined;
  }
  const key = given ?? Secret.own(random(KEY_BYTES));
  const sealed = sealKey(outer, key, origin.profile, random);
  outer.wipe();
  const by = { backend: store.backend(), wrapped: toB64u(wrapped) };
  const bare = { kind: 'os', ...by, v: VERSION, ...origin, sealed, check: '' } as const;
  const file = { ...bare, check: makeCheck(bare, key, random) };
  const proof = unwrapByStore(store, file);
  if (!(proof instanceof Secret)) {
    key.wipe();
    return undefined;
  }
  proof.wipe();
  return { file, key };
}

/**
 * The key in a file of kind `os`. Undefined: this store cannot open it, or the file is damaged. `made-elsewhere`: the
 * store that the file names did not make `wrapped`.
 */
export function unwrapByStore(
  store: KeyStore,
  file: KeyFile & { readonly kind: 'os' },
): Secret | 'made-elsewhere' | undefined {
  const wrapped = fromB64u(file.wrapped);
  const raw = wrapped && store.unwrap(wrapped, file.backend);
  if (raw === undefined || raw === 'made-elsewhere') return raw;
  const outer = Secret.own(raw);
  const key = openKey(outer, file);
  outer.wipe();
  return key === 'wrong' || key === 'damaged' ? undefined : key;
}

/**
 * A key under a passphrase: the one that `keyThen` returns once the passphrase was processed, or a fresh one. The key
 * is asked for so late because a copy made earlier would outlive a lock. Undefined if `keyThen` returns no key.
 */
export async function wrapByPassphrase(
  passphrase: string,
  origin: Origin,
  random: Random,
  cost: PassphraseCost = DEFAULT_COST,
  keyThen: () => Secret | undefined = () => Secret.own(random(KEY_BYTES)),
): Promise<{ readonly file: KeyFile; readonly key: Secret } | undefined> {
  const salt = random(SALT_BYTES);
  const outer = await passphraseKey(passphrase, salt, cost);
  const key = keyThen();
  const sealed = key && sealKey(outer, key, origin.profile, random);
  outer.wipe();
  if (key === undefined || sealed === undefined) return undefined;
  const bare = { kind: 'passphrase', cost, salt: toB64u(salt), v: VERSION, ...origin, sealed, check: '' } as const;
  return { file: { ...bare, check: makeCheck(bare, key, random) }, key };
}

/**
 * The key in a file of kind `passphrase`. `wrong`: the passphrase is wrong, or `sealed`, `salt`, `cost` or `profile`
 * was altered, which cannot be told apart. `damaged`: a field is malformed, or another part of the header was altered.
 */
export async function unwrapByPassphrase(
  passphrase: string,
  file: KeyFile & { readonly kind: 'passphrase' },
): Promise<Secret | 'wrong' | 'damaged'> {
  const salt = fromB64u(file.salt);
  if (salt?.length !== SALT_BYTES || fromB64u(file.sealed) === undefined) return 'damaged';
  const outer = await passphraseKey(passphrase, salt, file.cost);
  const key = openKey(outer, file);
  outer.wipe();
  return key;
}

function sealKey(outer: Secret, key: Secret, profile: string, random: Random): string {
  return toB64u(key.use((raw) => seal(outer, binding(profile, 'key', VERSION), raw, random)));
}

function openKey(outer: Secret, file: KeyFile): Secret | 'wrong' | 'damaged' {
  const sealed = fromB64u(file.sealed);
  const check = fromB64u(file.check);
  if (sealed === undefined || check === undefined) return 'damaged';
  const raw = open(outer, binding(file.profile, 'key', VERSION), sealed);
  if (raw === undefined) return 'wrong';
  const isKey = raw.length === KEY_BYTES;
  const key = Secret.own(raw);
  if (isKey && open(key, headerOf(file), check) !== undefined) return key;
  key.wipe();
  return 'damaged';
}

function makeCheck(bare: KeyFile, key: Secret, random: Random): string {
  return toB64u(seal(key, headerOf(bare), new Uint8Array(0), random));
}

function headerOf(file: KeyFile): Bytes {
  // The schema fixes the fields. Sorted names make the text independent of their order in the file.
  const fields = Object.entries({ ...file, check: '' }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return utf8(`Siegel 1 key file${JSON.stringify(fields)}`);
}
