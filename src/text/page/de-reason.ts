// German: why a call ended, for every EndReason: what happened (title), why (why) and the one next step (next).
// The type requires the same keys as en-reason.ts.
import type { Texts } from './catalogue.ts';
import type { enReason } from './en-reason.ts';

/** German texts of every end of a call. */
export const deReason: Texts<typeof enReason> = {
  'hung-up': { title: 'Gespräch beendet', why: 'Sie haben aufgelegt.', next: 'Sie können dieses Fenster schließen.' },
  'given-up': {
    title: 'Anruf abgebrochen',
    why: 'Sie haben aufgelegt, bevor das Gespräch begann.',
    next: 'Sie können dieses Fenster schließen.',
  },
  'peer-hung-up': {
    title: 'Gespräch beendet',
    why: 'Die andere Person hat aufgelegt.',
    next: 'Sie können dieses Fenster schließen.',
  },
  declined: {
    title: 'Abgelehnt',
    why: 'Der Anruf wurde abgelehnt.',
    next: 'Versuchen Sie es später erneut.',
  },
  busy: {
    title: 'Besetzt',
    why: 'Die andere Person ist in einem anderen Gespräch.',
    next: 'Versuchen Sie es in einigen Minuten erneut.',
  },
  cancelled: {
    title: 'Abgebrochen',
    why: 'Der Anrufer hat aufgelegt, bevor der Anruf angenommen wurde.',
    next: 'Rufen Sie zurück.',
  },
  'answered-elsewhere': {
    title: 'Auf anderem Gerät angenommen',
    why: 'Der Anruf wurde auf einem anderen Ihrer Geräte angenommen.',
    next: 'Sprechen Sie dort weiter.',
  },
  'declined-elsewhere': {
    title: 'Auf anderem Gerät abgelehnt',
    why: 'Der Anruf wurde auf einem anderen Gerät abgelehnt.',
    next: 'Rufen Sie zurück, falls das ein Versehen war.',
  },
  transferred: {
    title: 'Gespräch verschoben',
    why: 'Es geht auf einem anderen Gerät weiter.',
    next: 'Sie können dieses Fenster schließen.',
  },
  'offer-over': {
    title: 'Kein Gespräch mehr zu übernehmen',
    why: 'Das Gespräch, das Sie hier weiterführen wollten, ist zu Ende oder bleibt auf dem anderen Gerät.',
    next: 'Rufen Sie im Hauptfenster an, wenn Sie sprechen möchten.',
  },
  glare: {
    title: 'Gleichzeitig angerufen',
    why: 'Die andere Person hat Sie im selben Augenblick angerufen. Deren Anruf geht weiter.',
    next: 'Nehmen Sie den anderen Anruf an.',
  },
  'no-answer': {
    title: 'Keine Antwort',
    why: 'Es hat geklingelt, aber niemand hat angenommen.',
    next: 'Versuchen Sie es später erneut.',
  },
  unreachable: {
    title: 'Nicht erreichbar',
    why: 'Kein Gerät dieser Person hat gemeldet, dass es klingelt.',
    next: 'Versuchen Sie es später oder auf anderem Weg.',
  },
  'unknown-address': {
    title: 'Adresse unbekannt',
    why: 'Unter dieser Adresse hat auf Ihrem Server niemand Siegel eingerichtet.',
    next: 'Prüfen Sie die Schreibweise der Adresse.',
  },
  'too-many-claims': {
    title: 'Zu viele beanspruchen diese Adresse',
    why: 'So viele beanspruchen auf Ihrem Server diese Adresse, dass Siegel die Person nicht finden konnte. Es wurde niemand angerufen.',
    next: 'Informieren Sie Ihre IT.',
  },
  'several-persons': {
    title: 'Mehrere beanspruchen diese Adresse',
    why: 'Unter dieser Adresse hat Ihr Server mehr als eine Person, und Siegel kennt noch keine davon. Es wurde niemand angerufen.',
    next: 'Öffnen Sie die Adresse im Hauptfenster und wählen Sie, wen Sie meinen.',
  },
  'not-connected': {
    title: 'Keine Verbindung zum Server',
    why: 'Ohne diese Verbindung kommt kein Anruf zustande.',
    next: 'Prüfen Sie das Netzwerk und rufen Sie erneut an.',
  },
  'key-changed': {
    title: 'Zuerst ist etwas zu klären',
    why: 'Die Geräte dieser Person widersprechen einander, oder unter der Adresse wurde jemand anderes gefunden. Es kam kein Gespräch zustande.',
    next: 'Öffnen Sie die Person im Hauptfenster und lesen Sie, was dort steht.',
  },
  'directory-conflict': {
    title: 'Widersprüchliche Angaben',
    why: 'Was der Anrufer von sich sagt und was der Server sagt, stimmt nicht überein. Der Anruf wurde abgewiesen.',
    next: 'Informieren Sie Ihre IT.',
  },
  'device-removed': {
    title: 'Gerät wurde entfernt',
    why: 'Eines der beiden Geräte gehört nicht mehr zu seiner Person. Zwischen ihnen kommt kein Gespräch mehr zustande.',
    next: 'Von und zu den übrigen Geräten können Sie weiter anrufen.',
  },
  version: {
    title: 'Versionen passen nicht zusammen',
    why: 'Die beiden Versionen von Siegel haben kein sicheres Verfahren gemeinsam, oder jemand wollte die Verschlüsselung schwächen.',
    next: 'Aktualisieren Sie Siegel auf beiden Seiten.',
  },
  'secure-setup-failed': {
    title: 'Der Anruf ließ sich nicht absichern',
    why: 'Der Anruf wurde angenommen, aber die Schlüssel ließen sich nicht beweisen. Es wurde nichts gesendet.',
    next: 'Rufen Sie erneut an. Geschieht es wiederholt, informieren Sie Ihre IT.',
  },
  tampered: {
    title: 'Eingriff erkannt',
    why: 'Die Schlüsselvereinbarung wurde unterwegs verändert. Es wurde nichts gesendet.',
    next: 'Informieren Sie Ihre IT, bevor Sie erneut anrufen.',
  },
  fingerprint: {
    title: 'Falsches Gerät',
    why: 'Die Verbindung führt zu einem anderen Gerät als dem, dessen Schlüssel bewiesen wurde.',
    next: 'Informieren Sie Ihre IT, bevor Sie erneut anrufen.',
  },
  'media-keys': {
    title: 'Ton und Bild ließen sich nicht öffnen',
    why: 'Zehn Sekunden lang kam nichts an, was dieses Gerät entschlüsseln konnte.',
    next: 'Rufen Sie erneut an.',
  },
  'worker-lost': {
    title: 'Verschlüsselung ausgefallen',
    why: 'Der Teil von Siegel, der verschlüsselt, ist ausgefallen. Danach wurde nichts mehr gesendet.',
    next: 'Rufen Sie erneut an. Geschieht es wiederholt, starten Sie Siegel neu.',
  },
  'page-lost': {
    title: 'Das Anruffenster ist abgestürzt',
    why: 'Es ließ sich nicht ersetzen, denn es stürzte immer wieder ab.',
    next: 'Rufen Sie erneut an. Geschieht es wiederholt, starten Sie Siegel neu.',
  },
  'no-transform': {
    title: 'Verschlüsselung nicht verfügbar',
    why: 'Diese Installation kann Ton und Bild nicht verschlüsseln. Deshalb wird nicht angerufen.',
    next: 'Informieren Sie Ihre IT: Siegel muss aktualisiert werden.',
  },
  'no-device': {
    title: 'Kein Mikrofon',
    why: 'Es kann kein Mikrofon benutzt werden.',
    next: 'Schließen Sie eines an oder erlauben Sie den Zugriff in den Systemeinstellungen, und rufen Sie erneut an.',
  },
  'code-mismatch': {
    title: 'Der Code stimmte nicht überein',
    why: 'Es war ein Hörfehler, oder jemand war zwischen Ihnen.',
    next: 'Rufen Sie über ein anderes Netz erneut an und informieren Sie Ihre IT.',
  },
  'connection-lost': {
    title: 'Verbindung verloren',
    why: 'Dreißig Sekunden lang fand sich kein Weg zur anderen Person.',
    next: 'Prüfen Sie das Netzwerk und rufen Sie erneut an.',
  },
  'connect-timeout': {
    title: 'Keine Verbindung zustande gekommen',
    why: 'Der Anruf wurde angenommen, aber die Geräte haben einander nicht erreicht. Meist liegt es an einer Firewall.',
    next: 'Rufen Sie erneut an, oder benutzen Sie ein anderes Netz.',
  },
  timeout: {
    title: 'Zeit abgelaufen',
    why: 'Die Gegenseite hat nicht länger gewartet.',
    next: 'Rufen Sie erneut an.',
  },
  error: {
    title: 'Durch einen Fehler beendet',
    why: 'Auf einer Seite ist etwas ausgefallen, oder sie hat etwas empfangen, was sie nicht verwenden konnte.',
    next: 'Rufen Sie erneut an. Geschieht es wiederholt, aktualisieren Sie Siegel auf beiden Seiten.',
  },
  'app-locked': {
    title: 'Siegel wurde gesperrt',
    why: 'Siegel hat sich gesperrt und die Schlüssel aus dem Speicher gelöscht, wie es eingestellt ist.',
    next: 'Entsperren Sie Siegel und rufen Sie erneut an.',
  },
  'not-allowed': {
    title: 'Nicht erlaubt',
    why: 'Ihre Organisation erlaubt mit dieser Adresse keine Gespräche.',
    next: 'Fragen Sie Ihre IT, wenn Sie diese Person erreichen müssen.',
  },
  'verification-required': {
    title: 'Person noch nicht verifiziert',
    why: 'Ihre Organisation verlangt, dass die andere Person verifiziert ist. Das ist sie noch nicht.',
    next: 'Erlaubt Ihre Organisation einen Anruf zum Verifizieren, vergleichen Sie dabei den Sicherheitscode. Sonst fragen Sie Ihre IT.',
  },
  'relay-required': {
    title: 'Kein Relais',
    why: 'Gespräche dürfen auf diesem Gerät nur über ein Relais laufen: Keines ist eingerichtet oder erreichbar, oder dieses Gespräch lief ohne.',
    next: 'Fragen Sie Ihre IT nach dem Relais (TURN).',
  },
  'app-closed': {
    title: 'Siegel wurde geschlossen',
    why: 'Das Programm wurde während des Anrufs beendet.',
    next: 'Rufen Sie erneut an.',
  },
  missed: { title: 'Verpasster Anruf' },
};
