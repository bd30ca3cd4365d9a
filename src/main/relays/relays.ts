// The relays of a running account of the program (app/account.ts; not a relay account): whether they are lent, policy's
// or the person's, and how a page reaches them.
import type { PolicyValues } from '../../core/policy/table.ts';
import type { SettingsOf } from '../policy/settings.ts';
import { createLentAccount, type LentAccount, type LentAccountParts } from './lent-account.ts';
import { withOwnRelay } from './own-relay.ts';
import { createRelayPaths, type RelayPaths } from './relay-paths.ts';

/** What the relays are made of. */
export interface RelaysParts extends Omit<LentAccountParts, 'onLent'> {
  readonly ownRelay: SettingsOf['relay'];
}

/** What a call needs to know of relays, and what keeps it up to date. */
export interface Relays extends LentAccount {
  /** Policy, with the person's relay if policy names none. */
  readonly values: () => PolicyValues;
  /** The URLs that a page gets in place of these (`RelayPaths.of`). */
  readonly pathsTo: RelayPaths['of'];
}

/** Asks nobody before the first `follow`. What calls may need is prepared in advance. */
export function createRelays(parts: RelaysParts): Relays {
  const paths = createRelayPaths(parts.log);
  const lent = createLentAccount({ ...parts, onLent: ({ servers }) => void paths.prepare(servers) });
  const values = (): PolicyValues => withOwnRelay(parts.policy.values(), parts.ownRelay());
  const prepare = (): void => void paths.prepare([...values().TurnServers, ...(lent.current()?.servers ?? [])]);
  return {
    values,
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
