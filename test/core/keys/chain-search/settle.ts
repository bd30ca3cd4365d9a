// The end of a world: only the person's own devices still act. Each reads everything and repeats what is missing, until
// nothing changes. The search tries one order of the devices and its reverse, and gives new links the smallest or the
// greatest hash.
import { type Device, type Moves, ownOf, type State } from './moves.ts';
import { keyOf, type Reader, type Readers } from './readers.ts';
import type { Links, Node } from './world.ts';

const MANY_ROUNDS = 12;

export interface Settled extends State {
  /** The devices that see a dispute at the end. */
  readonly disputed: ReadonlySet<string>;
  /** False if the devices did not stop making changes. */
  readonly isQuiet: boolean;
}

export class Settling {
  readonly #links: Links;
  readonly #readers: Readers;
  readonly #moves: Moves;

  constructor(links: Links, readers: Readers, moves: Moves) {
    this.#links = links;
    this.#readers = readers;
    this.#moves = moves;
  }

  /** Every end of a state. `reachable` has one list for each device: what the device can hold in this state. */
  endsOf(state: State, reachable: readonly (readonly Reader[])[]): readonly Settled[] {
    const found = new Map<string, Settled>();
    for (const devices of this.#startsOf(state, reachable)) {
      for (const order of [devices, devices.toReversed()]) {
        for (const isFirst of [true, false]) {
          const settled = this.#settle({ nodes: state.nodes, devices: order }, isFirst);
          const nodes = settled.nodes.map(({ id }) => id).join();
          found.set(
            `${nodes};${settled.devices
              .map((each) => each.id + keyOf(each))
              .toSorted()
              .join()}`,
            settled,
          );
        }
      }
    }
    return [...found.values()];
  }

  /** What the devices can hold once each has read everything, in every combination. */
  #startsOf(state: State, reachable: readonly (readonly Reader[])[]): readonly (readonly Device[])[] {
    const choices = state.devices.map(({ id }, i) => {
      const outcomes = (reachable[i] ?? []).map((reader) => {
        const outcome = this.#readers.choose(reader, state.nodes, ownOf(id, state.nodes));
        return outcome.kind === 'chosen' ? outcome : reader;
      });
      return [
        ...new Map(outcomes.map((reader) => [keyOf(reader), { id, held: reader.held, taken: reader.taken }])).values(),
      ];
    });
    return choices.reduce<readonly (readonly Device[])[]>(
      (starts, devices) => starts.flatMap((start) => devices.map((device) => [...start, device])),
      [[]],
    );
  }

  #settle(start: State, isFirst: boolean): Settled {
    let nodes: readonly Node[] = start.nodes;
    const devices = [...start.devices];
    const disputed = new Set<string>();
    for (let round = 0; round < MANY_ROUNDS; round++) {
      const before = devices.map(keyOf).join();
      for (const [i, device] of devices.entries()) {
        const outcome = this.#readers.choose(device, nodes, ownOf(device.id, nodes));
        if (outcome.kind === 'disputed') {
          disputed.add(device.id);
          continue;
        }
        disputed.delete(device.id);
        devices[i] = { id: device.id, held: outcome.held, taken: outcome.taken };
        const says = this.#moves.remade(devices[i], nodes);
        if (says === undefined) continue;
        const ranks = this.#links.ranksBehind(outcome.held, nodes);
        const signed = this.#moves.signed({ nodes, devices }, devices[i], says, ranks.at(isFirst ? 0 : -1)!);
        nodes = signed.nodes;
        devices[i] = signed.devices.find(({ id }) => id === device.id)!;
      }
      if (devices.map(keyOf).join() === before) return { nodes, devices, disputed, isQuiet: true };
    }
    return { nodes, devices, disputed, isQuiet: false };
  }
}
