// An address reader over a directory in memory, with a clock that only the test advances.
import { toHex } from '../../../src/core/bytes.ts';
import { type Chain, reopenChain } from '../../../src/core/keys/chain.ts';
import { takeOver } from '../../../src/core/keys/chain-choice.ts';
import { createSlices } from '../../../src/main/time/slices.ts';
import { createAddressReader } from '../../../src/main/people/address-reader.ts';
import type { AddressQuestion, AddressReading, PersonRead } from '../../../src/main/people/address-reading.ts';
import type { Held } from '../../../src/main/people/held.ts';
import { ADDRESS, type HandChain } from '../../core/keys/hand-written-chain.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { MemoryDirectory } from './memory-directory.ts';

/** The chain as this device stores it. */
export function open(chain: HandChain): Chain {
  const read = reopenChain(chain.payload, ADDRESS);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

/** What a reader who has read only this chain holds. */
export function holds(chain: HandChain): Held {
  return { chain: open(chain), dropped: takeOver([], [open(chain).links]) };
}

/** A person found by a reading, in short: how many links count, and what the reading says of them. */
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
  const parts = { source: directory, clock, random, slices };
  return {
    directory,
    clock,
    slices,
    reader: createAddressReader(parts),
    /** Another reader, with these parts replaced. */
    with: (more: Partial<typeof parts & { mostKnownBytes: number }>) => createAddressReader({ ...parts, ...more }),
    turns: () => turns,
    /** Runs all pending work that waits for no timer. */
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
