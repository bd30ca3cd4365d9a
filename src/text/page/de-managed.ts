// German texts of a managed device: what the organisation decides and confirms, and the information that it provides.
// „Von Ihnen verifiziert“ and „von Ihrer Organisation bestätigt“ are two different things; neither text replaces the
// other.
import type { Texts } from './catalogue.ts';
import type { enManaged } from './en-managed.ts';

/** German texts of a managed device. */
export const deManaged: Texts<typeof enManaged> = {
  managed: {
    classification: 'Einstufung dieses Geräts',
    locked: 'Von Ihrer Organisation festgelegt',
    atMostDays_one: 'Ihre Organisation erlaubt höchstens {{count}} Tag',
    atMostDays_other: 'Ihre Organisation erlaubt höchstens {{count}} Tage',
    atMostMinutes_one: 'Ihre Organisation verlangt die Sperre nach höchstens {{count}} Minute',
    atMostMinutes_other: 'Ihre Organisation verlangt die Sperre nach höchstens {{count}} Minuten',
    atMost: 'Ihre Organisation erlaubt höchstens „{{choice}}“',
    hidesRoom: 'Ihre Organisation verlangt, dass der Raum verborgen ist',
    noVideo: 'Ihre Organisation erlaubt kein Video.',
    noLocalBroker: 'Ihre Organisation erlaubt auf diesem Gerät keinen eingebauten Server.',
    problems_one: 'Es gibt {{count}} Problem mit den Richtlinien Ihrer Organisation',
    problems_other: 'Es gibt {{count}} Probleme mit den Richtlinien Ihrer Organisation',
    problemsText:
      'Bis das behoben ist, gelten vielleicht frühere oder strengere Einstellungen. Bitte informieren Sie Ihre IT.',
    problemsShow: 'Richtlinien zeigen',
    support: 'Hilfe: {{contact}}',
  },
  organisation: {
    title: 'Organisation',
    heading: 'Bestätigung',
    confirmed: 'Von Ihrer Organisation bestätigt',
    confirmedBy: 'Von Ihrer Organisation bestätigt ({{name}})',
    confirmedText: 'Ihre Organisation hat das Gerät dieser Person zertifiziert. Gültig bis {{date}}.',
    none: 'Nicht von Ihrer Organisation bestätigt',
    noneText: 'Siegel hat nicht für jedes Gerät dieser Person ein gültiges Zertifikat Ihrer Organisation gesehen.',
    refused: 'Bestätigung der Organisation ist ungültig',
    refusedCause: {
      'foreign-root': 'Das Zertifikat hat jemand anderes ausgestellt, nicht Ihre Organisation.',
      expired: 'Das Zertifikat ist abgelaufen. Die IT der anderen Person muss es erneuern.',
      'not-yet-valid': 'Das Zertifikat gilt noch nicht. Auf einem der beiden Geräte geht die Uhr falsch.',
      'wrong-address': 'Das Zertifikat wurde für eine andere Adresse ausgestellt.',
      'wrong-device': 'Das Zertifikat wurde für ein anderes Gerät ausgestellt.',
      'wrong-usage': 'Das Zertifikat erfüllt die Bedingungen für Anrufe nicht, etwa weil es zu lange gilt.',
      'wrong-bundle': 'Das Zertifikat passt nicht zu dieser Person und dem Schlüssel ihres Geräts.',
      revoked: 'Ihre Organisation hat das Gerät dieser Person gesperrt.',
      malformed: 'Das Zertifikat ist nicht lesbar.',
    },
    refusedNext: 'Vergleichen Sie den Sicherheitscode und informieren Sie Ihre IT.',
    revokedNext:
      'Besprechen Sie nichts Vertrauliches, solange die andere Person dieses Gerät benutzt, und informieren Sie Ihre IT.',
  },
  enrolment: {
    waitingToken: 'Noch nicht bestätigt: Ein Einmalkennwort fehlt',
    waitingTokenText: 'Das Einmalkennwort erhalten Sie von Ihrer IT. Es gilt nur einmal.',
    waitingFile: 'Noch nicht bestätigt: Das Zertifikat fehlt',
    waitingFileText:
      'Ihre IT legt das Zertifikat auf diesem Gerät ab. Vielleicht bittet sie Sie um die Datei mit der Anforderung.',
    enrolling: 'Das Zertifikat wird angefordert …',
    enrolled: 'Von Ihrer Organisation bestätigt',
    until: 'Gültig bis',
    renewAt: 'Erneuert sich ab',
    serial: 'Seriennummer',
    failed: 'Keine gültige Bestätigung durch Ihre Organisation',
    failedKept: 'Die Bestätigung ließ sich nicht erneuern',
    keptUntil: 'Das bisherige Zertifikat gilt noch bis {{date}}.',
    retryAt: 'Siegel versucht es von selbst erneut, das nächste Mal am {{moment}}.',
    cause: {
      unreachable: 'Die Anmeldestelle ist nicht erreichbar.',
      tls: 'Dem Zertifikat der Anmeldestelle kann nicht vertraut werden. Bitte informieren Sie Ihre IT.',
      'bad-token': 'Das Einmalkennwort wurde nicht angenommen. Lassen Sie sich ein neues geben.',
      refused: 'Die Anmeldestelle hat abgelehnt. Bitte informieren Sie Ihre IT.',
      unusable:
        'Das ausgestellte Zertifikat passt nicht zu diesem Gerät, oder das Stammzertifikat Ihrer Organisation ist unbrauchbar. Bitte informieren Sie Ihre IT.',
      expired: 'Das Zertifikat dieses Geräts ist abgelaufen. Bitte informieren Sie Ihre IT.',
      revoked: 'Ihre Organisation hat das Zertifikat dieses Geräts gesperrt. Bitte informieren Sie Ihre IT.',
    },
    token: 'Einmalkennwort',
    tokenMissing: 'Bitte geben Sie das Einmalkennwort ein.',
    enrol: 'Zertifikat anfordern',
    saveRequest: 'Anforderung speichern',
    requestSaved: 'Die Anforderung wurde gespeichert. Geben Sie die Datei Ihrer IT.',
  },
  welcome: {
    title: 'Willkommen bei Siegel',
    lead: 'Ihre Organisation hat alles vorbereitet. Sie müssen nichts eingeben.',
    leadSome: 'Ihre Organisation hat fast alles vorbereitet. Eine Angabe fehlt noch.',
    leadStopped:
      'Ihre Organisation hat alles vorbereitet, aber dieses Gerät hat noch keinen sicheren Ort für Ihren Schlüssel.',
    leadNamed: '{{organisation}} hat alles vorbereitet. Sie müssen nichts eingeben.',
    creating: 'Ihr Schlüssel entsteht auf diesem Gerät …',
    retry: 'Erneut versuchen',
    done: 'Siegel ist eingerichtet: {{name}}, {{address}}.',
    storeRequired: 'Siegel lässt sich auf diesem Gerät noch nicht einrichten',
    storeRequiredText:
      'Ihre Organisation verlangt den geschützten Schlüsselspeicher des Systems; eine Passphrase genügt nicht. Gefunden: {{backend}}. Entsperren Sie den Schlüsselspeicher (unter Linux zum Beispiel GNOME Keyring oder KWallet) und starten Sie Siegel neu, oder fragen Sie Ihre IT.',
  },
  lock: {
    now: 'Jetzt sperren',
    title: 'Siegel ist gesperrt',
    text: 'Ihre Schlüssel sind aus dem Speicher gelöscht. Bis Sie entsperren, kann Sie niemand anrufen.',
    textRings:
      'Ihre Schlüssel sind aus dem Speicher gelöscht. Ruft jemand an, erscheint eine Karte; wer es ist, sehen Sie nach dem Entsperren.',
    unlock: 'Entsperren',
  },
  update: {
    none: 'Keine neuere Version bekannt',
    checked: 'Gerade geprüft: Es gibt keine neuere Version.',
    check: 'Jetzt suchen',
    checking: 'Wird gesucht …',
    installing: 'Wird eingerichtet …',
    available: 'Version {{version}} ist verfügbar',
    availableText: 'Ihre Organisation richtet sie ein.',
    install: 'Einrichten',
    ready: 'Version {{version}} ist bereit: geladen und geprüft. Sie gilt ab dem nächsten Start.',
    failed: {
      unreachable: 'Der Server für Aktualisierungen ist nicht erreichbar.',
      'bad-signature': 'Eine Aktualisierung mit ungültiger Signatur wurde abgelehnt. Bitte informieren Sie Ihre IT.',
      rollback:
        'Eine Aktualisierung wurde abgelehnt, weil schon eine neuere angeboten wurde. Bitte informieren Sie Ihre IT.',
      expired: 'Die Liste der Aktualisierungen ist abgelaufen. Bitte informieren Sie Ihre IT.',
      'bad-feed': 'Die Liste der Aktualisierungen ist nicht lesbar. Bitte informieren Sie Ihre IT.',
      'bad-package':
        'Eine Aktualisierung wurde abgelehnt, weil ihr Inhalt nicht der angekündigte ist. Bitte informieren Sie Ihre IT.',
      disk: 'Eine Aktualisierung ließ sich nicht speichern. Bitte prüfen Sie, ob der Datenträger voll ist.',
    },
  },
};
