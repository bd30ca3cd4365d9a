// Texts of the desktop: tray, menus, notifications, and the dialogs for a window that cannot be shown and a program
// that cannot start. In German and English.
import type { GlobalAct } from '../contract/global-keys.ts';
import type { Language } from '../contract/view.ts';

/** All texts of one language. `who` is a name or an address. */
export interface DesktopTexts {
  readonly offline: string;
  readonly offlineRetry: string;
  readonly setUp: string;
  readonly ready: string;
  readonly locked: string;
  readonly lockedSilent: string;
  readonly away: string;
  readonly doNotDisturb: string;
  readonly incomingVoice: string;
  readonly incomingVideo: string;
  readonly identityChanged: string;
  readonly callBack: string;
  readonly ringing: (who: string) => string;
  readonly ringingUnconfirmed: (who: string) => string;
  readonly calling: (who: string) => string;
  readonly connecting: (who: string) => string;
  readonly reconnecting: (who: string) => string;
  readonly inCallVerified: (who: string) => string;
  readonly inCallConfirmed: (who: string) => string;
  readonly inCallNotVerified: (who: string) => string;
  readonly heldByUs: (who: string) => string;
  readonly heldByPeer: (who: string) => string;
  readonly heldByBoth: (who: string) => string;
  readonly muted: string;
  readonly sharesScreen: string;
  readonly sharesWindow: string;
  readonly sharesSound: string;
  readonly stopShare: string;
  readonly missed: (count: number) => string;
  readonly missedStrangers: (count: number) => string;
  readonly attentionKeyChange: (who: string) => string;
  readonly attentionRecovery: (who: string) => string;
  readonly attentionKeyStore: string;
  readonly attentionLocked: string;
  readonly attentionFalseIdentity: string;
  readonly attentionOwnChain: (name: string) => string;
  readonly attentionOwnClaimed: string;
  readonly attentionRecoveryNotSaved: string;
  readonly attentionDisk: string;
  readonly attentionFailedCalls: (who: string) => string;
  readonly answer: string;
  readonly answerVideo: string;
  readonly holdAndAnswer: string;
  readonly endAndAnswer: string;
  readonly decline: string;
  readonly silence: string;
  readonly hangUp: string;
  readonly mute: string;
  readonly hold: string;
  readonly showCall: string;
  readonly status: string;
  readonly available: string;
  readonly quietHalfHour: string;
  readonly quietTomorrow: string;
  readonly quietUntil: (time: string) => string;
  readonly quietBySystem: string;
  readonly open: string;
  readonly quit: string;
  /** Global keys, as the desktop lists them among those of other programs. */
  readonly globalAct: Readonly<Record<GlobalAct, string>>;
  readonly edit: string;
  readonly unstarted: string;
  readonly hopelessWindow: string;
  readonly hopelessWindowText: string;
  readonly tryAgain: string;
  readonly close: string;
  /** Texts without names, used where policy, the person or a locked screen allows no names. */
  readonly nameless: Nameless;
}

type Nameless = {
  readonly [
    T in
      | 'ringing'
      | 'ringingUnconfirmed'
      | 'calling'
      | 'connecting'
      | 'reconnecting'
      | 'inCallVerified'
      | 'inCallConfirmed'
      | 'inCallNotVerified'
      | 'heldByUs'
      | 'heldByPeer'
      | 'heldByBoth'
      | 'attentionKeyChange'
      | 'attentionRecovery'
      | 'attentionFailedCalls'
  ]: () => string;
};

const de: DesktopTexts = {
  offline: 'Nicht verbunden',
  offlineRetry: 'Nicht verbunden, neuer Versuch läuft',
  setUp: 'Noch nicht eingerichtet',
  ready: 'Bereit',
  locked: 'Gesperrt',
  lockedSilent: 'Gesperrt, es kommen keine Anrufe an',
  away: 'Abwesend',
  doNotDisturb: 'Nicht stören',
  incomingVoice: 'Eingehender Anruf',
  incomingVideo: 'Eingehender Videoanruf',
  identityChanged: 'Geänderte Identität',
  callBack: 'Zurückrufen',
  ringing: (who) => `${who} ruft an`,
  ringingUnconfirmed: (who) => `Anruf, angeblich von ${who}`,
  calling: (who) => `Anruf bei ${who}`,
  connecting: (who) => `Verbindung mit ${who} wird aufgebaut`,
  reconnecting: (who) => `Verbindung zu ${who} wird wiederhergestellt, es wird kein Ton gesendet`,
  inCallVerified: (who) => `Im Gespräch mit ${who}, von Ihnen verifiziert`,
  inCallConfirmed: (who) => `Im Gespräch mit ${who}, von Ihrer Organisation bestätigt`,
  inCallNotVerified: (who) => `Im Gespräch mit ${who}, nicht verifiziert: Sicherheitscode vergleichen`,
  heldByUs: (who) => `Sie halten den Anruf mit ${who}, nichts wird gesendet`,
  heldByPeer: (who) => `${who} hält den Anruf, nichts wird gesendet`,
  heldByBoth: (who) => `Sie und ${who} halten den Anruf, nichts wird gesendet`,
  muted: 'Mikrofon aus',
  sharesScreen: 'Sie teilen den Bildschirm',
  sharesWindow: 'Sie teilen ein Fenster',
  sharesSound: 'Sie teilen den Bildschirm und den Ton des Computers',
  stopShare: 'Teilen beenden',
  missed: (count) => (count === 1 ? '1 verpasster Anruf' : `${count} verpasste Anrufe`),
  missedStrangers: (count) =>
    count === 1 ? '1 verpasster Anruf von Unbekannten' : `${count} verpasste Anrufe von Unbekannten`,
  attentionKeyChange: (who) => `Achtung: Geräte von ${who} widersprechen sich`,
  attentionRecovery: (who) => `Achtung: ${who} hat den Wiederherstellungscode verwendet`,
  attentionKeyStore: 'Achtung: Der Schlüsselspeicher lässt sich nicht verwenden',
  attentionLocked: 'Gesperrt: Passphrase erforderlich',
  attentionFalseIdentity: 'Achtung: Für Ihre Adresse wurde ein falscher Schlüssel ausgegeben',
  attentionOwnChain: (name) => `Achtung: ${name} erhält eine veraltete Liste Ihrer Geräte`,
  attentionOwnClaimed: 'Achtung: Auch jemand anderes beansprucht Ihre Adresse',
  attentionRecoveryNotSaved: 'Achtung: Ihr neuer Wiederherstellungscode gilt nicht',
  attentionDisk: 'Achtung: Speichern ist fehlgeschlagen',
  attentionFailedCalls: (who) => `Achtung: Anrufe mit ${who} endeten ungesichert oder mit falschem Code`,
  answer: 'Annehmen',
  answerVideo: 'Mit Video annehmen',
  holdAndAnswer: 'Halten und annehmen',
  endAndAnswer: 'Beenden und annehmen',
  decline: 'Ablehnen',
  silence: 'Lautlos',
  hangUp: 'Auflegen',
  mute: 'Mikrofon stummschalten',
  hold: 'Anruf halten',
  showCall: 'Anruf zeigen',
  status: 'Status',
  available: 'Verfügbar',
  quietHalfHour: 'Nicht stören für 30 Minuten',
  quietTomorrow: 'Nicht stören bis morgen, 8 Uhr',
  quietUntil: (time) => `Nicht stören bis ${time}`,
  quietBySystem: 'Nicht stören, weil Ihr Computer so eingestellt ist',
  open: 'Siegel öffnen',
  quit: 'Siegel beenden',
  globalAct: {
    mute: 'Stummschalten oder Ton einschalten',
    talk: 'Sprechtaste: gedrückt halten, um gehört zu werden',
    answer: 'Annehmen, nur mit Ton',
    hangUp: 'Auflegen',
  },
  unstarted: 'Siegel lässt sich nicht starten. Bitte installieren Sie es neu.',
  hopelessWindow: 'Das Fenster lässt sich nicht anzeigen.',
  hopelessWindowText:
    'Es ist mehrmals hintereinander abgestürzt und wird nicht von selbst neu geladen. Anrufe kommen weiter an; das Symbol von Siegel im Infobereich bleibt.',
  tryAgain: 'Noch einmal versuchen',
  close: 'Schließen',
  edit: 'Bearbeiten',
  nameless: {
    ringing: () => 'Eingehender Anruf',
    ringingUnconfirmed: () => 'Eingehender Anruf, Herkunft nicht belegt',
    calling: () => 'Ausgehender Anruf',
    connecting: () => 'Verbindung wird aufgebaut',
    reconnecting: () => 'Verbindung wird wiederhergestellt, es wird kein Ton gesendet',
    inCallVerified: () => 'Im Gespräch, von Ihnen verifiziert',
    inCallConfirmed: () => 'Im Gespräch, von Ihrer Organisation bestätigt',
    inCallNotVerified: () => 'Im Gespräch, nicht verifiziert: Sicherheitscode vergleichen',
    heldByUs: () => 'Sie halten den Anruf, nichts wird gesendet',
    heldByPeer: () => 'Die andere Person hält den Anruf, nichts wird gesendet',
    heldByBoth: () => 'Sie beide halten den Anruf, nichts wird gesendet',
    attentionKeyChange: () => 'Achtung: Die Geräte eines Kontakts widersprechen sich',
    attentionRecovery: () => 'Achtung: Ein Kontakt hat den Wiederherstellungscode verwendet',
    attentionFailedCalls: () => 'Achtung: Anrufe endeten ungesichert oder mit falschem Code',
  },
};

const en: DesktopTexts = {
  offline: 'Not connected',
  offlineRetry: 'Not connected, trying again',
  setUp: 'Not set up yet',
  ready: 'Ready',
  locked: 'Locked',
  lockedSilent: 'Locked, no calls arrive',
  away: 'Away',
  doNotDisturb: 'Do not disturb',
  incomingVoice: 'Incoming call',
  incomingVideo: 'Incoming video call',
  identityChanged: 'Changed identity',
  callBack: 'Call back',
  ringing: (who) => `${who} is calling`,
  ringingUnconfirmed: (who) => `Call, said to be from ${who}`,
  calling: (who) => `Calling ${who}`,
  connecting: (who) => `Connecting to ${who}`,
  reconnecting: (who) => `Reconnecting to ${who}, no sound is being sent`,
  inCallVerified: (who) => `In a call with ${who}, verified by you`,
  inCallConfirmed: (who) => `In a call with ${who}, confirmed by your organisation`,
  inCallNotVerified: (who) => `In a call with ${who}, not verified: compare the security code`,
  heldByUs: (who) => `You are holding the call with ${who}, nothing is sent`,
  heldByPeer: (who) => `${who} is holding the call, nothing is sent`,
  heldByBoth: (who) => `You and ${who} are holding the call, nothing is sent`,
  muted: 'microphone off',
  sharesScreen: 'you are sharing the screen',
  sharesWindow: 'you are sharing a window',
  sharesSound: 'you are sharing the screen and the sound of the computer',
  stopShare: 'Stop sharing',
  missed: (count) => (count === 1 ? '1 missed call' : `${count} missed calls`),
  missedStrangers: (count) =>
    count === 1 ? '1 missed call from an unknown caller' : `${count} missed calls from unknown callers`,
  attentionKeyChange: (who) => `Attention: the devices of ${who} disagree`,
  attentionRecovery: (who) => `Attention: ${who} has used the recovery code`,
  attentionKeyStore: 'Attention: the key store cannot be used',
  attentionLocked: 'Locked: passphrase needed',
  attentionFalseIdentity: 'Attention: a false key was given out for your address',
  attentionOwnChain: (name) => `Attention: ${name} is being shown an outdated list of your devices`,
  attentionOwnClaimed: 'Attention: somebody else also claims your address',
  attentionRecoveryNotSaved: 'Attention: your new recovery code is not valid',
  attentionDisk: 'Attention: saving failed',
  attentionFailedCalls: (who) => `Attention: calls with ${who} ended unsecured or with a wrong code`,
  answer: 'Answer',
  answerVideo: 'Answer with video',
  holdAndAnswer: 'Hold and answer',
  endAndAnswer: 'End and answer',
  decline: 'Decline',
  silence: 'Silence',
  hangUp: 'Hang up',
  mute: 'Mute microphone',
  hold: 'Hold call',
  showCall: 'Show call',
  status: 'Status',
  available: 'Available',
  quietHalfHour: 'Do not disturb for 30 minutes',
  quietTomorrow: 'Do not disturb until tomorrow, 8 am',
  quietUntil: (time) => `Do not disturb until ${time}`,
  quietBySystem: 'Do not disturb, because your computer is set to it',
  open: 'Open Siegel',
  quit: 'Quit Siegel',
  globalAct: {
    mute: 'Mute, or unmute',
    talk: 'Push to talk: hold to be heard',
    answer: 'Answer with voice only',
    hangUp: 'Hang up',
  },
  unstarted: 'Siegel cannot be started. Please install it again.',
  hopelessWindow: 'The window cannot be shown.',
  hopelessWindowText:
    'It crashed several times in a row and does not reload by itself. Calls still come in; the Siegel icon in the tray stays.',
  tryAgain: 'Try again',
  close: 'Close',
  edit: 'Edit',
  nameless: {
    ringing: () => 'Incoming call',
    ringingUnconfirmed: () => 'Incoming call, origin not proven',
    calling: () => 'Outgoing call',
    connecting: () => 'Connecting',
    reconnecting: () => 'Reconnecting, no sound is being sent',
    inCallVerified: () => 'In a call, verified by you',
    inCallConfirmed: () => 'In a call, confirmed by your organisation',
    inCallNotVerified: () => 'In a call, not verified: compare the security code',
    heldByUs: () => 'You are holding the call, nothing is sent',
    heldByPeer: () => 'The other person is holding the call, nothing is sent',
    heldByBoth: () => 'You are both holding the call, nothing is sent',
    attentionKeyChange: () => 'Attention: the devices of a contact disagree',
    attentionRecovery: () => 'Attention: a contact has used the recovery code',
    attentionFailedCalls: () => 'Attention: calls ended unsecured or with a wrong code',
  },
};

/** The texts of the desktop. */
export const desktopTexts: Readonly<Record<Language, DesktopTexts>> = { de, en };
