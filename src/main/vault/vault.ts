// The vault of one profile: opens its one random key and hands out sealed stores. A file that cannot be opened is never
// overwritten, unless it is the previous generation of a good one.
import { join } from 'node:path';
import type * as v from 'valibot';
import { assert, unwrap } from '../../core/assert.ts';
import type { Bytes } from '../../core/bytes.ts';
import { Secret } from '../../core/keys/secret.ts';
import type { KeyStoreView } from '../../contract/key-store-view.ts';
import type { Random } from '../time/clock.ts';
import { type Files, systemFiles } from './files.ts';
import { findKey } from './find-key.ts';
import { type Origin, unwrapByPassphrase, wrapByPassphrase, wrapByStore } from './key-file.ts';
import { keyPlace } from './key-place.ts';
import type { KeyStore } from './key-store.ts';
import { eraseAll, finishErasing, moveAside } from './leave.ts';
import type { PassphraseCost } from './passphrase.ts';
import { binding, open as openBox, seal } from './seal.ts';
import { type Form, jsonForm } from './form.ts';
import { type Damage, sealedStore } from './sealed-store.ts';
import { openShelf, type Shelf } from './shelf.ts';
import type { Store } from './store.ts';
import { type OpenState, type VaultState, vaultView } from './vault-state.ts';

/** Where a vault is stored, and what it needs. */
export interface VaultOptions {
  /** A directory of its own; made on `create`, renamed by `startOver`. */
  readonly directory: string;
  readonly keyStore: KeyStore;
  /** Bound into every box: files of another profile do not open. */
  readonly profile: string;
  readonly random: Random;
  readonly appVersion: string;
  readonly nowMs?: () => number;
  readonly files?: Files;
  readonly passphraseCost?: PassphraseCost;
}

/** What protects the key from now on: `passphrase`, or the key store if there is none. `proof`: the old passphrase. */
export interface Protection {
  readonly passphrase?: string | undefined;
  readonly proof?: string | undefined;
}

/** The sealed state of a profile. */
export interface Vault {
  readonly view: () => KeyStoreView;
  readonly onView: (listener: (view: KeyStoreView) => void) => void;
  readonly isOpen: () => boolean;
  /** Makes the key, wrapped by the passphrase or else by the key store. Then the vault is open. */
  readonly create: (passphrase?: string) => Promise<'created' | 'exists' | 'no-key-store' | 'disk'>;
  /**
   * Wraps the key of an open vault by this passphrase instead. `closed`: the vault is not open, or was closed
   * meanwhile.
   */
  readonly rewrap: (passphrase: string) => Promise<'rewrapped' | 'disk' | 'closed'>;
  /**
   * Wraps the key anew: by `passphrase`, or without one by the key store. `proof` is the old passphrase. An
   * interruption leaves a vault that opens by the old wrap or the new one, and the next opening removes the other.
   */
  readonly protect: (
    wanted: Protection,
  ) => Promise<'protected' | 'wrong-passphrase' | 'no-key-store' | 'disk' | 'closed'>;
  readonly unlock: (passphrase: string) => Promise<'unlocked' | 'wrong-passphrase' | 'damaged'>;
  /** Moves everything aside unchanged (`<directory>.kept-…`) and begins anew, without a key. */
  readonly startOver: () => 'done' | 'disk';
  /** Erases everything, including what was ever moved aside, and begins anew, without a key. */
  readonly erase: () => 'done' | 'disk';
  /**
   * The store of one purpose (`[a-z-]+`), for an open vault. If no generation of a `required` store opens, the view is
   * `damaged` and the store cannot be written. Any other store continues with its previous generation or begins anew,
   * and the damaged file is kept aside (`damages`). A file that the system refuses to read blocks writing.
   */
  readonly store: <T>(
    purpose: string,
    schema: v.GenericSchema<unknown, T>,
    version: number,
    options?: { readonly required?: boolean },
  ) => Store<T>;
  /** Numbered parts of one purpose for growing state. A damaged part is kept aside like a store. */
  readonly shelf: <T>(purpose: string, schema: v.GenericSchema<unknown, T>, version: number) => Shelf<T>;
  /** Like `store`, for state that is not JSON. */
  readonly storeOf: <T>(
    purpose: string,
    form: Form<T>,
    version: number,
    options?: { readonly required?: boolean },
  ) => Store<T>;
  /** Boxes of one purpose for state that is appended. They need an open vault. */
  readonly box: (purpose: string, version: number) => Box;
  readonly damages: () => readonly Damage[];
  /** Wipes the key from memory. `unlock` asks for a passphrase, `reopen` uses the key store. */
  readonly lock: () => void;
  /** Opens what `lock` closed, as far as possible without a passphrase. The files are read again. */
  readonly reopen: () => 'open' | 'locked' | 'damaged';
  readonly close: () => void;
}

/** Sealing and opening for one purpose under the vault's key. */
export interface Box {
  readonly seal: (plaintext: Uint8Array) => Bytes;
  /** The sealed plaintext, which the caller must wipe. Undefined if it was not sealed for this purpose. */
  readonly open: (box: Uint8Array) => Bytes | undefined;
}

/** Opens the vault in `directory` as far as possible without a passphrase. Throws only for a bug. */
export function openVault(options: VaultOptions): Vault {
  const { keyStore, random, directory } = options;
  const files = options.files ?? systemFiles;
  const nowMs = options.nowMs ?? Date.now;
  const keyPath = join(directory, 'key.json');
  const listeners: ((view: KeyStoreView) => void)[] = [];
  const damages: Damage[] = [];
  const begin = (): VaultState => findKey(files, keyPath, options.profile, keyStore);
  finishErasing(files, directory);
  const keyHome = keyPlace(files, directory, keyPath);
  let state: VaultState = begin();
  if (state.kind === 'open') keyHome.settle(state.file);

  function become(next: VaultState): void {
    if (next.kind === 'open' && state.kind !== 'open') keyHome.settle(next.file);
    state = next;
    for (const listener of listeners) listener(view());
  }

  const view = (): KeyStoreView => vaultView(state, keyStore);

  function noteDamage(damage: Damage, required: boolean): void {
    damages.push(damage);
    if (required && !damage.recovered && state.kind === 'open') become({ ...state, broken: damage });
  }

  return {
    view,
    onView: (listener) => void listeners.push(listener),
    isOpen: () => state.kind === 'open' && state.broken === undefined,
    create: async (passphrase) => {
      if (state.kind !== 'empty' || files.exists(keyPath)) return 'exists';
      const origin: Origin = { profile: options.profile, app: options.appVersion, createdMs: nowMs() };
      if (passphrase === undefined && !keyStore.available()) return 'no-key-store';
      const made =
        passphrase === undefined
          ? wrapByStore(keyStore, origin, random)
          : await wrapByPassphrase(passphrase, origin, random, options.passphraseCost);
      if (made === undefined) return 'no-key-store';
      // Another `create` may have finished while the passphrase was processed.
      if (stateNow().kind !== 'empty') {
        made.key.wipe();
        return 'exists';
      }
      if (!keyHome.write(made.file)) {
        made.key.wipe();
        return 'disk';
      }
      become({ kind: 'open', file: made.file, key: made.key });
      return 'created';
    },
    rewrap: async (passphrase) => {
      if (state.kind !== 'open') return 'closed';
      const outcome = await wrapAnew(state, passphrase);
      assert(outcome !== 'no-key-store', 'a passphrase asks no key store');
      return outcome;
    },
    protect: async ({ passphrase, proof }) => {
      if (state.kind !== 'open' || state.broken !== undefined) return 'closed';
      const { file } = state;
      const from = state;
      if (file.kind === 'passphrase') {
        const proven = await unwrapByPassphrase(proof ?? '', file);
        if (!(proven instanceof Secret)) return 'wrong-passphrase';
        proven.wipe();
      }
      const outcome = await wrapAnew(from, passphrase);
      return outcome === 'rewrapped' ? 'protected' : outcome;
    },
    unlock: async (passphrase) => {
      if (state.kind === 'open') return 'unlocked';
      if (state.kind !== 'locked') return 'damaged';
      let anyIntact = false;
      for (const file of state.candidates) {
        const key = await unwrapByPassphrase(passphrase, file);
        if (key === 'damaged') continue;
        anyIntact = true;
        if (key === 'wrong') continue;
        // Meanwhile another unlock may have finished, or the vault was closed: a key must not outlive the closing.
        if (stateNow().kind !== 'locked') {
          key.wipe();
          return stateNow().kind === 'open' ? 'unlocked' : 'damaged';
        }
        become({ kind: 'open', file, key });
        return 'unlocked';
      }
      if (anyIntact) return 'wrong-passphrase';
      become({ kind: 'damaged', cause: 'unreadable', keptAside: keyPath, backend: 'passphrase' });
      return 'damaged';
    },
    startOver: () => leave(moveAside(files, directory, nowMs())),
    erase: () => leave(eraseAll(files, directory)),
    store: (purpose, schema, ...rest) => storeOf(purpose, jsonForm(schema), ...rest),
    storeOf,
    shelf: (purpose, schema, version) =>
      openShelf({ files, directory, purpose, store: (name) => storeOf(name, jsonForm(schema), version) }),
    box: (purpose, version) => {
      assertPurpose(purpose);
      const bound = binding(options.profile, purpose, version);
      return {
        seal: (plaintext) => seal(keyNow(), bound, plaintext, random),
        open: (box) => openBox(keyNow(), bound, box),
      };
    },
    damages: () => damages,
    lock: () => {
      if (state.kind !== 'open') return;
      const { file, key } = state;
      key.wipe();
      become(file.kind === 'passphrase' ? { kind: 'locked', candidates: [file] } : { kind: 'closed' });
    },
    reopen: () => {
      const next = state.kind === 'closed' ? begin() : state;
      const isForeign = next.kind === 'damaged' && next.cause === 'made-elsewhere'; // placed here while it was closed
      if (state.kind === 'closed' && (next.kind === 'open' || isForeign)) become(next);
      if (next.kind === 'open') return next.broken === undefined ? 'open' : 'damaged';
      return next.kind === 'locked' ? 'locked' : 'damaged';
    },
    close: () => {
      if (state.kind === 'open') state.key.wipe();
      state = { kind: 'closed' };
    },
  };

  function storeOf<T>(purpose: string, form: Form<T>, version: number, { required = false } = {}): Store<T> {
    assertPurpose(purpose);
    const place = {
      files,
      path: join(directory, `${purpose}.sealed`),
      profile: options.profile,
      purpose,
      version,
      required,
      random,
      key: keyNow,
      onDamage: (damage: Damage) => {
        noteDamage(damage, required);
      },
    };
    return sealedStore(place, form);
  }

  function leave(outcome: 'done' | 'disk'): 'done' | 'disk' {
    if (outcome === 'disk') return 'disk';
    if (state.kind === 'open') state.key.wipe();
    damages.length = 0;
    become({ kind: 'empty' });
    return 'done';
  }

  function assertPurpose(purpose: string): void {
    assert(/^[a-z-]+[0-9]*$/.test(purpose) && purpose !== 'key', 'a purpose is a file name');
  }

  function keyNow(): Secret {
    return unwrap(state.kind === 'open' ? state.key : undefined, 'stores are used only while the vault is open');
  }

  // The state after waiting; the compiler assumes that it is unchanged.
  function stateNow(): VaultState {
    return state;
  }

  // Wraps the key of this open state anew. If the state changes meanwhile, nothing is written.
  async function wrapAnew(
    { key, file }: OpenState,
    passphrase: string | undefined,
  ): Promise<'rewrapped' | 'no-key-store' | 'disk' | 'closed'> {
    const origin: Origin = { profile: file.profile, app: options.appVersion, createdMs: file.createdMs };
    const now = (): OpenState | undefined =>
      state.kind === 'open' && state.key === key && state.file === file ? state : undefined;
    if (now() === undefined) return 'closed';
    if (passphrase === undefined && !keyStore.available()) return 'no-key-store';
    const made =
      passphrase === undefined
        ? wrapByStore(keyStore, origin, random, key.copy())
        : await wrapByPassphrase(passphrase, origin, random, options.passphraseCost, () => now()?.key.copy());
    made?.key.wipe(); // a copy, made in this same turn of the event loop
    const open = now();
    if (open === undefined) return 'closed';
    if (made === undefined) return 'no-key-store';
    if (!keyHome.write(made.file)) {
      keyHome.write(file);
      // A disk that keeps refusing may hold one wrap of each kind. The result is what the next opening will use: a wrap
      // by the key store, which needs no question, or else the old passphrase while it still opens.
      const isChanged = made.file.kind === 'os' ? keyHome.has(made.file) : !keyHome.has(file);
      if (!isChanged) return 'disk';
    }
    become({ ...open, file: made.file });
    return 'rewrapped';
  }
}
