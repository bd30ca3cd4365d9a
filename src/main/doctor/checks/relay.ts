// The relays: whether each of them grants an allocation, with the lent account or, if none is lent, with the account of
// policy or of the person.
import type { FindingCode } from '../../../contract/finding.ts';
import type { DoctorCheck } from '../../../contract/managed.ts';
import type { PolicyValues } from '../../../core/policy/table.ts';
import type { LendingFailure, RelayAccount } from '../../relays/relay-account.ts';
import { type CheckFacts, found } from '../check.ts';
import type { TurnAccount, TurnOutcome } from '../turn-probe.ts';

type RelayPolicy = Pick<
  PolicyValues,
  'TurnServers' | 'TurnUsername' | 'TurnPassword' | 'TurnCredentialsUrl' | 'RelayOnly' | 'HighConfidentiality'
>;

/** How servers are asked. */
export interface RelayProbes {
  readonly turn: (url: string, account: TurnAccount) => Promise<TurnOutcome>;
  /** Asks policy's server for an account. Only called if policy names such a server. */
  readonly borrow: (address: string) => Promise<RelayAccount | LendingFailure>;
}

const codes = {
  unreachable: 'relay-unreachable',
  tls: 'relay-tls',
  'not-authorised': 'relay-not-authorised',
  refused: 'relay-refused',
} as const satisfies Record<Exclude<TurnOutcome['kind'], 'allocated'>, FindingCode>;

const lending = {
  unreachable: 'relay-account-unreachable',
  tls: 'relay-account-tls',
  refused: 'relay-account-refused',
  unusable: 'relay-account-unusable',
} as const satisfies Record<LendingFailure, FindingCode>;

/** The finding about the relays. `isWanted`: the person wants only relayed calls. */
export async function checkRelay(policy: RelayPolicy, isWanted: boolean, probes: RelayProbes): Promise<DoctorCheck> {
  const isRequired = isWanted || policy.RelayOnly || policy.HighConfidentiality;
  const own = { servers: policy.TurnServers, username: policy.TurnUsername, password: policy.TurnPassword };
  if (policy.TurnCredentialsUrl === '') return checkServers(own, { isRequired }, probes);
  const lent = await probes.borrow(policy.TurnCredentialsUrl);
  if (typeof lent !== 'string') return checkServers(lent, { isRequired, isLent: true }, probes);
  const instead = await checkServers(own, { isRequired }, probes);
  const isHelped = instead.finding === 'relay-good' || instead.finding === 'relay-partly';
  return found(isHelped ? 'relay-account-fallback' : lending[lent], { ...instead.facts, account: lent });
}

async function checkServers(
  { servers, username, password }: TurnAccount & { readonly servers: readonly string[] },
  told: CheckFacts & { readonly isRequired: boolean },
  probes: RelayProbes,
): Promise<DoctorCheck> {
  if (servers.length === 0) return found(told.isRequired ? 'relay-missing' : 'relay-none', told);
  if (username === '' || password === '') return found('relay-no-account', { servers: servers.length, ...told });
  const outcomes = await Promise.all(servers.map((url) => probes.turn(url, { username, password })));
  const paths = outcomes.filter(({ kind }) => kind === 'allocated').length;
  const bad = outcomes.find(({ kind }) => kind !== 'allocated');
  const facts = {
    servers: servers.length,
    paths,
    ...told,
    ...(bad !== undefined && { by: bad.by }),
    ...(bad?.code !== undefined && { code: bad.code }),
  };
  if (bad === undefined || bad.kind === 'allocated') return found('relay-good', facts);
  return found(paths > 0 ? 'relay-partly' : codes[bad.kind], facts);
}
