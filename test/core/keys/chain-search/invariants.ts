// What must hold in every world: at each reading, and at the end of the world. A breach is a sentence. The search
// prints the links with it.
import { dropsOf, type Own } from '../../../../src/core/keys/chain-choice.ts';
import type { OwnLink } from '../../../../src/core/keys/own-changes.ts';
import { isIn, ownOf } from './moves.ts';
import { ignores, keyOf, type Outcome, type Reader, type Readers } from './readers.ts';
import type { Settled } from './settle.ts';
import { behind, ends, isRecovery, isWithin, type Node } from './world.ts';

/** Why a world may end in a dispute. Each cause is counted. */
export type Cause =
  | 'members dropped each other'
  | 'the author of a removal was dropped'
  | 'the author of a removal was added by one who was dropped'
  | 'a removal stood on a link of one who was dropped'
  | 'the recovery key was dropped'
  | 'a recovery code was used twice';

export interface Counts {
  /** The readers that see a dispute at the end, by the causes that their world has. */
  readonly disputed: Map<string, number>;
  /**
   * The pairs of readers at the end in which each reader ignores what the other follows. The cause is that each holds
   * the removal of the author whom the other follows.
   */
  apart: number;
}

type Tell = (breach: string) => void;

/** Checks one choice of a reader. */
export function checkChoice(
  readers: Readers,
  reader: Reader,
  view: readonly Node[],
  outcome: Outcome & { readonly kind: 'chosen' },
  tell: Tell,
  own?: Own<OwnLink>,
): void {
  const news = behind(reader.held, outcome.held);
  if (news.some((node) => ignores(reader, node))) tell('a removed key acts again for a reader who holds its removal');
  const known = new Set([reader.held, ...view].flatMap((node) => [...node.before, node]));
  const removals = [...known].filter((node) => node.drop.length > 0 && !ignores(reader, node));
  for (const [id, signed] of outcome.taken.signed) {
    const reasons = removals.filter(({ drop }) => drop.includes(id)).map((node) => signedBefore(node, id));
    const before = reader.taken.signed.get(id);
    const isExplained = before !== undefined || reasons.length > 0;
    const left = [...(before ?? reasons[0] ?? [])].filter((node) => reasons.every((each) => each.includes(node)));
    if (!isExplained || !left.every((node) => signed.has(node)))
      tell('a removed key removes somebody for a reader who holds its removal');
  }
  const chosen = [...outcome.held.before, outcome.held].flatMap((node) => node.drop.map((id) => [node, id] as const));
  const isTaken = ([node, id]: (typeof chosen)[number]): boolean =>
    outcome.taken.signed.has(id) &&
    [...outcome.taken.signed.get(id)!].every((each) => signedBefore(node, id).includes(each));
  if (!chosen.every(isTaken)) tell('a removal in the chain that counts was not taken over');
  if ([...outcome.members].some((id) => outcome.taken.ids.has(id))) tell('a removed member is obeyed');
  for (const [id, signed] of reader.taken.signed) {
    const now = outcome.taken.signed.get(id);
    if (now === undefined || [...now].some((node) => !signed.has(node))) tell('a removal is forgotten');
  }
  if ([...outcome.members].every(isRecovery)) tell('no device is left');
  const again = readers.choose(outcome, [...view, reader.held], own);
  if (again.kind === 'disputed' || keyOf(again) !== keyOf(outcome))
    tell('the same chains lead to another choice the second time');
}

/** The links of `id` in the chain that ends with `node`, which drops `id`. */
function signedBefore({ before }: Node, id: string): readonly Node[] {
  return [...before].filter(({ by }) => by === id);
}

/** Checks that what removed keys have signed makes no difference, not even a dispute. */
export function checkIgnored(
  readers: Readers,
  reader: Reader,
  view: readonly Node[],
  outcome: Outcome,
  tell: Tell,
  own?: Own<OwnLink>,
): void {
  if (!view.some((node) => ignores(reader, node))) return;
  const links = view.flatMap((node) => [...node.before, node]).filter((node) => !ignores(reader, node));
  const without = readers.choose(reader, links, own);
  const same =
    outcome.kind === 'disputed'
      ? without.kind === 'disputed'
      : without.kind === 'chosen' && keyOf(without) === keyOf(outcome);
  if (!same) tell('a removed key makes a difference for a reader who holds its removal');
}

/** Checks that a device obeys no member that it dropped itself, on whatever branch. */
export function checkOwnRemovals(
  { made }: Own<OwnLink>,
  { members }: { readonly members: ReadonlySet<string> },
  tell: Tell,
): void {
  if (dropsOf(made).some((id) => members.has(id))) tell('a device obeys one that it dropped');
}

/**
 * Checks where a recovery with the key `code` continues after reading `view`. If a new reader would hold that key's
 * removal, the recovery must find no link. Otherwise it must find a link whenever a chain ends with the key as a
 * member, and a new reader must follow the recovery or see a dispute. `recoveries`: the links that the key can sign.
 */
export function checkRecovery(
  readers: Readers,
  first: Reader,
  view: readonly Node[],
  code: string,
  recoveries: readonly Node[] | undefined,
  tell: Tell,
): void {
  const before = readers.choose(first, view);
  if (before.kind === 'chosen' && before.taken.ids.has(code)) {
    if (recoveries !== undefined) tell('a recovery key is used that was removed');
    return;
  }
  if (recoveries === undefined) {
    if (ends([first.held, ...view]).some(({ members }) => members.has(code)))
      tell('a recovery finds no link to continue');
    return;
  }
  for (const node of recoveries) {
    const after = readers.choose(first, [...view, node]);
    if (after.kind === 'chosen' && after.held !== node) tell('a recovery is not followed, and nobody is told');
  }
}

/** Checks the end of a world, for its devices and for peers who hold what `peers` lists. */
export function checkEnd(readers: Readers, end: Settled, peers: readonly Reader[], counts: Counts, tell: Tell): void {
  if (!end.isQuiet) tell('devices never settle');
  const causes = causesIn(end.nodes);
  const told = (): void => {
    const names = causes.toSorted().join(', ') || 'none';
    counts.disputed.set(names, (counts.disputed.get(names) ?? 0) + 1);
    if (causes.length === 0) tell('there is a dispute and no removal that hit the author of another one');
  };
  const working = end.devices.filter((device) => isIn(device.id, device) && !end.disputed.has(device.id));
  const views = new Map<string, View>();
  const newest = new Map<string, View>();
  for (const device of end.devices) {
    const outcome = readers.choose(device, end.nodes, ownOf(device.id, end.nodes));
    if (outcome.kind === 'disputed') told();
    else views.set(keyOf(outcome), { ...outcome, isWorking: working.includes(device) });
  }
  // Everything that the devices publish by then, and whatever a thief has. Nobody needs to store what all devices have
  // given up.
  const published = [...working.map(({ held }) => held), ...end.nodes.filter(({ stolen }) => stolen)];
  for (const peer of peers) {
    const outcome = readers.choose(peer, end.nodes);
    if (outcome.kind === 'disputed') told();
    else if (!views.has(keyOf(outcome))) views.set(keyOf(outcome), { ...outcome, isWorking: false });
    const late = working.length === 0 ? undefined : readers.choose(peer, published);
    if (late?.kind === 'chosen') newest.set(keyOf(late), { ...late, isWorking: false });
  }

  const all = [...views.values()];
  const pairs = [
    ...all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b] as const)),
    ...[...newest.values()].flatMap((a) => all.filter(({ isWorking }) => isWorking).map((b) => [a, b] as const)),
  ];
  for (const [a, b] of pairs) {
    if (a.held === b.held && isSameSet(a.members, b.members)) continue;
    if (!hasIgnored(a, b, end.nodes) || !hasIgnored(b, a, end.nodes))
      tell('two readers follow different chains, and neither is told');
    else if (causes.length === 0) tell('two readers ignore each other, and no removal hit the author of another one');
    else counts.apart++;
  }
  for (const view of [...all, ...newest.values()]) checkNothingLost(view, end, causes.length === 0, tell);
}

interface View extends Reader {
  readonly members: ReadonlySet<string>;
  readonly isWorking: boolean;
}

/** Whether `a` ignores something that `b` follows: a link of its chain, or a removal that it has taken over. */
function hasIgnored(a: View, b: View, nodes: readonly Node[]): boolean {
  if (ignores(a, b.held)) return true;
  if (nodes.some((node) => ignores(a, node) && node.drop.some((id) => b.taken.ids.has(id) && !a.taken.ids.has(id))))
    return true;
  // the keys that b ignores because of a removal that a ignores
  const keys = behind(b.held, a.held)
    .filter((node) => ignores(b, node))
    .map(({ by }) => by);
  return nodes.some((node) => ignores(a, node) && node.drop.some((id) => keys.includes(id)));
}

/**
 * Checks that a device's change counts at the end, unless the author of the change, or of a link before it, was
 * removed.
 */
function checkNothingLost(view: View, end: Settled, isPeaceful: boolean, tell: Tell): void {
  const isUpheld = (node: Node): boolean =>
    [...node.before, node].every(
      (each) => each.parent === undefined || !end.nodes.some((other) => other !== each && other.drop.includes(each.by)),
    );
  for (const node of end.nodes) {
    if (node.parent === undefined || node.stolen || !isUpheld(node)) continue;
    const isIgnored = (id: string): boolean => end.nodes.some((each) => each.drop.includes(id) && ignores(view, each));
    if (node.drop.some((id) => view.members.has(id) && !isIgnored(id))) tell('a removal is lost');
    const author = end.devices.find(({ id }) => id === node.by);
    if (!isPeaceful || author === undefined || !isIn(author.id, author)) continue;
    const isWanted = (id: string): boolean => !isRecovery(id) && !end.nodes.some(({ drop }) => drop.includes(id));
    if (node.add.some((id) => isWanted(id) && !view.members.has(id))) tell('an added device is lost');
  }
}

/**
 * The causes of a dispute in these links: parallel removals of which one drops the author of the other, or the author
 * of a link before the other.
 */
export function causesIn(nodes: readonly Node[]): readonly Cause[] {
  const causes = new Set<Cause>();
  const removals = nodes.filter(({ parent, drop }) => parent !== undefined && drop.length > 0);
  for (const hit of removals) {
    for (const by of removals) {
      if (isWithin(hit, by) || isWithin(by, hit)) continue;
      const causeBelow = causeOf(hit, by);
      if (causeBelow !== undefined) causes.add(causeBelow);
    }
  }
  return [...causes];
}

function causeOf(hit: Node, by: Node): Cause | undefined {
  if (by.drop.includes(hit.by)) {
    if (isRecovery(hit.by)) return hit.by === by.by ? 'a recovery code was used twice' : 'the recovery key was dropped';
    if (!hit.drop.includes(by.by)) return 'the author of a removal was dropped';
    return isRecovery(by.by) ? 'the recovery key was dropped' : 'members dropped each other';
  }
  const ground = behind(by, hit);
  const fallen = ground.findIndex((node) => by.drop.includes(node.by));
  if (fallen < 0) return undefined;
  if (ground.slice(fallen).some(({ add }) => add.includes(hit.by)))
    return 'the author of a removal was added by one who was dropped';
  return 'a removal stood on a link of one who was dropped';
}

function isSameSet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}
