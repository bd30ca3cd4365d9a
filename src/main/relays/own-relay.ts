// The person's relay, used if policy names none: one account, one server.
import type { RelaysOf } from '../../contract/own-relay.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import type { RelayLogin } from '../policy/settings.ts';

type RelayPolicy = Pick<PolicyValues, 'TurnServers' | 'TurnUsername' | 'TurnPassword' | 'TurnCredentialsUrl'>;

/** Policy's relays, or the person's if policy names neither relays nor a server that lends accounts. */
export function withOwnRelay<V extends RelayPolicy>(values: V, own: RelayLogin | undefined): V {
  if (own === undefined || isNamed(values)) return values;
  return { ...values, TurnServers: [own.server], TurnUsername: own.username, TurnPassword: own.password };
}

/** Whose relays calls may use. */
export function relaysOf(values: RelayPolicy, own: RelayLogin | undefined): RelaysOf {
  if (isNamed(values)) return 'organisation';
  return own === undefined ? 'nobody' : 'person';
}

function isNamed({ TurnServers, TurnCredentialsUrl }: RelayPolicy): boolean {
  return TurnServers.length > 0 || TurnCredentialsUrl !== '';
}
