// Keys that work while another program is in front. They are taken from the desktop while they are set, so that one which another
// program has is known at once; what such a key does is decided from the view when it is pressed.
import type { GlobalShortcut } from 'electron';
import { GlobalAct, type GlobalKeys } from '../../contract/global-keys.ts';
import { isOn, ringingCall } from '../../contract/running.ts';
import type { CallView, Settings } from '../../contract/view.ts';
import type { TrayAction } from './tray-menu.ts';

/** What they reach. */
export interface GlobalKeysReach {
  readonly shortcuts: Pick<GlobalShortcut, 'register' | 'unregister'>;
  readonly onPress: (act: GlobalAct) => void;
  /** Which are set and not ours has changed. */
  readonly onChange: () => void;
}

/** The global keys as they are set. */
export interface GlobalKeysInForce {
  /** Takes the keys of these settings from the desktop, and gives back what is set no more. */
  readonly follow: (settings: Pick<Settings, 'globalKeys'>) => void;
  /** Which are set and not ours: another program has them, or two acts have the same one. */
  readonly taken: () => readonly GlobalAct[];
  readonly remove: () => void;
}

/** No key is set yet. */
export function createGlobalKeys({ shortcuts, onPress, onChange }: GlobalKeysReach): GlobalKeysInForce {
  let set: Partial<GlobalKeys> = {};
  let taken: readonly GlobalAct[] = [];
  const isOurs = (act: GlobalAct): boolean => (set[act] ?? '') !== '' && !taken.includes(act);
  const remove = (): void => {
    for (const act of GlobalAct.options) if (isOurs(act)) shortcuts.unregister(set[act] ?? '');
    set = {};
  };
  // An engine that does not know a key throws.
  const register = (act: GlobalAct, chord: string): boolean => {
    try {
      return shortcuts.register(chord, () => onPress(act));
    } catch {
      return false;
    }
  };
  return {
    follow: ({ globalKeys }) => {
      if (GlobalAct.options.every((act) => (set[act] ?? '') === globalKeys[act])) return;
      remove();
      set = globalKeys;
      taken = GlobalAct.options.filter((act) => globalKeys[act] !== '' && !register(act, globalKeys[act]));
      onChange();
    },
    taken: () => taken,
    remove,
  };
}

/**
 * What a global key does now, as an entry of the tray's menu; undefined: nothing. A call that rings is answered by voice, and holds the
 * one that is on; one that is kept silent, or whose caller's devices contradict each other, is shown instead: a person has to see who it
 * is. Else the call that is heard is muted or hung up. While the screen is locked no microphone opens: who presses is not known.
 */
export function globalPress(
  act: GlobalAct,
  calls: readonly CallView[],
  isScreenLocked: boolean,
): TrayAction | undefined {
  const ringing = ringingCall(calls);
  const others = calls.filter((call) => isOn(call) && call !== ringing);
  if (act === 'answer') {
    if (ringing?.phase.kind !== 'ringing' || isScreenLocked) return undefined;
    if (ringing.phase.silenced || ringing.trust.kind === 'changed') return { kind: 'open' };
    return { kind: 'answer', call: ringing.id, media: 'audio', ...(others.length > 0 && { forOther: 'hold' }) };
  }
  const heard = others.find(({ local }) => !local.hold) ?? others[0];
  if (heard === undefined || (act === 'mute' && heard.local.mute && isScreenLocked)) return undefined;
  return act === 'mute'
    ? { kind: 'mute', call: heard.id, mute: !heard.local.mute }
    : { kind: 'hang-up', call: heard.id };
}
