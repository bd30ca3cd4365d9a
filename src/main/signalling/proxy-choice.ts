// Chooses the proxy for each connection, by the policy in force at that time: none, a named proxy, or the system's.
// This machine itself is never reached through a proxy. Only main chooses and uses proxies; pages do not.
import type { PolicyValues } from '../../core/policy/table.ts';
import type { Log } from '../log.ts';
import { authorityOf, type Endpoint, endpointOf } from './endpoint.ts';
import { connectionFault } from './connection-cause.ts';
import { openTunnel, type Proxy, type ProxyAsks, type Tunnel } from './proxy.ts';
import type { ProxyAccounts } from './proxy-accounts.ts';
import { rootsOf } from './system-roots.ts';

/** What policy says about proxies, and which roots vouch for a proxy that is reached by TLS (none: the system's). */
export type ProxyPolicy = Pick<PolicyValues, 'ProxyMode' | 'ProxyUrl' | 'TlsRoots'>;

/** The system's answer for a URL, in the format of a PAC file: `PROXY a:3128; DIRECT`. */
export type ResolveProxy = (url: string) => Promise<string>;

/**
 * Makes tunnels as policy demands. The account for a proxy that asks for a login comes from `accounts`. Without
 * `accounts`, no proxy gets an account.
 */
export function createTunnel(
  policy: () => ProxyPolicy,
  resolve: ResolveProxy,
  log: Log,
  accounts?: ProxyAccounts,
): Tunnel {
  async function choices(target: Endpoint): Promise<readonly (Proxy | 'direct')[]> {
    const { ProxyMode: mode, ProxyUrl } = policy();
    if (mode === 'direct' || isThisMachine(target.host)) return ['direct'];
    if (mode === 'manual') return proxyOfUrl(ProxyUrl);
    return proxiesOf(await resolve(`https://${authorityOf(target)}/`));
  }

  return async (url, signal) => {
    const target = endpointOf(url);
    const asking: ProxyAsks[] = [];
    let last: unknown = connectionFault('ERR_PROXY', 'no proxy of a kind that can be used');
    for (const choice of await choices(target)) {
      if (choice === 'direct') {
        accounts?.told(target, undefined);
        return undefined;
      }
      const heard: ProxyAsks[] = [];
      try {
        const account = accounts?.accountOf(choice);
        const onAsked = (asks: ProxyAsks): void => {
          heard.push(asks);
          if (asks.outcome === 'refused' && account !== undefined) accounts?.wasRefused(account);
        };
        const line = await openTunnel(choice, target, { roots: rootsOf(policy()), account, onAsked, signal });
        accounts?.told(target, heard[0]);
        return line;
      } catch (error) {
        asking.push(...heard);
        last = error;
        if (signal?.aborted === true) break;
      }
    }
    // If several proxies asked for a login, report the first that accepts a name and a password, or else the first.
    accounts?.told(target, asking.find(({ isBasic }) => isBasic) ?? asking[0]);
    log.warn('no way through the proxy', { error: last });
    throw last;
  };
}

function proxyOfUrl(text: string): readonly Proxy[] {
  if (!URL.canParse(text)) return [];
  const url = new URL(text);
  if (url.protocol !== 'http:') return [];
  const { host, port } = endpointOf(url);
  return [{ host, port: url.port === '' ? 80 : port, isSecure: false }];
}

/** The usable entries of a PAC answer, in order: HTTP proxies, proxies reached by TLS, and the direct connection. */
export function proxiesOf(answer: string): readonly (Proxy | 'direct')[] {
  return answer.split(';').flatMap((entry): (Proxy | 'direct')[] => {
    const [kind = '', place = ''] = entry.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return ['direct'];
    const isSecure = kind.toUpperCase() === 'HTTPS';
    const match = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(place);
    const host = match?.[1] ?? match?.[2];
    if (host === undefined || !(isSecure || ['PROXY', 'HTTP'].includes(kind.toUpperCase()))) return [];
    return [{ host, port: Number(match?.[3] ?? (isSecure ? 443 : 80)), isSecure }];
  });
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
