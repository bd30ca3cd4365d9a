// The opening keys of one stream, each with its replay window, by KID (protocol §7). A key and its window are made
// together, once, and end together: if a key came back with an empty window, all its earlier frames could be replayed.
import type { Bytes } from '../../core/bytes.ts';
import { kidOf } from '../../core/frame/kid.ts';
import { ReplayWindow } from '../../core/frame/window.ts';
import { importFrameKey } from './frame-cipher.ts';
import { type Grant, wipeGrant } from './sealing-keys.ts';

/** A key that opens. `used`: whether a frame was opened under it. */
export interface OpeningKey {
  readonly generation: number;
  readonly step: number;
  readonly key: CryptoKey;
  readonly salt: Bytes;
  readonly window: ReplayWindow;
  used: boolean;
}

/** The opening keys of one stream. `onLost` is called when only a new generation can open frames again. */
export class OpeningKeys {
  readonly #onLost: () => void;
  readonly #byKid = new Map<bigint, OpeningKey[]>();
  readonly #live = new Set<OpeningKey>();
  /** Every (generation, step) ever granted, with the grant while its import is awaited. */
  readonly #granted = new Map<string, Grant | undefined>();
  #owner: object | undefined;
  #newest = -1;
  #floor = 0;

  constructor(onLost: () => void) {
    this.#onLost = onLost;
  }

  /**
   * Makes `owner` the stream's decryptor. A second decryptor does not inherit the windows: if a key was granted before,
   * the second decryptor opens nothing until there is a new generation.
   */
  claim(owner: object): void {
    const replaced = this.#owner !== undefined;
    this.#owner = owner;
    if (!replaced || this.#newest < 0) return;
    this.forgetAll();
    this.#floor = this.#newest + 1;
    this.#onLost();
  }

  /**
   * Adds a key with an empty window. A key that was granted before, or whose generation can no longer open frames, is
   * refused and wiped.
   */
  async grant(grant: Grant): Promise<void> {
    const { generation, step, salt } = grant;
    const name = nameOf(generation, step);
    if (generation < this.#floor || this.#granted.has(name)) return wipeGrant(grant);
    this.#newest = Math.max(this.#newest, generation);
    this.#granted.set(name, grant);
    const key = await importFrameKey(grant.key, 'decrypt');
    if (this.#granted.get(name) !== grant) return wipeGrant(grant); // withdrawn meanwhile
    this.#granted.set(name, undefined);
    const opening: OpeningKey = { generation, step, key, salt, window: new ReplayWindow(), used: false };
    const kid = kidOf(generation, step);
    this.#byKid.set(kid, [...(this.#byKid.get(kid) ?? []), opening]);
    this.#live.add(opening);
  }

  /** Withdraws one key and its window. A frame being opened with it is dropped. */
  forget(generation: number, step: number): void {
    const name = nameOf(generation, step);
    if (this.#granted.has(name)) this.#granted.set(name, undefined);
    for (const key of this.#live) {
      if (key.generation === generation && key.step === step) this.#remove(key);
    }
  }

  /** Withdraws every key. */
  forgetAll(): void {
    for (const name of this.#granted.keys()) this.#granted.set(name, undefined);
    for (const key of this.#live) this.#remove(key);
  }

  /** The keys that `owner` may try on a frame with this KID, usually one. */
  candidates(owner: object, kid: bigint): readonly OpeningKey[] {
    return owner === this.#owner ? (this.#byKid.get(kid) ?? []) : [];
  }

  /** Whether a frame of `owner` that was opened with `key` may still be played. */
  mayPlay(owner: object, key: OpeningKey): boolean {
    return owner === this.#owner && this.#live.has(key);
  }

  #remove(key: OpeningKey): void {
    const kid = kidOf(key.generation, key.step);
    const left = (this.#byKid.get(kid) ?? []).filter((other) => other !== key);
    if (left.length === 0) this.#byKid.delete(kid);
    else this.#byKid.set(kid, left);
    this.#live.delete(key);
    key.salt.fill(0);
  }
}

function nameOf(generation: number, step: number): string {
  return `${String(generation)}:${String(step)}`;
}
