// The sealing key of one stream and its counter: the only place where a counter advances. A key of one generation,
// direction and stream is given to exactly one encryptor, once (protocol §7). If one key and counter are used twice,
// AES-GCM protects neither content nor tag. So after anything doubtful nothing is sealed until there is a key of a new
// generation.
import type { Bytes } from '../../core/bytes.ts';
import { kidOf, STEPS_AHEAD } from '../../core/frame/kid.ts';
import { importFrameKey } from './frame-cipher.ts';

/** A granted key as raw bytes. The key is wiped on import, the salt when the key is replaced or withdrawn. */
export interface Grant {
  readonly generation: number;
  readonly step: number;
  readonly key: Bytes;
  readonly salt: Bytes;
}

/** Erases an unused grant. */
export function wipeGrant({ key, salt }: Pick<Grant, 'key' | 'salt'>): void {
  key.fill(0);
  salt.fill(0);
}

/** A key that seals. `next`: the counter of the next frame. `used`: whether a frame left under it. */
export interface SealingKey {
  readonly generation: number;
  readonly step: number;
  readonly kid: bigint;
  readonly key: CryptoKey;
  readonly salt: Bytes;
  /** How many withdrawals there had been when the key was imported. */
  readonly withdrawals: number;
  next: bigint;
  used: boolean;
}

/** The sealing keys of one stream. `onSilent` is called when nothing more is sealed before a new generation. */
export class SealingKeys {
  readonly #onSilent: () => void;
  #owner: object | undefined;
  #current: SealingKey | undefined;
  /**
   * The name of the newest grant ever accepted. A grant must be beyond it, or a counter could start again under an old
   * key.
   */
  #newest: Pick<Grant, 'generation' | 'step'> | undefined;
  /** The grant whose import is awaited. */
  #awaited: Grant | undefined;
  /** The smallest generation that may still seal. */
  #floor = 0;
  /** The newest key under which a frame left. */
  #sent: Pick<Grant, 'generation' | 'step'> = { generation: 0, step: 0 };
  #withdrawals = 0;

  constructor(onSilent: () => void) {
    this.#onSilent = onSilent;
  }

  /**
   * Makes `owner` the stream's encryptor. If it replaces another one, that one seals nothing more. If a key was granted
   * before this replacement, `owner` seals nothing before a new generation.
   */
  claim(owner: object): void {
    const replaced = this.#owner !== undefined;
    this.#owner = owner;
    if (!replaced || this.#newest === undefined) return;
    this.#fallSilent();
  }

  /** Moves sealing to the granted key. A key that is not beyond every earlier grant is refused and wiped. */
  async grant(grant: Grant): Promise<void> {
    if (!this.#advances(grant)) return wipeGrant(grant);
    const { generation, step, salt } = grant;
    this.#newest = { generation, step };
    this.#awaited = grant;
    const key = await importFrameKey(grant.key, 'encrypt');
    if (this.#awaited !== grant) return wipeGrant(grant); // withdrawn or overtaken meanwhile
    this.#awaited = undefined;
    this.#current?.salt.fill(0); // frames being sealed have their own copies of the nonce
    this.#current = {
      generation,
      step,
      kid: kidOf(generation, step),
      key,
      salt,
      withdrawals: this.#withdrawals,
      next: 0n,
      used: false,
    };
  }

  /** Withdraws the key: nothing is sealed until another grant, and frames in flight are dropped. */
  forget(): void {
    this.#awaited = undefined;
    this.#current?.salt.fill(0);
    this.#current = undefined;
    this.#withdrawals++;
  }

  /** The key with which `owner` may seal its next frame, if any. */
  current(owner: object): SealingKey | undefined {
    const key = owner === this.#owner ? this.#current : undefined;
    // A receiver follows six steps: beyond that it could not open what we send (protocol §7). The steps are counted
    // within one generation: while a key of the next generation is being imported, frames still leave under the old
    // key.
    const sentStep = key?.generation === this.#sent.generation ? this.#sent.step : 0;
    if (key === undefined || key.step - sentStep <= STEPS_AHEAD) return key;
    this.#fallSilent();
    return undefined;
  }

  /** Takes the next counter of `key`. Once given out it never comes again, sealed or not. */
  takeCounter(key: SealingKey): bigint {
    const counter = key.next;
    key.next = counter + 1n;
    return counter;
  }

  /** Whether a frame of `owner` sealed under `key` may leave: the key may have been replaced, but not withdrawn. */
  mayLeave(owner: object, key: SealingKey): boolean {
    return owner === this.#owner && key.withdrawals === this.#withdrawals;
  }

  /** Notes that a frame left under `key`. Returns true for the first. */
  noteSent(key: SealingKey): boolean {
    const { generation, step } = this.#sent;
    if (key.generation > generation || (key.generation === generation && key.step > step)) {
      this.#sent = { generation: key.generation, step: key.step };
    }
    const first = !key.used;
    key.used = true;
    return first;
  }

  #advances({ generation, step }: Grant): boolean {
    if (generation < this.#floor) return false;
    const newest = this.#newest;
    if (newest === undefined || generation > newest.generation) return true;
    return generation === newest.generation && step > newest.step;
  }

  #fallSilent(): void {
    this.forget();
    this.#floor = (this.#newest?.generation ?? 0) + 1;
    this.#onSilent();
  }
}
