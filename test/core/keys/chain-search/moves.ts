// What can happen next in a world: a device signs after the chain that it holds, before or after any reading. A thief
// signs wherever one of its keys is a member. The recovery code is used. Signing and publishing are one step, since a
// broker can hold back a signed link.
import type { Own } from '../../../../src/core/keys/chain-choice.ts';
import { changesToMake, type OwnLink } from '../../../../src/core/keys/own-changes.ts';
import type { Reader, Readers } from './readers.ts';
import { isRecovery, type Links, type Node, type Says, viewsOf, type World } from './world.ts';

/** A device of the person, and what it held when it last signed. */
export interface Device extends Reader {
  readonly id: string;
}

/** A world at one time: its links in the order of their ids, and the devices of the person. */
export interface State {
  readonly nodes: readonly Node[];
  readonly devices: readonly Device[];
}

export class Moves {
  readonly #world: World;
  readonly #links: Links;
  readonly #readers: Readers;

  constructor(world: World, links: Links, readers: Readers) {
    this.#world = world;
    this.#links = links;
    this.#readers = readers;
  }

  /** The world at the beginning. */
  start(): State {
    const held = this.#links.root;
    const devices = this.#world.honest.map((id) => ({ id, held, taken: this.#readers.nothing }));
    return { nodes: [held], devices };
  }

  /** Every state that results from one more link. */
  next(state: State): readonly State[] {
    const views = viewsOf(state.nodes);
    return [
      ...state.devices.flatMap((device) =>
        this.#readers
          .reachable(device, views, ownOf(device.id, state.nodes))
          .flatMap((reader) => this.#byDevice(state, device, reader)),
      ),
      ...state.nodes.flatMap((node) => this.#byThief(state, node)),
      ...this.#byCode(state, views),
    ];
  }

  /** The change that a device repeats on its chain; undefined if nothing is missing or the device is no member. */
  remade(device: Device, nodes: readonly Node[]): Says | undefined {
    const changes = changesToMake(ownOf(device.id, nodes), device.held.chain, device.taken.removals);
    if (changes === undefined) return undefined;
    const { drop, proto } = changes;
    return { by: device.id, add: changes.add.map(({ id }) => id), drop: drop.toSorted(), proto: proto?.[0] };
  }

  /** The state in which `device` has signed a link after what it holds. */
  signed(state: State, { id, held, taken }: Device, says: Says, rank: number, added: readonly Device[] = []): State {
    const node = this.#links.make(held, rank, says);
    const device = { id, ...this.#readers.holding(node, taken) };
    return {
      nodes: withNode(state.nodes, node),
      devices: [...state.devices.filter((each) => each.id !== id), device, ...added],
    };
  }

  #byDevice(state: State, { id }: Device, reader: Reader): readonly State[] {
    const { held, taken } = reader;
    if (!isIn(id, reader)) return [];
    const device = { id, ...reader };
    const put = (says: Says, added?: readonly Device[]): readonly State[] =>
      this.#links.ranksBehind(held, state.nodes).map((rank) => this.signed(state, device, says, rank, added));
    const others = [...held.members].filter((other) => other !== id && !taken.ids.has(other));
    const { adds, protos, replaces, recovery } = this.#world;
    const protosSaid = [...held.before, held].filter(({ by, proto }) => by === id && proto !== undefined).length;
    const guest = fresh('n', state.nodes);
    const remade = this.remade(device, state.nodes);
    return [
      ...(protos ? put({ by: id, proto: protosSaid + 2 }) : []),
      ...others.flatMap((other) => put({ by: id, drop: [other] })),
      // A new device starts with what the device that links it held before the link.
      ...(adds && this.#hasRoom(state) ? put({ by: id, add: [guest] }, [{ id: guest, held, taken }]) : []),
      ...(replaces && recovery !== 'none'
        ? put({ by: id, add: [fresh('r', state.nodes)], drop: others.filter(isRecovery) })
        : []),
      ...(remade === undefined ? [] : put(remade)),
    ];
  }

  #byThief(state: State, node: Node): readonly State[] {
    const put = (says: Says): readonly State[] =>
      this.#links.ranksBehind(node, state.nodes).map((rank) => ({
        ...state,
        nodes: withNode(state.nodes, this.#links.make(node, rank, { ...says, stolen: true })),
      }));
    const { thieves, recovery } = this.#world;
    const everAdded = [...new Set(state.nodes.flatMap(({ add }) => add))];
    const room = this.#hasRoom(state) ? [fresh('t', state.nodes)] : [];
    const keys = [...node.members].filter((id) => thieves.includes(id) || id.startsWith('t'));
    const codes = recovery === 'stolen' ? [...node.members].filter(isRecovery) : [];
    return [
      ...keys.flatMap((by) => {
        const others = [...node.members].filter((id) => id !== by).toSorted();
        // Joins are public: a member that joined anywhere can be added again elsewhere. An id that was never a member
        // can be dropped.
        const known = everAdded.filter((id) => !node.members.has(id) && !node.dropped.has(id));
        const hasRecovery = others.some(isRecovery);
        return [
          ...put({ by, proto: 2 }),
          ...[...others, ...known].flatMap((id) => put({ by, drop: [id] })),
          ...(others.length > 1 ? put({ by, drop: others }) : []),
          ...[...known, ...room]
            .filter((id) => !isRecovery(id) || !hasRecovery)
            .flatMap((id) => put({ by, add: [id] })),
        ];
      }),
      ...codes.flatMap((by) => room.flatMap((id) => put({ by, add: [id], drop: [...node.members].toSorted() }))),
    ];
  }

  #byCode(state: State, views: readonly (readonly Node[])[]): readonly State[] {
    if (this.#world.recovery === 'none' || !this.#hasRoom(state)) return [];
    const links = codesIn(state.nodes).flatMap((by) =>
      views.flatMap((view) => this.recoveries(view, by, state.nodes) ?? []),
    );
    return [...new Set(links)].map((node) => {
      // The device starts with the removals of this chain. It takes over others when it reads the earlier chains again.
      const device = { id: node.add[0]!, ...this.#readers.holding(node) };
      return { nodes: withNode(state.nodes, node), devices: [...state.devices, device] };
    });
  }

  /**
   * The link by which the key `by` recovers after reading `view`, at every rank among its siblings; undefined if no
   * link can be continued.
   */
  recoveries(view: readonly Node[], by: string, nodes: readonly Node[]): readonly Node[] | undefined {
    const base = this.#readers.baseOfRecovery(view, by);
    if (base === undefined) return undefined;
    const says = { by, add: [fresh('n', nodes)], drop: [...base.members].toSorted() };
    return this.#links.ranksBehind(base, nodes).map((rank) => this.#links.make(base, rank, says));
  }

  #hasRoom({ nodes }: State): boolean {
    const added = new Set(nodes.filter(({ parent }) => parent !== undefined).flatMap(({ add }) => add));
    return [...added].filter((id) => !isRecovery(id)).length < this.#world.newDevices;
  }
}

/** The recovery keys that were ever added: somebody may still have the code of a replaced key. */
export function codesIn(nodes: readonly Node[]): readonly string[] {
  return [...new Set(nodes.flatMap(({ add }) => add))].filter(isRecovery);
}

/** A device that chooses for itself, with those links of `nodes` that it has signed. */
export function ownOf(id: string, nodes: readonly Node[]): Own<OwnLink> {
  return { id, made: nodes.filter(({ by, stolen }) => by === id && !stolen).map(({ chain }) => chain.at(-1)!) };
}

/** Whether a device is a member of the chain that it holds, and not removed. */
export function isIn(id: string, { held, taken }: Reader): boolean {
  return held.members.has(id) && !taken.ids.has(id);
}

function withNode(nodes: readonly Node[], node: Node): readonly Node[] {
  return nodes.includes(node) ? nodes : [...nodes, node].toSorted((a, b) => a.id - b.id);
}

function fresh(kind: 'n' | 'r' | 't', nodes: readonly Node[]): string {
  const used = new Set(nodes.flatMap(({ add }) => add));
  let number = 1;
  while (used.has(`${kind}${number}`)) number++;
  return `${kind}${number}`;
}

/**
 * A name that two states share if they differ only in which device of the person is which: links in the order of their
 * hashes, new members in the order of their numbers, and what each device holds.
 */
export function nameOf({ nodes, devices }: State, honest: readonly string[]): string {
  const root = nodes.find(({ parent }) => parent === undefined)!;
  const children = new Map(
    nodes.map((node) => [node, nodes.filter(({ parent }) => parent === node).toSorted((a, b) => a.rank - b.rank)]),
  );
  const order: Node[] = [];
  const walk = (node: Node): void => {
    order.push(node);
    children.get(node)?.forEach(walk);
  };
  walk(root);
  const places = new Map(order.map((node, i) => [node, i]));
  const names = permutations(honest).map((shuffled) => {
    const known = new Map(honest.map((id, i) => [id, shuffled[i]!]));
    const call = (id: string): string => {
      if (!/\d/.test(id)) return known.get(id) ?? id;
      if (!known.has(id)) known.set(id, `${id[0]}${known.size}`);
      return known.get(id)!;
    };
    const links = order
      .slice(1)
      .map(({ parent, by, stolen, add, drop, proto }) =>
        [places.get(parent!), call(by), stolen, add.map(call), drop.map(call).toSorted(), proto].join(' '),
      );
    const removal = ([id, signed]: readonly [string, ReadonlySet<Node>]): string =>
      [call(id), ...[...signed].map((node) => places.get(node)!).toSorted((a, b) => a - b)]
        .filter((place) => place !== 0) // it makes no difference who began the chain
        .join(':');
    const holders = devices.map(({ id, held, taken }) =>
      [call(id), places.get(held), ...[...taken.signed].map(removal).toSorted()].join(' '),
    );
    return [...links, '', ...holders.toSorted()].join(';');
  });
  return names.toSorted()[0]!;
}

function permutations<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length < 2) return [list];
  return list.flatMap((first, i) => permutations(list.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}
