// The person's settings, within what policy leaves to choose. Before the vault is open they live in memory with the defaults; once
// it opens, what was kept is taken over and what was changed meanwhile is kept. A value of the command line holds for this start
// and is never written. What policy decides is never written either: it ends with the policy.
import * as v from 'valibot';
import { Settings } from '../../contract/view.ts';
import { languageOf } from '../desktop/texts.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { Store } from '../vault/store.ts';
import { choiceOf, mayChange, ownPart, settingsInForce } from './governed-settings.ts';

const { hasBrokerPassword: _shown, ...shownSettings } = Settings.entries;

/** The schema of what is kept: only what a person has chosen, so that a default may change in a later version. */
export const KeptSettings = v.partial(v.strictObject({ ...shownSettings, brokerPassword: v.string() }));
export type SettingsChange = v.InferOutput<typeof KeptSettings>;
type Kept = Omit<Settings, 'hasBrokerPassword'> & { readonly brokerPassword: string };

/** The settings in force, and the way to change them. */
export interface SettingsOf {
  readonly read: () => Settings;
  /** The password for the broker, '' where there is none: for the link, never for a page. */
  readonly brokerPassword: () => string;
  /** Changes what is given and keeps it; on `disk`, and on `locked` by policy, nothing was changed. */
  readonly set: (change: SettingsChange) => 'written' | 'disk' | 'locked';
  /** From here on settings are kept in `store`; call when the vault has opened. */
  readonly attach: (store: Store<SettingsChange>) => 'written' | 'disk';
  /** Back to memory with the defaults: the vault was left. */
  readonly detach: () => void;
  /** The vault is locked: what shows stays, in memory; the password goes. */
  readonly lock: () => void;
  readonly onChange: (listener: (settings: Settings) => void) => void;
}

/** The settings nobody has chosen yet; `preferred` are the languages of the system as BCP 47 tags, best first. */
export function defaultSettings(preferred: readonly string[]): Settings {
  return {
    language: languageOf(preferred),
    brokerUrl: '',
    brokerUsername: '',
    hasBrokerPassword: false,
    localBroker: false,
    relayOnly: false,
    unknownCallers: 'ring',
    startAtLogin: false,
    idleLockMinutes: 0,
    historyDays: 90,
    microphone: '',
    camera: '',
    speaker: '',
  };
}

/** Settings over `defaults`, with the values of the command line on top, within `policy`. */
export function createSettings(defaults: Settings, commandLine: SettingsChange, policy: PolicyInForce): SettingsOf {
  let over = commandLine;
  let chosen: SettingsChange = {};
  let store: Store<SettingsChange> | undefined;
  const listeners: ((settings: Settings) => void)[] = [];
  const brokerPassword = (): string => chosen.brokerPassword ?? '';
  const read = (): Settings => {
    const { brokerPassword: _kept, ...shown } = { ...chosenOf(chosen), ...chosenOf(over) };
    const decided = settingsInForce(policy.withChoice(), defaults.language);
    const localBroker = shown.localBroker === true && policy.values().AllowLocalBroker;
    return { ...defaults, ...shown, ...decided, localBroker, hasBrokerPassword: brokerPassword() !== '' };
  };
  const choose = (): void => policy.choose(choiceOf({ ...chosenOf(chosen), ...chosenOf(over) }));
  const listen = (): void => {
    for (const listener of listeners) listener(read());
  };
  const tell = (): void => {
    choose();
    listen();
  };
  choose();
  policy.onChange(listen);
  return {
    read,
    brokerPassword,
    set: (change) => {
      if (!mayChange(policy, read(), change)) return 'locked';
      const next = chosenOf({ ...chosen, ...ownPart(policy, change) });
      if (store?.write(next) === 'disk') return 'disk';
      chosen = next;
      // A person's word is newer than the command line's.
      over = Object.fromEntries(Object.entries(over).filter(([name]) => !Object.hasOwn(change, name)));
      tell();
      return 'written';
    },
    attach: (opened) => {
      store = opened;
      const early = chosen;
      chosen = { ...opened.read(), ...early };
      const kept = Object.keys(early).length === 0 ? 'written' : opened.write(chosen);
      tell();
      return kept;
    },
    detach: () => {
      store = undefined;
      chosen = {};
      tell();
    },
    lock: () => {
      store = undefined;
      const { brokerPassword: _gone, ...shown } = chosen;
      chosen = shown;
      tell();
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

// A change may carry `undefined` for what it leaves out; what is kept and in force does not.
function chosenOf(change: SettingsChange): Partial<Kept> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
