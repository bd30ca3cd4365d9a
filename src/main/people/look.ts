// One look at an address: reads its directory, verifies in the order of protocol §2.9, and reports what is known.
import { type Bytes, equal, toHex } from '../../core/bytes.ts';
import { userTag } from '../../core/keys/address.ts';
import { chainHead } from '../../core/keys/chain-head.ts';
import { type Chain, devicesOf, membersOf, type ParsedChain } from '../../core/keys/chain.ts';
import { MAX_PAYLOAD_BYTES } from '../../core/keys/chain-rules.ts';
import { readHint } from '../../core/signal/hint.ts';
import { writeJson } from '../../core/signal/json.ts';
import { once, type Steps } from '../../core/steps.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Slices } from '../time/slices.ts';
import type { DirectoryPart } from '../signalling/transport.ts';
import type { AddressQuestion, AddressReading, DirectorySource, Invited, PersonRead } from './address-reading.ts';
import { confirmedNames } from './confirmed-names.ts';
import { type Brought, type Gathered, isPublished, isVerified, type Outcome, type Unread } from './gathered.ts';
import { type Choice, chooseSteps, firstHeld, type Held, linksToVerify } from './held.ts';
import type { JudgedChains } from './judged-chains.ts';
import { firstNames, heldOf, inOrder, MOST_GUESSES, type Rank, rankOf, secondNames } from './read-order.ts';
import type { SignatureBudget } from './signature-budget.ts';

// The second part may bring 80 payloads and 1 MiB: half for the wildcard, half for names.
const HALF = { mostPayloads: 40, mostBytes: 512 * 1024 };

/** What a look works with. `budget` is shared by all strangers. */
export interface LookParts {
  readonly source: DirectorySource;
  readonly clock: Clock;
  readonly random: Random;
  readonly slices: Slices;
  readonly budget: SignatureBudget;
}

interface Ranked extends Brought {
  readonly chain: ParsedChain;
  readonly rank: Rank;
}

/** A look at the address of `question`. `judged` remembers what was judged under it. */
export class Look {
  readonly #parts: LookParts;
  readonly #question: AddressQuestion;
  readonly #judged: JudgedChains;
  readonly #named: Set<string>;
  readonly #untilMs: number;
  readonly #brought = new Map<string, Brought>();
  readonly #counts = new Map<string, number>();
  // The latest choice for each person, by person id in hex.
  readonly #choices = new Map<string, { readonly among: string; readonly choice: Choice }>();
  #hinted: readonly string[] | undefined;
  #readAtMs: number | undefined;
  #unread: Unread = { isFlooded: false, names: [] };
  #isWhole = true; // nothing asked for is missing so far
  #isAsked = false; // everything was asked for, and has come as far as it comes in time

  constructor(parts: LookParts, question: AddressQuestion, judged: JudgedChains) {
    this.#parts = parts;
    this.#question = question;
    this.#judged = judged;
    const { invited, confirmed = [] } = question;
    this.#named = new Set(invited === undefined ? confirmed : [invited.device, ...confirmed]);
    this.#untilMs = parts.clock.nowMs() + question.timeoutMs;
  }

  /** Reads what INVITE carried, and what held persons and the caller published. Judges all but strangers' chains. */
  async first(): Promise<void> {
    const { held, invited } = this.#question;
    const devices = firstNames(held, invited?.device);
    const bounds = { mostPayloads: devices.length, mostBytes: devices.length * MAX_PAYLOAD_BYTES };
    await Promise.all([devices.length > 0 ? this.#ask({ devices }, bounds) : undefined, this.#judgeInvited()]);
    await this.#verify('named');
  }

  /** Reads, within bounds, what everybody has published. Returns what both parts brought, if the directory answered. */
  async second(): Promise<Gathered | undefined> {
    const part = await this.#ask({ isEverybody: true }, HALF);
    // An invalid hint counts as none. Bounds cut chains, never the hint, which is asked for by its exact name.
    this.#hinted = part && ((part.hint && readHint(part.hint)) ?? []);
    const hinted = this.#hinted ?? [];
    const found = await this.#confirmedAmong(hinted, part);
    const asked = secondNames(
      hinted,
      this.#question.confirmed ?? [],
      this.#known(),
      (id) => this.#hasWriter(id),
      this.#parts.random,
    );
    const devices = found.length > 0 ? found.filter((id) => !this.#hasWriter(id)) : asked;
    // If the wildcard brought anything within its bounds, other ids of the hint published no chain.
    const isByName = part?.chains.size === 0;
    const names = isByName ? hinted.filter((id) => !devices.includes(id) && !this.#hasWriter(id)) : [];
    this.#unread = { isFlooded: part?.isFlooded === true, names };
    const named = devices.length > 0 ? await this.#ask({ devices }, HALF) : undefined;
    if (named?.isFlooded === true) this.#unread = { isFlooded: true, names }; // its bound kept chains out
    const published = [...this.#brought.values()].filter(({ writers }) => writers.size > 0);
    const brought = published.map((each) => ({ ...each, isInvited: false }));
    const readAtMs = this.#readAtMs;
    return readAtMs === undefined ? undefined : { brought, readAtMs, isWhole: this.#isWhole, unread: this.#unread };
  }

  /** Judges what was gathered earlier, instead of reading again, and what INVITE carried, except strangers' chains. */
  async again({ brought, readAtMs, isWhole, unread }: Gathered): Promise<void> {
    for (const each of brought) this.#brought.set(each.key, each);
    this.#readAtMs = readAtMs;
    this.#isWhole = isWhole;
    this.#unread = unread;
    await this.#judgeInvited();
  }

  /** Judges everything that arrived. If the directory answered, forgets what else was judged under the address. */
  async judgeAll(): Promise<void> {
    this.#isAsked = true;
    if (this.#readAtMs !== undefined) this.#judged.keep(new Set(this.#brought.keys()));
    await this.#verify('stranger');
  }

  /** Whether somebody is held, and the directory returned something of everybody who is held. */
  hasEverybodyHeld(): boolean {
    const { held } = this.#question;
    return held.length > 0 && held.every((each) => isPublished(each, this.#outcomesOf(each)));
  }

  /** What is known now. Chosen in slices, and only once among the same chains. */
  async reading(): Promise<AddressReading> {
    return this.#parts.slices.run(this.#readingSteps());
  }

  *#readingSteps(): Steps<AddressReading> {
    const held = [...this.#question.held];
    const seen = new Set(held.map(({ chain }) => toHex(chain.person)));
    for (const each of this.#ranked()) {
      const chain = this.#outcome(each);
      if (seen.has(each.person) || chain === undefined || chain === 'wrong') continue;
      seen.add(each.person);
      held.push(firstHeld(chain));
    }
    // Chains may arrive during the choice: they count in the next reading.
    const isJudged = this.#ranked().every((each) => this.#outcome(each) !== undefined);
    const isPartial = !this.#isAsked || !this.#isWhole;
    const isWhole = !isPartial && isJudged;
    const isCrowded = this.#isCrowded(seen);
    const hinted = this.#hinted;
    const readAtMs = this.#readAtMs;
    const persons: PersonRead[] = [];
    for (const each of held) persons.push(yield* this.#personSteps(each));
    const known = { persons, ...(hinted !== undefined && { hinted }), isWhole, isPartial, isCrowded };
    return readAtMs === undefined ? { kind: 'timeout', ...known } : { kind: 'read', readAtMs, ...known };
  }

  #isCrowded(persons: ReadonlySet<string>): boolean {
    const { isFlooded, names } = this.#unread;
    const isWaiting = this.#ranked().some((each) => !persons.has(each.person) && this.#outcome(each) === undefined);
    if (isFlooded || isWaiting || names.length === 0) return isFlooded || isWaiting;
    const known = this.#known();
    return names.some((id) => !known.has(id));
  }

  // A flood could decide what is read first. So devices with a certificate of the organisation come before all others.
  async #confirmedAmong(hinted: readonly string[], part: DirectoryPart | undefined): Promise<readonly string[]> {
    const { address, credentials, held } = this.#question;
    const isCrowd = part?.isFlooded === true || hinted.length > MOST_GUESSES;
    if (credentials === undefined || held.length > 0 || !isCrowd) return [];
    const writers = [...this.#brought.values()].flatMap((each) => [...each.writers]);
    const { budget, clock } = this.#parts;
    const timeoutMs = (this.#untilMs - clock.nowMs()) / 2; // the other half is for reading their chains
    const devices = [...new Set([...hinted, ...writers])];
    const found = await confirmedNames({ credentials, address, devices, timeoutMs, budget });
    for (const id of found) this.#named.add(id);
    return found.slice(0, HALF.mostPayloads);
  }

  async #judgeInvited(): Promise<void> {
    const { invited } = this.#question;
    if (invited !== undefined && invited.chain.length > 0)
      await this.#bring(writeJson({ chain: invited.chain }), invited.device, invited);
    await this.#verify('named');
  }

  async #ask(
    what: { readonly devices?: readonly string[]; readonly isEverybody?: boolean },
    bounds: { readonly mostPayloads: number; readonly mostBytes: number },
  ): Promise<DirectoryPart | undefined> {
    const { source, clock } = this.#parts;
    const timeoutMs = this.#untilMs - clock.nowMs();
    const tag = userTag(this.#question.address);
    const part = timeoutMs > 0 ? await source.readDirectory(tag, what, { timeoutMs, ...bounds }) : 'timeout';
    if (part === 'timeout') {
      this.#isWhole = false;
      return undefined;
    }
    if (!part.isWhole) this.#isWhole = false;
    this.#readAtMs = clock.nowMs();
    for (const [writer, payload] of part.chains) await this.#bring(payload, writer);
    return part;
  }

  // A chain is ignored if its writer is not one of its devices, and INVITE's if INVITE names another person.
  async #bring(payload: Bytes, writer: string, invited?: Invited): Promise<void> {
    const { key, judged } = await this.#judged.judge(payload, this.#parts.slices);
    if (judged === undefined || !devicesOf(judged.chain).some(({ id }) => id === writer)) return;
    if (invited !== undefined && !equal(invited.person, judged.chain.person)) return;
    await this.#count({ key, judged });
    const before = this.#brought.get(key);
    const writers = new Set(before?.writers);
    if (invited === undefined) writers.add(writer);
    const isInvited = invited !== undefined || before?.isInvited === true;
    this.#brought.set(key, { key, person: toHex(judged.chain.person), judged, writers, isInvited });
  }

  /** Verifies up to rank `last`. Strangers' chains enter their budget together, because it takes the cheapest first. */
  async #verify(last: 'named' | 'stranger'): Promise<void> {
    const ranked = this.#ranked();
    for (const each of ranked) if (each.rank !== 'stranger') await this.#verifyOne(each);
    if (last === 'named') return;
    await Promise.all(ranked.filter(({ rank }) => rank === 'stranger').map((each) => this.#verifyOne(each)));
  }

  async #verifyOne(each: Ranked): Promise<void> {
    const { slices, budget } = this.#parts;
    const known = (): readonly Chain[] => [
      ...this.#question.held.map(({ chain }) => chain),
      ...this.#judged.verified(),
    ];
    await this.#count(each);
    await each.judged.verify(this.#counted(each), known, slices, each.rank === 'stranger' ? budget : undefined);
  }

  #ranked(): readonly Ranked[] {
    const { held } = this.#question;
    const ranked = [...this.#brought.values()].map((each) => {
      const { chain } = each.judged;
      const isNamed = each.isInvited || [...each.writers].some((writer) => this.#named.has(writer));
      return { ...each, chain, rank: rankOf(chain, held, isNamed) };
    });
    return inOrder(ranked);
  }

  #chainsOf(person: Bytes): readonly Brought[] {
    const hex = toHex(person);
    return [...this.#brought.values()].filter((each) => each.person === hex);
  }

  async #count(each: Pick<Brought, 'key' | 'judged'>): Promise<void> {
    if (!this.#counts.has(each.key)) await this.#parts.slices.run(once(() => this.#counted(each)));
  }

  // Cut and overruled links, which only chains of held persons have, are not verified. Called often in each reading.
  #counted({ key, judged: { chain } }: Pick<Brought, 'key' | 'judged'>): number {
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const held = heldOf(chain, this.#question.held);
    const count = held === undefined ? chain.links.length : linksToVerify(held, chain);
    this.#counts.set(key, count);
    return count;
  }

  #outcome(each: Brought): Chain | 'wrong' | undefined {
    return each.judged.outcome(this.#counted(each));
  }

  #outcomesOf(held: Held): readonly Outcome[] {
    return this.#chainsOf(held.chain.person).map((each) => ({ ...each, chain: this.#outcome(each) }));
  }

  *#personSteps(held: Held): Steps<PersonRead> {
    const outcomes = this.#outcomesOf(held);
    const read = outcomes.map(({ chain }) => chain).filter((chain) => isVerified(chain));
    const choice = yield* this.#choiceSteps(held, read);
    const cut = outcomes.flatMap((each) => each.judged.chain.links[this.#counted(each)] ?? []);
    return {
      person: held.chain.person,
      choice,
      read,
      cut: [...new Map([...cut, ...choice.cut].map((link) => [toHex(link.hash), link])).values()],
      isFromDirectory: isPublished(held, outcomes),
      isWhole: outcomes.every(({ chain }) => chain !== undefined),
    };
  }

  *#choiceSteps(held: Held, read: readonly Chain[]): Steps<Choice> {
    const person = toHex(held.chain.person);
    const among = read.map((chain) => chainHead(chain).head).join();
    const last = this.#choices.get(person);
    if (last?.among === among) return last.choice;
    const choice = yield* chooseSteps(held, read, this.#question.own);
    this.#choices.set(person, { among, choice });
    return choice;
  }

  #hasWriter(id: string): boolean {
    return [...this.#brought.values()].some(({ writers }) => writers.has(id));
  }

  #known(): ReadonlySet<string> {
    const chains = [...this.#question.held.map(({ chain }) => chain), ...this.#judged.verified()];
    return new Set(chains.flatMap((chain) => membersOf(chain).map(({ id }) => id)));
  }
}
