// One headset: the state that it was sent, and which of its reports mean that a person has pressed a button. Pure;
// times in ms of one clock. Devices reply to what they are sent, so a report is judged against what was written last
// (decision 0090).
import type { HeadsetLights, HeadsetPress } from '../../contract/headset.ts';
import type { Button, HeadsetLayout, Light } from './layout.ts';

/** A report to the device. */
export interface ReportOut {
  readonly reportId: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** A report of the device. Bits beyond its end count as 0. */
export interface ReportIn {
  readonly reportId: number;
  readonly data: Pick<DataView, 'byteLength' | 'getUint8'>;
}

/** The state of one headset. Times in ms of one clock. */
export interface Headset {
  readonly layout: HeadsetLayout;
  readonly lights: HeadsetLights; // as last written
  readonly bits: ReadonlyMap<string, boolean>; // of the last report of each id, by report id and bit
  readonly pulseAt: ReadonlyMap<string, number>; // when each bit was last 1
  readonly hookAt: number; // when the headset was last sent a changed hook state
  readonly answeredAt: number | undefined; // when a press answered a call; undefined once that button was released
  readonly isState: boolean; // the hook reports a state, so it is not a button
  readonly muteAt: number;
}

/** The meaning of a device's report. */
export interface Received {
  readonly headset: Headset;
  readonly presses: readonly HeadsetPress[];
  /** Whether the report contradicts the state that the device was sent, which must then be sent again. */
  readonly contradicts: boolean;
}

/** Nothing is lit, as before any call. */
export const noLights: HeadsetLights = { ringing: false, offHook: false, mute: false, hold: false };

// For this long after a hook or mute state was sent to a device, what it reports about that state is a reply and not a
// press. Some devices first report the opposite hook state. A late reply must never answer the next call.
const HOOK_ANSWERS_MS = 700;
const MUTE_ANSWERS_MS = 250;
const HELD_MS = 5000; // nobody holds a button down for longer, so a hook bit that is still 1 reports a state
const PULSE_MS = 300; // a relative field may send no 0 between presses: after this long, another 1 is a new press

/** A headset of this layout to which nothing was sent yet. */
export function newHeadset(layout: HeadsetLayout): Headset {
  const never = Number.NEGATIVE_INFINITY;
  return {
    layout,
    lights: noLights,
    bits: new Map(),
    pulseAt: new Map(),
    hookAt: never,
    answeredAt: undefined,
    isState: false,
    muteAt: never,
  };
}

/** The reports to send, in order, so that the device shows `lights`: only changes, or with `all` every report. */
export function tell(
  headset: Headset,
  lights: HeadsetLights,
  nowMs: number,
  all = false,
): { readonly headset: Headset; readonly reports: readonly ReportOut[] } {
  const before = headset.lights;
  // Some devices mute only once they are in a call, so the report that begins the call goes first.
  const steps = !before.offHook && lights.offHook && lights.mute ? [{ ...lights, mute: false }, lights] : [lights];
  let shown = before;
  const reports = steps.flatMap((step, index) => {
    const changed = reportsOf(headset.layout, shown, step, all && index === 0);
    shown = step;
    return changed;
  });
  return {
    headset: {
      ...headset,
      lights,
      hookAt: before.offHook === lights.offHook ? headset.hookAt : nowMs,
      muteAt: before.mute === lights.mute ? headset.muteAt : nowMs,
    },
    reports,
  };
}

function reportsOf(
  { lights: reports }: HeadsetLayout,
  before: HeadsetLights,
  now: HeadsetLights,
  all: boolean,
): readonly ReportOut[] {
  const isHook = ({ light }: { readonly light: Light }): boolean => light === 'offHook';
  const hooks = reports.filter(({ lights }) => lights.some(isHook));
  const others = reports.filter((report) => !hooks.includes(report));
  return (now.offHook ? [...hooks, ...others] : [...others, ...hooks])
    .filter(({ lights }) => all || lights.some(({ light }) => before[light] !== now[light]))
    .map(({ reportId, bytes, lights }) => {
      const data = new Uint8Array(bytes);
      for (const { light, bit } of lights) if (now[light]) data[bit >> 3] = (data[bit >> 3] ?? 0) | (1 << (bit & 7));
      return { reportId, data };
    });
}

/** Interprets a report of the device. */
export function receive(headset: Headset, { reportId, data }: ReportIn, nowMs: number): Received {
  const bits = new Map(headset.bits);
  const pulseAt = new Map(headset.pulseAt);
  const presses: HeadsetPress[] = [];
  let contradicts = false;
  let { answeredAt, isState } = headset;
  for (const button of headset.layout.buttons.get(reportId) ?? []) {
    const name = `${reportId} ${button.bit}`;
    const value = bitAt(data, button.bit);
    const was = bits.get(name) ?? false; // false also before the first report: a bit that was never 1 does not hang up
    const isNew = value && (!was || (button.how === 'pulse' && nowMs - (pulseAt.get(name) ?? 0) > PULSE_MS));
    bits.set(name, value);
    if (value) pulseAt.set(name, nowMs);
    const isHook = button.control === 'hook' && button.how === 'level';
    // The headset repeats the hook state that it was sent, so its hook is no button.
    if (isHook && value && was && answeredAt !== undefined && headset.lights.offHook) isState = true;
    if (button.how === 'level' ? value === was : !isNew) continue;
    if (isHook && followsTelling(value, headset, nowMs)) isState = true;
    // Releasing the button that answered the call does not hang up, if it is released within 5 s.
    const isHeld = !isState && answeredAt !== undefined && nowMs - answeredAt < HELD_MS;
    const isLetGo = isHook && !value && headset.lights.offHook && isHeld;
    const found = isLetGo ? 'contradicts' : pressOf(button, value, headset, nowMs);
    if (isHook && !value) answeredAt = undefined;
    if (found === 'contradicts') contradicts = true;
    else if (found !== undefined) presses.push(found);
    if (isHook && typeof found === 'object' && value) answeredAt = nowMs;
  }
  return { headset: { ...headset, bits, pulseAt, answeredAt, isState }, presses, contradicts };
}

// A hook that takes the state it was just sent, although nobody pressed it, reports a state and is no button.
function followsTelling(value: boolean, { answeredAt, hookAt, lights }: Headset, nowMs: number): boolean {
  return value === lights.offHook && nowMs - hookAt < HOOK_ANSWERS_MS && answeredAt === undefined;
}

function pressOf(
  { control, how }: Button,
  value: boolean,
  { lights, hookAt, muteAt }: Headset,
  nowMs: number,
): HeadsetPress | 'contradicts' | undefined {
  switch (control) {
    case 'hook': {
      const off = how === 'level' ? value : !lights.offHook;
      if (off === lights.offHook) return undefined; // the report repeats the state of the call
      return nowMs - hookAt < HOOK_ANSWERS_MS ? 'contradicts' : { kind: 'hook', off };
    }
    case 'mute': {
      const mute = how === 'level' ? value : !lights.mute;
      if (!lights.offHook || mute === lights.mute) return undefined;
      return nowMs - muteAt < MUTE_ANSWERS_MS ? 'contradicts' : { kind: 'mute', mute };
    }
    default:
      return { kind: control };
  }
}

/** Whether the device last reported a hook state other than the one that it was sent. */
export function isHookWrong({ layout, bits, lights }: Headset): boolean {
  return [...layout.buttons].some(([reportId, buttons]) =>
    buttons.some(({ control, how, bit }) => {
      const said = bits.get(`${reportId} ${bit}`);
      return control === 'hook' && how === 'level' && said !== undefined && said !== lights.offHook;
    }),
  );
}

function bitAt(data: ReportIn['data'], bit: number): boolean {
  const byte = bit >> 3;
  return byte < data.byteLength && (data.getUint8(byte) & (1 << (bit & 7))) !== 0;
}
