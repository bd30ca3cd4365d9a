// Policy's roots and revocation lists as a judgement wants them, read once for each change of policy.
// The system's trust store is never asked.
import type { PolicyValues } from '../../core/policy/table.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { Store } from '../vault/store.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { mayBeRoot, type Trust } from './judge.ts';
import { readPem } from './pem.ts';
import { type KeptRevocations, openRevocations, type RevocationProblem } from './revocations.ts';

/** Trust as policy has it now. */
export interface OrganisationTrust {
  /** Undefined where policy names no root that can be used. The same object until policy changes. */
  readonly read: () => Trust | undefined;
  /** Whether policy names any root, usable or not. */
  readonly isSet: () => boolean;
  /** Called after policy has changed what `read` gives. */
  readonly onChange: (listener: () => void) => void;
  /** What is wrong with roots or lists. */
  readonly problems: (nowMs: number) => readonly (RevocationProblem | 'root')[];
}

/** Trust over policy; `store` remembers the newest revocation lists. */
export function createOrganisationTrust(
  policy: PolicyInForce,
  store: Store<KeptRevocations>,
  onDisk: () => void,
): OrganisationTrust {
  let from: Pick<PolicyValues, 'OrganisationRoots' | 'OrganisationRevocations' | 'OrganisationName'> | undefined;
  const listeners: (() => void)[] = [];
  let isSet = false;
  let isBroken = false;
  let current: (Trust & { readonly problems: (nowMs: number) => readonly RevocationProblem[] }) | undefined;

  function refresh(): void {
    const values = policy.values();
    const { OrganisationRoots, OrganisationRevocations, OrganisationName } = values;
    const isSame =
      from?.OrganisationRoots === OrganisationRoots &&
      from.OrganisationRevocations === OrganisationRevocations &&
      from.OrganisationName === OrganisationName;
    if (isSame) return;
    from = values;
    isSet = OrganisationRoots.length > 0;
    const roots = OrganisationRoots.flatMap((pem) => readRoot(pem) ?? []);
    isBroken = roots.length < OrganisationRoots.length;
    if (roots.length === 0) {
      current = undefined;
      return;
    }
    const revocations = openRevocations(OrganisationRevocations, store, onDisk);
    const problems = (nowMs: number): readonly RevocationProblem[] => revocations.problems(roots, nowMs);
    current = { roots, name: OrganisationName, revocations: revocations.of, problems };
  }

  refresh();
  let told = current;
  policy.onChange(() => {
    refresh();
    if (current === told) return;
    told = current;
    for (const listener of listeners) listener();
  });
  return {
    read: () => {
      refresh();
      return current;
    },
    onChange: (listener) => void listeners.push(listener),
    isSet: () => {
      refresh();
      return isSet;
    },
    problems: (nowMs) => {
      refresh();
      return [...(isBroken ? (['root'] as const) : []), ...(current?.problems(nowMs) ?? [])];
    },
  };
}

function readRoot(pem: string): Certificate | undefined {
  const [der, ...more] = readPem(pem, 'CERTIFICATE') ?? [];
  const root = der === undefined || more.length > 0 ? undefined : readCertificate(der);
  return root !== undefined && mayBeRoot(root) ? root : undefined;
}
