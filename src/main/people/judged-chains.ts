// The judged payloads of one address. The same bytes are parsed only once. Readers who ask at the same time for the
// same number of links share one verification, but work without a limit does not wait for work within the budget. Links
// verified under this address are not verified again (protocol §2.9).
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../../core/bytes.ts';
import { beginningOf, type Chain, type ParsedChain, parseChainSteps } from '../../core/keys/chain.ts';
import { signaturesToCheck, verifyChainSteps } from '../../core/keys/chain-verify.ts';
import { once, type Steps } from '../../core/steps.ts';
import type { Slices } from '../time/slices.ts';
import type { SignatureBudget } from './signature-budget.ts';

/** A payload that follows the rules of a chain. */
export class JudgedChain {
  readonly chain: ParsedChain;
  #verified: Chain | undefined;
  #wrongWithin = Number.POSITIVE_INFINITY; // this many first links include one with a wrong signature
  readonly #work = new Map<string, Promise<void>>();

  constructor(chain: ParsedChain) {
    this.chain = chain;
  }

  /** The longest beginning that was verified, if any. */
  get verified(): Chain | undefined {
    return this.#verified;
  }

  /** The first `links` links, verified. `wrong`: one has a wrong signature. Undefined: not known yet. */
  outcome(links: number): Chain | 'wrong' | undefined {
    if (links >= this.#wrongWithin) return 'wrong';
    const verified = this.#verified;
    return verified === undefined || verified.links.length < links ? undefined : beginningOf(verified, links);
  }

  /**
   * Makes `outcome(links)` known. If there is a `budget`, it limits the work and may give it up. Links of `known()`
   * are not verified again.
   */
  async verify(
    links: number,
    known: () => readonly Chain[],
    slices: Slices,
    budget: SignatureBudget | undefined,
  ): Promise<void> {
    if (this.outcome(links) !== undefined) return;
    const checks = signaturesToCheck(this.chain, { known: known(), links });
    const isLimited = budget !== undefined && checks > 0;
    // Work without a limit never waits behind work within the budget.
    const running = this.#work.get(`${links}`) ?? (isLimited ? this.#work.get(`${links} limited`) : undefined);
    const work =
      running ?? this.#run(links, this.#steps(links, known), slices, isLimited ? { budget, checks } : undefined);
    await work;
  }

  #run(
    links: number,
    steps: Steps<Chain | 'signature'>,
    slices: Slices,
    limit: { readonly budget: SignatureBudget; readonly checks: number } | undefined,
  ): Promise<void> {
    const key = limit === undefined ? `${links}` : `${links} limited`;
    const keep = async (run: Promise<Chain | 'signature' | 'given-up'>): Promise<void> => {
      const outcome = await run;
      this.#work.delete(key);
      if (outcome === 'signature') this.#wrongWithin = Math.min(this.#wrongWithin, links);
      else if (outcome !== 'given-up' && outcome.links.length > (this.#verified?.links.length ?? 0)) {
        this.#verified = outcome;
      }
    };
    const work = keep(limit === undefined ? slices.run(steps) : limit.budget.run(steps, limit.checks));
    this.#work.set(key, work);
    return work;
  }

  // `known` is evaluated when the work begins: others may have verified the same links by then.
  *#steps(links: number, known: () => readonly Chain[]): Steps<Chain | 'signature'> {
    return yield* verifyChainSteps(this.chain, { known: known(), links });
  }
}

/** The judgements of one address. `keep` forgets payloads that are no longer published there. */
export class JudgedChains {
  readonly #address: string;
  readonly #entries = new Map<string, { readonly bytes: number; readonly chain: Promise<JudgedChain | undefined> }>();
  readonly #chains = new Map<string, JudgedChain>();

  constructor(address: string) {
    this.#address = address;
  }

  /** How many bytes of payloads are remembered. */
  get bytes(): number {
    return [...this.#entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The longest verified beginning of every chain. */
  verified(): readonly Chain[] {
    return [...this.#chains.values()].flatMap(({ verified }) => verified ?? []);
  }

  /**
   * `key`: the hash of the payload. `judged`: its chain, parsed unless the same bytes were parsed before; undefined if
   * it breaks a rule. All work runs in `slices`.
   */
  async judge(
    payload: Uint8Array,
    slices: Slices,
  ): Promise<{ readonly key: string; readonly judged: JudgedChain | undefined }> {
    const key = await slices.run(once(() => toHex(sha256(payload))));
    const known = this.#entries.get(key);
    if (known !== undefined) return { key, judged: await known.chain };
    const chain = slices.run(parseChainSteps(payload, this.#address)).then((parsed) => {
      if (typeof parsed === 'string') return undefined;
      const judged = new JudgedChain(parsed);
      if (this.#entries.has(key)) this.#chains.set(key, judged);
      return judged;
    });
    this.#entries.set(key, { bytes: payload.length, chain });
    return { key, judged: await chain };
  }

  /** Forgets all but the payloads with these keys. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#entries.keys()) {
      if (keys.has(key)) continue;
      this.#entries.delete(key);
      this.#chains.delete(key);
    }
  }
}
