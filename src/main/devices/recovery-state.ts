// What our own chain says of recovery keys (protocol §2). Pure. Links tell who did what; when, nobody can know.
import { devicesOf, membersOf } from '../../core/keys/chain.ts';
import type { SignedLink } from '../../core/keys/link.ts';
import type { RecoveryState } from '../../contract/recovery.ts';
import type { Held } from '../people/held.ts';

/** The id of the recovery key that counts, or undefined where none does. */
export function recoveryKeyOf({ chain, dropped }: Held): string | undefined {
  const key = membersOf(chain).find(({ kind }) => kind === 'recovery');
  return dropped.some(({ id }) => id === key?.id) ? undefined : key?.id;
}

/** What became of the last recovery key of the chain that is held, as device `own` tells it. */
export function recoveryStateOf(held: Held, own: string): RecoveryState {
  const { links } = held.chain;
  const keys = links.flatMap(({ link }) => link.add.flatMap(({ kind, id }) => (kind === 'recovery' ? [id] : [])));
  const last = links.findLast(({ link }) =>
    [...link.add.map(({ id }) => id), ...link.drop].some((id) => keys.includes(id)),
  );
  if (last === undefined) return { kind: 'none' };
  const device = deviceBehind(last, held);
  if (recoveryKeyOf(held) !== undefined) return { kind: 'there', device, isThis: device === own };
  if (keys.includes(last.link.by)) return { kind: 'used' };
  // A removal that this branch does not have yet: who dropped the key stands in another one.
  const isHere = last.link.drop.some((id) => keys.includes(id));
  return { kind: 'taken-back', device: isHere ? device : '', isThis: isHere && device === own };
}

// A link that a recovery key has signed was made on the device that it adds.
function deviceBehind({ link: { by, add } }: SignedLink, { chain }: Held): string {
  const isDevice = devicesOf(chain).some(({ id }) => id === by);
  return isDevice ? by : (add.find(({ kind }) => kind === 'device')?.id ?? by);
}
