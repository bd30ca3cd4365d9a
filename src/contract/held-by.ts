// Who holds a call. The window's text, the stage and the tray all use this answer.
import type { CallView } from './view.ts';

/** Who holds the call. */
export type HeldBy = 'nobody' | 'us' | 'peer' | 'both';

/** Who holds this call. While anybody does, nothing is sent, heard or seen on either side. */
export function heldBy({ local, remote }: Pick<CallView, 'local' | 'remote'>): HeldBy {
  if (local.hold) return remote.hold ? 'both' : 'us';
  return remote.hold ? 'peer' : 'nobody';
}
