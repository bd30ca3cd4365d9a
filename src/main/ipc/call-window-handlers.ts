// The commands that show a call's window, and those with which the pages of that window arrange the window and reach
// the other call.
import type { CommandName, Handlers } from '../../contract/ipc.ts';
import { isOn } from '../../contract/running.ts';
import type { CallView } from '../../contract/view.ts';
import type { Account } from '../app/account.ts';
import type { Windows } from '../app/windows.ts';
import type { Desk } from '../calls/desk.ts';
import { type Done, done, refuse } from './replies.ts';

type CallWindowCommand = Extract<CommandName, 'call.showWindow' | `window.${string}` | `other.${string}`>;

/** The handlers. Without an account, `withAccount` refuses to show, resume or hang up the other call. */
export function callWindowHandlers(
  windows: Pick<
    Windows,
    'showCall' | 'showCard' | 'setSide' | 'wantSmall' | 'isSmall' | 'windowOf' | 'layOut' | 'leave'
  >,
  withAccount: (run: (account: Account) => Done) => Done,
): Pick<Handlers, CallWindowCommand> {
  // The other call, unless it rings: the pages of a call neither answer nor decline another one.
  function withOther(call: string, run: (other: CallView, desk: Desk) => Done): Done {
    return withAccount(({ desk }) => {
      const other = desk.views().find((each) => each.id !== call && isOn(each) && each.phase.kind !== 'ringing');
      return other === undefined ? refuse('unknown-call') : run(other, desk);
    });
  }

  return {
    'call.showWindow': ({ call }) => {
      windows.showCall(call);
      return done;
    },
    'other.showCard': () => (windows.showCard() ? done : refuse('unknown-call')),
    'other.show': (_input, { call }) =>
      withOther(call, ({ id }) => {
        windows.showCall(id);
        return done;
      }),
    'other.resume': (_input, { call }) =>
      withOther(call, ({ id }, desk) => {
        const resumed = desk.hold(id, false);
        if (resumed.ok) windows.showCall(id);
        return resumed;
      }),
    'other.hangUp': (_input, { call }) => withOther(call, ({ id }, desk) => desk.hangUp(id)),
    'window.side': ({ side }, { kind, call }) => {
      windows.setSide(call, side, kind);
      return done;
    },
    'window.small': ({ on }, { call }) => {
      windows.wantSmall(call, on);
      return done;
    },
    'window.grow': (_input, { call }) => {
      windows.wantSmall(call, false);
      return done;
    },
    'window.full': ({ to }, { kind, call }) => {
      // A small window is on top of all others: a stage must not cover the screen with it. The stage may leave full
      // screen.
      if (kind === 'stage' && to === 'other' && windows.isSmall(call)) return done;
      const window = windows.windowOf(call);
      window?.setFullScreen(to === 'other' && !window.isFullScreen());
      return done;
    },
    'window.layout': ({ head, full }, { call }) => {
      windows.layOut(call, head, full);
      return done;
    },
    'window.leave': ({ backwards }, { kind, call }) => {
      windows.leave(call, kind, backwards);
      return done;
    },
  };
}
