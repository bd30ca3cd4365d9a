// What a press on a notification does: one line to one part, through the handlers that a page's commands go through. A press on one that
// is out of date meets a call that is over, which the desk refuses; then what there is now is shown instead.
import type { Handlers, Reply } from '../../contract/ipc.ts';
import type { TrayAction } from './tray-menu.ts';

/** What a press does; the call is its id in hex. */
export type NotificationAction =
  | Extract<TrayAction, { kind: 'answer' }>
  | { readonly kind: 'decline'; readonly call: string }
  | { readonly kind: 'call-back' | 'show-person'; readonly address: string }
  | { readonly kind: 'show-card' | 'open' };

/** Windows and program, as far as a notification moves them. */
export interface NotificationReach {
  readonly handlers: Pick<Handlers, 'call.answer' | 'call.decline' | 'call.place'>;
  readonly showMain: () => void;
  /** Brings the card of a call that rings to the front; whether there is one. */
  readonly showCard: () => boolean;
  /** Leads the main window to the person with this address. */
  readonly showPerson: (address: string) => void;
}

// As if it were chosen in the main window.
const MAIN = { kind: 'main', call: '' } as const;

/** Does what was pressed. */
export async function doNotificationAction(action: NotificationAction, reach: NotificationReach): Promise<void> {
  const { handlers, showMain, showCard, showPerson } = reach;
  const person = (address: string): void => {
    showMain();
    showPerson(address);
  };
  const card = (): void => {
    if (!showCard()) showMain();
  };
  switch (action.kind) {
    case 'answer': {
      const { call, media, forOther } = action;
      const input = { call, media, ...(forOther === undefined ? {} : { forOther }) };
      if (!isDone(await handlers['call.answer'](input, MAIN))) card();
      return;
    }
    case 'decline':
      await handlers['call.decline']({ call: action.call }, MAIN);
      return;
    case 'call-back':
      if (!isDone(await handlers['call.place']({ address: action.address, media: 'audio' }, MAIN)))
        person(action.address);
      return;
    case 'show-person':
      person(action.address);
      return;
    case 'show-card':
      card();
      return;
    case 'open':
      showMain();
  }
}

function isDone(reply: Reply<unknown>): boolean {
  return reply.ok;
}
