// What an entry of the tray's menu does: it asks one part of the program. If the menu is out of date, the desk refuses,
// and the menu has changed by then.
import type { Handlers } from '../../contract/ipc.ts';
import type { TrayAction } from './tray-menu.ts';

/** The windows and the program, as far as the tray affects them. */
export interface TrayReach {
  readonly handlers: Handlers;
  readonly showMain: () => void;
  readonly quit: () => void;
}

// A choice counts as if it were made in the main window.
const TRAY = { kind: 'main', call: '' } as const;

/** Carries out what was chosen, through the same handlers as a page's commands. */
export async function doTrayAction(action: TrayAction, { handlers, showMain, quit }: TrayReach): Promise<void> {
  switch (action.kind) {
    case 'answer': {
      const { call, media, forOther } = action;
      await handlers['call.answer']({ call, media, ...(forOther === undefined ? {} : { forOther }) }, TRAY);
      return;
    }
    case 'decline':
      await handlers['call.decline']({ call: action.call }, TRAY);
      return;
    case 'silence':
      await handlers['call.silence']({ call: action.call }, TRAY);
      return;
    case 'hang-up':
      await handlers['call.hangUp']({ call: action.call }, TRAY);
      return;
    case 'show-call':
      await handlers['call.showWindow']({ call: action.call }, TRAY);
      return;
    case 'stop-share':
      await handlers['call.stopShare']({ call: action.call }, TRAY);
      return;
    case 'mute':
      await handlers['call.mute']({ call: action.call, mute: action.mute }, TRAY);
      return;
    case 'hold':
      await handlers['call.hold']({ call: action.call, hold: action.hold }, TRAY);
      return;
    case 'status':
      await handlers['status.set'](
        { status: action.status, ...(action.for === undefined ? {} : { for: action.for }) },
        TRAY,
      );
      return;
    case 'open':
      showMain();
      return;
    case 'quit':
      quit();
  }
}
