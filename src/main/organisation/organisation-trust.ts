// Policy's roots and revocation lists in the form that a judgement needs, read once for each change of policy. The
// system's trust store is never asked.
import type { Bytes } from '../../core/bytes.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { Store } from '../vault/store.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { mayBeRoot, type Trust } from './judge.ts';
import { readPem } from './pem.ts';
import { type KeptRevocations, openRevocations, type RevocationProblem, type Revocations } from './revocations.ts';

/** Trust as policy has it now. */
export interface OrganisationTrust {
  /** Undefined if policy names no usable root. The same object until policy or a revocation list changes. */
  readonly read: () => Trust | undefined;
  /** Whether policy names any root, usable or not. */
  readonly isSet: () => boolean;
  /** Called after a change of policy or a newer revocation list has changed the result of `read`. */
  readonly onChange: (listener: () => void) => void;
  /** Takes a revocation list signed by a root, whatever its source. An older one changes nothing. */
  readonly learn: (der: Bytes) => void;
  /** From here on `read` returns undefined and nothing is stored: the vault is about to be locked. */
  readonly close: () => void;
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
  let isClosed = false;
  let revocations: Revocations | undefined;
  let current: Trust | undefined;

  function refresh(): void {
    if (isClosed) return;
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
    revocations = openRevocations(OrganisationRevocations, store, onDisk);
    const isComplete = revocations.areWhole(roots);
    current = { roots, name: OrganisationName, revocations: revocations.of, isComplete };
  }

  function tell(): void {
    if (current === told) return;
    told = current;
    for (const listener of listeners) listener();
  }

  refresh();
  let told = current;
  policy.onChange(() => {
    refresh();
    tell();
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
    learn: (der) => {
      refresh();
      if (current === undefined || revocations?.learn(der, current.roots) !== true) return;
      current = { ...current }; // a new object, so that everything is judged again
      tell();
    },
    close: () => {
      isClosed = true;
      current = undefined;
      listeners.length = 0;
    },
    problems: (nowMs) => {
      refresh();
      const ofLists = current === undefined ? [] : (revocations?.problems(current.roots, nowMs) ?? []);
      return [...(isBroken ? (['root'] as const) : []), ...ofLists];
    },
  };
}

function readRoot(pem: string): Certificate | undefined {
  const [der, ...more] = readPem(pem, 'CERTIFICATE') ?? [];
  const root = der === undefined || more.length > 0 ? undefined : readCertificate(der);
  return root !== undefined && mayBeRoot(root) ? root : undefined;
}
