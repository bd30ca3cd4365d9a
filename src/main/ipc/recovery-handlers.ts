// The commands of the recovery code: those of the main window, and those of the page that shows a code.
import type { CommandName, Handlers } from '../../contract/ipc.ts';
import type { Account } from '../app/account.ts';
import type { RecoveryWindow } from '../app/recovery-window.ts';
import { type Done, done, refuse, reply } from './replies.ts';

type RecoveryCommand = Extract<CommandName, `recovery.${string}`>;

/** The handlers. Without an account, all but `recovery.print` refuse with the code of `whyClosed`. */
export function recoveryHandlers(
  window: Pick<RecoveryWindow, 'present' | 'print'>,
  account: () => Pick<Account, 'recovery'> | undefined,
  whyClosed: () => Parameters<typeof refuse>[0],
): Pick<Handlers, RecoveryCommand> {
  function withRecovery<T>(run: (recovery: Account['recovery']) => T): T | ReturnType<typeof refuse> {
    const recovery = account()?.recovery;
    return recovery === undefined ? refuse(whyClosed()) : run(recovery);
  }
  return {
    'recovery.make': () =>
      withRecovery((recovery): Done => {
        const made = reply(recovery.make());
        window.present();
        return made;
      }),
    'recovery.takeBack': () => withRecovery(async (recovery) => reply(await recovery.takeBack())),
    'recovery.notNow': () => withRecovery((recovery) => reply(recovery.notNow())),
    'recovery.read': () => withRecovery((recovery) => recovery.tell()),
    'recovery.print': async () => reply(await window.print()),
    'recovery.confirm': ({ group }) => withRecovery(async (recovery) => reply(await recovery.confirm(group))),
    'recovery.close': () =>
      withRecovery((recovery) => {
        recovery.close();
        return done;
      }),
  };
}
