// The worlds of the search: their members, and the tree of links that they make. A link is made once for each way in
// which it can arise (author, changes, place among its siblings), so that a choice among the same links is computed
// once.
import type { Bytes } from '../../../../src/core/bytes.ts';
import type { OwnLink } from '../../../../src/core/keys/own-changes.ts';

/** The members at the beginning, all in one chain, and what may happen after it. */
export interface World {
  readonly name: string;
  /** Devices of the person, one capital letter each. They are interchangeable. */
  readonly honest: readonly string[];
  /** Devices whose keys a thief uses. They are members at the beginning. */
  readonly thieves: readonly string[];
  /** Whether a recovery key is a member, and whether a thief has copied the code. */
  readonly recovery: 'none' | 'kept' | 'stolen';
  /** The most links after the beginning, not counting those by which devices settle at the end. */
  readonly links: number;
  /** The most new devices, those of the person and of the thief together. */
  readonly newDevices: number;
  /**
   * Whether devices of the person add others, change protocol versions and replace the recovery key, besides dropping
   * each other.
   */
  readonly adds: boolean;
  readonly protos: boolean;
  readonly replaces: boolean;
}

/** Ids of recovery keys begin with R or r, of the person's new devices with n, of the thief's new devices with t. */
export const isRecovery = (id: string): boolean => /^r/i.test(id);

/** A link in the tree, and thus the chain that ends with it. */
export interface Node {
  readonly id: number;
  readonly parent: Node | undefined;
  /** Its place among the links with the same predecessor: the smaller the rank, the smaller the hash. */
  readonly rank: number;
  /** Whether a thief signed it. */
  readonly stolen: boolean;
  readonly by: string;
  readonly add: readonly string[];
  readonly drop: readonly string[];
  readonly proto: number | undefined;
  readonly chain: readonly OwnLink[];
  /** The links before it. */
  readonly before: ReadonlySet<Node>;
  readonly members: ReadonlySet<string>;
  /** Every id that was dropped up to this link. */
  readonly dropped: ReadonlySet<string>;
}

/** The content of a link, and its author. */
export interface Says {
  readonly by: string;
  readonly stolen?: boolean;
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
  readonly proto?: number | undefined;
}

const MIDDLE = 2 ** 15;

/** All links of a search. */
export class Links {
  readonly root: Node;
  readonly #made = new Map<string, Node>();
  readonly #byHash = new Map<Bytes, Node>();

  constructor({ honest, thieves, recovery }: World) {
    const members = [...honest, ...thieves, ...(recovery === 'none' ? [] : ['R'])];
    this.root = this.make(undefined, MIDDLE, { by: members[0]!, add: members });
  }

  make(parent: Node | undefined, rank: number, { by, stolen = false, add = [], drop = [], proto }: Says): Node {
    const key = [parent?.id, rank, stolen, by, add, drop, proto].join('|');
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const id = this.#made.size;
    const hash = Uint8Array.of(rank >> 8, rank, id >> 16, id >> 8, id);
    const members = new Set(parent?.members);
    for (const each of drop) members.delete(each);
    for (const each of add) members.add(each);
    const link = { by, proto: proto === undefined ? undefined : [proto], add: add.map(memberOf), drop };
    const node: Node = {
      id,
      parent,
      rank,
      stolen,
      by,
      add,
      drop,
      proto,
      members,
      chain: [...(parent?.chain ?? []), { hash, link }],
      before: new Set(parent === undefined ? [] : [...parent.before, parent]),
      dropped: new Set([...(parent?.dropped ?? []), ...drop]),
    };
    this.#made.set(key, node);
    this.#byHash.set(hash, node);
    return node;
  }

  /** The node with this hash, which must be the same object as in the link. */
  nodeOf(hash: Bytes | undefined): Node {
    return this.#byHash.get(hash!)!;
  }

  /** The ranks that one more link after `parent` could have: before, between and after the existing ones. */
  ranksBehind(parent: Node, nodes: readonly Node[]): readonly number[] {
    const taken = nodes.filter((node) => node.parent === parent).map(({ rank }) => rank);
    const sorted = [0, ...taken.toSorted((a, b) => a - b), 2 * MIDDLE];
    return sorted.slice(1).map((rank, i) => (rank + sorted[i]!) >> 1);
  }
}

function memberOf(id: string): OwnLink['link']['add'][number] {
  return isRecovery(id) ? { kind: 'recovery', id } : { kind: 'device', id, proto: [1] };
}

/** The nodes after which none of the others follows: their chains contain all the links. */
export function ends(nodes: readonly Node[]): readonly Node[] {
  return nodes.filter((node) => !nodes.some(({ before }) => before.has(node)));
}

/** Whether `node` is in the chain that ends with `end`. */
export function isWithin(node: Node, end: Node): boolean {
  return node === end || end.before.has(node);
}

/** `node` and the links before it that are not in the chain of `end`. */
export function behind(end: Node, node: Node): readonly Node[] {
  return [...node.before, node].filter((each) => !isWithin(each, end));
}

/**
 * Every set of chains that a broker can show of these links: published in whatever order, held back, rewound, shown to
 * one reader and not to another.
 */
export function viewsOf(nodes: readonly Node[]): readonly (readonly Node[])[] {
  const links = nodes.filter(({ parent }) => parent !== undefined);
  const views = new Map<string, readonly Node[]>();
  for (let set = 0; set < 2 ** links.length; set++) {
    const view = ends(links.filter((_, i) => (set >> i) & 1));
    views.set(view.map(({ id }) => id).join(), view);
  }
  return [...views.values()];
}
