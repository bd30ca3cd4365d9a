// Keyboard keys that work while another program is in front, registered with the system (on Wayland: portal-keys.ts).
// Each stays registered as long as it is set, so that a key taken by another program is noticed at once. The view
// decides what a press on a key does. A key that is held counts once. The release of the key to talk is reported as
// well.
import type { GlobalShortcut } from 'electron';
import { GlobalAct, type GlobalKeys, type KeysInForce } from '../../contract/global-keys.ts';
import { isOn, isUp, ringingCall } from '../../contract/running.ts';
import type { CallView, Settings } from '../../contract/view.ts';
import type { Clock } from '../time/clock.ts';
import type { HeldKeys } from './held-keys.ts';
import { createHeldPresses } from './held-presses.ts';
import type { TrayAction } from './tray-menu.ts';

/** A global key whose press does something at once. */
export type PressedAct = Exclude<GlobalAct, 'talk'>;

/** What global keys cause. */
export interface GlobalKeysEvents {
  /** `mayRepeat`: the press may be the repetition of a held key, so it opens no microphone. */
  readonly onPress: (act: PressedAct, mayRepeat: boolean) => void;
  /** The key to talk is held, or nobody knows any more that it is. */
  readonly onTalk: (isHeld: boolean) => void;
  /** `inForce` may return something else now. */
  readonly onChange: () => void;
}

/** What the global keys use. */
export interface GlobalKeysReach extends GlobalKeysEvents {
  readonly shortcuts: Pick<GlobalShortcut, 'register' | 'unregister'>;
  readonly heldKeys: HeldKeys;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** The global keys. */
export interface GlobalKeysFollower {
  /** Looks what this desktop offers. Call this once. */
  readonly begin: () => void;
  /** Asks for the keys of these settings, and gives back those no longer set. */
  readonly follow: (settings: Pick<Settings, 'globalKeys'>) => void;
  readonly inForce: () => KeysInForce;
  readonly remove: () => void;
}

/** The global keys, none of which is set yet. */
export function createGlobalKeys(reach: GlobalKeysReach): GlobalKeysFollower {
  const { shortcuts, heldKeys, onChange } = reach;
  const presses = createHeldPresses(heldKeys, reach.clock);
  let set: Partial<GlobalKeys> = {};
  let taken: readonly GlobalAct[] = []; // another program or act has the key, or Electron does not know it
  const isSet = (act: GlobalAct): boolean => (set[act] ?? '') !== '';
  const isOurs = (act: GlobalAct): boolean => isSet(act) && !taken.includes(act);
  const remove = (): void => {
    presses.forget();
    for (const act of GlobalAct.options) if (isOurs(act)) shortcuts.unregister(set[act] ?? '');
    set = {};
  };
  const pressed = (act: GlobalAct, chord: string): void => {
    if (act === 'talk') {
      presses.press(act, chord, { onDown: () => reach.onTalk(true), onUp: () => reach.onTalk(false) });
      return;
    }
    const kind = presses.press(act, chord);
    // A second press that mutes must not be lost, even if it may be a repetition.
    if (kind === 'new' || (kind === 'unclear' && act === 'mute')) reach.onPress(act, kind === 'unclear');
  };
  // Electron throws for a key that it does not know.
  const register = (act: GlobalAct, chord: string): boolean => {
    try {
      return shortcuts.register(chord, () => pressed(act, chord));
    } catch {
      return false;
    }
  };
  return {
    begin: () => heldKeys.use(false),
    follow: ({ globalKeys }) => {
      // Where no release is seen, a key to talk that was set on another desktop is not taken from other programs.
      const wanted = heldKeys.seen() === 'never' ? { ...globalKeys, talk: '' } : globalKeys;
      if (GlobalAct.options.every((act) => (set[act] ?? '') === wanted[act])) return;
      remove();
      set = wanted;
      heldKeys.use(GlobalAct.options.some((act) => isSet(act) && (heldKeys.repeats || act === 'talk')));
      taken = GlobalAct.options.filter((act) => isSet(act) && !register(act, set[act] ?? ''));
      onChange();
    },
    inForce: () => ({ from: 'system', taken: [...taken], release: heldKeys.seen() }),
    remove: () => {
      remove();
      heldKeys.use(false);
    },
  };
}

/**
 * What a press on a global key does now, as an action of the tray's menu. Undefined: nothing. A ringing call is
 * answered by voice, and the current call is held. If the call was silenced or an unknown caller may only show it, or if
 * the caller's devices contradict each other, the main window is shown instead, because a person must see who calls.
 * Muting and hanging up concern the call that is heard, or else a held one. While the screen is locked, no microphone
 * opens, because it is unknown who presses the key. Nor does a microphone open if the press may be the repetition of a
 * held key.
 */
export function globalPress(
  act: PressedAct,
  calls: readonly CallView[],
  isScreenLocked: boolean,
  mayRepeat = false,
): TrayAction | undefined {
  const ringing = ringingCall(calls);
  const others = calls.filter((call) => isOn(call) && call !== ringing);
  if (act === 'answer') {
    if (ringing?.phase.kind !== 'ringing' || isScreenLocked) return undefined;
    const isSilent = ringing.phase.silenced || ringing.phase.visual === true;
    if (isSilent || ringing.trust.kind === 'changed') return { kind: 'open' };
    return { kind: 'answer', call: ringing.id, media: 'audio', ...(others.length > 0 && { forOther: 'hold' }) };
  }
  const heard = others.find(({ local }) => !local.hold) ?? others[0];
  if (heard === undefined || (act === 'mute' && heard.local.mute && (isScreenLocked || mayRepeat))) return undefined;
  return act === 'mute'
    ? { kind: 'mute', call: heard.id, mute: !heard.local.mute }
    : { kind: 'hang-up', call: heard.id };
}

/**
 * The call in which a held key makes a muted person heard: the call with proven keys that nobody holds. Undefined:
 * there is no such call, or the screen is locked, and it is unknown who presses the key.
 */
export function talkCall(calls: readonly CallView[], isScreenLocked: boolean): string | undefined {
  if (isScreenLocked) return undefined;
  return calls.find((call) => isUp(call) && !call.local.hold && !call.remote.hold)?.id;
}
