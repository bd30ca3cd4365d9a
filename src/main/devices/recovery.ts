// Applies a recovery code to the chains under an address (protocol §2.13; decision 0061): finds the person in whose
// chain the code's key is a member, and signs one link with that key. The link adds this device and drops every other
// member, including the key itself.
import { unwrap } from '../../core/assert.ts';
import { beginningOf, type Chain, devicesOf, membersOf, sharedLinks } from '../../core/keys/chain.ts';
import { extendChainSteps } from '../../core/keys/chain-build.ts';
import { dropsOf, takeOver } from '../../core/keys/chain-choice.ts';
import type { DeviceKeys } from '../../core/keys/identity.ts';
import { joinDevice, recoveryIdOf, type Signer } from '../../core/keys/member.ts';
import { baseOfRecovery } from '../../core/keys/own-changes.ts';
import type { Steps } from '../../core/steps.ts';
import { OWN_PROTO, signerOf } from './kept-chain.ts';
import type { PersonRead } from '../people/address-reading.ts';
import { choose, firstHeld, type Held } from '../people/held.ts';

/**
 * Why a code recovers nobody. `unknown`: no chain that was read has its key. `replaced`: a chain has dropped its key,
 * because the code was used, replaced or taken back. `several`: the code belongs to more than one person, so whoever
 * made the other person has it too. `room`: no link of the chain leaves room.
 */
export type NoRecovery = 'unknown' | 'replaced' | 'several' | 'room';

/**
 * What this device holds once the link is signed. `isDisputed`: a link that was read contradicts the new link,
 * and readers have to decide.
 */
export interface Recovery {
  readonly held: Held;
  readonly removed: number; // how many other devices
  readonly isDisputed: boolean;
}

/**
 * Where a recovery continues: all chains of one person, and the beginning of one of them, after which the key is a
 * member.
 */
interface Ground {
  readonly read: readonly Chain[];
  readonly base: Chain;
}

/**
 * The recovery with the key of a code, for the device of `keys`, among the persons read. `at` in s since 1970. A step
 * reads a link or checks a join signature.
 */
export function* recoverySteps(
  persons: readonly PersonRead[],
  code: Signer,
  keys: DeviceKeys,
  at: number,
): Steps<Recovery | NoRecovery> {
  const id = recoveryIdOf(code.publicKey);
  const [ground, ...others] = persons.flatMap((person) => groundOf(person, id));
  if (others.length > 0) return 'several';
  if (ground === undefined) {
    return persons.some(({ read }) => hasDropped(read, id)) ? 'replaced' : 'unknown';
  }
  return yield* signSteps(ground, code, keys, at);
}

function groundOf({ read }: PersonRead, id: string): Ground[] {
  const links = baseOfRecovery(
    read.map((chain) => chain.links),
    id,
  );
  if (links === undefined) return [];
  const chain = unwrap(
    read.find((each) => sharedLinks(each, { links }) === links.length),
    'a recovery goes on from links that were read',
  );
  return [{ read, base: beginningOf(chain, links.length) }];
}

// Anybody can drop any id in a chain of their own, but only the holder of the id's key can add it. So the id must also
// have been added.
function hasDropped(read: readonly Chain[], id: string): boolean {
  const links = read.flatMap((chain) => chain.links);
  return dropsOf(links).includes(id) && links.some(({ link }) => link.add.some((member) => member.id === id));
}

const has = (chain: Chain, id: string): boolean => membersOf(chain).some((member) => member.id === id);

// If the last links leave no room, the new link is put behind an earlier one: dropping the members there removes the
// later links as well (protocol §2.13.6).
function* signSteps({ read, base }: Ground, code: Signer, keys: DeviceKeys, at: number): Steps<Recovery | 'room'> {
  const by = recoveryIdOf(code.publicKey);
  const device = joinDevice(base.person, keys.s, signerOf(keys), OWN_PROTO);
  for (let count = base.links.length; count > 0; count--) {
    const ground = beginningOf(base, count);
    if (!has(ground, by)) break;
    const drop = membersOf(ground).map(({ id }) => id);
    const chain = yield* extendChainSteps(ground, { by, at, add: [device], drop }, code);
    if (typeof chain === 'string') continue;
    const choice = choose(firstHeld(base), [...read, chain]);
    const isChosen = choice.kind === 'chosen' && sharedLinks(choice.held.chain, chain) === chain.links.length;
    if (isChosen) return { held: choice.held, removed: devicesOf(ground).length, isDisputed: false };
    const isBehind = count === base.links.length;
    if (isBehind)
      return {
        held: { chain, dropped: takeOver([], [chain.links]) },
        removed: devicesOf(ground).length,
        isDisputed: true,
      };
  }
  return 'room';
}
