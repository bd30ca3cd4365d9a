// German texts of one's devices: the list, linking a further one from either side, removing one.
// The type requires the same keys as en-devices.ts.
import type { Texts } from './catalogue.ts';
import type { enDevices } from './en-devices.ts';

/** German texts of one's devices. */
export const deDevices: Texts<typeof enDevices> = {
  title: 'Ihre Geräte',
  text: 'Ein Anruf an Sie klingelt auf allen. Kontakte und Verifizierungen werden beim Verbinden einmal kopiert. Danach führt jedes Gerät seine eigenen Kontakte; wen Sie auf einem Gerät verifizieren, der ist auf allen verifiziert.',
  list: 'Ihre Geräte',
  none: 'Hier ist noch kein Gerät bekannt.',
  this: 'Dieses Gerät',
  unnamed: 'Gerät {{id}}',
  withId: '{{name}} ({{id}})',
  new: 'Neu',
  newText: 'Wurde verbunden, seit Sie zuletzt nachgesehen haben. Ist es nicht Ihres, entfernen Sie es.',
  newTitle: 'Sie haben ein neues Gerät',
  newNotice:
    'Es wurde verbunden, seit Sie zuletzt nach Ihren Geräten gesehen haben. Ist es nicht Ihres, entfernen Sie es.',
  read: 'Das ist meines',
  readNamed: 'Das ist meines: {{name}}',
  givenTitle: '„{{name}}“ bekam vielleicht Ihre Kontakte, wurde aber nicht hinzugefügt',
  givenText:
    'Es hat nicht gemeldet, dass alles angekommen ist. Vielleicht hat es trotzdem Ihre Kontakte und Ihre Verifizierungen. Ist es Ihres, löschen Sie Siegel darauf und verbinden Sie es noch einmal. In Ihrem Namen anrufen kann es nicht.',
  remove: 'Entfernen …',
  removeNamed: '{{name}} entfernen …',
  removed: '{{name}} wurde entfernt.',
  link: 'Weiteres Gerät verbinden',
  giveLead:
    'Starten Sie Siegel auf dem neuen Gerät und wählen Sie „Mit einem Gerät verbinden, das ich schon benutze“. Es zeigt einen Code aus sieben Gruppen. Tippen Sie ihn hier ein.',
  giveWarning:
    'Verbinden Sie nur ein Gerät, das Sie selbst in der Hand haben. Es bekommt Ihre Kontakte und Ihre Verifizierungen und ruft danach in Ihrem Namen an. Niemand vom Support braucht jemals diesen Code.',
  code: 'Verbindungscode',
  codeHint: 'Sieben Gruppen aus vier Buchstaben und Ziffern; Leerzeichen spielen keine Rolle.',
  codeMissing: 'Tippen Sie den Code ein, den das neue Gerät zeigt.',
  giveStart: 'Weiter',
  calling: 'Das neue Gerät wird gesucht …',
  numberTitle: 'Tippen Sie diese Zahl auf dem neuen Gerät ein',
  number: 'Zahl',
  numberText:
    'Das neue Gerät hat geantwortet und fragt nach dieser Zahl. Nur das Gerät, dessen Code Sie eingetippt haben, kann sie kennen.',
  confirmed: 'Die Zahl stimmt. Das neue Gerät sieht nach, wessen Identität das ist …',
  fingerprint: 'Fingerabdruck dieser Identität, auf beiden Geräten derselbe:',
  askTitle: 'Siegel fragt, ob „{{name}}“ verbunden werden soll',
  askText:
    'Auf dem neuen Gerät wurde die richtige Zahl eingetippt. Lesen Sie die Frage im Dialog, bevor Sie übergeben.',
  sending: 'Übergabe an „{{name}}“ läuft …',
  doneTitle: '„{{name}}“ ist verbunden',
  adding: '„{{name}}“ wird zu Ihren Geräten hinzugefügt …',
  doneText: 'Es ist jetzt eines Ihrer Geräte.',
  doneUnseen:
    'Es ist jetzt eines Ihrer Geräte. Das Verzeichnis zeigt es noch nicht; Siegel versucht es mit jeder Verbindung erneut.',
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
  qrLabel: 'Verbindungscode als QR-Code',
  qrText:
    'Derselbe Code für einen Handscanner, der wie eine Tastatur tippt: Auf dem anderen Gerät füllt er das Feld aus. Ein Telefon zeigt ihn zum Abschreiben an. Mit einer Kamera liest Siegel ihn nicht.',
  waitingFor: 'Wartet auf Ihr anderes Gerät …',
  connecting: 'Verbindung zum Server wird aufgebaut …',
  takeNumberTitle: 'Tippen Sie die Zahl ein, die Ihr anderes Gerät zeigt',
  takeNumberLead: '{{name}} ({{address}}) möchte die eigene Identität an dieses Gerät übergeben.',
  takeNumberWarning:
    'Tippen Sie sie nur ein, wenn das Ihr Name ist und die Zahl auf Ihrem eigenen Gerät steht. Sie haben einen Versuch; nach einer falschen Zahl beginnen Sie von vorn.',
  takeNumberDo: 'Weiter',
  takeCheckingTitle: 'Siegel sieht nach, wessen Identität das ist',
  takeCheckingLead: 'Die Zahl stimmt. Das dauert einige Sekunden.',
  takeWaitingTitle: 'Bestätigen Sie auf Ihrem anderen Gerät',
  takeWaitingLead: 'Die Zahl stimmt. Ihr anderes Gerät fragt, ob dieses verbunden werden soll.',
  takeReceivingTitle: 'Ihre Identität kommt an',
  takeReceivingLead: 'Das dauert einige Sekunden.',
  removedTitle: 'Dieses Gerät wurde auf einem anderen Ihrer Geräte entfernt',
  removedText:
    'Es kann nicht mehr angerufen werden und nicht mehr anrufen. Was hier gespeichert ist, bleibt, bis Sie es löschen. Um es wieder zu benutzen, löschen Sie es und verbinden es neu.',
  unfinishedTitle: 'Dieses Gerät ist noch nicht fertig verbunden',
  unfinishedText:
    'Es hat Ihre Identität und Ihre Kontakte. Ihr anderes Gerät hat es noch nicht hinzugefügt, oder der Server zeigt das noch nicht. Siegel sieht bei jedem Start und jede Minute wieder nach. Gelöscht wird hier erst etwas, wenn Sie aufgeben.',
  giveUpDo: 'Aufgeben und löschen …',
  secondDo: 'Dieses Gerät löschen und verbinden …',
  eraseDo: 'Löschen und neu beginnen …',
  failure: {
    cancelled: 'Sie haben abgebrochen.',
    'cancelled-there': 'Auf dem anderen Gerät wurde abgebrochen.',
    timeout: 'Die zehn Minuten sind vorbei. Beginnen Sie von vorn.',
    'no-answer':
      'Kein Gerät mit diesem Code antwortet. Prüfen Sie, ob es den Code noch zeigt und ob beide Geräte denselben Server benutzen.',
    'wrong-number': 'Auf dem neuen Gerät wurde nicht die richtige Zahl eingetippt. Beginnen Sie mit einem neuen Code.',
    'not-connected': 'Die Verbindung zum Server ging verloren. Beginnen Sie von vorn, wenn sie wieder da ist.',
    refused: 'Der Server lässt die Geräte einander nicht schreiben. Bitte wenden Sie sich an Ihre IT.',
    'other-person': 'Ihre Organisation hat das neue Gerät für eine andere Adresse eingerichtet.',
    unusable: 'Was ankam, passt nicht zusammen und wurde nicht verwendet. Sind beide Geräte auf dem neuesten Stand?',
    'too-large': 'Sie haben zu viele Kontakte, um sie auf einmal zu übergeben.',
    unreadable:
      'Was zu übergeben wäre, ließ sich auf diesem Gerät nicht lesen. Starten Sie Siegel neu und beginnen Sie von vorn.',
    disk: 'Das neue Gerät konnte nicht speichern, was es bekam. Vielleicht ist sein Datenträger voll.',
    'not-told':
      'Das neue Gerät hat sich nicht zurückgemeldet. Sehen Sie gleich in Ihrer Geräteliste nach: Steht es dort, ist es verbunden. War es nicht Ihres, entfernen Sie es. Ihre Kontakte kennt es schon, aber es kann dann nicht mehr in Ihrem Namen anrufen.',
    'has-left':
      'Das neue Gerät meldet, dass die Übergabe begann, aber nicht fertig wurde. Es wurde nicht hinzugefügt. Ist es Ihres, beginnen Sie von vorn. War es nicht Ihres, kennt es vielleicht Ihre Kontakte.',
    'not-added':
      'Das neue Gerät hat Ihre Kontakte, ließ sich aber nicht zu Ihren Geräten hinzufügen. Löschen Sie Siegel darauf und verbinden Sie es noch einmal.',
    'not-allowed':
      'Dieses Gerät darf nicht verbunden werden und kein anderes verbinden: Ihre Organisation erlaubt es nicht, dieses Gerät wurde entfernt, oder Ihre Geräte widersprechen sich.',
    'asked-lately':
      'Siegel hat Sie gerade mehrmals gefragt, und Sie haben abgelehnt. Es fragt erst nach einer Pause wieder: Warten Sie zehn Minuten oder starten Sie Siegel neu. Haben Sie nichts davon selbst begonnen, informieren Sie Ihre IT.',
  },
};
