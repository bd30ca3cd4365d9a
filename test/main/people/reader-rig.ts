// An address reader over a directory in memory, with a clock that stands and a plain rule in place of the choice: the longest chain
// counts, and what a removed device has signed behind the divergence is cut.
import { toHex } from '../../../src/core/bytes.ts';
import { type Chain, reopenChain, sharedLinks } from '../../../src/core/keys/chain.ts';
import { createSlices } from '../../../src/main/app/slices.ts';
import { createAddressReader } from '../../../src/main/people/address-reader.ts';
import type { AddressQuestion, AddressReading, PersonRead } from '../../../src/main/people/address-reading.ts';
import type { ChoiceRule, Held } from '../../../src/main/people/held.ts';
import { type Actor, ADDRESS, type HandChain } from '../../core/keys/hand-written-chain.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { MemoryDirectory } from './memory-directory.ts';

const longest: ChoiceRule = {
  countedLinks: (held, chain) => {
    const removed = new Set(held.dropped.map(({ id }) => id));
    const from = sharedLinks(held.chain, chain);
    const cut = chain.links.findIndex(({ link }, at) => at >= from && removed.has(link.by));
    return cut < 0 ? chain.links.length : cut;
  },
  choose: (held, read) => {
    const [chain = held.chain] = [held.chain, ...read].toSorted((a, b) => b.links.length - a.links.length);
    return { kind: 'chosen', held: { chain, dropped: held.dropped }, cut: [] };
  },
};

/** The chain as this device has it in its own state. */
export function open(chain: HandChain): Chain {
  const read = reopenChain(chain.payload, ADDRESS);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

export function holds(chain: HandChain, ...dropped: readonly Actor[]): Held {
  return { chain: open(chain), dropped: dropped.map(({ id }) => ({ id, link: new Uint8Array(32) })) };
}

/** A person of a reading in short: how many links count, and what is said of them. */
export function brief({ choice, isFromDirectory, isWhole }: PersonRead): unknown {
  return { links: choice.held.chain.links.length, isFromDirectory, isWhole };
}

export type Read = Extract<AddressReading, { readonly kind: 'read' }>;

export function read(reading: AddressReading): Read {
  if (reading.kind !== 'read') throw new Error(reading.kind);
  return reading;
}

export function personOf(reading: AddressReading, chain: HandChain): PersonRead {
  const person = read(reading).persons.find((each) => toHex(each.person) === toHex(chain.person));
  if (person === undefined) throw new Error('not read');
  return person;
}

export function createRig() {
  const directory = new MemoryDirectory();
  const clock = heldClock();
  let turns = 0;
  const slices = createSlices((next) => {
    turns++;
    setImmediate(next);
  });
  let dice = 0;
  const random = (length: number) => new Uint8Array(length).fill(dice++);
  const parts = { source: directory, rule: longest, clock, random, slices };
  return {
    directory,
    clock,
    slices,
    reader: createAddressReader(parts),
    /** A reader of its own with these parts replaced. */
    with: (more: Partial<typeof parts & { mostKnownBytes: number }>) => createAddressReader({ ...parts, ...more }),
    turns: () => turns,
    /** Lets everything happen that needs no time. */
    settle: async () => {
      for (let quiet = 0; quiet < 5;) {
        await new Promise(setImmediate);
        quiet = slices.isBusy() ? 0 : quiet + 1;
      }
    },
  };
}

export function ask(more: Partial<AddressQuestion> = {}): AddressQuestion {
  return { address: ADDRESS, held: [], timeoutMs: 3000, maxAgeMs: 0, ...more };
}
