// The person's own status: what they chose and until when, their quiet hours, the system's do not disturb, and whether
// anybody sits here; and what contacts see of it. The status blocks nothing: core/call/welcome.ts says what _do not
// disturb_ means for a call. Decision 0082.
import type { QuietHours, Status, StatusFor, StatusReason } from '../../contract/status.ts';
import type { CallView, Presence } from '../../contract/view.ts';
import type { SystemDndState } from '../desktop/system-dnd.ts';
import type { StatusChoice } from '../policy/settings.ts';
import type { Clock } from '../time/clock.ts';

const HALF_HOUR_MS = 30 * 60_000;
const MORNING_HOUR = 8;
const NIGHT_UNTIL_HOUR = 4; // before this hour, 'until morning' means the same day's morning
const BEFORE_OR_AFTER: readonly CallView['phase']['kind'][] = ['placing', 'ringing', 'ended'];

/** A status and its reason. */
export interface StatusNow {
  readonly status: Status;
  readonly reason: StatusReason;
}

/** What the status depends on, besides the choice. */
export interface StatusFacts {
  readonly nowMs: number;
  readonly quietHours: QuietHours;
  /** Whether the system's do not disturb is on and the person has chosen to follow it. */
  readonly isSystemDnd: boolean;
  /** Whether nobody sits here. */
  readonly isAbsent: boolean;
}

/** The current quiet hours, in ms since 1970. Undefined outside of them. */
function quietNow(
  { on, from, until }: QuietHours,
  nowMs: number,
): { readonly fromMs: number; readonly untilMs: number } | undefined {
  if (!on || from === until) return undefined;
  // By the local clock: on two days of the year quiet hours are an hour longer or shorter.
  const at = (dayOff: number, minute: number): number => {
    const day = new Date(nowMs);
    return new Date(day.getFullYear(), day.getMonth(), day.getDate() + dayOff, 0, minute).getTime();
  };
  const isOverNight = until < from;
  return [-1, 0]
    .map((day) => ({ fromMs: at(day, from), untilMs: at(day + Number(isOverNight), until) }))
    .find(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs);
}

/**
 * The current status. The first of these decides: a _do not disturb_ that the person chose, until its end; quiet hours;
 * the system's do not disturb; absence, if the person would be available. Quiet hours and the system's do not disturb
 * do not count if the person has chosen otherwise since they began.
 */
export function statusNow(choice: StatusChoice, { nowMs, quietHours, isSystemDnd, isAbsent }: StatusFacts): StatusNow {
  const { status, at, until, overSystem } = choice.until !== undefined && choice.until <= nowMs ? AVAILABLE : choice;
  const byPerson: StatusNow = { status, reason: { by: 'person', ...(until !== undefined && { until }) } };
  if (status === 'dnd') return byPerson;
  const quiet = quietNow(quietHours, nowMs);
  if (quiet !== undefined && !(at >= quiet.fromMs && at <= nowMs))
    return { status: 'dnd', reason: { by: 'quiet-hours', until: quiet.untilMs } };
  if (isSystemDnd && overSystem !== true) return { status: 'dnd', reason: { by: 'system' } };
  return status === 'available' && isAbsent ? { status: 'away', reason: { by: 'absence' } } : byPerson;
}

const AVAILABLE: StatusChoice = { status: 'available', at: 0 };

const withoutOver = ({ overSystem: _ended, ...choice }: StatusChoice): StatusChoice => choice;

function untilOf(duration: StatusFor, nowMs: number): number {
  if (duration === 'half-hour') return nowMs + HALF_HOUR_MS;
  const day = new Date(nowMs);
  return new Date(
    day.getFullYear(),
    day.getMonth(),
    day.getDate() + Number(day.getHours() >= NIGHT_UNTIL_HOUR),
    MORNING_HOUR,
  ).getTime();
}

/** The person's own status. */
export interface OwnStatus {
  readonly read: () => StatusNow;
  /** `disk`: the choice could not be stored, and nothing has changed. */
  readonly set: (status: Status, duration?: StatusFor) => 'written' | 'disk';
  /** Time has passed, or somebody came or left: checks whether the status has changed. */
  readonly look: () => void;
}

/** What `createStatus` needs. */
export interface OwnStatusParts {
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly settings: { readonly read: () => { readonly quietHours: QuietHours; readonly followSystemDnd: boolean } } & {
    readonly statusChoice: () => StatusChoice | undefined;
    readonly chooseStatus: (choice: StatusChoice) => 'written' | 'disk';
  };
  readonly isAbsent: () => boolean;
  readonly systemDnd: () => SystemDndState;
}

/** The status by the stored choice; without one the person is available. `onChange` is called after a change. */
export function createStatus(
  { clock, settings, isAbsent, systemDnd }: OwnStatusParts,
  onChange: () => void,
): OwnStatus {
  // A choice made during a do not disturb of the system, set once that do not disturb has ended.
  let ended: StatusChoice | undefined;
  const followed = (): SystemDndState => (settings.read().followSystemDnd ? systemDnd() : 'off');
  const choice = (): StatusChoice => {
    const stored = settings.statusChoice() ?? AVAILABLE;
    return stored === ended ? withoutOver(stored) : stored;
  };
  const read = (): StatusNow =>
    statusNow(choice(), {
      nowMs: clock.nowMs(),
      quietHours: settings.read().quietHours,
      isSystemDnd: followed() === 'on',
      isAbsent: isAbsent(),
    });
  // The next do not disturb of the system counts again, also after a restart. While the system's state is unreadable,
  // its do not disturb does not count as ended.
  const endOver = (): void => {
    const stored = settings.statusChoice();
    if (stored?.overSystem !== true || stored === ended || followed() !== 'off') return;
    ended = stored; // counts even if the disk refuses, and a refused write is not repeated every five seconds
    settings.chooseStatus(withoutOver(stored));
  };
  let last = '';
  const look = (): void => {
    endOver();
    const now = JSON.stringify(read());
    if (now === last) return;
    last = now;
    onChange();
  };
  return {
    read,
    set: (status, duration) => {
      const nowMs = clock.nowMs();
      const kept = settings.chooseStatus({
        status,
        at: nowMs,
        ...(duration !== undefined && { until: untilOf(duration, nowMs) }),
        ...(status !== 'dnd' && followed() === 'on' && { overSystem: true }),
      });
      look();
      return kept;
    },
    look,
  };
}

/**
 * The presence that contacts see for this device. An outgoing call counts as busy from INVITE on, an incoming one from
 * CONFIRM on: earlier, the device at the other end would see `busy` before INVITE or ANSWER.
 */
export function presenceOf(
  status: Status,
  calls: readonly Pick<CallView, 'direction' | 'phase'>[],
): Exclude<Presence, 'unknown' | 'gone'> {
  if (status === 'dnd') return 'dnd';
  const isInCall = ({ direction, phase }: Pick<CallView, 'direction' | 'phase'>): boolean =>
    !BEFORE_OR_AFTER.includes(phase.kind) && !(direction === 'in' && phase.kind === 'securing');
  if (calls.some(isInCall)) return 'busy';
  return status === 'away' ? 'away' : 'online';
}
