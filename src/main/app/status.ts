// The person's own status, as long as the program runs. It gates nothing: what do not
// disturb means for a call that comes in is said in calls/ring/disturb.ts.
import type { Status } from '../../contract/view.ts';

/** The own status. */
export interface OwnStatus {
  readonly read: () => Status;
  readonly set: (status: Status) => void;
}

/** Available, until the person says otherwise; `onChange` is called after a change. */
export function createStatus(onChange: () => void): OwnStatus {
  let status: Status = 'available';
  return {
    read: () => status,
    set: (next) => {
      if (next === status) return;
      status = next;
      onChange();
    },
  };
}
