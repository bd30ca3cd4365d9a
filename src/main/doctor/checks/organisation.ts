// This device's certificate of the organisation: whether there is one, and when it ends.
import type { DoctorCheck, EnrolmentView } from '../../../contract/managed.ts';
import { found } from '../check.ts';

const DAY_MS = 86_400_000;
const SOON_MS = 3 * DAY_MS;

/**
 * The finding about the certificate. `enrolment` is undefined if only the running program knows it. `problems`: what is
 * wrong with the roots and revocation lists of policy.
 */
export function checkOrganisation(
  enrolment: EnrolmentView | undefined,
  problems: readonly string[],
  nowMs: number,
): DoctorCheck {
  if (enrolment === undefined) return found('organisation-unknown');
  switch (enrolment.kind) {
    case 'off':
      if (problems.length > 0) return found('organisation-lists', { problems: problems.join() });
      return found('organisation-off');
    case 'waiting':
      return found('organisation-waiting', { needs: enrolment.needs });
    case 'enrolling':
      return found('organisation-waiting', { needs: 'answer' });
    case 'enrolled': {
      const leftMs = enrolment.until - nowMs;
      if (problems.length > 0) return found('organisation-lists', { problems: problems.join() });
      const isLate = nowMs > enrolment.renewAt && leftMs < SOON_MS;
      return found(isLate ? 'organisation-ends-soon' : 'organisation-enrolled', {
        hoursLeft: Math.floor(leftMs / 3_600_000),
      });
    }
    case 'failed':
      return found('organisation-failed', { cause: enrolment.cause, hasCertificate: enrolment.until !== undefined });
    default:
      return enrolment satisfies never;
  }
}
