// An existing and a new device of one person over a wire that the test controls: the test may drop, repeat, move,
// change and forge messages.
import { unwrap } from '../../../src/core/assert.ts';
import { type Bytes } from '../../../src/core/bytes.ts';
import { type Chain, payloadOf } from '../../../src/core/keys/chain.ts';
import { beginChain, extendChain } from '../../../src/core/keys/chain-build.ts';
import { takeOver } from '../../../src/core/keys/chain-choice.ts';
import type { DeviceMember } from '../../../src/core/keys/member.ts';
import { runSteps } from '../../../src/core/steps.ts';
import type { Changing } from '../../../src/main/devices/own-chain.ts';
import type { Slices } from '../../../src/main/time/slices.ts';
import type { AddedMessage } from '../../../src/main/devices/added-message.ts';
import { createAddressReader } from '../../../src/main/people/address-reader.ts';
import type { Held } from '../../../src/main/people/held.ts';
import { MemoryDirectory } from '../people/memory-directory.ts';
import type { DeviceKeys } from '../../../src/core/keys/identity.ts';
import { readLinkCode } from '../../../src/core/keys/link-code.ts';
import { type LinkBundle, writeBundle } from '../../../src/core/signal/link-bundle.ts';
import type { LinkMessage } from '../../../src/core/signal/link.ts';
import type { Random } from '../../../src/main/time/clock.ts';
import type { DeviceSeeds } from '../../../src/main/devices/long-term-keys.ts';
import { ExistingDeviceLinking } from '../../../src/main/devices/existing-device-linking.ts';
import { NewDeviceLinking } from '../../../src/main/devices/new-device-linking.ts';
import type { Sent } from '../../../src/main/signalling/transport.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { linkedPin, pinnedPerson } from '../../support/pinned.ts';

export const address = 'anna@klinik.example';

/** What Anna's existing device hands over. */
export function annasBundle(change: Partial<LinkBundle> = {}): LinkBundle {
  const bert = 'bert@klinik.example';
  const pin = linkedPin(pinnedPerson(bert, 1, 3));
  const verified = { at: 9, way: 'code' as const };
  const known = { name: 'Bert', rings: true, pin, verified, change: null, recovered: null, failed: 1 };
  return {
    v: 1,
    address,
    name: 'Anna',
    devices: [{ device: 'a'.repeat(26), name: 'desk' }],
    people: [{ address: bert, ...known }],
    settings: { relayOnly: true, unknownCallers: 'silent', idleLockMinutes: 5, historyDays: 30 },
    ...change,
  };
}

/** The chain that a device of Anna's has begun. */
export function chainOf(key: DeviceKeys, of = address): Chain {
  return beginChain({ address: of, s: key.s, proto: [1], at: 1 }, { publicKey: key.d, sign: key.sign });
}

/** The chain, extended by a link that `key` signs and that makes this change. */
export function extended(
  chain: Chain,
  key: DeviceKeys,
  change: { readonly add?: readonly DeviceMember[]; readonly drop?: readonly string[] },
): Chain {
  const next = extendChain(chain, { by: key.id, at: 2, ...change }, { publicKey: key.d, sign: key.sign });
  if (typeof next === 'string') throw new Error(next);
  return next;
}

/** What a device that has read only this chain holds. */
export function heldOf(chain: Chain): Held {
  return { chain, dropped: takeOver([], [chain.links]) };
}

/** Runs work in slices at once, without a pause between them. */
export const atOnce: Slices = { run: (steps) => Promise.resolve(runSteps(steps)), isBusy: () => false };

/** Runs all pending work that waits for no timer. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
}

/** This many people, none of them pinned, each with a long name. */
export function contactsOf(count: number): LinkBundle['people'] {
  const known = {
    name: 'x'.repeat(64),
    rings: true,
    pin: null,
    verified: null,
    change: null,
    recovered: null,
    failed: 0,
  };
  return Array.from({ length: count }, (_, n) => ({ address: `bert-${String(n)}@klinik.example`, ...known }));
}

/** A bundle split into the messages that carry it. */
export function partsOf(bundle: LinkBundle): readonly LinkMessage[] {
  const parts = writeBundle(bundle);
  if (typeof parts === 'string') throw new Error(parts);
  return parts;
}

interface Letter {
  readonly to: string;
  readonly from: string;
  readonly bytes: Bytes;
}

/** The two devices, and the wire between them. */
export class TwoDevices {
  readonly #random: Random;
  readonly clock = heldClock();
  readonly key: DeviceKeys = deviceKeysOf(new Uint8Array(32).fill(5));
  /** The letters in transit, in order. */
  wire: Letter[] = [];
  /** Everything that was ever sent. */
  readonly sent: Letter[] = [];
  answer: Sent = 'sent';
  /** How long the broker takes to acknowledge. */
  delayMs = 0;
  onlyAddress = '';
  disk: 'kept' | 'disk' = 'kept';
  bundle: LinkBundle | undefined = annasBundle();
  /** The person's chain as the existing device holds it. */
  chain = chainOf(this.key);
  /** Whether the existing device may hand the chain over. */
  isIn = true;
  readonly directory = new MemoryDirectory();
  /** The failure with which adding the device ends. Undefined: adding succeeds. */
  adding: Exclude<Changing, 'done'> | undefined;
  readonly kept: { readonly bundle: LinkBundle; readonly held: Held; readonly seeds: DeviceSeeds }[] = [];
  readonly added: DeviceMember[] = [];
  addedMessage: AddedMessage | undefined;
  left = 0;
  isBegun = false;
  /** Whether the new device was told that it is in the chain. */
  isToldAdded = false;
  failures = 0;
  readonly taking: NewDeviceLinking;
  giving: ExistingDeviceLinking | undefined;

  constructor(random: Random = systemRandom, deviceName = 'laptop') {
    this.#random = random;
    this.taking = new NewDeviceLinking({
      deviceName,
      send: (to, bytes) => this.#send(this.taking.device, to, bytes),
      clock: this.clock,
      random,
      slices: atOnce,
      read: createAddressReader({ source: this.directory, clock: this.clock, random, slices: atOnce }).read,
      onlyAddress: () => this.onlyAddress,
      keep: (bundle, held, seeds) => {
        if (this.disk === 'kept') this.kept.push({ bundle, held, seeds });
        return this.disk;
      },
      onChange: () => undefined,
      onKept: (added) => {
        this.isBegun = true;
        this.addedMessage = added;
      },
      onFailed: () => void this.failures++,
    });
  }

  /** The person types the code on the existing device. With another `key`, the existing device is somebody else's. */
  give(
    key = this.key,
    name = 'Anna',
    of = address,
    chain = key === this.key ? undefined : chainOf(key, of),
  ): ExistingDeviceLinking {
    const view = this.taking.view;
    const code = view.kind === 'code' ? readLinkCode(view.code) : 'unfinished';
    const { device } = typeof code === 'string' ? { device: this.taking.device } : code;
    const from = key.id;
    this.giving = new ExistingDeviceLinking(device, {
      own: { address: of, name, deviceKeys: key },
      send: (to, bytes) => this.#send(from, to, bytes),
      clock: this.clock,
      random: this.#random,
      chain: () => (this.isIn ? heldOf(chain ?? this.chain) : undefined),
      bundle: () => this.bundle,
      add: (member) => Promise.resolve(this.#add(member)),
      onChange: () => undefined,
      onLeaving: () => void this.left++,
    });
    return this.giving;
  }

  #add(member: DeviceMember): Changing {
    if (this.adding !== undefined) return this.adding;
    this.added.push(member);
    this.chain = extended(this.chain, this.key, { add: [member] });
    this.directory.payloads.set(this.key.id, payloadOf(this.chain));
    return 'done';
  }

  /** Delivers the letters in transit, one after the other, until none is left or `most` were delivered. */
  async carry(most = 1000): Promise<void> {
    for (let n = 0; n < most; n++) {
      await settled();
      const letter = this.wire.shift();
      if (letter === undefined) return;
      this.deliver(letter);
    }
  }

  deliver({ to, from, bytes }: Letter): void {
    if (to === this.taking.device && this.addedMessage !== undefined)
      this.isToldAdded ||= this.addedMessage.isIn(from, bytes);
    else if (to === this.taking.device) this.taking.receive(from, bytes);
    else if (to === this.key.id) this.giving?.receive(from, bytes);
  }

  /** The number that the existing device shows. */
  get number(): string {
    const view = unwrap(this.giving, 'a linking on the existing device').view;
    return view.kind === 'number' ? view.number : '';
  }

  /** Links until the person at the existing device is asked. */
  async untilAsked(): Promise<ExistingDeviceLinking> {
    const giving = this.give();
    await this.carry();
    this.taking.type(this.number);
    await this.carry();
    return giving;
  }

  #send(from: string, to: string, bytes: Bytes): Promise<Sent> {
    if (this.answer === 'sent') {
      const letter = { from, to, bytes };
      this.wire.push(letter);
      this.sent.push(letter);
    }
    const { answer, delayMs } = this;
    if (delayMs === 0) return Promise.resolve(answer);
    return new Promise((resolve) => void this.clock.after(delayMs, () => resolve(answer)));
  }
}
