// Compares the clock with the organisation's own servers: with the `Date` of an HTTP response, else with the validity
// of their certificates. Nobody else is asked for the time.
import type { DoctorCheck } from '../../../contract/managed.ts';
import { found } from '../check.ts';
import type { ServerProbe } from '../server-probe.ts';

const OFF_SECONDS = 60;
const WRONG_SECONDS = 240; // a minute less than the difference from which INVITE may be dropped (protocol §5.1.9)

/** The finding about the clock. */
export function checkClock(probes: readonly ServerProbe[]): DoctorCheck {
  const told = probes.find(({ clockOffMs }) => clockOffMs !== undefined);
  if (told?.clockOffMs !== undefined) {
    const offBySeconds = Math.round(told.clockOffMs / 1000);
    const isOff = Math.abs(offBySeconds) > OFF_SECONDS;
    if (Math.abs(offBySeconds) > WRONG_SECONDS) return found('clock-wrong', { offBySeconds });
    return found(isOff ? 'clock-off' : 'clock-good', { offBySeconds });
  }
  if (probes.some((probe) => probe.kind === 'failed' && probe.code === 'CERT_NOT_YET_VALID')) {
    return found('clock-wrong', { code: 'CERT_NOT_YET_VALID' });
  }
  return found(probes.some(({ certificate }) => certificate !== undefined) ? 'clock-plausible' : 'clock-not-checked');
}
