// What the page adds to main's self-check: its own media devices, which findings have a text, the order of the checks,
// and their summary. Pure.
import type { DoctorCheck } from '../../contract/managed.ts';
import { enFinding } from '../../text/page/en-finding.ts';

/** The result of a check. */
export type Outcome = DoctorCheck['outcome'];
type DeviceKind = 'microphone' | 'camera' | 'speaker';
/** A finding for which the catalogues have a text. */
export type Finding = keyof typeof enFinding;

/** Whether the catalogues have a text for `finding`. */
export function isFinding(finding: string): finding is Finding {
  return Object.hasOwn(enFinding, finding);
}

/**
 * The check of devices from what the page can see: without a microphone no call is possible, without a camera only a
 * voice call.
 */
export function deviceCheck(devices: readonly { readonly kind: DeviceKind }[]): DoctorCheck {
  const count = (kind: DeviceKind): number => devices.filter((device) => device.kind === kind).length;
  const facts = { microphones: count('microphone'), cameras: count('camera'), speakers: count('speaker') };
  if (facts.microphones === 0) return { id: 'devices', outcome: 'bad', finding: 'no-microphone', facts };
  if (facts.speakers === 0) return { id: 'devices', outcome: 'notice', finding: 'no-speaker', facts };
  if (facts.cameras === 0) return { id: 'devices', outcome: 'notice', finding: 'no-camera', facts };
  return { id: 'devices', outcome: 'good', finding: 'devices-ready', facts };
}

/** Main's checks, in which `devices` replaces main's own check of devices, or is added at the end. */
export function withDevices(checks: readonly DoctorCheck[], devices: DoctorCheck): readonly DoctorCheck[] {
  const has = checks.some(({ id }) => id === 'devices');
  return has ? checks.map((check) => (check.id === 'devices' ? devices : check)) : [...checks, devices];
}

const urgency: readonly Outcome[] = ['bad', 'notice'];

/** In order of urgency: faults, then hints, then the rest in its order. */
export function byUrgency(checks: readonly DoctorCheck[]): readonly DoctorCheck[] {
  const rank = ({ outcome }: DoctorCheck): number =>
    urgency.includes(outcome) ? urgency.indexOf(outcome) : urgency.length;
  return checks.toSorted((a, b) => rank(a) - rank(b));
}

/** One sentence of the summary: its key, and the number of checks that it is about. */
export interface Sum {
  readonly key: 'bad' | 'notice' | 'unchecked' | 'goodButUnchecked' | 'allGood';
  readonly count: number;
}

// These findings say that something is not set up. So there is nothing to check, and they do not count as unchecked.
const nothingToCheck: readonly string[] = ['relay-none', 'organisation-off'] satisfies Finding[];

/** The summary of all checks. It says that everything is in order only if everything that exists was checked. */
export function sumOf(checks: readonly DoctorCheck[]): readonly Sum[] {
  const count = (outcome: Outcome): number =>
    checks.filter((check) => check.outcome === outcome && !nothingToCheck.includes(check.finding)).length;
  const [bad, notice, unchecked] = [count('bad'), count('notice'), count('not-checked')];
  if (bad + notice === 0) return [{ key: unchecked === 0 ? 'allGood' : 'goodButUnchecked', count: unchecked }];
  const all: readonly Sum[] = [
    { key: 'bad', count: bad },
    { key: 'notice', count: notice },
    { key: 'unchecked', count: unchecked },
  ];
  return all.filter((sum) => sum.count > 0);
}
