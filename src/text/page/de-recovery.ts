// German texts of one's own recovery code. The type requires the same keys as en-recovery.ts.
import type { Texts } from './catalogue.ts';
import type { enRecovery } from './en-recovery.ts';

/** German texts of one's own recovery code. */
export const deRecovery: Texts<typeof enRecovery> = {
  title: 'Wiederherstellungscode',
  text: 'Ein Code auf Papier, mit dem Sie Ihre Identität behalten, wenn Sie alle Geräte verlieren. Ihre Kontakte müssen Sie dann in der Regel nicht neu verifizieren.',
  none: 'Sie haben keinen Wiederherstellungscode. Verlieren Sie alle Geräte, müssen Ihre Kontakte Sie neu kennenlernen und verifizieren.',
  thereHere:
    'Es gibt einen Wiederherstellungscode. Der letzte wurde auf diesem Gerät angelegt. Nur dieser gilt, sobald die Geräte Ihrer Kontakte davon wissen.',
  there:
    'Es gibt einen Wiederherstellungscode. Der letzte wurde auf „{{name}}“ angelegt. Nur dieser gilt, sobald die Geräte Ihrer Kontakte davon wissen. Waren Sie das nicht, nehmen Sie ihn zurück und entfernen Sie jenes Gerät.',
  takenBackHere:
    'Es gibt keinen Wiederherstellungscode. Den letzten haben Sie auf diesem Gerät zurückgenommen. Das Blatt ist nichts mehr wert, sobald die Geräte Ihrer Kontakte davon wissen.',
  takenBack:
    'Es gibt keinen Wiederherstellungscode. Der letzte wurde auf „{{name}}“ zurückgenommen. Das Blatt ist nichts mehr wert, sobald die Geräte Ihrer Kontakte davon wissen. Waren Sie das nicht, entfernen Sie jenes Gerät.',
  takenBackElsewhere:
    'Es gibt keinen Wiederherstellungscode. Der letzte wurde auf einem anderen Ihrer Geräte zurückgenommen. Das Blatt ist nichts mehr wert, sobald die Geräte Ihrer Kontakte davon wissen.',
  used: 'Der Wiederherstellungscode wurde verwendet: Mit ihm wurde ein Gerät eingerichtet, und alle früheren Geräte wurden entfernt. Er gilt nicht mehr. Waren Sie das nicht, hat jemand anderes Ihre Identität: Sagen Sie es Ihren Kontakten und Ihrer IT.',
  usedHere:
    'Es gibt keinen Wiederherstellungscode. Mit dem letzten wurde Ihre Identität wiederhergestellt; er gilt nicht mehr. Legen Sie einen neuen an.',
  lost: 'Ist das Blatt verloren, oder könnte es jemand gesehen haben, legen Sie einen neuen Code an. Der alte gilt nicht mehr, sobald die Geräte Ihrer Kontakte davon wissen.',
  forbidden: 'Ihre Organisation erlaubt auf diesem Gerät keine neuen Wiederherstellungscodes.',
  forbiddenThere:
    'Ihre Organisation erlaubt auf diesem Gerät keine neuen Wiederherstellungscodes. Nehmen Sie diesen zurück, wenn Ihre IT nichts anderes sagt.',
  make: 'Wiederherstellungscode anlegen …',
  replace: 'Durch neuen Code ersetzen …',
  takeBack: 'Zurücknehmen …',
  takenBackDone:
    'Der Wiederherstellungscode ist zurückgenommen. Er gilt nicht mehr, sobald die Geräte Ihrer Kontakte davon wissen. Vernichten Sie das Blatt.',
  isShown: 'Der Code steht in einem eigenen Fenster.',
  offer: 'Alle Geräte verloren? Mit einem Wiederherstellungscode auf Papier behalten Sie Ihre Identität.',
  require:
    'Ihre Organisation verlangt einen Wiederherstellungscode auf Papier, mit dem Sie Ihre Identität behalten, wenn Sie alle Geräte verlieren.',
  offerDo: 'Wiederherstellungscode anlegen …',
  notNow: 'Nicht jetzt',
  window: 'Wiederherstellungscode',
  showTitle: 'Schreiben Sie Ihren Wiederherstellungscode ab oder drucken Sie ihn',
  showLead:
    'Er wird nur dieses eine Mal gezeigt. Er gilt erst, wenn Sie ihn im nächsten Schritt bestätigt haben; schließen Sie dieses Fenster vorher, ist er spurlos verschwunden.',
  replaces:
    'Er ersetzt den Wiederherstellungscode, den Sie jetzt haben. Dieser gilt nicht mehr, sobald die Geräte Ihrer Kontakte davon wissen.',
  label: 'Wiederherstellungscode',
  keep: 'Bewahren Sie ihn dort auf, wo niemand sonst herankommt, und nicht bei Ihren Geräten. Wer ihn hat, kann Ihre Identität übernehmen. Fotografieren Sie ihn nicht und speichern Sie ihn in keiner Datei.',
  printText:
    'Drucken Sie auf einem Drucker, dem Sie vertrauen: Drucker und Druckserver können behalten, was sie drucken.',
  print: 'Drucken …',
  next: 'Ich habe ihn auf Papier',
  askTitle: 'Tippen Sie die letzte Gruppe ein',
  askLead: 'Sehen Sie auf Ihr Blatt und tippen Sie die letzte Gruppe des Codes ein, die mit zwei Zeichen.',
  group: 'Letzte Gruppe',
  groupMissing: 'Tippen Sie die zwei Zeichen der letzten Gruppe ein.',
  back: 'Noch einmal zeigen',
  confirm: 'Bestätigen',
  saving: 'Wird gespeichert und veröffentlicht …',
  madeTitle: 'Ihr Wiederherstellungscode ist angelegt',
  madeText:
    'Er gilt, sobald die Geräte Ihrer Kontakte davon wissen. Bewahren Sie das Blatt gut auf. Verlieren Sie es, legen Sie unter „Einstellungen“, „Wiederherstellungscode“ einen neuen Code an.',
  goneTitle: 'Der Code wird nicht mehr gezeigt',
  goneText: 'Er gilt nicht, und nichts von ihm wurde aufbewahrt. Legen Sie einen neuen an.',
  close: 'Schließen',
  paper: {
    title: 'Siegel-Wiederherstellungscode',
    name: 'Name',
    address: 'Adresse',
    fingerprint: 'Fingerabdruck',
    date: 'Angelegt am',
    useTitle: 'Wozu er da ist',
    use: 'Wenn Sie alle Geräte verloren haben: Richten Sie Siegel auf einem neuen mit der Adresse oben ein und wählen Sie, mit einem Wiederherstellungscode wiederherzustellen. Für Ihre Kontakte bleiben Sie dieselbe Person; sie lesen einen Hinweis und müssen Sie in der Regel nicht neu verifizieren. Alle früheren Geräte werden entfernt, und dieser Code gilt nicht mehr.',
    finderTitle: 'Was ein Finder damit kann',
    finder:
      'Ihre Identität übernehmen: in Ihrem Namen anrufen und angerufen werden, und alle Ihre Geräte entfernen. Er öffnet keine vergangenen Gespräche und enthält keine Kontakte.',
    lostTitle: 'Wenn er verloren ist oder ihn jemand gesehen hat',
    lost: 'Öffnen Sie in Siegel „Einstellungen“, „Wiederherstellungscode“ und legen Sie einen neuen an. Dieses Blatt ist nichts mehr wert, sobald die Geräte Ihrer Kontakte davon wissen. Ersetzte Blätter gehören in den Aktenvernichter.',
    keep: 'Bewahren Sie ihn unter Verschluss auf, nicht bei Ihren Geräten. Niemand vom Support braucht jemals diesen Code.',
  },
};
