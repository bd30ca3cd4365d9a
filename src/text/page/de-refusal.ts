// German texts of why main refused what was asked, for every RefusalCode.
// The type requires the same keys as en-refusal.ts.
import type { Texts } from './catalogue.ts';
import type { enRefusal } from './en-refusal.ts';

/** German texts of why main refused what was asked, for every RefusalCode. */
export const deRefusal: Texts<typeof enRefusal> = {
  locked: 'Das hat Ihre Organisation festgelegt. Fragen Sie Ihre IT, wenn Sie es anders brauchen.',
  'app-locked': 'Siegel ist gesperrt. Bitte entsperren Sie es zuerst.',
  'too-many-calls':
    'Sie haben diese Person innerhalb einer Minute zehnmal angerufen. Rufen Sie in einer Minute wieder an; wen Sie verifiziert haben, können Sie öfter anrufen.',
  'peer-not-allowed': 'Ihre Organisation erlaubt mit dieser Adresse keine Gespräche. Fragen Sie Ihre IT.',
  'peer-not-verified':
    'Ihre Organisation verlangt, dass diese Person vor einem Gespräch verifiziert ist. Fragen Sie Ihre IT.',
  'video-not-allowed': 'Ihre Organisation erlaubt kein Video. Rufen Sie ohne Kamera an.',
  'sharing-not-allowed': 'Ihre Organisation erlaubt nicht, das zu teilen. Fragen Sie Ihre IT.',
  'call-held': 'Der Anruf wird gehalten. Drücken Sie zuerst „Fortsetzen“.',
  'unknown-source': 'Dieses Fenster ist nicht mehr da. Wählen Sie ein anderes.',
  'passphrase-not-allowed':
    'Ihre Organisation verlangt den Schlüsselspeicher des Systems. Eine Passphrase genügt nicht; fragen Sie Ihre IT.',
  'export-not-allowed': 'Ihre Organisation erlaubt das Speichern nicht.',
  cancelled: 'Es wurde nichts gespeichert.',
  'call-first': 'Ein Anruf geht vor. Versuchen Sie es erneut, wenn er vorbei ist.',
  'asked-lately':
    'Siegel hat Sie gerade mehrmals gefragt oder das mehrmals geöffnet, und Sie haben abgelehnt oder es geschlossen. Es tut das erst nach einer Pause wieder: Warten Sie bis zu zehn Minuten oder starten Sie Siegel neu. Haben Sie nichts davon selbst begonnen, informieren Sie Ihre IT.',
  'not-enrolling': 'Ihre Organisation hat keine Anmeldestelle angegeben.',
  'bad-token': 'Dieses Einmalkennwort wurde nicht angenommen. Prüfen Sie es oder lassen Sie sich ein neues geben.',
  'ca-unreachable': 'Die Anmeldestelle ist nicht erreichbar. Versuchen Sie es später erneut.',
  'ca-refused': 'Die Anmeldestelle hat abgelehnt. Fragen Sie Ihre IT.',
  'no-update': 'Siegel sucht auf diesem Gerät nicht selbst nach neueren Versionen. Fragen Sie, wer es verwaltet.',
  'no-link': 'Ihre Organisation hat dafür keine Seite angegeben.',
  'not-allowed': 'Siegel hat diesen Schritt abgelehnt.',
  'bad-input': 'Siegel nimmt diese Eingabe nicht an. Bitte prüfen Sie sie.',
  internal:
    'In Siegel ist etwas schiefgegangen. Bitte versuchen Sie es erneut; wenn es wieder geschieht, starten Sie Siegel neu.',
  'no-key-store':
    'Der geschützte Schlüsselspeicher fehlt oder ist gesperrt. Der Schlüssel kann nicht aufbewahrt oder geöffnet werden.',
  'vault-locked': 'Bitte entsperren Sie Siegel zuerst mit Ihrer Passphrase.',
  'wrong-passphrase': 'Die Passphrase stimmt nicht. Bitte versuchen Sie es erneut.',
  'vault-damaged': 'Siegels Daten lassen sich nicht öffnen. Sie wurden nicht überschrieben.',
  'no-identity': 'Bitte richten Sie Siegel zuerst ein.',
  'identity-exists': 'Siegel ist bereits eingerichtet.',
  'bad-address':
    'Das ist keine gültige Adresse. Sie sieht aus wie name@organisation, in einer Schrift und ohne Zeichen, die man mit anderen verwechseln kann.',
  'bad-name': 'Dieser Name ist nicht möglich. Höchstens 64 Byte, keine Steuerzeichen.',
  'own-address': 'Das ist Ihre eigene Adresse.',
  'contact-exists': 'Diese Person ist bereits in Ihren Kontakten.',
  'unknown-contact': 'Diese Person ist nicht in Ihren Kontakten.',
  'unknown-side':
    'Die Geräte sagen jetzt etwas anderes, als hier stand. Es wurde nichts entschieden: Sehen Sie sich die Seiten noch einmal an.',
  'person-verified':
    'Sie haben diese Person verifiziert. Siegel vergisst sie nur zusammen mit dem Kontakt und lässt jemand anderen erst an ihre Stelle, wenn im Gespräch der Sicherheitscode verglichen wurde.',
  'unknown-person':
    'Diese Person steht nicht mehr unter der Adresse, oder der Server hat nicht geantwortet. Es wurde nichts geändert.',
  'unknown-entry': 'Dieser Anruf steht nicht mehr in der Liste und lässt sich nicht zurückholen.',
  'unknown-call': 'Dieser Anruf ist beendet.',
  moving: 'Dieses Gespräch wird bereits verschoben. Warten Sie einen Augenblick.',
  'call-exists': 'Sie sind bereits in einem Gespräch. Legen Sie zuerst auf.',
  'two-calls': 'Sie können höchstens zwei Anrufe zugleich führen. Beenden Sie zuerst einen davon.',
  'cannot-hold':
    'Ihr laufender Anruf wird noch aufgebaut und kann noch nicht gehalten werden. Bitte warten Sie einen Moment, oder legen Sie ihn auf.',
  'key-changed':
    'Was Siegel von dieser Person weiß, hat sich geändert. Sehen Sie sich die Person zuerst im Hauptfenster an.',
  unconfirmed: 'Der Code zählt noch nicht: Welche Geräte diese Person hat, steht noch nicht fest.',
  'code-mismatch': 'Der Code stimmt nicht.',
  'not-connected': 'Keine Verbindung zum Server. Bitte warten Sie, bis sie wieder da ist.',
  'broker-in-use': 'Der Port wird von einem anderen Programm benutzt. Wählen Sie einen anderen.',
  'bad-relay': 'Das ist keine gültige Relaisadresse. Sie beginnt mit turn: oder turns:, etwa turns:relais.example:443.',
  'relay-account': 'Ein Relais braucht einen Benutzernamen und ein Kennwort.',
  'no-proxy': 'Dieser Proxy hat keine Anmeldung verlangt. Sehen Sie nach, welcher Proxy angezeigt wird.',
  'proxy-account': 'Eine Anmeldung am Proxy braucht einen Benutzernamen ohne Doppelpunkt und ein Kennwort.',
  'no-relay':
    'Es ist kein Relais eingetragen. Ohne eines käme kein Anruf zustande. Tragen Sie zuerst unter „Relais“ eines ein.',
  'bad-broker': 'Das ist keine gültige Serveradresse. Sie beginnt mit mqtts:// oder wss://.',
  disk: 'Die Änderung konnte nicht gespeichert werden. Es wurde nichts verändert. Bitte prüfen Sie, ob der Datenträger voll ist.',
  'bad-code':
    'Dieser Verbindungscode ist nicht vollständig oder hat einen Tippfehler. Vergleichen Sie ihn mit dem neuen Gerät.',
  linking: 'Es wird schon ein Gerät verbunden, oder dieser Schritt ist vorbei.',
  'devices-full': 'Ihre Geräteliste ist voll. Entfernen Sie zuerst ein Gerät, das Sie nicht mehr benutzen.',
  'chain-full':
    'Es wurden so oft Geräte hinzugefügt und entfernt, dass für eine weitere Änderung kein Platz ist. Bitte wenden Sie sich an Ihre IT: Ihre Geräte arbeiten weiter, ein weiteres braucht eine neue Identität.',
  'device-unfinished': 'Dieses Gerät ist noch nicht fertig verbunden.',
  'devices-disputed': 'Ihre Geräte widersprechen sich darin, welche von ihnen Ihre sind. Es wurde nichts geändert.',
  'device-removed': 'Dieses Gerät wurde auf einem anderen Ihrer Geräte entfernt. Es kann nicht mehr telefonieren.',
  'wrong-group':
    'Das ist nicht die letzte Gruppe des Codes. Sehen Sie auf Ihr Blatt oder lassen Sie den Code noch einmal zeigen.',
  'recovery-gone': 'Der Wiederherstellungscode wird nicht mehr gezeigt und gilt nicht. Legen Sie einen neuen an.',
  'recovery-changed':
    'Inzwischen hat ein anderes Ihrer Geräte einen Wiederherstellungscode angelegt. Bestätigen Sie noch einmal, wenn der Code in diesem Fenster ihn ersetzen soll.',
  'no-recovery-code': 'Es gibt keinen Wiederherstellungscode, der sich zurücknehmen ließe.',
  'not-printed':
    'Es wurde nichts gedruckt. Prüfen Sie, ob ein Drucker eingerichtet ist, oder schreiben Sie den Code ab.',
  'unknown-device': 'Dieses Gerät steht nicht mehr in Ihrer Geräteliste.',
  'no-server':
    'Es ist kein Server eingetragen. Tragen Sie die Serveradresse ein, drücken Sie Speichern und versuchen Sie es noch einmal: Siegel fragt den Server zuerst, ob schon jemand diese Adresse benutzt.',
  'server-silent':
    'Der Server ist nicht erreichbar; deshalb steht nicht fest, ob schon jemand diese Adresse benutzt. Es wurde nichts eingerichtet. Prüfen Sie die Serveradresse und Ihre Verbindung, und versuchen Sie es noch einmal.',
  'server-proxy':
    'Der Proxy auf dem Weg zum Server lässt Siegel nicht durch. Es wurde nichts eingerichtet. Fragen Sie Ihre IT, und versuchen Sie es noch einmal.',
  'proxy-login':
    'Der Proxy auf dem Weg zum Server verlangt einen Benutzernamen und ein Kennwort. Es wurde nichts eingerichtet. Melden Sie sich unten am Proxy an, und versuchen Sie es noch einmal.',
  'server-refused':
    'Der Server lässt dieses Gerät nicht zu, oder dem Zertifikat des Servers ist nicht zu trauen. Es wurde nichts eingerichtet. Prüfen Sie Serveradresse, Benutzernamen und Kennwort, oder fragen Sie Ihre IT.',
  'server-in-clear':
    'Dieser Server ist nur unverschlüsselt zu erreichen, und Sie haben das nicht erlaubt. Es wurde nichts eingerichtet. Versuchen Sie es noch einmal, um erneut gefragt zu werden.',
  'directory-silent':
    'Der Server hat nicht rechtzeitig oder nicht vollständig gesagt, wer diese Adresse schon benutzt. Es wurde nichts eingerichtet. Versuchen Sie es noch einmal; bleibt es dabei, informieren Sie Ihre IT.',
  'address-used': 'Diese Adresse ist schon vergeben.',
  'address-used-by-several': 'Diese Adresse gehört schon mehreren Personen.',
  'recovery-unfinished': 'Der Code ist nicht vollständig. Er hat neun Gruppen; vergleichen Sie ihn mit Ihrem Blatt.',
  'recovery-mistyped': 'Der Code enthält einen Tippfehler. Vergleichen Sie ihn mit Ihrem Blatt.',
  'recovery-unknown':
    'Niemand, dem diese Adresse gehört, hat diesen Code. Prüfen Sie die Adresse, und wessen Blatt das ist.',
  'recovery-replaced':
    'Dieser Code gilt nicht mehr: Er wurde schon verwendet, oder ein anderer ist an seine Stelle getreten. Es wurde nichts geändert. Waren das nicht Sie, informieren Sie Ihre IT.',
  'recovery-several':
    'Mehrere Personen unter dieser Adresse haben diesen Code; jemand anderes ist also an ihn gekommen. Es wurde nichts geändert. Informieren Sie Ihre IT.',
  'recovery-full':
    'Geräte wurden so oft hinzugefügt und entfernt, dass für eine Wiederherstellung kein Platz ist. Es wurde nichts geändert. Bitte wenden Sie sich an Ihre IT.',
};
