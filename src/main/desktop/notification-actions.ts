// What a press on a notification does: it asks one part of the program, through the same handlers as a page's commands.
// If the notification is out of date, the desk refuses. A refused answer or call opens a window with the current
// state.
import type { Handlers, Reply } from '../../contract/ipc.ts';
import type { TrayAction } from './tray-menu.ts';

/** What a press does. The call is an id in hex. */
export type NotificationAction =
  | Extract<TrayAction, { kind: 'answer' }>
  | { readonly kind: 'decline'; readonly call: string }
  | { readonly kind: 'call-back' | 'show-person'; readonly address: string }
  | { readonly kind: 'show-card' | 'open' };

/** The windows and the program, as far as a notification affects them. */
export interface NotificationReach {
  readonly handlers: Pick<Handlers, 'call.answer' | 'call.decline' | 'call.place'>;
  readonly showMain: () => void;
  /** Brings a ringing call's card to the front. Returns whether there is one. */
  readonly showCard: () => boolean;
  /** Shows the person with this address in the main window. */
  readonly showPerson: (address: string) => void;
}

// A press counts as if it happened in the main window.
const MAIN = { kind: 'main', call: '' } as const;

/** Carries out what was pressed. */
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
