// What the page adds to main's self-check: its own media devices. And which finding has a sentence. Pure.
import type { DoctorCheck } from '../../contract/managed.ts';
import { enFinding } from '../../text/page/en-finding.ts';

export type Outcome = DoctorCheck['outcome'];
type DeviceKind = 'microphone' | 'camera' | 'speaker';
/** A finding that the catalogues have a sentence for. */
export type Finding = keyof typeof enFinding;

/** Whether the catalogues have a sentence for `finding`. */
export function isFinding(finding: string): finding is Finding {
  return Object.hasOwn(enFinding, finding);
}

/** The check of devices, from what the page can see: without a microphone no call is possible, without a camera only voice. */
export function deviceCheck(devices: readonly { readonly kind: DeviceKind }[]): DoctorCheck {
  const count = (kind: DeviceKind): number => devices.filter((device) => device.kind === kind).length;
  const facts = { microphones: count('microphone'), cameras: count('camera'), speakers: count('speaker') };
  if (facts.microphones === 0) return { id: 'devices', outcome: 'bad', finding: 'no-microphone', facts };
  if (facts.speakers === 0) return { id: 'devices', outcome: 'notice', finding: 'no-speaker', facts };
  if (facts.cameras === 0) return { id: 'devices', outcome: 'notice', finding: 'no-camera', facts };
  return { id: 'devices', outcome: 'good', finding: 'devices-ready', facts };
}

/** Main's checks with `devices` in the place of main's own entry for them, or at the end. */
export function withDevices(checks: readonly DoctorCheck[], devices: DoctorCheck): readonly DoctorCheck[] {
  const has = checks.some(({ id }) => id === 'devices');
  return has ? checks.map((check) => (check.id === 'devices' ? devices : check)) : [...checks, devices];
}

const urgency: readonly Outcome[] = ['bad', 'notice'];

/** What has to be read first: faults, then hints, then the rest as it came. */
export function byUrgency(checks: readonly DoctorCheck[]): readonly DoctorCheck[] {
  const rank = ({ outcome }: DoctorCheck): number =>
    urgency.includes(outcome) ? urgency.indexOf(outcome) : urgency.length;
  return checks.toSorted((a, b) => rank(a) - rank(b));
}

/** One sentence of the sum: which, and of how many checks. */
export interface Sum {
  readonly key: 'bad' | 'notice' | 'unchecked' | 'goodButUnchecked' | 'allGood';
  readonly count: number;
}

// Nothing is set up here, so nothing is left unknown.
const nothingToCheck: readonly string[] = ['relay-none', 'organisation-off'] satisfies Finding[];

/** The sum of all checks. “Everything” is in order only where everything that there is was checked. */
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
