// What a fixture is, and how one is made for the main window, a call window or a card. For tests only.
import type { Page } from '@playwright/test';
import type { CallView, HistoryEntry, Language, View } from '../../../src/contract/view.ts';
import type { Answers, Refusals, WindowShown } from './fake-siegel.ts';
import type { PickerState } from '../../../src/main/app/page-views.ts';
import { callView, emptyView, fullView, NOW, otherView } from './people.ts';

/** The phase of a call that has lasted four minutes. */
export const live = { kind: 'live', since: NOW - 247_000 } as const;
/** The security code of that call, which this person is to read aloud. */
export const shown = { kind: 'shown', code: '48219037', role: 'read', mayConfirm: true } as const;

export interface Fixture {
  readonly window: WindowShown;
  readonly view: ((language: Language) => View) | undefined;
  readonly pictures?: boolean;
  /** Whether the microphone hears somebody speak. */
  readonly speaks?: true;
  /** Why the microphone's noise filter was lost. */
  readonly noiseLoss?: 'failed' | 'slow';
  /** The devices in the tryout: none is plugged in, or the system does not allow them. */
  readonly devices?: 'none' | 'refused';
  readonly answers?: Answers;
  readonly refusals?: Refusals;
  /** Calls older than those of the view, for a window that asks for them. */
  readonly past?: readonly HistoryEntry[];
  /** What the share picker offers. */
  readonly picker?: PickerState;
  /** How a person gets from the window's first screen to this one. */
  readonly reach?: (page: Page) => Promise<void>;
}

/** The main window of somebody with contacts and calls. */
export function home(change: (view: View) => View = (view) => view): Fixture {
  return { window: 'main', view: (language) => change(fullView(language)) };
}

/** The main window without contacts and calls. With `identity: undefined` nobody is set up yet. */
export function setup(change: Partial<View>): Fixture {
  return { window: 'main', view: (language) => ({ ...emptyView(language), ...change }) };
}

/** The call window. */
export function call(change: Partial<CallView>, pictures = false, managed: Partial<View['managed']> = {}): Fixture {
  return {
    window: 'call',
    pictures,
    view: (language) => {
      const view = fullView(language);
      return { ...view, managed: { ...view.managed, ...managed }, calls: [{ ...callView, ...change }] };
    },
  };
}

/**
 * A window with two calls: one with Anna, live unless `anna` says otherwise, and one with Bernd. A call window belongs
 * to the call with Anna.
 */
export function besides(window: WindowShown, anna: Partial<CallView>, bernd: Partial<CallView>): Fixture {
  const calls = [
    { ...callView, phase: live, code: shown, ...anna },
    { ...otherView, ...bernd },
  ];
  return { window, view: (language) => ({ ...fullView(language), calls }) };
}

/** The card of an incoming call. */
export function card(change: Partial<CallView>, managed: Partial<View['managed']> = {}): Fixture {
  return {
    ...call({ direction: 'in', claimed: true, phase: { kind: 'ringing', silenced: false }, ...change }, false, managed),
    window: 'card',
  };
}
