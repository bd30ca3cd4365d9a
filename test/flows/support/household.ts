// The devices of one person of a test, what each of them knows of their chain, and what they have published.
import type { Bytes } from '../../../src/core/bytes.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { type Chain, devicesOf, membersOf, payloadOf } from '../../../src/core/keys/chain.ts';
import { chainHead, chainRelation } from '../../../src/core/keys/chain-head.ts';
import type { DeviceKeys } from '../../../src/core/keys/identity.ts';
import type { OwnDevice } from '../../../src/main/calls/call-deps.ts';
import { choose, firstHeld, type Held } from '../../../src/main/people/held.ts';
import { dice } from './dice.ts';
import { beginOf, joinOf, nextOf, recoveryKeyOf, recoveryOf } from './made-once.ts';
import type { MemoryBroker } from './broker.ts';

/** What the devices of a person need: a clock and a directory. */
interface Surroundings {
  readonly clock: { readonly nowMs: () => number };
  readonly broker: Pick<MemoryBroker, 'directories'>;
}

/** The directory's payloads of an address, by the device that wrote each. */
export type Published = ReadonlyMap<string, Bytes>;

/** One device as a member of its person: it knows a chain, adds links to it and publishes them. */
export class Membership {
  readonly keys: DeviceKeys;
  readonly #world: Surroundings;
  readonly #address: string;
  readonly #isHidden: boolean;
  /** What this person's devices have published; all of them share this map. */
  readonly #payloads: Map<string, Bytes>;
  #chain: Chain;
  #sinceMs: number;

  /**
   * A new person, or one more device of `of`. `isHidden`: what this device publishes is not in the directory. `code`:
   * this device recovers the person with the recovery code of this seed. It removes the other devices, which do not
   * learn of that.
   */
  constructor(
    world: Surroundings,
    address: string,
    keys: DeviceKeys,
    of: Membership | undefined,
    isHidden: boolean,
    code?: Bytes,
  ) {
    this.#world = world;
    this.#address = address;
    this.#isHidden = isHidden;
    this.keys = keys;
    this.#payloads = of?.payloads ?? new Map<string, Bytes>();
    this.#sinceMs = world.clock.nowMs();
    this.#chain = of === undefined ? beginOf(address, keys, this.#nowSeconds) : this.#joined(of.chain, of.keys, code);
    this.publish(this.#chain);
    if (of !== undefined && code === undefined) of.chain = this.#chain;
  }

  #joined(chain: Chain, by: DeviceKeys, code: Bytes | undefined): Chain {
    const change = { at: this.#nowSeconds, add: [joinOf(chain.person, this.keys)] };
    if (code === undefined) return nextOf(chain, by, change);
    return nextOf(chain, recoveryKeyOf(chain.person, code), { ...change, drop: membersOf(chain).map(({ id }) => id) });
  }

  get #nowSeconds(): number {
    return Math.floor(this.#world.clock.nowMs() / 1000);
  }

  get payloads(): Map<string, Bytes> {
    return this.#payloads;
  }

  /** The chain as this device knows it. */
  get chain(): Chain {
    return this.#chain;
  }

  set chain(chain: Chain) {
    this.#chain = chain;
    this.#sinceMs = this.#world.clock.nowMs();
  }

  /** What this person's devices have published. If the person is hidden, the directory contains none of it. */
  get published(): Published {
    return new Map(this.#payloads);
  }

  /**
   * Makes this chain known to this device, and published by all devices in it. A device outside the chain keeps
   * what it has published.
   */
  publish(chain: Chain): void {
    this.chain = chain;
    this.#write(
      devicesOf(chain).map(({ id }) => id),
      chain,
    );
  }

  /**
   * Makes this chain known to this device and published by it alone, as a removed device does if it ignores its
   * removal.
   */
  fork(chain: Chain): void {
    this.chain = chain;
    this.#write([this.keys.id], chain);
  }

  #write(devices: readonly string[], chain: Chain): void {
    const payload = payloadOf(chain);
    for (const device of devices) this.#payloads.set(device, payload);
    if (this.#isHidden) return;
    const tag = userTag(this.#address);
    const directory = this.#world.broker.directories.get(tag) ?? new Map<string, Bytes>();
    for (const device of devices) directory.set(device, payload);
    this.#world.broker.directories.set(tag, directory);
  }

  /** The chain with one more link of this device after `on`, published nowhere. */
  link(
    change: {
      readonly add?: readonly DeviceKeys[];
      readonly drop?: readonly string[];
      readonly proto?: readonly number[];
    },
    on = this.#chain,
  ): Chain {
    const { add = [], ...rest } = change;
    return nextOf(on, this.keys, { ...rest, at: this.#nowSeconds, add: add.map((keys) => joinOf(on.person, keys)) });
  }

  /** Publishes a recovery key made from the code of this seed. */
  addCode(seed: Bytes): void {
    this.publish(nextOf(this.#chain, this.keys, { at: this.#nowSeconds, add: [recoveryOf(this.#chain.person, seed)] }));
  }

  /** Publishes a link that changes nothing for a call: it adds or removes a recovery key. */
  advance(): void {
    const [before] = membersOf(this.#chain).filter(({ kind }) => kind === 'recovery');
    const seed = dice(`recovery ${this.#chain.links.length}`)(32);
    const change = before === undefined ? { add: [recoveryOf(this.#chain.person, seed)] } : { drop: [before.id] };
    this.publish(nextOf(this.#chain, this.keys, { ...change, at: this.#nowSeconds }));
  }

  /** What a reader holds who has read this device's chain and no other. */
  held(): Held {
    return choose(firstHeld(this.#chain), [this.#chain]).held;
  }

  /** This person's devices in the form that this device's calls use. */
  own(): Pick<OwnDevice, 'person' | 'deviceKeys' | 'deviceId' | 'devices' | 'head' | 'relation' | 'headSinceMs'> {
    return {
      person: this.#chain.person,
      deviceKeys: this.keys,
      deviceId: this.keys.id,
      devices: () => devicesOf(this.#chain),
      head: () => chainHead(this.#chain),
      relation: (head) => chainRelation(this.#chain, head),
      headSinceMs: () => this.#sinceMs,
    };
  }
}
