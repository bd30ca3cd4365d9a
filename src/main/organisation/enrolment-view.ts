// The state of this device's enrolment, as the view shows it. Pure.
import type { EnrolmentView } from '../../contract/managed.ts';
import type { CertificateStatus } from './credential-holder.ts';
import type { OwnCredential } from './own-credential.ts';

/**
 * Why there is no certificate or no newer one, and when the failed attempt is repeated. `retryAtMs` is undefined if no
 * repetition is planned.
 */
export interface EnrolmentFailure {
  readonly cause: Extract<EnrolmentView, { kind: 'failed' }>['cause'];
  readonly retryAtMs: number | undefined;
}

/** The facts behind the view. */
export interface EnrolmentFacts {
  readonly isSet: boolean; // policy names a root
  readonly isUsable: boolean; // at least one root can be read
  readonly status: CertificateStatus;
  readonly current: OwnCredential | undefined;
  readonly failure: EnrolmentFailure | undefined;
  readonly isAsking: boolean;
  readonly way: 'token' | 'file' | undefined; // how a certificate arrives, by policy
}

/** The view of these facts. */
export function enrolmentView(facts: EnrolmentFacts): EnrolmentView {
  const { failure, status, way } = facts;
  if (!facts.isSet) return { kind: 'off' };
  if (!facts.isUsable) return { kind: 'failed', cause: 'unusable' };
  const good = status === 'good' ? facts.current : undefined;
  if (failure !== undefined) {
    return {
      kind: 'failed',
      cause: failure.cause,
      ...(failure.retryAtMs !== undefined && { retryAt: Math.ceil(failure.retryAtMs) }),
      ...(good !== undefined && { until: good.own.notAfterMs }),
    };
  }
  if (good !== undefined) {
    return { kind: 'enrolled', until: good.own.notAfterMs, renewAt: good.renewAtMs, serial: good.own.serial };
  }
  if (facts.isAsking) return { kind: 'enrolling' };
  if (status === 'expired' || status === 'revoked') return { kind: 'failed', cause: status };
  return way === undefined ? { kind: 'off' } : { kind: 'waiting', needs: way };
}
