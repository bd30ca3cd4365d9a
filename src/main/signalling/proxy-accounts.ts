// Which proxies ask for a login, what they said of the account they were told, and the account that the person has given. An account
// belongs to the proxy it was typed for, by scheme, host and port; and one that was refused is not tried again until it is given anew.
import type { ProxyLoginView } from '../../contract/proxy-login.ts';
import { authorityOf, type Endpoint } from './endpoint.ts';
import type { Proxy, ProxyAccount, ProxyAsks } from './proxy.ts';

/** An account, and the proxy (`placeOfProxy`) that is told it. Given anew, it is another object. */
export interface KeptProxyAccount extends ProxyAccount {
  readonly proxy: string;
}

/** Who knows the accounts of proxies, and hears what came of them. */
export interface ProxyAccounts {
  /** The account to tell this proxy if it asks. */
  readonly accountOf: (proxy: Proxy) => ProxyAccount | undefined;
  readonly wasRefused: (account: ProxyAccount) => void;
  /** How the last way to this target went: by a proxy that asked for a login, or without one. */
  readonly told: (target: Endpoint, asks: ProxyAsks | undefined) => void;
}

/** The accounts, and what the person is shown of them. */
export interface PersonsProxyAccounts extends ProxyAccounts {
  /** A proxy that waits for a login, or else one that has taken it, or else the one that an account is kept for. */
  readonly view: () => ProxyLoginView | undefined;
}

/** Scheme, host and port of a proxy. */
export function placeOfProxy(proxy: Proxy): string {
  return `${proxy.isSecure ? 'https' : 'http'}://${authorityOf(proxy)}`.toLowerCase();
}

/** Accounts over the one that is kept; `onChange`: perhaps another view. */
export function createProxyAccounts(
  kept: () => KeptProxyAccount | undefined,
  onChange: () => void,
): PersonsProxyAccounts {
  const asking = new Map<string, ProxyAsks>(); // by target
  let refused: ProxyAccount | undefined;

  function view(): ProxyLoginView | undefined {
    const account = kept();
    const all = [...asking.values()];
    const shown = all.find(({ outcome }) => outcome !== 'accepted') ?? all[0];
    if (shown === undefined) {
      return account && { proxy: account.proxy, isBasic: true, outcome: 'kept', username: account.username };
    }
    const proxy = placeOfProxy(shown.proxy);
    const isKept = account?.proxy === proxy;
    // An account that was taken away is wanted again.
    return {
      proxy,
      isBasic: shown.isBasic,
      outcome: isKept ? shown.outcome : 'wanted',
      username: isKept ? account.username : '',
    };
  }

  return {
    accountOf: (proxy) => {
      const account = kept();
      return account?.proxy === placeOfProxy(proxy) && account !== refused ? account : undefined;
    },
    wasRefused: (account) => {
      refused = account;
    },
    told: (target, asks) => {
      const place = authorityOf(target);
      const before = asking.get(place);
      const isKnownRefusal = asks?.outcome === 'wanted' && refused !== undefined && refused === kept();
      const now = asks && (isKnownRefusal ? { ...asks, outcome: 'refused' as const } : asks);
      if (JSON.stringify(before) === JSON.stringify(now)) return;
      if (now === undefined) asking.delete(place);
      else asking.set(place, now);
      onChange();
    },
    view,
  };
}
