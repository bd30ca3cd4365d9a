// The commands by which a person shares a screen or a window in a call, and stops that.
import type { CommandName, Handlers } from '../../contract/ipc.ts';
import type { Sender } from '../../contract/command-shapes.ts';
import type { PageView } from '../../contract/page-view.ts';
import type { Account } from '../app/account.ts';
import type { SharePicker } from '../app/share-picker.ts';
import { type Done, done, refuse } from './replies.ts';

type ShareCommand = Extract<CommandName, 'own.share' | 'own.stopShare' | 'call.stopShare' | `share.${string}`>;

/** What these commands use of the picker. */
export type PickerReach = Pick<SharePicker, 'open' | 'refuse' | 'choose' | 'goOn'> & {
  readonly view: (page: Sender) => PageView | undefined;
};

/** The handlers for this picker. Without an account, `withAccount` refuses all but the picker's own commands. */
export function shareHandlers(
  picker: PickerReach,
  withAccount: (run: (account: Account) => Done) => Done,
): Pick<Handlers, ShareCommand> {
  return {
    // Policy must allow at least the sharing of a window. The picker decides what may be chosen.
    'own.share': (_input, { call }) =>
      withAccount(({ desk }) => {
        const may = desk.mayShare(call, 'window');
        const why = may.ok ? picker.open(call) : may.code;
        return why === undefined ? done : refuse(why);
      }),
    'own.stopShare': (_input, { call }) => withAccount(({ desk }) => desk.stopShare(call)),
    'call.stopShare': ({ call }) => withAccount(({ desk }) => desk.stopShare(call)),
    'share.choose': ({ source, sound }) => {
      const why = picker.choose(source, sound);
      return why === undefined ? done : refuse(why);
    },
    'share.goOn': async () => {
      const why = await picker.goOn();
      return why === undefined ? done : refuse(why);
    },
    'share.close': () => {
      picker.refuse();
      return done;
    },
  };
}
