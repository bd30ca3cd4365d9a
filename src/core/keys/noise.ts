// A Noise handshake (revision 34) over patterns as data, with ML-KEM tokens `e1` and `ekem1` (protocol §5). Messages
// are written and read on a copy of the state: a failing message changes nothing, so a forgery cannot spoil a call.
import { assert, unwrap } from '../assert.ts';
import { type Bytes, concat } from '../bytes.ts';
import { agree, agreementPair, decapsulate, encapsulate, isKemKey, type KeyPair, kemPair, SIZES } from './kem.ts';
import type { DeviceKeys } from './identity.ts';
import type { NoisePattern, NoiseToken } from './noise-pattern.ts';
import type { NoiseSuite } from './noise-suite.ts';
import { NoiseSymmetric } from './noise-symmetric.ts';
import { Secret } from './secret.ts';

const MAX_MESSAGE_BYTES = 65_535; // Noise §3
const TAG_BYTES = 16;

/** What a handshake starts with. The static key and the pre-shared keys are borrowed and never wiped here. */
export interface NoiseStart {
  readonly protocolName: string;
  readonly pattern: NoisePattern;
  readonly suite: NoiseSuite;
  readonly initiator: boolean;
  readonly prologue: Uint8Array;
  readonly own?: Pick<DeviceKeys, 's' | 'agree'>;
  readonly peer?: Bytes;
  readonly psks?: readonly Secret[];
}

/** Fresh random bytes for one message, taken over and erased: 32 for `e`, 64 for `e1`, 32 for `ekem1`. */
export interface NoiseRandom {
  readonly ephemeral: Bytes;
  readonly kem?: Bytes;
}

interface State {
  readonly symmetric: NoiseSymmetric;
  ephemeral: KeyPair | undefined;
  kem: KeyPair | undefined;
  peerStatic: Bytes | undefined;
  peerEphemeral: Bytes | undefined;
  peerKem: Bytes | undefined;
  psksUsed: number;
  hashBeforePayload: Bytes;
}

/** One side of one handshake. */
export class NoiseHandshake {
  readonly #start: NoiseStart;
  #state: State;
  #message = 0;

  constructor(start: NoiseStart) {
    const { pattern, own, peer, initiator } = start;
    this.#start = start;
    const symmetric = NoiseSymmetric.start(start.suite, start.protocolName);
    symmetric.mixHash(start.prologue);
    // Pre-messages: known static keys are hashed first, the initiator's before the responder's (Noise §5.3).
    for (const whose of pattern.known) {
      const key = (whose === 'initiator') === initiator ? own?.s : peer;
      symmetric.mixHash(unwrap(key, 'the pattern says this key is known'));
    }
    this.#state = {
      symmetric,
      ephemeral: undefined,
      kem: undefined,
      peerStatic: peer,
      peerEphemeral: undefined,
      peerKem: undefined,
      psksUsed: 0,
      hashBeforePayload: symmetric.hash,
    };
  }

  /** Whether all messages of the pattern were written or read. */
  get complete(): boolean {
    return this.#message === this.#start.pattern.messages.length;
  }

  /** The transcript hash after the last message. */
  get hash(): Bytes {
    return this.#state.symmetric.hash;
  }

  /** The transcript hash after the tokens of the last message and before its payload, which cannot influence it. */
  get hashBeforePayload(): Bytes {
    return this.#state.hashBeforePayload;
  }

  /** The peer's static key, once known. Only a message that depends on the key proves that the peer holds it. */
  get peerStatic(): Bytes | undefined {
    return this.#state.peerStatic;
  }

  /** The next message. Undefined, and nothing changes, if a key of the peer is of low order. */
  write(payload: Uint8Array, random?: NoiseRandom): Bytes | undefined {
    const tokens = this.#tokens(true);
    const next = copyOf(this.#state);
    const parts: Uint8Array[] = [];
    for (const token of tokens) {
      const part = this.#writeToken(token, next, random);
      if (part === undefined) {
        random?.kem?.fill(0); // its token may not have been reached; the first token has taken `ephemeral` over
        return this.#discard(next);
      }
      parts.push(part);
    }
    next.hashBeforePayload = next.symmetric.hash;
    parts.push(next.symmetric.sealAndHash(payload));
    const message = concat(...parts);
    assert(message.length <= MAX_MESSAGE_BYTES, 'a Noise message has at most 65,535 bytes');
    this.#commit(next);
    return message;
  }

  /**
   * The payload of the next message. Undefined, and nothing changes, if the message is not genuine or `accept` refuses
   * the peer's static key with this payload.
   */
  read(message: Uint8Array, accept?: (peerStatic: Bytes, payload: Bytes) => boolean): Bytes | undefined {
    const tokens = this.#tokens(false);
    if (message.length > MAX_MESSAGE_BYTES) return undefined;
    const next = copyOf(this.#state);
    let rest = message;
    for (const token of tokens) {
      const used = this.#readToken(token, next, rest);
      if (used === undefined) return this.#discard(next);
      rest = rest.subarray(used);
    }
    next.hashBeforePayload = next.symmetric.hash;
    const payload = next.symmetric.openAndHash(rest);
    if (payload === undefined) return this.#discard(next);
    if (accept !== undefined) {
      const peerStatic = unwrap(next.peerStatic, 'accept is used where the pattern has a static key');
      if (!accept(peerStatic, payload)) return this.#discard(next);
    }
    this.#commit(next);
    return payload;
  }

  /** `HKDF(salt = h, ikm = ck, info, length)` after the last message. */
  export(info: Uint8Array, length: number): Secret {
    return this.#state.symmetric.export(info, length);
  }

  /** Two transport keys (Split) and, with a `count` of 3, the exporter. The handshake must be complete. */
  split(count: 2 | 3): readonly Secret[] {
    assert(this.complete, 'a handshake is split when it is complete');
    return this.#state.symmetric.split(count);
  }

  /** Erases the chaining key, the cipher key and the ephemeral keys. */
  wipe(): void {
    this.#state.symmetric.wipe();
    this.#state.ephemeral?.secret.wipe();
    this.#state.kem?.secret.wipe();
  }

  #tokens(writing: boolean): readonly NoiseToken[] {
    assert((this.#message % 2 === 0) === (this.#start.initiator === writing), 'it is the other side’s turn');
    return unwrap(this.#start.pattern.messages[this.#message], 'the handshake is complete');
  }

  #commit(next: State): void {
    this.#state.symmetric.wipe();
    this.#state = next;
    this.#message++;
  }

  #discard(next: State): undefined {
    next.symmetric.wipe();
    if (next.ephemeral !== this.#state.ephemeral) next.ephemeral?.secret.wipe();
    if (next.kem !== this.#state.kem) next.kem?.secret.wipe();
  }

  #writeToken(token: NoiseToken, state: State, random: NoiseRandom | undefined): Uint8Array | undefined {
    const { symmetric } = state;
    switch (token) {
      case 'e':
        state.ephemeral = agreementPair(unwrap(random, 'this message needs random bytes').ephemeral);
        this.#mixEphemeral(symmetric, state.ephemeral.publicKey);
        return state.ephemeral.publicKey;
      case 's':
        return symmetric.sealAndHash(unwrap(this.#start.own, 'the pattern sends a static key').s);
      case 'e1':
        state.kem = kemPair(unwrap(random?.kem, 'this message needs random bytes'));
        return symmetric.sealAndHash(state.kem.publicKey);
      case 'ekem1': {
        const key = unwrap(state.peerKem, 'e1 comes before ekem1');
        const { ciphertext, shared } = encapsulate(key, unwrap(random?.kem, 'this message needs random bytes'));
        const sealed = symmetric.sealAndHash(ciphertext);
        symmetric.mixKey(shared);
        return sealed;
      }
      default:
        return this.#mix(token, state) ? new Uint8Array(0) : undefined;
    }
  }

  // How many bytes the token used. Undefined if these bytes are not genuine.
  #readToken(token: NoiseToken, state: State, rest: Uint8Array): number | undefined {
    const { symmetric } = state;
    const tag = symmetric.hasKey ? TAG_BYTES : 0;
    switch (token) {
      case 'e': {
        if (rest.length < SIZES.publicKey) return undefined;
        state.peerEphemeral = rest.slice(0, SIZES.publicKey);
        this.#mixEphemeral(symmetric, state.peerEphemeral);
        return SIZES.publicKey;
      }
      case 's': {
        const key = open(symmetric, rest, SIZES.publicKey + tag);
        if (key === undefined) return undefined;
        state.peerStatic = key;
        return SIZES.publicKey + tag;
      }
      case 'e1': {
        const key = open(symmetric, rest, SIZES.kemKey + tag);
        if (key === undefined || !isKemKey(key)) return undefined;
        state.peerKem = key;
        return SIZES.kemKey + tag;
      }
      case 'ekem1': {
        const ciphertext = open(symmetric, rest, SIZES.kemCiphertext + tag);
        if (ciphertext === undefined) return undefined;
        symmetric.mixKey(decapsulate(unwrap(state.kem, 'e1 comes before ekem1').secret, ciphertext));
        return SIZES.kemCiphertext + tag;
      }
      default:
        return this.#mix(token, state) ? 0 : undefined;
    }
  }

  #mixEphemeral(symmetric: NoiseSymmetric, key: Uint8Array): void {
    symmetric.mixHash(key);
    // With pre-shared keys the ephemeral also keys the cipher, so that no two handshakes share a key (Noise §9.2).
    const usesPsk = this.#start.pattern.messages.some((tokens) => tokens.includes('psk'));
    if (usesPsk) symmetric.mixKey(Secret.own(key.slice()));
  }

  // Tokens without bytes: a pre-shared key, or a Diffie-Hellman, which fails if the point is of low order.
  #mix(token: 'ee' | 'es' | 'se' | 'ss' | 'psk', state: State): boolean {
    if (token === 'psk') {
      state.symmetric.mixKeyAndHash(unwrap(this.#start.psks?.[state.psksUsed++], 'the pattern uses this key'));
      return true;
    }
    const [initiators, responders] = token;
    const ours = this.#start.initiator ? initiators : responders;
    const theirs = this.#start.initiator ? responders : initiators;
    const peer = unwrap(theirs === 'e' ? state.peerEphemeral : state.peerStatic, 'the pattern is in order');
    const shared =
      ours === 'e'
        ? agree(unwrap(state.ephemeral, 'the pattern is in order').secret, peer)
        : unwrap(this.#start.own, 'the pattern is in order').agree(peer);
    if (shared === undefined) return false;
    state.symmetric.mixKey(shared);
    return true;
  }
}

function open(symmetric: NoiseSymmetric, rest: Uint8Array, length: number): Bytes | undefined {
  return rest.length < length ? undefined : symmetric.openAndHash(rest.subarray(0, length));
}

function copyOf(state: State): State {
  return { ...state, symmetric: state.symmetric.clone() };
}
