// Which proxy asks for a login, what it said of the account it was told, and the account that the person has given. An account belongs to
// the proxy that it was typed for: another one, which a network may put in its place, is told nothing.
import type { ProxyLoginView } from '../../contract/proxy-login.ts';
import { authorityOf } from './endpoint.ts';
import type { Proxy, ProxyAccount, ProxyAccounts } from './proxy.ts';

/** An account, and the proxy (`placeOfProxy`) that is told it. */
export interface KeptProxyAccount extends ProxyAccount {
  readonly proxy: string;
}

/** The accounts, and what the person is shown of them. */
export interface PersonsProxyAccounts extends ProxyAccounts {
  /** The proxy that asked last, or else the one that an account is kept for. */
  readonly view: () => ProxyLoginView | undefined;
}

/** Scheme, host and port of a proxy. */
export function placeOfProxy(proxy: Proxy): string {
  return `${proxy.isSecure ? 'https' : 'http'}://${authorityOf(proxy)}`.toLowerCase();
}

/** Accounts over the one that is kept; `onChange`: another view. */
export function createProxyAccounts(
  kept: () => KeptProxyAccount | undefined,
  onChange: () => void,
): PersonsProxyAccounts {
  let last: Pick<ProxyLoginView, 'proxy' | 'isBasic' | 'outcome'> | undefined;

  function note(proxy: string, isBasic: boolean, outcome: ProxyLoginView['outcome']): void {
    if (last?.proxy === proxy && last.isBasic === isBasic && last.outcome === outcome) return;
    last = { proxy, isBasic, outcome };
    onChange();
  }

  return {
    asked: (proxy, isBasic) => {
      const place = placeOfProxy(proxy);
      const account = kept();
      if (isBasic && account?.proxy === place) return account;
      note(place, isBasic, 'wanted');
      return undefined;
    },
    tried: (proxy, outcome) => note(placeOfProxy(proxy), true, outcome),
    view: () => {
      const account = kept();
      const shown = last ?? (account && { proxy: account.proxy, isBasic: true, outcome: 'kept' as const });
      if (shown === undefined) return undefined;
      const isKept = account?.proxy === shown.proxy;
      // An account that was taken away is wanted again.
      const outcome = isKept || shown.outcome === 'wanted' ? shown.outcome : 'wanted';
      return { ...shown, outcome, username: isKept ? account.username : '' };
    },
  };
}
