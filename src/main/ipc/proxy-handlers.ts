// The login at a proxy: the person gives it only for the proxy that the view names, or removes it. The password never
// goes back to a page.
import type { Handlers } from '../../contract/ipc.ts';
import type { SettingsOf } from '../policy/settings.ts';
import type { PersonsProxyAccounts } from '../signalling/proxy-accounts.ts';
import { type Done, done, refuse } from './replies.ts';

/** What the handlers use. `retry` reconnects now. `isLocked`: the settings are sealed, and nothing is changed. */
export interface ProxyReach {
  readonly isLocked: () => boolean;
  readonly settings: Pick<SettingsOf, 'set'>;
  readonly proxyAccounts: Pick<PersonsProxyAccounts, 'view'>;
  readonly retry: () => void;
}

const NONE = { proxy: '', username: '', password: '' };
// RFC 7617 §2: the name ends at the first colon, and neither name nor password may have control characters.
const UNSAYABLE = /\p{Cc}/u;

/** The handlers. */
export function proxyHandlers({
  settings,
  proxyAccounts,
  retry,
  isLocked,
}: ProxyReach): Pick<Handlers, 'proxy.login' | 'proxy.forget'> {
  function keep(proxyAccount: typeof NONE): Done {
    if (isLocked()) return refuse('app-locked');
    const outcome = settings.set({ proxyAccount });
    if (outcome !== 'written') return refuse(outcome);
    retry();
    return done;
  }
  return {
    'proxy.login': ({ proxy, username, password }) => {
      const asking = proxyAccounts.view();
      if (asking?.proxy !== proxy || !asking.isBasic) return refuse('no-proxy');
      const isSayable = !username.includes(':') && !UNSAYABLE.test(username + password);
      if (username === '' || password === '' || !isSayable) return refuse('proxy-account');
      return keep({ proxy, username, password });
    },
    'proxy.forget': () => keep(NONE),
  };
}
