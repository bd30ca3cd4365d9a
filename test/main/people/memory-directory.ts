// A directory in memory for one address: payloads by writer, and a hint. It returns no more than the reader's limits
// allow.
import type { Bytes } from '../../../src/core/bytes.ts';
import type { Actor, HandChain } from '../../core/keys/hand-written-chain.ts';
import type { DirectorySource } from '../../../src/main/people/address-reading.ts';
import type { DirectoryBounds, DirectoryPart } from '../../../src/main/signalling/transport.ts';

interface Asked {
  readonly devices: readonly string[] | undefined;
  readonly bounds: DirectoryBounds;
}

export class MemoryDirectory implements DirectorySource {
  readonly payloads = new Map<string, Bytes>();
  readonly asked: Asked[] = [];
  hint: Bytes | undefined;
  /** Whether a wildcard subscription returns chains. On RabbitMQ it does not. */
  hasWildcard = true;
  /** Whether the time is over before everything has come. */
  isCut = false;
  /** Runs before every answer, and can delay it or replace it with a timeout. */
  before: (devices: readonly string[] | undefined) => Promise<'timeout' | undefined> = () => Promise.resolve(undefined);

  publish(chain: HandChain, ...writers: readonly Actor[]): void {
    for (const { id } of writers) this.payloads.set(id, chain.payload);
  }

  readonly readDirectory: DirectorySource['readDirectory'] = async (_tag, what, bounds) => {
    this.asked.push({ devices: what.devices, bounds });
    if ((await this.before(what.devices)) === 'timeout') return 'timeout';
    const names = what.isEverybody === true && this.hasWildcard ? [...this.payloads.keys()] : (what.devices ?? []);
    return this.#within(names, bounds, what.isEverybody === true ? this.hint : undefined);
  };

  #within(names: readonly string[], bounds: DirectoryBounds, hint: Bytes | undefined): DirectoryPart {
    const chains = new Map<string, Bytes>();
    let bytes = 0;
    for (const name of names) {
      const payload = this.payloads.get(name);
      if (payload === undefined) continue;
      bytes += payload.length;
      if (chains.size === bounds.mostPayloads || bytes > bounds.mostBytes)
        return { chains, hint, isWhole: false, isFlooded: true };
      chains.set(name, payload);
    }
    return { chains, hint, isWhole: !this.isCut };
  }
}
