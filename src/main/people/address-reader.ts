// Reads an address (protocol §2.9): which persons have a chain there, and for each what the choice comes to. Whom this device
// holds is read first, by name and without a limit; what strangers publish under the same address holds up nobody but strangers.
import type { Clock, Random } from '../time/clock.ts';
import type { Slices } from '../time/slices.ts';
import { Shelf } from '../signalling/shelf.ts';
import type { AddressQuestion, AddressReading, DirectorySource } from './address-reading.ts';
import { JudgedChains } from './judged-chains.ts';
import type { Gathered } from './gathered.ts';
import { Look } from './look.ts';
import { createSignatureBudget } from './signature-budget.ts';

/** Reads addresses. */
export interface AddressReader {
  /**
   * The persons under an address. Once the first part has brought something of everybody held, the answer waits for nothing else;
   * otherwise it waits for everything or for `timeoutMs`. What is judged too late for one reader is known to the next.
   */
  readonly read: (question: AddressQuestion) => Promise<AddressReading>;
  /** Those in which it reads: for what is chosen of its readings. */
  readonly slices: Slices;
}

/** What the reader works with. Strangers decide for how many addresses we read: beyond `mostKnownBytes` the oldest are forgotten. */
export interface AddressReaderParts {
  readonly source: DirectorySource;
  readonly clock: Clock;
  readonly random: Random;
  readonly slices: Slices;
  readonly mostKnownBytes?: number;
}

const MOST_KNOWN_BYTES = 16 * 1024 * 1024;

interface Memory {
  readonly judged: JudgedChains;
  last: Gathered | undefined;
}

// A flood never comes whole: who is held would be read afresh all the time, at the will of strangers. That nobody is there is not
// remembered: whoever begins now would be missing for as long.
function worthKeeping(gathered: Gathered | undefined, look: Look): Gathered | undefined {
  if (gathered === undefined || gathered.brought.length === 0) return undefined;
  return gathered.isWhole || look.hasEverybodyHeld() ? gathered : undefined;
}

/** A reader that has read nothing yet. All strangers' chains share one budget of signature checks. */
export function createAddressReader({ mostKnownBytes, ...parts }: AddressReaderParts): AddressReader {
  const { clock, slices } = parts;
  const budget = createSignatureBudget(clock, slices);
  const memories = new Shelf<Memory>(mostKnownBytes ?? MOST_KNOWN_BYTES);

  function memoryOf(address: string): Memory {
    const known = memories.get(address);
    if (known !== undefined) return known;
    const memory = { judged: new JudgedChains(address), last: undefined };
    memories.put(address, memory, 0);
    return memory;
  }

  async function read(question: AddressQuestion): Promise<AddressReading> {
    const memory = memoryOf(question.address);
    const look = new Look({ ...parts, budget }, question, memory.judged);
    const { last } = memory;
    const isRecent =
      last !== undefined &&
      (last.isWhole || question.held.length > 0) &&
      clock.nowMs() - last.readAtMs < question.maxAgeMs;
    const first = isRecent ? look.again(last) : look.first();

    async function everything(): Promise<AddressReading> {
      await first;
      if (!isRecent) memory.last = worthKeeping(await look.second(), look);
      const judging = look.judgeAll();
      memories.put(question.address, memory, memory.judged.bytes);
      await judging;
      return look.reading();
    }
    const rest = everything();
    const enough = first.then(() => (look.hasEverybodyHeld() ? undefined : rest));
    const whole = await within(question.timeoutMs, enough);
    return whole ?? { ...(await look.reading()), rest };
  }

  async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T | undefined> {
    let cancel = (): void => undefined;
    const late = new Promise<undefined>((resolve) => (cancel = clock.after(timeoutMs, () => resolve(undefined))));
    return Promise.race([work, late]).finally(() => cancel());
  }

  return { read, slices };
}
