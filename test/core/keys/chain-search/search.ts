// The exhaustive search: every world of a kind, link after link, each checked at every reading and at its end.
import {
  causesIn,
  checkChoice,
  checkEnd,
  checkIgnored,
  checkOwnRemovals,
  checkRecovery,
  type Counts,
} from './invariants.ts';
import { codesIn, Moves, nameOf, ownOf, type State } from './moves.ts';
import { type Reader, Readers, type Rule } from './readers.ts';
import { Settling } from './settle.ts';
import { Links, type Node, viewsOf, type World } from './world.ts';

export interface Breach {
  readonly what: string;
  /** The first world in which the breach was found: one of those with the fewest links. */
  readonly world: string;
}

export interface Figures {
  /** Different states: links in the order of their hashes, and what each device holds. */
  states: number;
  /** Different choices that the rule was asked for, and readings in all states. */
  choices: number;
  readings: number;
  /** Different ends of all states. */
  ends: number;
}

export interface Found extends Counts {
  readonly figures: Figures;
  readonly breaches: readonly Breach[];
}

/**
 * Searches all of `world` under `rule`. With `isFirstEnough` it stops at the first breach, in a world with as few links
 * as possible.
 */
export function search(world: World, rule: Rule, isFirstEnough = false): Found {
  const links = new Links(world);
  const readers = new Readers(links, rule);
  const moves = new Moves(world, links, readers);
  const settling = new Settling(links, readers, moves);
  const peer: Reader = readers.holding(links.root);
  const figures: Figures = { states: 0, choices: 0, readings: 0, ends: 0 };
  const counts: Counts = { disputed: new Map(), apart: 0 };
  const breaches = new Map<string, Breach>();

  const check = (state: State): void => {
    const tell = (what: string, at: State = state): void => {
      if (!breaches.has(what)) breaches.set(what, { what, world: show(at) });
    };
    const views = viewsOf(state.nodes);
    // A recovery is one more link, so it is checked only while the world has room for a link.
    if (state.nodes.length <= world.links)
      for (const code of codesIn(state.nodes))
        for (const view of views)
          checkRecovery(readers, peer, view, code, moves.recoveries(view, code, state.nodes), tell);
    const follow = (reader: Reader, own?: ReturnType<typeof ownOf>): readonly Reader[] =>
      readers.reachable(reader, views, own, (from, view, outcome) => {
        figures.readings++;
        checkIgnored(readers, from, view, outcome, tell, own);
        if (outcome.kind === 'disputed') return;
        checkChoice(readers, from, view, outcome, tell, own);
        if (own !== undefined) checkOwnRemovals(own, outcome, tell);
      });
    const peers = follow(peer);
    const reachable = state.devices.map((device) => follow(device, ownOf(device.id, state.nodes)));
    for (const end of settling.endsOf(state, reachable)) {
      figures.ends++;
      checkEnd(readers, end, peers, counts, (what) => tell(what, end));
    }
  };

  let layer: readonly State[] = [moves.start()];
  for (let number = 0; number <= world.links && layer.length > 0; number++) {
    const next = new Map<string, State>();
    for (const state of layer) {
      figures.states++;
      check(state);
      if (isFirstEnough && breaches.size > 0) break;
      if (number === world.links) continue;
      for (const later of moves.next(state)) {
        const name = nameOf(later, world.honest);
        if (!next.has(name)) next.set(name, later);
      }
    }
    if (isFirstEnough && breaches.size > 0) break;
    layer = [...next.values()];
  }
  figures.choices = readers.choices;
  return { figures, ...counts, breaches: [...breaches.values()] };
}

/** A state in lines of text: links after their predecessors, the smaller hash first, then what the devices hold. */
function show({ nodes, devices }: State): string {
  const lines: string[] = [];
  const walk = (node: Node, indent: string): void => {
    const says = [
      node.stolen ? `thief with ${node.by}` : node.by,
      ...node.add.map((id) => `+${id}`),
      ...node.drop.map((id) => `-${id}`),
      ...(node.proto === undefined ? [] : [`proto ${node.proto}`]),
    ];
    lines.push(`${indent}#${node.id} ${says.join(' ')}`);
    const children = nodes.filter(({ parent }) => parent === node).toSorted((a, b) => a.rank - b.rank);
    for (const child of children) walk(child, `${indent}  `);
  };
  walk(
    nodes.find(({ parent }) => parent === undefined)!,
    '',
  );
  for (const { id, held, taken } of devices)
    lines.push(`${id} holds #${held.id}, removed: ${[...taken.ids].join(' ') || 'nobody'}`);
  return [...lines, `causes: ${causesIn(nodes).join(', ') || 'none'}`].join('\n');
}
