// The key schedule of a call (protocol §6), and the only place where its keys advance to a new generation. A generation
// entered twice would give one key to two encryptors, and so one nonce to two frames. The secrets from which keys are
// derived are erased here; the derived keys are erased by whoever gets them.
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { assert, unwrap } from '../assert.ts';
import { type Bytes, concat, readUint, uint, utf8 } from '../bytes.ts';
import type { HandshakeSecrets, PerDirection } from './handshake.ts';
import type { RekeySecrets } from './rekey.ts';
import { Secret } from './secret.ts';

const LAST_GENERATION = 2 ** 32 - 3; // protocol §4.5.8
const BASE_KEY_BYTES = 64;
const CHAIN_BYTES = 64;
const SESSION_KEY_BYTES = 32;
const NONCE_BYTES = 32;
const CODE_DIGITS = 8;
const EMPTY = new Uint8Array(0);
const DIRECTION = { callerToCallee: 0, calleeToCaller: 1 } as const;

/** One value per stream: 0 audio, 1 camera, 2 screen (protocol §6). */
export type PerStream<T> = readonly [T, T, T];

/** The keys of one generation. Whoever gets them must erase them. The direction is that of the sender. */
export interface GenerationKeys {
  readonly generation: number;
  readonly session: PerDirection<Secret>;
  readonly base: PerDirection<PerStream<Secret>>;
}

// K(g, label, ctx, L) = HKDF-Expand-SHA512(call_secret[g], "Siegel 1 " || label || 0x00 || ctx, L)
function derive(callSecret: Secret, label: string, context: Uint8Array, length: number): Bytes {
  const info = concat(utf8(`Siegel 1 ${label}`), new Uint8Array(1), context);
  return callSecret.use((prk) => expand(sha512, prk, info, length));
}

function baseKeys(callSecret: Secret, direction: 0 | 1): PerStream<Secret> {
  const base = (stream: 0 | 1 | 2): Secret =>
    Secret.own(derive(callSecret, 'sframe base key', concat(uint(1, direction), uint(1, stream)), BASE_KEY_BYTES));
  return [base(0), base(1), base(2)];
}

/** The schedule of one call. */
export class KeySchedule {
  #generation = 0;
  #chain: Secret;
  #codeSecret: Secret | undefined;

  private constructor(chain: Secret, codeSecret: Secret) {
    this.#chain = chain;
    this.#codeSecret = codeSecret;
  }

  /**
   * Enters generation 0 with the result of the handshake, and erases the exporter. `code` must be called afterwards: at
   * the caller at once, at the callee on CONFIRM.
   */
  static enterGeneration0(secrets: HandshakeSecrets): {
    readonly schedule: KeySchedule;
    readonly keys: GenerationKeys;
  } {
    const callSecret = secrets.exporter.use((x) => Secret.own(extract(sha512, x, secrets.transcript)));
    secrets.exporter.wipe();
    const schedule = new KeySchedule(Secret.own(derive(callSecret, 'chain', EMPTY, CHAIN_BYTES)), callSecret);
    return { schedule, keys: schedule.#keys(callSecret, secrets.session) };
  }

  /** The generation entered last. */
  get generation(): number {
    return this.#generation;
  }

  /**
   * The eight digits of the security code, from r_A (`open`) and r_B (`nonce`), once. Erases `call_secret[0]`. The
   * callee must have checked CONFIRM's opening before.
   */
  code(open: Uint8Array, nonce: Uint8Array): string {
    assert(open.length === NONCE_BYTES && nonce.length === NONCE_BYTES, 'r_A and r_B have 32 bytes');
    const callSecret = unwrap(this.#codeSecret, 'the code is made once');
    const number = readUint(derive(callSecret, 'sas', concat(open, nonce), 8), 0, 8) % 10n ** BigInt(CODE_DIGITS);
    callSecret.wipe();
    this.#codeSecret = undefined;
    return number.toString().padStart(CODE_DIGITS, '0');
  }

  /**
   * Enters the next generation with a finished rekey; erases `chain[g]` and the rekey's secrets. The two texts are the
   * unpadded JSON of `rekey` and `rekeyed`.
   */
  nextGeneration(rekey: RekeySecrets, rekeyText: Uint8Array, rekeyedText: Uint8Array): GenerationKeys {
    assert(this.#codeSecret === undefined, 'there is no rekey before CONFIRM');
    assert(this.#generation < LAST_GENERATION, 'no generation follows the last one');
    const texts = sha512(concat(rekeyText, rekeyedText));
    const callSecret = this.#chain.use((chain) =>
      rekey.dh.use((dh) =>
        rekey.kemShared.use((kemShared) => {
          const input = concat(dh, kemShared, texts);
          const secret = Secret.own(extract(sha512, input, chain));
          input.fill(0);
          return secret;
        }),
      ),
    );
    rekey.dh.wipe();
    rekey.kemShared.wipe();
    this.#chain.wipe();
    this.#chain = Secret.own(derive(callSecret, 'chain', EMPTY, CHAIN_BYTES));
    this.#generation++;
    const session = (direction: 0 | 1): Secret =>
      Secret.own(derive(callSecret, 'session', uint(1, direction), SESSION_KEY_BYTES));
    const keys = this.#keys(callSecret, {
      callerToCallee: session(DIRECTION.callerToCallee),
      calleeToCaller: session(DIRECTION.calleeToCaller),
    });
    callSecret.wipe();
    return keys;
  }

  /** Erases everything that is left, at the end of the call. */
  wipe(): void {
    this.#chain.wipe();
    this.#codeSecret?.wipe();
  }

  #keys(callSecret: Secret, session: PerDirection<Secret>): GenerationKeys {
    return {
      generation: this.#generation,
      session,
      base: {
        callerToCallee: baseKeys(callSecret, DIRECTION.callerToCallee),
        calleeToCaller: baseKeys(callSecret, DIRECTION.calleeToCaller),
      },
    };
  }
}
