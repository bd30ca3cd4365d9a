// Which proxies ask for a login, how they answered the account sent to them, and the account that the person has
// entered. An account belongs to the proxy for which it was typed, by scheme, host and port. A refused account is not
// tried again until it is entered again.
import type { ProxyLoginView } from '../../contract/proxy-login.ts';
import { authorityOf, type Endpoint } from './endpoint.ts';
import type { Proxy, ProxyAccount, ProxyAsks } from './proxy.ts';

/** An account, and the proxy (`placeOfProxy`) that gets it. Entering it again makes another object. */
export interface KeptProxyAccount extends ProxyAccount {
  readonly proxy: string;
}

/** Knows the accounts of proxies, and learns their results. */
export interface ProxyAccounts {
  /** The account to send to this proxy if it asks. Undefined if there is none, or it was refused. */
  readonly accountOf: (proxy: Proxy) => ProxyAccount | undefined;
  readonly wasRefused: (account: ProxyAccount) => void;
  /** What the last attempt to reach this target showed: which login a proxy asked for, or that none asked. */
  readonly told: (target: Endpoint, asks: ProxyAsks | undefined) => void;
}

/** The accounts, and what the person is shown about them. */
export interface PersonsProxyAccounts extends ProxyAccounts {
  /** A proxy that waits for a login, else one that has accepted it, else the one for which an account is stored. */
  readonly view: () => ProxyLoginView | undefined;
}

/** Scheme, host and port of a proxy. */
export function placeOfProxy(proxy: Proxy): string {
  return `${proxy.isSecure ? 'https' : 'http'}://${authorityOf(proxy)}`.toLowerCase();
}

/** Accounts based on the stored one. `onChange`: the view may have changed. */
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
    // An account that was removed is wanted again.
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
