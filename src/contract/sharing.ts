// What pages know about a screen that is shared from this machine: its title, what became of the computer's sound, or
// why the sharing ended. Never its picture.
import * as v from 'valibot';

/** The computer's sound: it is sent; it includes what this program plays and is not sent; or it cannot be sent. */
export const ShareSound = v.picklist(['on', 'own-sound', 'failed']);
export type ShareSound = v.InferOutput<typeof ShareSound>;

/** What a person shares here, or why the sharing ended, unless the person stopped it. */
export const SharingView = v.variant('kind', [
  v.strictObject({
    kind: v.picklist(['starting', 'on', 'paused']), // `paused`: the network is too slow for it
    what: v.picklist(['screen', 'window']),
    name: v.string(),
    // The computer's sound, if it was chosen: it is sent, or why not. `own-sound`: what this program plays was in it.
    sound: v.optional(ShareSound),
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
