// The relays: whether each of them gives a path under policy's account.
import type { FindingCode } from '../../../contract/finding.ts';
import type { DoctorCheck } from '../../../contract/managed.ts';
import type { PolicyValues } from '../../../core/policy/table.ts';
import { found } from '../check.ts';
import type { TurnAccount, TurnOutcome } from '../turn-probe.ts';

type RelayPolicy = Pick<
  PolicyValues,
  'TurnServers' | 'TurnUsername' | 'TurnPassword' | 'RelayOnly' | 'HighConfidentiality'
>;

const codes = {
  unreachable: 'relay-unreachable',
  tls: 'relay-tls',
  'not-authorised': 'relay-not-authorised',
  refused: 'relay-refused',
} as const satisfies Record<Exclude<TurnOutcome['kind'], 'allocated'>, FindingCode>;

/** What is to be said of the relays; `isWanted`: the person wants none but relayed calls. */
export async function checkRelay(
  policy: RelayPolicy,
  isWanted: boolean,
  probe: (url: string, account: TurnAccount) => Promise<TurnOutcome>,
): Promise<DoctorCheck> {
  const { TurnServers: servers, TurnUsername: username, TurnPassword: password } = policy;
  const isRequired = isWanted || policy.RelayOnly || policy.HighConfidentiality;
  if (servers.length === 0) return found(isRequired ? 'relay-missing' : 'relay-none', { isRequired });
  if (username === '' || password === '') return found('relay-no-account', { servers: servers.length, isRequired });
  const outcomes = await Promise.all(servers.map((url) => probe(url, { username, password })));
  const paths = outcomes.filter(({ kind }) => kind === 'allocated').length;
  const bad = outcomes.find(({ kind }) => kind !== 'allocated');
  const facts = {
    servers: servers.length,
    paths,
    isRequired,
    ...(bad !== undefined && { by: bad.by }),
    ...(bad?.code !== undefined && { code: bad.code }),
  };
  if (bad === undefined || bad.kind === 'allocated') return found('relay-good', facts);
  return found(paths > 0 ? 'relay-partly' : codes[bad.kind], facts);
}
