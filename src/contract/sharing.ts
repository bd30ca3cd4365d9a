// What pages know of a screen that is shared from this machine: what it is, by its title, or why it is over. Never its picture.
import * as v from 'valibot';

/** What a person shares here, or why that is over where nobody here has stopped it. */
export const SharingView = v.variant('kind', [
  v.strictObject({
    kind: v.picklist(['starting', 'on', 'paused']), // `paused`: the line is too thin for it
    what: v.picklist(['screen', 'window']),
    name: v.string(),
  }),
  v.strictObject({
    kind: v.literal('over'),
    why: v.picklist(['closed', 'failed', 'held', 'locked', 'policy', 'page', 'peer']),
  }),
]);
export type SharingView = v.InferOutput<typeof SharingView>;

/** Whether something is shared by this, or is about to be. */
export function isSharing({ sharing }: { readonly sharing?: SharingView | undefined }): boolean {
  return sharing !== undefined && sharing.kind !== 'over';
}
