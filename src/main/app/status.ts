// The person's own status: what they chose and until when, their quiet hours, and whether anybody sits here; and what
// contacts are told of it. It blocks nothing: core/call/welcome.ts says what _do not disturb_ means for a call.
// Decision 0082.
import type { QuietHours, Status, StatusFor, StatusReason } from '../../contract/status.ts';
import type { CallView, Presence } from '../../contract/view.ts';
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
 * The current status. A _do not disturb_ that the person chose counts until its end. Then quiet hours count, unless the
 * person has chosen otherwise since they began. Then absence counts, if the person would be available.
 */
export function statusNow(choice: StatusChoice, { nowMs, quietHours, isAbsent }: StatusFacts): StatusNow {
  const { status, at, until } = choice.until !== undefined && choice.until <= nowMs ? AVAILABLE : choice;
  const byPerson: StatusNow = { status, reason: { by: 'person', ...(until !== undefined && { until }) } };
  if (status === 'dnd') return byPerson;
  const quiet = quietNow(quietHours, nowMs);
  if (quiet !== undefined && !(at >= quiet.fromMs && at <= nowMs))
    return { status: 'dnd', reason: { by: 'quiet-hours', until: quiet.untilMs } };
  return status === 'available' && isAbsent ? { status: 'away', reason: { by: 'absence' } } : byPerson;
}

const AVAILABLE: StatusChoice = { status: 'available', at: 0 };

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
  /** On `disk` it could not be stored, and nothing has changed. */
  readonly set: (status: Status, duration?: StatusFor) => 'written' | 'disk';
  /** Time has passed, or somebody came or left: checks whether the status has changed. */
  readonly look: () => void;
}

/** What `createStatus` needs. */
export interface OwnStatusParts {
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly settings: { readonly read: () => { readonly quietHours: QuietHours } } & {
    readonly statusChoice: () => StatusChoice | undefined;
    readonly chooseStatus: (choice: StatusChoice) => 'written' | 'disk';
  };
  readonly isAbsent: () => boolean;
}

/** Available, until the person says otherwise. `onChange` is called after a change. */
export function createStatus({ clock, settings, isAbsent }: OwnStatusParts, onChange: () => void): OwnStatus {
  const read = (): StatusNow =>
    statusNow(settings.statusChoice() ?? AVAILABLE, {
      nowMs: clock.nowMs(),
      quietHours: settings.read().quietHours,
      isAbsent: isAbsent(),
    });
  let last = '';
  const look = (): void => {
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
      });
      look();
      return kept;
    },
    look,
  };
}

/**
 * The presence that contacts see for this device. An outgoing call counts as busy from INVITE on, an answered one from
 * CONFIRM on: earlier, the device at the other end would see `busy` before the call itself. A mere look-up is not
 * shown.
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
