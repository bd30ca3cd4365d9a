// What a headset with buttons shows about the calls, and what a press on it does. Pure. A press does the same as an
// entry of the tray's menu, or less: it answers no call that was silenced or that an unknown caller may only show, none
// whose caller's devices contradict each other, and opens no microphone on a locked screen (decision 0090).
import type { HeadsetLights, HeadsetPress } from '../../contract/headset.ts';
import { isOn, ringingCall } from '../../contract/running.ts';
import type { CallView, View } from '../../contract/view.ts';
import { unreachable } from '../../core/assert.ts';
import { globalPress } from './global-keys.ts';
import type { TrayAction } from './tray-menu.ts';

/**
 * What a headset shows. Its ring light is on only if calls ring aloud, because most headsets also make a sound then.
 */
export function headsetLights({ calls, settings }: Pick<View, 'calls' | 'settings'>): HeadsetLights {
  const ringing = ringingCall(calls);
  const taken = calls.filter((call) => isOn(call) && call !== ringing);
  const heard = taken.find(({ local }) => !local.hold);
  const rings = ringing?.phase.kind === 'ringing' && !ringing.phase.silenced && ringing.phase.visual !== true;
  return {
    ringing: rings && settings.ringMode === 'loud',
    offHook: taken.length > 0,
    mute: heard?.local.mute === true,
    hold: taken.length > 0 && heard === undefined,
  };
}

/** What a press does now. Undefined: nothing. */
export function headsetPress(
  press: HeadsetPress,
  calls: readonly CallView[],
  isScreenLocked: boolean,
): TrayAction | undefined {
  const ringing = ringingCall(calls);
  const taken = calls.filter((call) => isOn(call) && call !== ringing);
  const heard = taken.find(({ local }) => !local.hold);
  const decline: TrayAction | undefined = ringing && { kind: 'decline', call: ringing.id };
  switch (press.kind) {
    case 'hook':
      return globalPress(press.off ? 'answer' : 'hangUp', calls, isScreenLocked);
    case 'drop':
      return globalPress('hangUp', calls, isScreenLocked) ?? decline;
    case 'reject':
      return decline;
    case 'mute':
      if (heard === undefined || heard.local.mute === press.mute || (!press.mute && isScreenLocked)) return undefined;
      return { kind: 'mute', call: heard.id, mute: press.mute };
    case 'hold': {
      if (ringing !== undefined) return globalPress('answer', calls, isScreenLocked);
      const held = taken.find(({ local }) => local.hold);
      // Resuming the held call holds the other one.
      if (held !== undefined) return isScreenLocked ? undefined : { kind: 'hold', call: held.id, hold: false };
      return heard && { kind: 'hold', call: heard.id, hold: true };
    }
    default:
      return unreachable(press);
  }
}
