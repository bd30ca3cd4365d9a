// Holds the relay account that the server named by policy lends. The account is requested at the first `follow`, and
// again before it expires, so that no call waits for it. While requests fail, they become rarer.
import type { Clock, Random } from '../time/clock.ts';
import type { Log } from '../log.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { fraction } from '../signalling/backoff.ts';
import { createExchange } from '../signalling/exchange.ts';
import type { Tunnel } from '../signalling/proxy.ts';
import type { ClientCertificate } from '../signalling/stream.ts';
import { rootsOf } from '../signalling/system-roots.ts';
import { borrowAccount, type RelayAccount } from './relay-account.ts';

/** The account of one running program. */
export interface LentAccount {
  /** The current account. Undefined if policy names no server, or that server has lent none that is still valid. */
  readonly current: () => RelayAccount | undefined;
  /** Policy may have changed. If it names another server or other roots, the account is dropped and requested anew. */
  readonly follow: () => void;
  /**
   * The network or our certificate has changed: if the last request failed or the account has expired, asks at once,
   * unless a request is under way.
   */
  readonly retryNow: () => void;
  readonly close: () => void;
}

/** What a lent account is made of. */
export interface LentAccountParts {
  readonly policy: Pick<PolicyInForce, 'values'>;
  readonly tunnel: Tunnel;
  readonly clientCertificate: () => ClientCertificate | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** An account was lent: its relays can be prepared. */
  readonly onLent: (account: RelayAccount) => void;
}

const FIRST_MS = 2000;
const MOST_MS = 10 * 60_000;
const LEAST_MS = 500;

/** Nothing is requested before the first `follow`. */
export function createLentAccount(parts: LentAccountParts): LentAccount {
  const { policy, clientCertificate, clock, random, log } = parts;
  const exchange = createExchange({ roots: () => rootsOf(policy.values()), tunnel: parts.tunnel });
  let address = '';
  let told = '';
  let account: RelayAccount | undefined;
  let failures = 0;
  let cancel: () => void = () => undefined;
  let asking: symbol | undefined;

  async function ask(): Promise<void> {
    cancel();
    const mine = Symbol('asking');
    asking = mine;
    const nowMs = clock.nowMs();
    const answer = await borrowAccount(address, exchange, clientCertificate(), nowMs);
    if (asking !== mine) return; // policy names another server or other roots by now, or the program ends
    asking = undefined;
    if (typeof answer === 'string') {
      failures++;
      log.warn('no relay account was lent', { cause: answer });
      cancel = clock.after(againAfterMs(failures, random), () => void ask());
      return;
    }
    failures = 0;
    account = answer;
    parts.onLent(answer);
    // The account is requested again between eight and nine tenths of its life, so that machines that were started
    // together do not all ask together.
    cancel = clock.after((answer.untilMs - nowMs) * (0.8 + fraction(random) / 10), () => void ask());
  }

  function forget(): void {
    cancel();
    asking = undefined;
    account = undefined;
    failures = 0;
  }

  // Renewal may be late, because while a machine sleeps its timers sleep too.
  function isOver(): boolean {
    return account !== undefined && account.untilMs <= clock.nowMs();
  }

  function askIf(isDue: boolean): void {
    if (isDue && address !== '' && asking === undefined) void ask();
  }

  return {
    current: () => (isOver() ? undefined : account),
    follow: () => {
      const { TurnCredentialsUrl, TlsRoots } = policy.values();
      const next = JSON.stringify([TurnCredentialsUrl, TlsRoots]);
      if (next === told) return askIf(isOver() && failures === 0);
      told = next;
      forget();
      address = TurnCredentialsUrl;
      askIf(true);
    },
    retryNow: () => askIf(failures > 0 || isOver()),
    close: () => {
      forget();
      address = '';
    },
  };
}

/** Jitter: 0.5 to 4 s after the first failure. The upper bound doubles with each further failure, up to ten minutes. */
function againAfterMs(failures: number, random: Random): number {
  const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures, 16));
  return Math.max(LEAST_MS, Math.floor(ceiling * fraction(random)));
}
