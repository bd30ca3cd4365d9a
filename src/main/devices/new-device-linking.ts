// A new installation becomes a device of an existing person (protocol §13). Its keys and everything it is given stay in
// memory until all of it has arrived. Then `keep` writes it, and only from then on is this a device of that person. Any
// other end leaves nothing.
//
//   code ─a genuine proof─▶ number ─typed right─▶ checking ─a good chain─▶ waiting ─parts─▶ receiving ─all, kept─▶ over
//      any of them ──▶ failed, with a reason; if there is a channel, the existing device is told most of the reasons
import { type Bytes, equal } from '../../core/bytes.ts';
import type { Device, DeviceKeys } from '../../core/keys/identity.ts';
import { writeLinkCode } from '../../core/keys/link-code.ts';
import { Secret } from '../../core/keys/secret.ts';
import { BundleReader, type LinkBundle } from '../../core/signal/link-bundle.ts';
import { fitsLinking, type HandedChain, readLinkChainSteps, writeJoin } from '../../core/signal/link-chain.ts';
import {
  LinkChannel,
  type LinkEnd,
  type LinkEnvelope,
  type LinkMessage,
  readLinkEnvelope,
} from '../../core/signal/link.ts';
import type { LinkFailure, NewDeviceView } from '../../contract/devices.ts';
import type { ConnectionView } from '../../contract/connection-view.ts';
import type { Clock, Random } from '../time/clock.ts';
import { OWN_PROTO } from './kept-chain.ts';
import { copyOfSeeds, deviceKeysOf, type DeviceSeeds } from './long-term-keys.ts';
import type { Slices } from '../time/slices.ts';
import type { AddressReader } from '../people/address-reader.ts';
import type { Held } from '../people/held.ts';
import type { Transport } from '../signalling/transport.ts';
import { AddedMessage } from './added-message.ts';
import { Greetings } from './greetings.ts';
import { failureOf, LINK_EXPIRY_SECONDS, LINKING_MS, sendFailure, shownFingerprint } from './linking.ts';

const BRIDGE_MS = 30_000; // how long the broker may be away once the existing device has proven itself
const READ_MS = 3000; // for what the directory has of the person

/** What a linking is made of. */
export interface NewDeviceLinkingParts {
  readonly deviceName: string;
  readonly send: Transport['send'];
  readonly clock: Clock;
  readonly random: Random;
  readonly slices: Slices;
  /** What the directory has of a person. The directory need not answer. */
  readonly read: AddressReader['read'];
  /** The one address that policy allows on this machine, '' if any is allowed. */
  readonly onlyAddress: () => string;
  /** Writes everything or, if that fails, nothing. It takes over the seeds of the device's keys. */
  readonly keep: (bundle: LinkBundle, held: Held, seeds: DeviceSeeds) => 'kept' | 'disk';
  readonly onChange: () => void;
  /**
   * Everything is on disk, and the existing device was told as far as possible. `added` awaits the last message of the
   * existing device, and must be wiped.
   */
  readonly onKept: (added: AddedMessage) => void;
  /** The linking failed: the connection can be closed once what was sent has left. */
  readonly onFailed: (sent: Promise<unknown>) => void;
}

type State = Exclude<NewDeviceView['kind'], 'off'> | 'over';

interface Bound {
  readonly from: string;
  readonly device: Device;
  readonly channel: LinkChannel;
  readonly number: string;
  readonly person: { readonly address: string; readonly name: string };
}

/** One linking, from the side of the new device. */
export class NewDeviceLinking {
  readonly #parts: NewDeviceLinkingParts;
  readonly #seeds: DeviceSeeds;
  readonly #keys: DeviceKeys;
  readonly #greetings: Greetings;
  readonly #reader = new BundleReader();
  readonly #cancelTimeout: () => void;
  #bound: Bound | undefined;
  #held: Held | undefined; // of the person, once checked
  #fingerprint = '';
  #state: State = 'code';
  #reason: LinkFailure = 'cancelled';
  #isOnline = false;
  #isChecking = false;
  #cancelBridge: (() => void) | undefined;

  /** Makes the device's keys. Nobody is asked anything yet. */
  constructor(parts: NewDeviceLinkingParts) {
    this.#parts = parts;
    this.#seeds = { static: Secret.own(parts.random(32)), signing: Secret.own(parts.random(32)) };
    this.#keys = deviceKeysOf(copyOfSeeds(this.#seeds));
    this.#greetings = new Greetings(this.#keys, parts);
    this.#cancelTimeout = parts.clock.after(LINKING_MS, () => this.end('timeout', 'timeout'));
  }

  /** The id that this device has at the broker. The link code commits to it. */
  get device(): string {
    return this.#keys.id;
  }

  /** The state of the linking. */
  get view(): NewDeviceView {
    const person = this.#bound?.person;
    switch (this.#state) {
      case 'code':
        return { kind: 'code', code: writeLinkCode(this.#keys.id), isOnline: this.#isOnline };
      case 'failed':
        return { kind: 'failed', reason: this.#reason };
      case 'number':
      case 'checking':
      case 'receiving':
        return person === undefined ? { kind: 'off' } : { kind: this.#state, ...person };
      case 'waiting':
        return person === undefined ? { kind: 'off' } : { kind: 'waiting', ...person, fingerprint: this.#fingerprint };
      default:
        return { kind: 'off' };
    }
  }

  /** Whether the linking is over, successfully or not. */
  get isOver(): boolean {
    return this.#state === 'failed' || this.#state === 'over';
  }

  /** The broker connection has changed. */
  follow(view: ConnectionView): void {
    if (this.isOver) return;
    this.#isOnline = view.kind === 'online';
    if (this.#isOnline) {
      this.#cancelBridge?.();
      this.#cancelBridge = undefined;
    } else if (this.#bound !== undefined) {
      // The time counts from the first moment without the broker: attempts in between do not extend it.
      this.#cancelBridge ??= this.#parts.clock.after(BRIDGE_MS, () => this.end('not-connected'));
    }
    this.#parts.onChange();
  }

  /**
   * Takes a LINK message. A message of another linking is dropped. A sealed message that is not due ends this linking.
   */
  receive(from: string, bytes: Uint8Array): void {
    const envelope = readLinkEnvelope(bytes);
    if (envelope === undefined || this.isOver) return;
    if (envelope.step === 'hello') this.#greeted(from, envelope);
    else if (envelope.step === 'proof') this.#proven(from, envelope);
    else if (envelope.step === 'sealed' && from === this.#bound?.from) this.#opened(envelope, this.#bound);
  }

  /**
   * The number that the person has typed. False if none is asked for. There is only one try, so that nobody can guess
   * repeatedly.
   */
  type(number: string): boolean {
    if (this.#state !== 'number' || this.#bound === undefined) return false;
    if (number !== this.#bound.number) {
      this.end('wrong-number', 'wrong-number');
      return true;
    }
    void this.#send(this.#bound.channel.seal({ kind: 'confirmed' }));
    this.#become('checking');
    return true;
  }

  /** Ends the linking without a trace. `tell` goes to the existing device if there is a channel. */
  end(reason: LinkFailure, tell?: LinkEnd): void {
    if (this.isOver) return;
    const bound = this.#bound;
    const told =
      bound === undefined || tell === undefined
        ? Promise.resolve()
        : this.#parts.send(bound.from, bound.channel.seal({ kind: 'end', reason: tell }), LINK_EXPIRY_SECONDS);
    this.#reason = reason;
    this.#wipe();
    this.#become('failed');
    this.#parts.onFailed(told);
  }

  #greeted(from: string, envelope: LinkEnvelope): void {
    if (this.#bound !== undefined) return;
    const offer = this.#greetings.greeted(from, envelope);
    // The sender may be anybody. It gets an offer all the same, because only a proof binds us.
    if (offer !== undefined) void this.#parts.send(from, offer, LINK_EXPIRY_SECONDS);
  }

  #proven(from: string, envelope: LinkEnvelope): void {
    if (this.#bound !== undefined) return;
    const proven = this.#greetings.proven(from, envelope);
    if (proven === undefined) return;
    const { linkId } = envelope;
    const { device, proof, secrets } = proven;
    const channel = new LinkChannel('new', linkId, secrets);
    const { address, name } = proof;
    this.#bound = { from, device, channel, number: secrets.number, person: { address, name } };
    this.#greetings.wipe();
    const only = this.#parts.onlyAddress();
    if (only !== '' && only !== address) return this.end('other-person', 'other-person');
    this.#become('number');
  }

  #opened(envelope: LinkEnvelope, { channel }: Bound): void {
    for (const message of channel.open(envelope)) if (!this.isOver) this.#take(message);
  }

  #take(message: LinkMessage | 'unusable'): void {
    if (message === 'unusable') return this.end('unusable', 'unusable');
    if (message.kind === 'end') return this.end(failureOf(message.reason));
    // Nothing but `end` is accepted before the number was typed right: until then the sender may be anybody.
    if (message.kind === 'chain' && this.#state === 'checking' && !this.#isChecking) return void this.#check(message);
    const mayCome = this.#state === 'waiting' || this.#state === 'receiving';
    if (message.kind !== 'part' || !mayCome) return this.end('unusable', 'unusable');
    const whole = this.#reader.take(message);
    if (whole === 'unusable') return this.end('unusable', 'unusable');
    if (whole === 'more') return this.#become('receiving');
    this.#keep(whole);
  }

  // Checks whose device this will be: the existing device's claim must hold, and the directory must not show that the
  // existing device was removed.
  async #check(message: Extract<LinkMessage, { kind: 'chain' }>): Promise<void> {
    const bound = this.#bound;
    if (bound === undefined) return;
    this.#isChecking = true;
    const { address } = bound.person;
    const pair = { existing: bound.device, fresh: this.#keys };
    const handed = await this.#parts.slices.run(readLinkChainSteps(message, address, pair));
    if (this.isOver) return;
    if (handed === 'unusable') return this.end('unusable', 'unusable');
    const held = await this.#newest(handed);
    if (this.isOver) return;
    if (!fitsLinking(held.chain, held.dropped, pair)) return this.end('unusable', 'unusable');
    this.#held = held;
    this.#fingerprint = shownFingerprint(held.chain);
    // The existing device learns the name of this device only now, after the chain was checked.
    void this.#send(bound.channel.seal(writeJoin(this.#keys, held.chain.person, this.#parts.deviceName, OWN_PROTO)));
    this.#become('waiting');
  }

  // What counts for this person according to the directory, if the directory answers.
  async #newest(handed: HandedChain): Promise<Held> {
    const { address, person } = handed.chain;
    const reading = await this.#parts.read({ address, held: [handed], timeoutMs: READ_MS, maxAgeMs: 0 });
    const read = reading.persons.find((each) => equal(each.person, person));
    return read?.choice.held ?? handed;
  }

  #keep(bundle: LinkBundle): void {
    const [bound, held] = [this.#bound, this.#held];
    if (bound === undefined || held === undefined) return;
    if (bundle.address !== bound.person.address) return this.end('unusable', 'unusable');
    if (this.#parts.keep(bundle, held, copyOfSeeds(this.#seeds)) === 'disk') return this.end('disk', 'disk');
    const told = this.#parts.send(bound.from, bound.channel.seal({ kind: 'kept' }), LINK_EXPIRY_SECONDS);
    const added = new AddedMessage(bound.from, bound.channel, this.#parts.clock);
    this.#bound = undefined; // its channel stays, because one more message arrives on it
    this.#wipe();
    this.#become('over');
    const go = (): void => this.#parts.onKept(added);
    void told.then(go, go);
  }

  async #send(bytes: Bytes): Promise<void> {
    if (this.#bound === undefined) return;
    const failure = sendFailure(await this.#parts.send(this.#bound.from, bytes, LINK_EXPIRY_SECONDS));
    if (failure !== undefined) this.end(failure);
  }

  #become(state: State): void {
    this.#state = state;
    this.#parts.onChange();
  }

  #wipe(): void {
    this.#cancelTimeout();
    this.#cancelBridge?.();
    this.#greetings.wipe();
    this.#reader.wipe();
    this.#seeds.static.wipe();
    this.#seeds.signing.wipe();
    this.#keys.wipe();
    this.#bound?.channel.wipe();
  }
}
