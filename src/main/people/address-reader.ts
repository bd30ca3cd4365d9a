// Reads an address (protocol §2.9): which persons have a chain there, and which chain is chosen for each of them.
// Persons held by this device are read first, by name, and verified without a limit. Whatever strangers publish under
// the same address delays only strangers.
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
   * The persons under an address. If the first part has returned something about every held person, that is the answer.
   * Otherwise the answer waits for everything or for `timeoutMs`. A result that comes too late for one question is
   * remembered for the next.
   */
  readonly read: (question: AddressQuestion) => Promise<AddressReading>;
  /** The time slices in which it reads, shared with whoever chooses from its readings. */
  readonly slices: Slices;
}

/**
 * What the reader works with. Strangers decide how many addresses we read: beyond `mostKnownBytes` the oldest are
 * forgotten.
 */
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

// An incomplete reading is kept too, if it found everybody held. A flood never arrives completely, so strangers could
// otherwise make us read held persons afresh all the time. A reading that found nobody is not kept: a person who has
// just begun would stay unfound as long as the reading is used.
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
