// Keys that work while another program is in front. They are registered while they are set, so that a key taken by
// another program is noticed at once. The view decides what a key does when it is pressed.
import type { GlobalShortcut } from 'electron';
import { GlobalAct, type GlobalKeys } from '../../contract/global-keys.ts';
import { isOn, ringingCall } from '../../contract/running.ts';
import type { CallView, Settings } from '../../contract/view.ts';
import type { TrayAction } from './tray-menu.ts';

/** What they use. */
export interface GlobalKeysReach {
  readonly shortcuts: Pick<GlobalShortcut, 'register' | 'unregister'>;
  readonly onPress: (act: GlobalAct) => void;
  /** The list of keys that are set and taken by others has changed. */
  readonly onChange: () => void;
}

/** The global keys in force. */
export interface GlobalKeysInForce {
  /** Registers the keys of these settings, and releases those no longer set. */
  readonly follow: (settings: Pick<Settings, 'globalKeys'>) => void;
  /** Keys that are set but not ours: another program has them, or two acts share one. */
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
  // Electron throws for a key that it does not know.
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
 * What a global key does now, as an entry of the tray's menu. Undefined: nothing.
 * A ringing call is answered by voice, and the current one held. If it is silenced, or its caller's devices contradict
 * each other, it is shown instead, because a person must see who it is. Without a ringing call, the call that is heard
 * is muted or ended. While the screen is locked no microphone opens, because it is unknown who presses.
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
