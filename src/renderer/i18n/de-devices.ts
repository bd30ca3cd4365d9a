// German texts of one's devices: the list, linking a further one from either side, removing one.
// The type keeps the keys those of en-devices.ts.
import type { Texts } from './catalogue.ts';
import type { enDevices } from './en-devices.ts';

/** German texts of one's devices. */
export const deDevices: Texts<typeof enDevices> = {
  title: 'Ihre Geräte',
  text: 'Ein Anruf an Sie klingelt auf allen. Kontakte und Verifizierungen werden beim Verbinden einmal kopiert; danach führt jedes Gerät seine eigenen.',
  list: 'Ihre Geräte',
  none: 'Dieses Gerät steht noch nicht im Verzeichnis. Es trägt sich ein, sobald eine Verbindung besteht.',
  this: 'Dieses Gerät',
  unnamed: 'Gerät {{id}}',
  facts: 'seit {{since}} · gültig bis {{until}}',
  remove: 'Entfernen …',
  removeNamed: '{{name}} entfernen …',
  removed: '{{name}} wurde entfernt.',
  link: 'Weiteres Gerät verbinden',
  giveLead:
    'Starten Sie Siegel auf dem neuen Gerät und wählen Sie „Mit einem Gerät verbinden, das ich schon benutze“. Es zeigt einen Code aus sieben Gruppen. Tippen Sie ihn hier ein.',
  giveWarning:
    'Verbinden Sie nur ein Gerät, das Sie selbst in der Hand haben. Es bekommt Ihren Schlüssel, Ihre Kontakte und Ihre Verifizierungen. Niemand vom Support braucht jemals diesen Code.',
  code: 'Verbindungscode',
  codeHint: 'Sieben Gruppen aus vier Buchstaben und Ziffern; Leerzeichen spielen keine Rolle.',
  codeMissing: 'Tippen Sie den Code ein, den das neue Gerät zeigt.',
  giveStart: 'Weiter',
  calling: 'Das neue Gerät wird gesucht …',
  numberTitle: 'Tippen Sie diese Zahl auf dem neuen Gerät ein',
  number: 'Zahl',
  numberText:
    'Das neue Gerät hat geantwortet und fragt nach dieser Zahl. Nur das Gerät, dessen Code Sie eingetippt haben, kann sie kennen.',
  confirmed: 'Die Zahl stimmt. Siegel wartet auf das neue Gerät …',
  askTitle: 'Siegel fragt, ob „{{name}}“ verbunden werden soll',
  askText:
    'Auf dem neuen Gerät wurde die richtige Zahl eingetippt. Lesen Sie die Frage im Dialog, bevor Sie übergeben.',
  sending: 'Übergabe an „{{name}}“ läuft …',
  doneTitle: '„{{name}}“ ist verbunden',
  doneText: 'Es trägt sich in Ihre Geräteliste ein.',
  failedTitle: 'Das Gerät wurde nicht verbunden',
  unknownTitle: 'Es ist nicht sicher, ob das Gerät verbunden wurde',
  nothing: 'Auf keinem der beiden Geräte ist etwas zurückgeblieben.',
  close: 'Schließen',
  again: 'Noch einmal versuchen',
  noName: 'ohne Namen',
  offer: 'Benutzen Sie Siegel schon?',
  offerText: 'Dann kann dieses Gerät ein weiteres von Ihnen werden, mit Ihren Kontakten und Verifizierungen.',
  offerDo: 'Mit einem Gerät verbinden, das ich schon benutze',
  startTitle: 'Dieses Gerät verbinden',
  startLead:
    'Beide Geräte müssen mit demselben Server verbunden sein. Ihr anderes Gerät übergibt Ihre Identität; es entsteht keine neue.',
  start: 'Verbindungscode zeigen',
  starting: 'Wird vorbereitet …',
  takeCodeTitle: 'Tippen Sie diesen Code auf Ihrem anderen Gerät ein',
  takeCodeLead: 'Öffnen Sie dort die Einstellungen, dann „Ihre Geräte“ und „Weiteres Gerät verbinden“.',
  codeLabel: 'Verbindungscode',
  waitingFor: 'Wartet auf Ihr anderes Gerät …',
  connecting: 'Verbindung zum Server wird aufgebaut …',
  takeNumberTitle: 'Tippen Sie die Zahl ein, die Ihr anderes Gerät zeigt',
  takeNumberLead: '{{name}} ({{address}}) möchte an dieses Gerät übergeben.',
  takeNumberWarning:
    'Tippen Sie sie nur ein, wenn das Ihr Name ist und die Zahl auf Ihrem eigenen Gerät steht. Es gibt einen Versuch; nach einer falschen Zahl beginnen Sie von vorn.',
  takeNumberDo: 'Weiter',
  takeWaitingTitle: 'Bestätigen Sie auf Ihrem anderen Gerät',
  takeWaitingLead: 'Die Zahl stimmt. Ihr anderes Gerät fragt, ob dieses verbunden werden soll.',
  takeReceivingTitle: 'Ihre Identität kommt an',
  takeReceivingLead: 'Das dauert einige Sekunden.',
  removedTitle: 'Dieses Gerät wurde auf einem anderen Ihrer Geräte entfernt',
  removedText:
    'Es kann nicht mehr angerufen werden und nicht mehr anrufen. Was hier gespeichert ist, bleibt, bis Sie es löschen. Um es wieder zu benutzen, löschen Sie es und verbinden es neu.',
  conflictDo: 'Dieses Gerät löschen und verbinden …',
  eraseDo: 'Löschen und neu beginnen …',
  failure: {
    cancelled: 'Sie haben abgebrochen.',
    'cancelled-there': 'Auf dem anderen Gerät wurde abgebrochen.',
    timeout: 'Die zehn Minuten dafür sind vorbei. Beginnen Sie von vorn.',
    'no-answer':
      'Kein Gerät mit diesem Code antwortet. Prüfen Sie, ob es den Code noch zeigt und ob beide Geräte denselben Server benutzen.',
    'wrong-number': 'Auf dem neuen Gerät wurde nicht die richtige Zahl eingetippt. Beginnen Sie mit einem neuen Code.',
    'not-connected': 'Die Verbindung zum Server ging verloren. Beginnen Sie von vorn, wenn sie wieder da ist.',
    refused: 'Der Server lässt die Geräte einander nicht schreiben. Bitte wenden Sie sich an Ihre IT.',
    'other-person': 'Ihre Organisation hat das neue Gerät für eine andere Adresse eingerichtet.',
    unusable: 'Was ankam, passt nicht zusammen und wurde nicht verwendet. Sind beide Geräte auf dem neuesten Stand?',
    'too-large': 'Ihre Kontakte sind zu viele, um auf einmal übergeben zu werden.',
    unreadable:
      'Was zu übergeben wäre, ließ sich auf diesem Gerät nicht lesen. Starten Sie Siegel neu und beginnen Sie von vorn.',
    disk: 'Das neue Gerät konnte nicht speichern, was es bekam. Vielleicht ist sein Datenträger voll.',
    'not-told':
      'Das neue Gerät hat sich nicht zurückgemeldet. Sehen Sie gleich in Ihrer Geräteliste nach: Steht es dort, ist es verbunden. War es nicht Ihres, entfernen Sie es und richten Sie Siegel mit einer neuen Identität ein: Es hat Ihren Schlüssel.',
    'has-left':
      'Das neue Gerät meldet, dass es nicht fertig wurde, nachdem die Übergabe Ihres Schlüssels begonnen hatte. Ist es Ihres, sehen Sie in Ihrer Geräteliste nach, entfernen Sie es, falls es dort steht, und beginnen Sie von vorn. War es nicht Ihres, genügt das Entfernen nicht: Richten Sie Siegel mit einer neuen Identität ein.',
    'not-allowed': 'Ihre Organisation erlaubt nicht, Geräte zu verbinden.',
    'asked-lately':
      'Siegel hat Sie gerade mehrmals gefragt, und Sie haben abgelehnt. Es fragt erst nach einer Pause wieder: Warten Sie zehn Minuten oder starten Sie Siegel neu. Haben Sie nichts davon selbst begonnen, informieren Sie Ihre IT.',
  },
};
