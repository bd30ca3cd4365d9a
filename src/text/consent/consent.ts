// What main's own dialog tells a person before they say yes, in German and English. The dialog states every consequence
// itself, because main relies on no page for that.
import type { Language, UnknownCallers } from '../../contract/view.ts';
import type { Notifications } from '../../contract/notifications.ts';
import type { ConsentWords } from './words.ts';

/** A setting that protects less than before, or that deletes something. Each has its own sentence in the dialog. */
export type Loosening =
  | { readonly kind: 'direct' } // calls no longer go by relay only
  | { readonly kind: 'strangers'; readonly may: UnknownCallers }
  | { readonly kind: 'lock'; readonly minutes: number } // 0: never
  | { readonly kind: 'history'; readonly days: number }
  | { readonly kind: 'notifications'; readonly may: Notifications };

/** All texts of one language. */
export interface ConsentTexts {
  readonly cancel: string;
  readonly give: (name: string, code: string) => ConsentWords;
  readonly remove: (name: string) => ConsentWords;
  readonly takeBackCode: ConsentWords;
  readonly erase: ConsentWords;
  readonly openBroker: (port: number) => ConsentWords;
  readonly clearHistory: ConsentWords;
  readonly removeCalls: ConsentWords;
  readonly loosen: Omit<ConsentWords, 'detail'>;
  readonly loosening: (change: Loosening) => string;
  readonly clear: (place: string) => ConsentWords;
  readonly relay: (server: string) => ConsentWords;
  readonly protect: Readonly<Record<'system' | 'passphrase', ConsentWords>>;
  readonly noName: string;
  readonly noDevice: string;
  readonly more: (count: number) => string;
  readonly unnamed: (id: string) => string;
}

const deNotifications: Readonly<Record<Notifications, string>> = {
  'named-always': 'Benachrichtigungen nennen auch bei gesperrtem Bildschirm, wer anruft und wer angerufen hat.',
  named: 'Benachrichtigungen nennen, wer anruft und wer angerufen hat, solange der Bildschirm nicht gesperrt ist.',
  nameless: 'Es erscheinen Benachrichtigungen über Anrufe, ohne Namen.',
  none: 'Es erscheinen keine Benachrichtigungen mehr.',
};

const enNotifications: Readonly<Record<Notifications, string>> = {
  'named-always': 'Notifications name who calls and who has called, also while the screen is locked.',
  named: 'Notifications name who calls and who has called, unless the screen is locked.',
  nameless: 'Notifications of calls appear, without names.',
  none: 'Notifications no longer appear.',
};

const de: ConsentTexts = {
  cancel: 'Abbrechen',
  give: (name, code) => ({
    message: `Ihre Identität an „${name}“ übergeben?`,
    detail: `Dieses Gerät bekommt Ihre Kontakte und Ihre Verifizierungen. Es spricht und klingelt danach in Ihrem Namen.\n\nSein Verbindungscode: ${code}\n\nÜbergeben Sie nur, wenn Sie das selbst begonnen haben, das Gerät in Ihrer Hand ist, es diesen Code gezeigt hat und jetzt auf Ihre Bestätigung wartet. Zeigt es den Code noch immer, würde ein anderes Gerät verbunden. Niemand vom Support braucht das jemals.`,
    yes: 'Übergeben',
  }),
  remove: (name) => ({
    message: `${name} entfernen?`,
    detail:
      'Das Gerät kann dann nicht mehr in Ihrem Namen anrufen und klingelt nicht mehr. Ein Gespräch, das es gerade führt, geht bis zu seinem Ende weiter.\n\nWas darauf gespeichert ist, behält es. Es kennt also weiter Ihre Kontakte, wen Sie verifiziert haben, und seine Anrufliste; Ton und Bild von Gesprächen sind nicht darauf, auch keine Schlüssel, die frühere Gespräche öffnen.\n\nWer Sie anruft, bevor er vom Server gelesen hat, dass es entfernt ist, kann es noch erreichen.',
    yes: 'Gerät entfernen',
  }),
  takeBackCode: {
    message: 'Den Wiederherstellungscode zurücknehmen?',
    detail:
      'Sobald die Geräte Ihrer Kontakte davon wissen, ist das Blatt, auf dem er steht, nichts mehr wert, auch in Ihrer Hand nicht. Gehen alle Ihre Geräte verloren, müssen Ihre Kontakte Sie neu verifizieren.\n\nDas lässt sich nicht rückgängig machen; Sie können jederzeit einen neuen Code anlegen. Vernichten Sie das Blatt.',
    yes: 'Zurücknehmen',
  },
  erase: {
    message: 'Alles löschen, was auf diesem Gerät gespeichert ist?',
    detail:
      'Schlüssel, Kontakte, Verifizierungen, Anrufliste, Einstellungen und Sicherheitsprotokoll dieses Geräts werden gelöscht. Das lässt sich nicht rückgängig machen. Danach können Sie das Gerät verbinden oder neu einrichten.',
    yes: 'Alles löschen',
  },
  openBroker: (port) => ({
    message: 'Einen Server für das ganze Netzwerk starten?',
    detail: `Jedes Gerät, das diesen Computer erreicht, kann sich dann ohne Kennwort und ohne Verschlüsselung mit dem Server verbinden (Port ${port}). Es kann sehen, wer wann mit wem verbunden wird, und Anrufe verhindern. Mithören kann es nicht.\n\nStarten Sie ihn nur, wenn Sie das selbst wollten und den Menschen in diesem Netzwerk vertrauen.`,
    yes: 'Server starten',
  }),
  clearHistory: {
    message: 'Alle Anrufe aus der Liste löschen?',
    detail:
      'Alle Einträge verschwinden von diesem Gerät, auch verpasste Anrufe. Das lässt sich nicht rückgängig machen. Verifizierungen bleiben.',
    yes: 'Liste leeren',
  },
  removeCalls: {
    message: 'Noch mehr Anrufe aus der Liste löschen?',
    detail:
      'In der letzten Stunde wurden schon mehrere Anrufe einzeln gelöscht. Nur der letzte lässt sich zurückholen. Haben Sie das nicht selbst getan, brechen Sie ab.',
    yes: 'Entfernen',
  },
  loosen: { message: 'Diese Einstellung ändern?', yes: 'Ändern' },
  loosening: (change) => {
    switch (change.kind) {
      case 'direct':
        return 'Anrufe gehen nicht mehr nur über ein Relais. Wen Sie anrufen und wessen Anruf Sie annehmen, kann Ihre IP-Adresse erfahren.';
      case 'strangers':
        return change.may === 'ring'
          ? 'Auch wer weder Kontakt noch von der Organisation bestätigt ist, darf bei Ihnen klingeln.'
          : 'Anrufe von Personen, die weder Kontakt noch von der Organisation bestätigt sind, werden nicht mehr abgelehnt, sondern ohne Ton gezeigt.';
      case 'lock':
        return change.minutes === 0
          ? 'Siegel sperrt sich nicht mehr von selbst.'
          : `Siegel sperrt sich erst, wenn Sie ${change.minutes} Minuten nichts tun.`;
      case 'history':
        return change.days === 0
          ? 'Alle Anrufe in der Liste werden gelöscht, und neue werden nicht aufbewahrt. Das lässt sich nicht rückgängig machen.'
          : `Anrufe, die älter als ${change.days} Tage sind, werden gelöscht. Das lässt sich nicht rückgängig machen.`;
      case 'notifications':
        return deNotifications[change.may];
      default:
        return change satisfies never;
    }
  },
  clear: (place) => ({
    message: `Ohne TLS mit ${place} verbinden?`,
    detail:
      'Diese Verbindung ist nicht verschlüsselt. Wer im Netz mitliest, sieht, wer wann mit wem telefoniert, und Ihr Kennwort für den Server, wenn Sie eines eingegeben haben. Inhalte von Gesprächen bleiben versiegelt.\n\nVerbinden Sie nur, wenn Ihre IT Ihnen genau diese Adresse gegeben hat oder der Server in Ihrem eigenen kleinen Netz steht.',
    yes: 'Ohne TLS verbinden',
  }),
  relay: (server) => ({
    message: `Anrufe über das Relais ${server} leiten?`,
    detail:
      'Wo zwei Geräte einander nicht direkt erreichen, gehen Ihre Anrufe dann über diesen Server. Er sieht die Netzadressen beider Seiten, wann Sie sprechen und wie viel; hören und sehen kann er nichts, denn alles bleibt versiegelt.\n\nStimmen Sie nur zu, wenn Sie diese Adresse selbst eingetragen haben.',
    yes: 'Relais verwenden',
  }),
  protect: {
    passphrase: {
      message: 'Ihren Schlüssel mit der Passphrase schützen, die Sie eben eingegeben haben?',
      detail:
        'Siegel öffnet sich dann nur noch mit ihr, bei jedem Start und nach jeder Sperre. Niemand kann sie wiederherstellen: Ohne sie ist alles verloren, was auf diesem Gerät gespeichert ist, auch für Sie.\n\nStimmen Sie nur zu, wenn Sie die Passphrase selbst gewählt haben.',
      yes: 'Mit Passphrase schützen',
    },
    system: {
      message: 'Ihren Schlüssel mit dem Schlüsselspeicher des Systems schützen?',
      detail:
        'Siegel öffnet sich dann ohne Passphrase, solange Sie an diesem Computer angemeldet sind. Wer an Ihren entsperrten Bildschirm kommt, kann es öffnen.\n\nStimmen Sie nur zu, wenn Sie das selbst begonnen haben.',
      yes: 'Schlüsselspeicher verwenden',
    },
  },
  noName: 'ohne Namen',
  noDevice: 'kein Gerät',
  more: (count) => (count === 1 ? 'ein weiteres Gerät' : `${count} weitere Geräte`),
  unnamed: (id) => `Gerät ${id}`,
};

const en: ConsentTexts = {
  cancel: 'Cancel',
  give: (name, code) => ({
    message: `Hand your identity over to “${name}”?`,
    detail: `This device gets your contacts and your verifications. It will then speak and ring in your name.\n\nIts link code: ${code}\n\nHand over only if you started this yourself, the device is in your hands, it has shown this code and is now waiting for your confirmation. If it still shows the code, another device would be linked. Nobody at a support desk ever needs this.`,
    yes: 'Hand over',
  }),
  remove: (name) => ({
    message: `Remove ${name}?`,
    detail:
      'The device can then no longer call in your name and no longer rings. A call that it is in goes on to its end.\n\nIt keeps what is stored on it. So it still knows your contacts, whom you have verified, and its call list; it holds no sound or picture of calls, and no keys that open earlier calls.\n\nAnyone who calls you before reading from the server that it was removed may still reach it.',
    yes: 'Remove device',
  }),
  takeBackCode: {
    message: 'Take back the recovery code?',
    detail:
      'Once your contacts’ devices have learnt of this, the paper is worthless, in your hands too. If all your devices are lost, your contacts have to verify you again.\n\nThis cannot be undone; you can make a new code at any time. Destroy the paper.',
    yes: 'Take back',
  },
  erase: {
    message: 'Erase everything stored on this device?',
    detail:
      'Keys, contacts, verifications, call list, settings and security record of this device are deleted. This cannot be undone. Afterwards you can link the device or set it up again.',
    yes: 'Erase everything',
  },
  openBroker: (port) => ({
    message: 'Start a server for the whole network?',
    detail: `Every device that reaches this computer can then connect to the server without a password and without encryption (port ${port}). It can see who is connected to whom and when, and it can prevent calls. It cannot listen in.\n\nStart it only if you wanted this yourself and trust the people in this network.`,
    yes: 'Start server',
  }),
  clearHistory: {
    message: 'Delete all calls from the list?',
    detail: 'All entries disappear from this device, missed calls too. This cannot be undone. Verifications stay.',
    yes: 'Clear list',
  },
  removeCalls: {
    message: 'Remove more calls from the list?',
    detail:
      'Several calls were removed one by one within the last hour. Only the last one can be brought back. If you did not do this yourself, cancel.',
    yes: 'Remove',
  },
  loosen: { message: 'Change this setting?', yes: 'Change' },
  loosening: (change) => {
    switch (change.kind) {
      case 'direct':
        return 'Calls no longer go only through a relay. People you call, and people whose calls you answer, can learn your IP address.';
      case 'strangers':
        return change.may === 'ring'
          ? 'People who are neither contacts nor confirmed by the organisation may ring on this device, too.'
          : 'Calls from people who are neither contacts nor confirmed by the organisation are no longer refused, but shown without sound.';
      case 'lock':
        return change.minutes === 0
          ? 'Siegel no longer locks itself.'
          : `Siegel locks itself only after you have done nothing for ${change.minutes} minutes.`;
      case 'history':
        return change.days === 0
          ? 'All calls in the list are deleted, and new ones are not kept. This cannot be undone.'
          : `Calls older than ${change.days} days are deleted. This cannot be undone.`;
      case 'notifications':
        return enNotifications[change.may];
      default:
        return change satisfies never;
    }
  },
  clear: (place) => ({
    message: `Connect to ${place} without TLS?`,
    detail:
      'This connection is not encrypted. Anyone who reads the network traffic sees who calls whom and when, and your password for the server if you have entered one. The content of calls stays sealed.\n\nConnect only if your IT department has given you exactly this address, or the server is in a small network of your own.',
    yes: 'Connect without TLS',
  }),
  relay: (server) => ({
    message: `Send calls through the relay ${server}?`,
    detail:
      'Where two devices cannot reach each other directly, your calls then go through this server. It sees the network addresses of both sides, when you speak and how much; it cannot hear or see anything, because everything stays sealed.\n\nAgree only if you entered this address yourself.',
    yes: 'Use relay',
  }),
  protect: {
    passphrase: {
      message: 'Protect your key with the passphrase you have just entered?',
      detail:
        'Siegel then opens only with it, at every start and after every lock. Nobody can recover it: without it, everything stored on this device is lost, for you too.\n\nAgree only if you chose the passphrase yourself.',
      yes: 'Protect with passphrase',
    },
    system: {
      message: 'Protect your key with the system’s key store?',
      detail:
        'Siegel then opens without a passphrase while you are logged in to this computer. Anyone who gets at your unlocked screen can open it.\n\nAgree only if you started this yourself.',
      yes: 'Use key store',
    },
  },
  noName: 'without a name',
  noDevice: 'no device',
  more: (count) => (count === 1 ? 'one more device' : `${count} more devices`),
  unnamed: (id) => `Device ${id}`,
};

/**
 * The texts of main's own dialog. Those about other people are in people.ts, and those about objections and disputes of
 * one's own devices in own-devices.ts.
 */
export const consentTexts: Readonly<Record<Language, ConsentTexts>> = { de, en };
