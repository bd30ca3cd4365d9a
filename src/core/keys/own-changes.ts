// What a person's own devices make of a choice (protocol §2.6.6, decision 0043): what a device signs next so that
// nothing it signed gets lost, whether it is still a member, from which link a recovery continues, and how a decision
// of the person changes the removals. All pure.
import { equal } from '../bytes.ts';
import { branchesAmong, chooseChain, dropsOf, membersAfter, type Own, type Removal, takeOver } from './chain-choice.ts';
import type { ChoiceLink } from './chain-tree.ts';

const MAX_ADDED = 8;
const MAX_DROPPED = 65;

/** A link with its protocol versions. A `SignedLink` is one. */
export interface OwnLink extends ChoiceLink {
  readonly link: {
    readonly by: string;
    readonly proto: readonly number[] | undefined;
    readonly add: readonly (
      | { readonly kind: 'device'; readonly id: string; readonly proto: readonly number[] }
      | { readonly kind: 'recovery'; readonly id: string }
    )[];
    readonly drop: readonly string[];
  };
}

/** What a device has to sign. Members in `add` keep their first join signature. */
export interface OwnChanges<L extends OwnLink> {
  readonly add: readonly L['link']['add'][number][];
  readonly drop: readonly string[];
  readonly proto: readonly number[] | undefined;
}

/**
 * What a device has to sign on top of the chosen chain: what its own links say and the chain lacks, and each removal
 * taken over that the chain lacks, whoever made it. This is limited to what one link may hold: ask again once that link
 * is in the chain. Undefined if nothing is missing, or if the device is no member or was removed.
 */
export function changesToMake<L extends OwnLink>(
  { id: own, made }: Own<L>,
  chosen: readonly L[],
  dropped: readonly Removal[],
): OwnChanges<L> | undefined {
  const members = membersAfter(chosen);
  const removed = new Set(dropped.map(({ id }) => id));
  if (!members.has(own) || removed.has(own)) return undefined;

  const inChain = new Set(dropsOf(chosen));
  // Members first: removing anybody else changes nothing in this chain.
  const undropped = [...removed].filter((id) => !inChain.has(id));
  const drop = [...undropped.filter((id) => members.has(id)), ...undropped.filter((id) => !members.has(id))].slice(
    0,
    MAX_DROPPED,
  );
  // A chain has room for one recovery key. If it keeps one, none is added; otherwise the last that this device added.
  const hasRecovery = [...members].some(([id, kind]) => kind === 'recovery' && !drop.includes(id));
  const added = new Map(made.flatMap(({ link }) => link.add.map((member) => [member.id, member])));
  const missing = [...added.values()].filter(({ id }) => !members.has(id) && !removed.has(id));
  const devices = missing.filter(({ kind }) => kind === 'device').slice(0, MAX_ADDED - 1);
  const add = [...devices, ...missing.filter(({ kind }) => kind === 'recovery' && !hasRecovery).slice(-1)];

  const proto = newestOf(made, own);
  const isNewer = highest(proto) > highest(newestOf(chosen, own));
  if (add.length === 0 && drop.length === 0 && !isNewer) return undefined;
  return { add, drop, proto: isNewer ? proto : undefined };
}

/** The list of versions with the highest version that `own` named in these links, or that it was added with. */
function newestOf(links: readonly OwnLink[], own: string): readonly number[] | undefined {
  const lists = links.flatMap(({ link }) => [
    ...link.add.flatMap((member) => (member.kind === 'device' && member.id === own ? [member.proto] : [])),
    ...(link.by === own && link.proto !== undefined ? [link.proto] : []),
  ]);
  return lists.toSorted((a, b) => highest(a) - highest(b)).at(-1);
}

function highest(proto: readonly number[] | undefined): number {
  return Math.max(0, ...(proto ?? []));
}

/**
 * The membership of a device after a choice. `by` is the link that removed it, or undefined if no chain at hand has
 * that link.
 */
export type Membership<L extends ChoiceLink> =
  | { readonly kind: 'in' }
  | { readonly kind: 'removed'; readonly by: L | undefined }
  | { readonly kind: 'waiting' };

/**
 * Whether `device` is a member after this choice, was removed, or is neither. The link that removed it is looked for in
 * the chosen chain and in `read`.
 */
export function membershipOf<L extends ChoiceLink>(
  device: string,
  chosen: { readonly links: readonly L[]; readonly dropped: readonly Removal[] },
  read: readonly (readonly L[])[],
): Membership<L> {
  const removal = chosen.dropped.find(({ id }) => id === device);
  if (removal === undefined) return membersAfter(chosen.links).has(device) ? { kind: 'in' } : { kind: 'waiting' };
  const inChain = chosen.links.find(({ link }) => link.drop.includes(device));
  return { kind: 'removed', by: inChain ?? read.flat().find(({ hash }) => equal(removal.link, hash)) };
}

/**
 * The links on which a recovery with the key `code` continues, given all chains read of one person. Normally this is
 * the choice of a reader that holds the first link alone; in a dispute, the beginning shared by all branches.
 * If the key is no member there, a device may have forked the chain before the link that added it. Then the recovery
 * continues on the beginning shared by those branches that end with the key as a member. If the key is no member there
 * either, it continues on the first of these branches in the order of the choice.
 * Undefined if the key is no member at any of these places, or if the choice of that reader has removed the key.
 */
export function baseOfRecovery<L extends ChoiceLink>(
  chains: readonly (readonly L[])[],
  code: string,
): readonly L[] | undefined {
  const hasCode = (links: readonly L[]): boolean => membersAfter(links).has(code);
  const choice = chooseChain(chains[0]?.slice(0, 1) ?? [], [], chains);
  if (choice.kind === 'chosen' && choice.dropped.some(({ id }) => id === code)) return undefined;
  const withCode = branchesAmong(chains).filter(hasCode);
  const bases = [
    choice.kind === 'chosen' ? choice.links : beginningOfAll(choice.branches),
    beginningOfAll(withCode),
    withCode[0] ?? [],
  ];
  return bases.find(hasCode);
}

function beginningOfAll<L extends ChoiceLink>([first = [], ...others]: readonly (readonly L[])[]): readonly L[] {
  const count = first.findIndex(({ hash }, i) =>
    others.some((other) => other[i] === undefined || !equal(hash, other[i].hash)),
  );
  return count < 0 ? first : first.slice(0, count);
}

/**
 * The removals that a reader holds once its person has decided for `links`, which is a branch of a dispute or a chain
 * that objects to a removal. The removals of that chain's members are taken back, and whatever that chain drops is
 * removed. Only an act of a person leads here, never a message.
 */
export function removalsAfterDecision(links: readonly ChoiceLink[], dropped: readonly Removal[]): readonly Removal[] {
  const members = membersAfter(links);
  return takeOver(
    dropped.filter(({ id }) => !members.has(id)),
    [links],
  );
}
