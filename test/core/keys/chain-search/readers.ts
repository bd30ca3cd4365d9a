// Readers of the search: what each holds, what it chooses, and everything that it can come to hold. Readers do not
// affect each other, and a late publication is a link that was held back until then. So the search follows each reader
// alone, through everything that a broker can show of the links, and again when there are more links.
import { type chooseChain, type Own, type Removal, takeOver } from '../../../../src/core/keys/chain-choice.ts';
import { baseOfRecovery, type OwnLink } from '../../../../src/core/keys/own-changes.ts';
import { ends, isWithin, type Links, type Node } from './world.ts';

export type Rule = typeof chooseChain<OwnLink>;

/** The removals that a reader has taken over: for each id, the links that the id signed and that still count. */
export interface Taken {
  readonly id: number;
  readonly removals: readonly Removal[];
  readonly signed: ReadonlyMap<string, ReadonlySet<Node>>;
  readonly ids: ReadonlySet<string>;
}

export interface Reader {
  readonly held: Node;
  readonly taken: Taken;
}

export type Outcome =
  | (Reader & { readonly kind: 'chosen'; readonly members: ReadonlySet<string> })
  | { readonly kind: 'disputed' };

/** A chain of somebody else under the same address, which is part of every reading. */
const stranger: readonly OwnLink[] = [
  {
    hash: new Uint8Array(5),
    link: { by: 'S', proto: undefined, add: [{ kind: 'device', id: 'S', proto: [1] }], drop: ['A'] },
  },
];

export class Readers {
  readonly nothing: Taken;
  /** How many different choices were asked for. */
  choices = 0;
  readonly #links: Links;
  readonly #rule: Rule;
  readonly #taken = new Map<string, Taken>();
  readonly #outcomes = new Map<string, Outcome>();
  readonly #bases = new Map<string, Node | undefined>();

  constructor(links: Links, rule: Rule) {
    this.#links = links;
    this.#rule = rule;
    this.nothing = this.#take([]);
  }

  // Sorted, so that readers who differ only in the order of their reading are the same.
  #take(removals: readonly Removal[]): Taken {
    const sorted = removals.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const nodes = sorted.map(
      ({ id, signed }) => [id, new Set(signed.map((hash) => this.#links.nodeOf(hash)))] as const,
    );
    const key = nodes
      .map(([id, each]) => [id, ...[...each].map((node) => node.id).toSorted((a, b) => a - b)].join(' '))
      .join();
    const known = this.#taken.get(key);
    if (known !== undefined) return known;
    const signed = new Map(nodes);
    const taken = { id: this.#taken.size, removals: sorted, signed, ids: new Set(signed.keys()) };
    this.#taken.set(key, taken);
    return taken;
  }

  /** A reader who has just signed `node`, and had taken over `taken` before. */
  holding(node: Node, taken: Taken = this.nothing): Reader {
    return { held: node, taken: this.#take(takeOver(taken.removals, [node.chain])) };
  }

  choose({ held, taken }: Reader, read: readonly Node[], own?: Own<OwnLink>): Outcome {
    const news = ends(read).filter((node) => !isWithin(node, held));
    const made = own?.made.map(({ hash }) => this.#links.nodeOf(hash).id) ?? [];
    const key = [own?.id, ...made, '|', held.id, taken.id, '|', ...news.map(({ id }) => id)].join();
    const known = this.#outcomes.get(key);
    if (known !== undefined) return known;
    this.choices++;
    const choice = this.#rule(held.chain, taken.removals, [...news.map(({ chain }) => chain), stranger], own);
    const outcome: Outcome =
      choice.kind === 'disputed'
        ? { kind: 'disputed' }
        : {
            kind: 'chosen',
            held: this.#links.nodeOf(choice.links.at(-1)?.hash),
            taken: this.#take(choice.dropped),
            members: choice.members,
          };
    this.#outcomes.set(key, outcome);
    return outcome;
  }

  /** The link after which the product continues with a recovery when these links were read, if there is one. */
  baseOfRecovery(read: readonly Node[], code: string): Node | undefined {
    const key = [code, ...read.map(({ id }) => id)].join();
    if (!this.#bases.has(key)) {
      const base = baseOfRecovery(
        [this.#links.root, ...read].map(({ chain }) => chain),
        code,
      );
      this.#bases.set(key, base && this.#links.nodeOf(base.at(-1)?.hash));
    }
    return this.#bases.get(key);
  }

  /** Everything that a reader can come to hold by reading, in whatever order; `onRead` is told of each choice. */
  reachable(
    from: Reader,
    views: readonly (readonly Node[])[],
    own?: Own<OwnLink>,
    onRead?: (reader: Reader, view: readonly Node[], outcome: Outcome) => void,
  ): readonly Reader[] {
    const found = new Map<string, Reader>();
    const waiting: Reader[] = [from];
    for (let reader = waiting.pop(); reader !== undefined; reader = waiting.pop()) {
      const key = keyOf(reader);
      if (found.has(key)) continue;
      found.set(key, reader);
      for (const view of views) {
        const outcome = this.choose(reader, view, own);
        onRead?.(reader, view, outcome);
        if (outcome.kind === 'chosen') waiting.push(outcome);
      }
    }
    return [...found.values()];
  }
}

/** A name for what a reader holds. */
export function keyOf({ held, taken }: Reader): string {
  return `${held.id}|${taken.id}`;
}

/**
 * Whether `reader` ignores `node`: a removed key signed it, or a link before it, in parallel with a removal that this
 * reader has taken over.
 */
export function ignores({ held, taken }: Reader, node: Node): boolean {
  return [...node.before, node].some((each) => !isWithin(each, held) && taken.signed.get(each.by)?.has(each) === false);
}
