// What our own chain says about recovery keys (protocol §2). Pure. Links show who did what; nothing proves when.
import { membersOf } from '../../core/keys/chain.ts';
import type { SignedLink } from '../../core/keys/link.ts';
import type { RecoveryState } from '../../contract/recovery.ts';
import type { Held } from '../people/held.ts';

/** The id of the recovery key that counts, or undefined if there is none. */
export function recoveryKeyOf({ chain, dropped }: Held): string | undefined {
  const key = membersOf(chain).find(({ kind }) => kind === 'recovery');
  return dropped.some(({ id }) => id === key?.id) ? undefined : key?.id;
}

/** What became of the last recovery key in the held chain, from the view of device `own`. */
export function recoveryStateOf(held: Held, own: string): RecoveryState {
  const { links } = held.chain;
  const keys = links.flatMap(({ link }) => link.add.flatMap(({ kind, id }) => (kind === 'recovery' ? [id] : [])));
  const last = links.findLast(({ link }) =>
    [...link.add.map(({ id }) => id), ...link.drop].some((id) => keys.includes(id)),
  );
  if (last === undefined) return { kind: 'none' };
  const device = deviceBehind(last, keys);
  if (recoveryKeyOf(held) !== undefined) return { kind: 'there', device, isThis: device === own };
  if (keys.includes(last.link.by)) return { kind: 'used' };
  // If the last link about a recovery key drops none, the removal is on another branch, and so is the remover.
  const isHere = last.link.drop.some((id) => keys.includes(id));
  return { kind: 'taken-back', device: isHere ? device : '', isThis: isHere && device === own };
}

// A link signed by a recovery key was made on the device that it adds. Any other signer is a device, which may
// have been removed since.
function deviceBehind({ link: { by, add } }: SignedLink, recoveryKeys: readonly string[]): string {
  return recoveryKeys.includes(by) ? (add.find(({ kind }) => kind === 'device')?.id ?? by) : by;
}
