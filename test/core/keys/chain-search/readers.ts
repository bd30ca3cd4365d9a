// Readers of the search: what each holds, what it chooses, and everything that it can come to hold. Readers change nothing for each
// other, and what is published late is what was held back until then; so a reader can be followed for itself, through all that a
// broker can show of the links there are, and again when there are more.
import type { chooseChain, Own, Removal } from '../../../../src/core/keys/chain-choice.ts';
import type { OwnLink } from '../../../../src/core/keys/own-changes.ts';
import { ends, isWithin, type Links, type Node } from './world.ts';

export type Rule = typeof chooseChain<OwnLink>;

/** Links whose removals a reader has taken over. */
export interface Taken {
  readonly id: number;
  readonly nodes: readonly Node[];
  readonly removals: readonly Removal[];
  readonly ids: ReadonlySet<string>;
}

export interface Reader {
  readonly held: Node;
  readonly taken: Taken;
}

export type Outcome =
  | (Reader & { readonly kind: 'chosen'; readonly members: ReadonlySet<string> })
  | { readonly kind: 'disputed'; readonly shared: Node };

/** A chain of somebody else under the same address, which is among all that is ever read. */
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

  constructor(links: Links, rule: Rule) {
    this.#links = links;
    this.#rule = rule;
    this.nothing = this.#take([]);
  }

  #take(nodes: readonly Node[]): Taken {
    const sorted = [...new Set(nodes)].filter(({ drop }) => drop.length > 0).toSorted((a, b) => a.id - b.id);
    const key = sorted.map(({ id }) => id).join();
    const known = this.#taken.get(key);
    if (known !== undefined) return known;
    const removals = sorted.flatMap(({ drop, chain }) =>
      drop.map((id) => {
        const signed = chain.filter(({ link }) => link.by === id).map(({ hash }) => hash);
        return { id, link: chain.at(-1)!.hash, signed };
      }),
    );
    const taken = { id: this.#taken.size, nodes: sorted, removals, ids: new Set(removals.map(({ id }) => id)) };
    this.#taken.set(key, taken);
    return taken;
  }

  /** A reader who has just signed `node`, and before that had taken over `taken`. */
  holding(node: Node, taken: Taken = this.nothing): Reader {
    return { held: node, taken: this.#take([...taken.nodes, ...node.before, node]) };
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
        ? { kind: 'disputed', shared: this.#sharedBy(choice.branches) }
        : {
            kind: 'chosen',
            held: this.#links.nodeOf(choice.links.at(-1)?.hash),
            taken: this.#take(choice.dropped.map(({ link }) => this.#links.nodeOf(link))),
            members: choice.members,
          };
    this.#outcomes.set(key, outcome);
    return outcome;
  }

  #sharedBy(branches: readonly (readonly OwnLink[])[]): Node {
    const nodes = branches.map((branch) => this.#links.nodeOf(branch.at(-1)?.hash));
    let shared = nodes[0]!;
    while (!nodes.every((node) => isWithin(shared, node))) shared = shared.parent!;
    return shared;
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

/** Names what a reader holds. */
export function keyOf({ held, taken }: Reader): string {
  return `${held.id}|${taken.id}`;
}

/** Whether `reader` ignores `node`: a removed key signed it, or a link before it, beside a removal that this reader has taken over. */
export function ignores({ held, taken }: Reader, node: Node): boolean {
  return [...node.before, node].some(
    (each) =>
      !isWithin(each, held) &&
      taken.nodes.some((removal) => removal.drop.includes(each.by) && !isWithin(each, removal)),
  );
}
