// The relays of one running account: whose they are now, lent or of policy, and by which paths a page reaches them.
import { createLentAccount, type LentAccount, type LentAccountParts } from './lent-account.ts';
import { createRelayPaths, type RelayPaths } from './relay-paths.ts';

/** What a call needs to know of relays, and what keeps it up to date. */
export interface Relays extends LentAccount {
  /** The addresses for a page in place of these (`RelayPaths.of`). */
  readonly pathsTo: RelayPaths['of'];
}

/** Asks nobody before the first `follow`; what calls may need is made ready before they need it. */
export function createRelays(parts: Omit<LentAccountParts, 'onLent'>): Relays {
  const paths = createRelayPaths(parts.log);
  const lent = createLentAccount({ ...parts, onLent: ({ servers }) => void paths.prepare(servers) });
  const prepare = (): void =>
    void paths.prepare([...parts.policy.values().TurnServers, ...(lent.current()?.servers ?? [])]);
  return {
    current: lent.current,
    pathsTo: paths.of,
    follow: () => {
      lent.follow();
      prepare();
    },
    retryNow: () => {
      lent.retryNow();
      prepare();
    },
    close: () => {
      lent.close();
      paths.close();
    },
  };
}
