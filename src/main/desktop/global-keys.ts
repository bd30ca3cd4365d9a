// Keyboard keys that work while another program is in front. Each stays registered as long as it is set, so that a key
// taken by another program is noticed at once. The view decides what a press on a key does.
import type { GlobalShortcut } from 'electron';
import { GlobalAct, type GlobalKeys } from '../../contract/global-keys.ts';
import { isOn, ringingCall } from '../../contract/running.ts';
import type { CallView, Settings } from '../../contract/view.ts';
import type { TrayAction } from './tray-menu.ts';

/** What the global keys use. */
export interface GlobalKeysReach {
  readonly shortcuts: Pick<GlobalShortcut, 'register' | 'unregister'>;
  readonly onPress: (act: GlobalAct) => void;
  /** Other keys are set, so `taken` may return another list. */
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

/** The global keys, none of which is set yet. */
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
 * What a press on a global key does now, as an action of the tray's menu. Undefined: nothing. A ringing call is
 * answered by voice, and the current call is held. If the ringing call is silenced, or the caller's devices
 * contradict each other, the main window is shown instead, because a person must see who calls. Muting and hanging up
 * concern the call that is heard, or else a held one. While the screen is locked, no microphone opens, because it is
 * unknown who presses the key.
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
