// What pages know about a screen that is shared from this machine: its title, or why it ended. Never its picture.
import * as v from 'valibot';

/** What a person shares here, or why it ended without anybody here stopping it. */
export const SharingView = v.variant('kind', [
  v.strictObject({
    kind: v.picklist(['starting', 'on', 'paused']), // `paused`: the network is too slow for it
    what: v.picklist(['screen', 'window']),
    name: v.string(),
  }),
  v.strictObject({
    kind: v.literal('over'),
    why: v.picklist(['closed', 'failed', 'held', 'locked', 'policy', 'page', 'peer']),
  }),
]);
export type SharingView = v.InferOutput<typeof SharingView>;

/** Whether something is shared, or is about to be. */
export function isSharing({ sharing }: { readonly sharing?: SharingView | undefined }): boolean {
  return sharing !== undefined && sharing.kind !== 'over';
}
