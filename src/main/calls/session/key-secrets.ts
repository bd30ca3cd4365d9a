// The secrets behind the keys region of the call machine (core/call/keys-state.ts): the base keys for sealing and
// opening frames, and the offer of our rekey. This file does what the machine asks for and decides nothing. It erases
// whatever is no longer needed.
import { assert, unreachable, unwrap } from '../../../core/assert.ts';
import { type Bytes, fromB64u, toB64u } from '../../../core/bytes.ts';
import type { KeysEffect, KeysEvent } from '../../../core/call/keys-event.ts';
import { type PeerRekey, type Stream, STREAMS } from '../../../core/call/keys-state.ts';
import type { Switched } from '../../../core/call/media-switches.ts';
import type { Role } from '../../../core/call/ring-state.ts';
import { nextBase } from '../../../core/keys/ratchet.ts';
import { answerRekey, RekeyOffer, type RekeySecrets } from '../../../core/keys/rekey.ts';
import type { GenerationKeys, KeySchedule } from '../../../core/keys/schedule.ts';
import type { Secret } from '../../../core/keys/secret.ts';
import { messageText, type Session } from '../../../core/signal/message.ts';
import type { Random } from '../../time/clock.ts';
import { type GrantPort, grantStep } from './grant.ts';
import type { SessionChannel } from './session-channel.ts';

const SUITE = 5; // AES_256_GCM_SHA512_128 (protocol §7)

/** What the secrets of a call need. */
export interface KeySecretsOptions {
  readonly role: Role;
  readonly schedule: KeySchedule;
  readonly channel: Pick<SessionChannel, 'enter' | 'forgetBelow' | 'repeat' | 'sealUnder' | 'send' | 'setReply'>;
  readonly random: Random;
  /** The sealing worker; undefined while there is none. */
  readonly worker: () => Pick<GrantPort, 'post'> | undefined;
  /** Sends a `media` message and returns its bytes; undefined after the end. */
  readonly announce: (state: Switched) => Bytes | undefined;
  /** The result of an effect. */
  readonly onEvent: (event: KeysEvent) => void;
}

type Grant = Extract<KeysEffect, { kind: 'grant-seal' | 'grant-open' }>;
type At = Pick<Grant, 'stream' | 'generation'>;

/** Passes each effect of the keys region to the current owner of the secrets. No such effect occurs before ANSWER. */
export function performedBy(
  holder: () => { readonly perform: (effect: KeysEffect) => void },
): Record<KeysEffect['kind'], (effect: KeysEffect) => void> {
  const hand = (effect: KeysEffect): void => holder().perform(effect);
  return {
    'grant-seal': hand,
    'pass-seal': hand,
    'forget-seal': hand,
    'grant-open': hand,
    'forget-open': hand,
    'erase-open': hand,
    'send-rekey': hand,
    'repeat-rekey': hand,
    'drop-rekey': hand,
    'answer-rekey': hand,
    'finish-rekey': hand,
    'reply-rekey': hand,
    'seal-under': hand,
    'announce-generation': hand,
    'repeat-announcement': hand,
    'forget-session': hand,
  };
}

/** The secrets of one call, from ANSWER to the end. */
export class KeySecrets {
  readonly #options: KeySecretsOptions;
  readonly #sealing = new Map<number, readonly [Ratchet, Ratchet, Ratchet]>(); // by generation
  readonly #opening = new Map<string, Ratchet>(); // by generation and stream
  #offer: { readonly secrets: RekeyOffer; readonly text: Bytes; readonly bytes: Bytes } | undefined;
  #reply: Session | undefined;
  #announcement: Bytes | undefined;

  constructor(keys: GenerationKeys, options: KeySecretsOptions) {
    this.#options = options;
    this.#keep(keys);
  }

  /** Does what the machine asks for. */
  perform(effect: KeysEffect): void {
    const { channel, worker } = this.#options;
    switch (effect.kind) {
      case 'grant-seal':
        return this.#grant(this.#sealingOf(effect), effect);
      case 'pass-seal':
        return this.#sealingOf(effect).spend(effect.step);
      case 'grant-open':
        return this.#grant(this.#openingOf(effect), effect);
      case 'forget-seal':
      case 'forget-open':
        return worker()?.post(effect);
      case 'erase-open':
        this.#openingOf(effect).wipe();
        this.#opening.delete(placeOf(effect));
        return;
      case 'send-rekey':
        return this.#sendRekey();
      case 'repeat-rekey':
        return channel.repeat(unwrap(this.#offer, 'an offer is repeated while it is open').bytes);
      case 'drop-rekey':
        return this.#dropOffer();
      case 'answer-rekey':
        return this.#answer(effect.rekey);
      case 'finish-rekey':
        return this.#finish(effect);
      case 'reply-rekey':
        return this.#sendReply(effect);
      case 'seal-under':
        return this.#sealUnder(effect.generation);
      case 'announce-generation':
        this.#announcement = this.#options.announce(effect.state);
        return;
      case 'repeat-announcement':
        return channel.repeat(unwrap(this.#announcement, 'a generation is announced first'));
      case 'forget-session':
        return channel.forgetBelow(effect.below);
      default:
        return unreachable(effect);
    }
  }

  /** Erases all keys. */
  wipe(): void {
    this.#dropOffer();
    for (const bases of this.#sealing.values()) for (const base of bases) base.wipe();
    for (const base of this.#opening.values()) base.wipe();
    this.#sealing.clear();
    this.#opening.clear();
  }

  #sendRekey(): void {
    const { channel, random } = this.#options;
    const secrets = new RekeyOffer({ ephemeral: random(32), kem: random(64) });
    const message: Session = { kind: 'rekey', e: toB64u(secrets.e), kem: toB64u(secrets.kem) };
    this.#offer = { secrets, text: messageText(message), bytes: channel.send(message) };
  }

  #answer({ e, kem, text }: PeerRekey): void {
    const { random } = this.#options;
    const answer = answerRekey(bytesOf(e), bytesOf(kem), { ephemeral: random(32), kem: random(32) });
    if (answer === undefined) return this.#options.onEvent({ kind: 'rekey-unusable' });
    this.#reply = { kind: 'rekeyed', e: toB64u(answer.e), ct: toB64u(answer.ct) };
    this.#enter(answer.secrets, text, messageText(this.#reply));
  }

  #sendReply({ generation, counter }: Extract<KeysEffect, { kind: 'reply-rekey' }>): void {
    const { channel } = this.#options;
    channel.setReply(generation, counter, channel.send(unwrap(this.#reply, 'a rekey is answered first')));
    this.#reply = undefined;
  }

  #finish({ e, ct, text }: Extract<KeysEffect, { kind: 'finish-rekey' }>): void {
    const offer = unwrap(this.#offer, 'an offer is finished while it is open');
    const secrets = offer.secrets.finish(bytesOf(e), bytesOf(ct));
    if (secrets === undefined) return this.#options.onEvent({ kind: 'rekey-unusable' });
    this.#offer = undefined;
    this.#enter(secrets, offer.text, text);
  }

  #enter(secrets: RekeySecrets, rekeyText: Bytes, rekeyedText: Bytes): void {
    const { channel, onEvent, schedule } = this.#options;
    const keys = schedule.nextGeneration(secrets, rekeyText, rekeyedText);
    channel.enter(keys.generation, keys.session);
    this.#keep(keys);
    onEvent({ kind: 'generation-entered', generation: keys.generation });
  }

  #keep({ base, generation }: GenerationKeys): void {
    const isCaller = this.#options.role === 'caller';
    const own = isCaller ? base.callerToCallee : base.calleeToCaller;
    const theirs = isCaller ? base.calleeToCaller : base.callerToCallee;
    this.#sealing.set(generation, [new Ratchet(own[0]), new Ratchet(own[1]), new Ratchet(own[2])]);
    for (const stream of STREAMS) this.#opening.set(placeOf({ stream, generation }), new Ratchet(theirs[stream]));
  }

  #sealUnder(generation: number): void {
    this.#options.channel.sealUnder(generation);
    for (const [other, bases] of this.#sealing) {
      if (other === generation) continue;
      for (const base of bases) base.wipe();
      this.#sealing.delete(other);
    }
  }

  #dropOffer(): void {
    this.#offer?.secrets.wipe();
    this.#offer = undefined;
  }

  #grant(ratchet: Ratchet, { kind, stream, generation, step }: Grant): void {
    const worker = this.#options.worker();
    ratchet.spend(step, (base) => worker && grantStep(worker, kind, base, { stream, generation, step }));
  }

  #sealingOf({ stream, generation }: At): Ratchet {
    return unwrap(this.#sealing.get(generation), 'a generation is entered before it seals')[stream];
  }

  #openingOf(at: At): Ratchet {
    return unwrap(this.#opening.get(placeOf(at)), 'a generation is entered before it opens');
  }
}

// A base key that advances step by step. Earlier steps were erased when the next one was derived (protocol §6).
class Ratchet {
  #base: Secret;
  #step = 0;

  constructor(base: Secret) {
    this.#base = base;
  }

  spend(step: number, use: (base: Secret) => void = () => undefined): void {
    assert(step >= this.#step, 'the key of a step is made once');
    for (; this.#step < step; this.#step++) this.#base = nextBase(this.#base, SUITE);
    use(this.#base);
    this.#base = nextBase(this.#base, SUITE);
    this.#step++;
  }

  wipe(): void {
    this.#base.wipe();
  }
}

function placeOf({ stream, generation }: { readonly stream: Stream; readonly generation: number }): string {
  return `${String(generation)}/${String(stream)}`;
}

function bytesOf(text: string): Bytes {
  return unwrap(fromB64u(text), 'checked by the message schema');
}
