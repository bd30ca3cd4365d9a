// The person's settings, within what policy leaves to choose. Before the vault is open they are in memory, with the
// defaults. Once it opens, stored settings are applied, and changes made meanwhile are stored. A value of the command
// line holds for this start, until the person changes the setting, and is never written. What policy decides is never
// written either, and ends with the policy.
import * as v from 'valibot';
import { type Language, Settings } from '../../contract/view.ts';
import { NoiseSuppression, USUAL_PROCESSING } from '../../contract/sound.ts';
import { Status } from '../../contract/status.ts';
import type { PolicyInForce } from './policy-in-force.ts';
import type { BrokerPassword } from '../signalling/endpoint.ts';
import type { KeptProxyAccount } from '../signalling/proxy-accounts.ts';
import { placesOf } from '../signalling/broker-target.ts';
import type { Store } from '../vault/store.ts';
import { choiceOf, mayChange, ownPart, settingsInForce } from './governed-settings.ts';
import { filtersInForce } from './own-filters.ts';

const { hasBrokerPassword: _shown, relay: _masked, ...shownSettings } = Settings.entries;
const ProxyAccountKept = v.strictObject({ proxy: v.string(), username: v.string(), password: v.string() });
const KeptRelay = v.strictObject({ server: v.string(), username: v.string(), password: v.string() });
const StatusChoiceKept = v.strictObject({
  status: Status,
  at: v.number(),
  until: v.optional(v.number()),
  overSystem: v.optional(v.literal(true)),
});
// Not part of any change by a page: only main sets these.
const ownOfMain = {
  passwordPlaces: v.array(v.string()),
  clearPlaces: v.array(v.string()),
  statusChoice: StatusChoiceKept,
  smallPlaces: v.array(
    v.strictObject({ display: v.number(), x: v.number(), y: v.number(), width: v.number(), height: v.number() }),
  ),
};
/**
 * Where the person has put the small window of a call, by the display of the large one; in device-independent pixels.
 */
export type SmallPlaceKept = Readonly<v.InferOutput<typeof ownOfMain.smallPlaces>[number]>;
/**
 * What the person chose for their status, when, and until when; times in ms since 1970. `overSystem`: chosen while the
 * system's do not disturb was on, and in force instead of it until that ends.
 */
export type StatusChoice = v.InferOutput<typeof StatusChoiceKept>;

/** The person's own relay and how to log in to it; for main only. `server` as in RFC 7065, '' for none. */
export type RelayLogin = v.InferOutput<typeof KeptRelay>;

// Noise suppression was a switch until 0.2.0.
const wasSwitch = v.pipe(
  v.boolean(),
  v.transform((on): NoiseSuppression => (on ? 'engine' : 'off')),
);

/** The schema of what is kept: no defaults, so that a default may change in a later version. */
export const KeptSettings = v.partial(
  v.strictObject({
    ...shownSettings,
    noiseSuppression: v.union([NoiseSuppression, wasSwitch]),
    ownRelay: KeptRelay,
    proxyAccount: ProxyAccountKept,
    brokerPassword: v.string(),
    ...ownOfMain,
  }),
);
/** The settings that are stored. */
export type SettingsKept = v.InferOutput<typeof KeptSettings>;
/** What a person may change. */
export type SettingsChange = Omit<SettingsKept, keyof typeof ownOfMain>;
type Kept = Omit<Settings, 'hasBrokerPassword' | 'relay'> &
  Required<Pick<SettingsKept, 'brokerPassword' | 'ownRelay' | 'proxyAccount' | keyof typeof ownOfMain>>;

const MOST_CLEAR_PLACES = 32; // beyond these the oldest is forgotten, and asked about again
const MOST_SMALL_PLACES = 16; // displays; the place stored longest ago is forgotten

/** The settings in force, and how to change them. */
export interface SettingsOf {
  readonly read: () => Settings;
  /** The password for the broker and where it may go: for the broker connection, never for a page. */
  readonly brokerPassword: () => BrokerPassword | undefined;
  /** The person's own relay, with its password: for calls, never for a page. */
  readonly relay: () => RelayLogin | undefined;
  /** The person's account at a proxy: for that proxy, never for a page. */
  readonly proxyAccount: () => KeptProxyAccount | undefined;
  /**
   * Changes what is given and stores it. Another scheme, host or port of the broker drops the stored password, because
   * a page that was taken over could otherwise have it sent to a broker of its own. A password in the same change is
   * stored. On `disk`, and if policy has `locked` a setting, nothing has changed.
   */
  readonly set: (change: SettingsChange) => 'written' | 'disk' | 'locked';
  /** The places for which the person has allowed a connection without TLS (`endpoint.ts`, `placeOf`). */
  readonly clearPlaces: () => readonly string[];
  /** Stores that the person has allowed this place. On `disk` it was not stored, and nothing is allowed. */
  readonly allowInClear: (place: string) => 'written' | 'disk';
  /** The status that the person chose last, if any. */
  readonly statusChoice: () => StatusChoice | undefined;
  /** Stores this status. On `disk` nothing has changed. */
  readonly chooseStatus: (choice: StatusChoice) => 'written' | 'disk';
  /** Where the person has put the small window, the newest first. */
  readonly smallPlaces: () => readonly SmallPlaceKept[];
  /** Stores this place instead of the earlier one for the same display. On `disk` it was not stored. */
  readonly keepSmallPlace: (place: SmallPlaceKept) => 'written' | 'disk';
  /** The vault has opened: settings are kept in `store`. `disk`: those chosen before could not be stored. */
  readonly attach: (store: Store<SettingsKept>) => 'written' | 'disk';
  /** The vault was left: settings are in memory again, with the defaults. */
  readonly detach: () => void;
  /**
   * The vault is locked: the broker's password, the person's relay and the account at a proxy leave memory. The other
   * settings stay.
   */
  readonly lock: () => void;
  readonly onChange: (listener: (settings: Settings) => void) => void;
  /** Whether the person has chosen this setting, now or earlier. */
  readonly hasChosen: (name: keyof Settings) => boolean;
}

/** German if the system prefers German, else English. `preferred` as BCP 47 tags, best first. */
export function languageOf(preferred: readonly string[]): Language {
  return /^de\b/i.test(preferred[0] ?? '') ? 'de' : 'en';
}

/** The settings before anybody has chosen. `preferred`: the languages of the system as BCP 47 tags, best first. */
export function defaultSettings(preferred: readonly string[]): Settings {
  return {
    language: languageOf(preferred),
    brokerUrl: '',
    brokerUsername: '',
    hasBrokerPassword: false,
    localBroker: false,
    relay: { server: '', username: '', hasPassword: false },
    relayOnly: false,
    unknownCallers: 'ring',
    startAtLogin: false,
    idleLockMinutes: 0,
    awayMinutes: 10,
    quietHours: { on: false, from: 22 * 60, until: 7 * 60 },
    followSystemDnd: false,
    globalKeys: { mute: '', talk: '', answer: '', hangUp: '' },
    headset: false,
    historyDays: 90,
    notifications: 'named',
    appearance: 'system',
    textSize: 0,
    moreContrast: false,
    lessMotion: false,
    microphone: '',
    camera: '',
    speaker: '',
    devicesBefore: { microphone: [], camera: [], speaker: [] },
    background: 'off',
    ringMode: 'loud',
    ringtone: 'bells',
    ringVolume: 60,
    ringPlace: { kind: 'one', speaker: '' },
    toneVolume: 50,
    ...USUAL_PROCESSING,
  };
}

/** Settings over `defaults`, with the values of the command line on top, within `policy`. */
export function createSettings(defaults: Settings, commandLine: SettingsChange, policy: PolicyInForce): SettingsOf {
  let over = commandLine;
  let chosen: SettingsKept = {};
  let store: Store<SettingsKept> | undefined;
  const listeners: ((settings: Settings) => void)[] = [];
  const brokerPassword = (): BrokerPassword | undefined => {
    const { brokerPassword: text = '', passwordPlaces: places = [] } = chosen;
    return text === '' ? undefined : { text, places };
  };
  // The places of the brokers in use if this URL is the person's choice; '' means that they have chosen none.
  const placesWith = (brokerUrl: string): readonly string[] => {
    const { BrokerUrl, FallbackBrokerUrls } = policy.values();
    return placesOf([brokerUrl === '' ? BrokerUrl : brokerUrl, ...FallbackBrokerUrls]);
  };
  const relay = (): RelayLogin | undefined => (chosen.ownRelay?.server === '' ? undefined : chosen.ownRelay);
  const read = (): Settings => {
    const {
      brokerPassword: _kept,
      ownRelay: _login,
      proxyAccount: _account,
      passwordPlaces = [],
      clearPlaces: _own,
      statusChoice: _status,
      smallPlaces: _places,
      ...shown
    } = { ...chosenOf(chosen), ...chosenOf(over) };
    const decided = settingsInForce(policy.withChoice(), defaults.language);
    const localBroker = shown.localBroker === true && policy.values().AllowLocalBroker;
    const awayMinutes = policy.values().ShareAbsence ? (shown.awayMinutes ?? defaults.awayMinutes) : 0;
    const [place] = placesWith(decided.brokerUrl);
    const hasBrokerPassword = brokerPassword() !== undefined && place !== undefined && passwordPlaces.includes(place);
    const { server = '', username = '', password = '' } = relay() ?? {};
    const shownRelay = { server, username, hasPassword: password !== '' };
    const filters = filtersInForce(policy.values(), { ...defaults, ...shown });
    const onServers = { localBroker, hasBrokerPassword, relay: shownRelay };
    return { ...defaults, ...shown, ...decided, ...filters, awayMinutes, ...onServers };
  };
  const passwordPart = ({ brokerPassword: typed, brokerUrl }: SettingsChange): SettingsKept => {
    const before = read().brokerUrl;
    const places = placesWith(brokerUrl ?? before);
    if (typed !== undefined) return { passwordPlaces: [...places] };
    return places[0] === placesWith(before)[0] ? {} : { brokerPassword: '', passwordPlaces: [] };
  };
  // A status overrides quiet hours only if it is chosen after they were set. A status chosen before a change of
  // `followSystemDnd` does not override the system's do not disturb.
  const statusPart = ({ quietHours, followSystemDnd }: SettingsChange): SettingsKept => {
    const { statusChoice } = chosen;
    if (statusChoice === undefined || (quietHours ?? followSystemDnd) === undefined) return {};
    const { overSystem: _ended, ...status } = statusChoice;
    return {
      statusChoice: {
        ...(followSystemDnd === undefined ? statusChoice : status),
        ...(quietHours !== undefined && { at: 0 }),
      },
    };
  };
  const choose = (): void => policy.choose(choiceOf({ ...chosenOf(chosen), ...chosenOf(over) }));
  const listen = (): void => {
    for (const listener of listeners) listener(read());
  };
  const tell = (): void => {
    choose();
    listen();
  };
  const keep = (change: SettingsKept): 'written' | 'disk' => {
    const next = { ...chosen, ...change };
    if (store?.write(next) === 'disk') return 'disk';
    chosen = next;
    return 'written';
  };
  choose();
  policy.onChange(listen);
  return {
    read,
    brokerPassword,
    hasChosen: (name) => Object.hasOwn(chosenOf(chosen), name),
    relay,
    proxyAccount: () => (chosen.proxyAccount?.proxy === '' ? undefined : chosen.proxyAccount),
    set: (asked) => {
      // A page may name a setting without a value. Storing that would undo a choice without any question.
      const change: SettingsChange = chosenOf(asked);
      if (!mayChange(policy, read(), change)) return 'locked';
      const next = chosenOf({ ...chosen, ...ownPart(policy, change), ...passwordPart(change), ...statusPart(change) });
      if (store?.write(next) === 'disk') return 'disk';
      chosen = next;
      // A person's choice is newer than the command line's.
      over = Object.fromEntries(Object.entries(over).filter(([name]) => !Object.hasOwn(change, name)));
      tell();
      return 'written';
    },
    clearPlaces: () => chosen.clearPlaces ?? [],
    allowInClear: (place) =>
      keep({ clearPlaces: [...new Set([...(chosen.clearPlaces ?? []), place])].slice(-MOST_CLEAR_PLACES) }),
    statusChoice: () => chosen.statusChoice,
    chooseStatus: (statusChoice) => keep({ statusChoice }),
    smallPlaces: () => chosen.smallPlaces ?? [],
    keepSmallPlace: (place) => {
      const others = (chosen.smallPlaces ?? []).filter(({ display }) => display !== place.display);
      return keep({ smallPlaces: [place, ...others].slice(0, MOST_SMALL_PLACES) });
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
      const { brokerPassword: _gone, ownRelay: _login, proxyAccount: _account, ...shown } = chosen;
      chosen = shown;
      tell();
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

// A change may carry `undefined` for fields it leaves out. Stored settings and those in force do not.
function chosenOf(change: SettingsKept): Partial<Kept> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
