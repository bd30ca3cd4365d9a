// German sentences of the self-check's findings, one per code. The page and the command line show the same sentences.
import type { FindingCode } from '../contract/finding.ts';

/** What was found, and what the person should do if anything. */
export const findingDe: Readonly<Record<FindingCode, string>> = {
  'system-good': 'Siegel läuft mit einer unterstützten Electron-Version.',
  'runtime-old':
    'Die Electron-Version ist älter als die, mit der Siegel ausgeliefert wird. Installieren Sie die aktuelle Version.',
  'key-store-good': 'Der Schlüsselspeicher des Systems schützt die Schlüssel und öffnet sie.',
  'key-store-passphrase': 'Die Schlüssel sind durch eine Passphrase geschützt.',
  'key-store-none':
    'Das System bietet keinen geschützten Schlüsselspeicher. Entsperren Sie unter Linux einen Schlüsselbund (GNOME-Schlüsselbund, KWallet) und starten Sie Siegel neu, oder verwenden Sie eine Passphrase, wenn Ihre Organisation das erlaubt.',
  'key-store-round-trip':
    'Der Schlüsselspeicher liefert nicht zurück, was Siegel darin gespeichert hat. Melden Sie sich ab und wieder an; hilft das nicht, setzen Sie den Schlüsselbund instand.',
  'key-store-will-not-open':
    'Der Schlüsselspeicher öffnet die Schlüssel dieses Profils nicht: Er wurde zurückgesetzt oder gehört zu einer anderen Anmeldung. Spielen Sie den Schlüsselbund aus einer Sicherung zurück, oder beginnen Sie in Siegel neu.',
  'key-store-changed':
    'Die Schlüssel wurden von einem anderen Schlüsselspeicher geschützt als dem, der jetzt verwendet wird. Melden Sie sich mit der Arbeitsumgebung von vorher an.',
  'key-store-foreign':
    'Die Schlüssel dieses Profils hat nicht der Schlüsselspeicher dieses Systems geschützt: Vielleicht hat jemand die Dateien anderswo hergestellt. Klären Sie, wer den Ordner beschreiben konnte, und spielen Sie ihn aus einer Sicherung zurück, oder beginnen Sie in Siegel neu.',
  'key-file-version':
    'Die Schlüsseldatei ist von einer anderen Version von Siegel, und diese liest ihr Format nicht. Verwenden Sie jene Version, oder beginnen Sie in Siegel neu.',
  'key-file-unreadable':
    'Die Schlüsseldatei lässt sich nicht lesen. Spielen Sie sie aus einer Sicherung zurück, oder beginnen Sie in Siegel neu.',
  'key-store-below-policy':
    'Ihre Organisation verlangt den Schlüsselspeicher des Systems, und die Schlüssel dieses Profils liegen unter einer Passphrase. Erlauben Sie mit KeyStoreMinimum die Passphrase, bis der Schlüssel unter Einstellungen, Ihr Schlüssel, umgezogen ist; oder beginnen Sie mit dem Schlüsselspeicher neu.',
  'state-good': 'Alle gespeicherten Daten lassen sich öffnen.',
  'state-none': 'Es ist noch nichts gespeichert.',
  'state-locked': 'Die gespeicherten Daten sind gesperrt. Entsperren Sie Siegel und prüfen Sie noch einmal.',
  'state-damaged':
    'Gespeicherte Daten lassen sich nicht öffnen: Sie wurden verändert oder sind beschädigt. Überschrieben wurde nichts. Spielen Sie den Ordner aus einer Sicherung zurück, oder beginnen Sie in Siegel neu.',
  'state-kept-aside':
    'Beschädigte Dateien wurden neben den gespeicherten Daten aufbewahrt. Siegel hat ohne sie weitergemacht.',
  'state-not-writable': 'Siegel darf nicht in seinen eigenen Ordner schreiben. Prüfen Sie Besitzer und Rechte.',
  'state-disk-full': 'Der Datenträger ist voll. Schaffen Sie Platz: Gespräche gelingen, aber nichts wird aufbewahrt.',
  'state-open-to-others':
    'Andere Personen an diesem Gerät dürfen in den Ordner von Siegel sehen. Was dort liegt, ist trotzdem versiegelt.',
  'policy-none': 'Auf diesem Gerät ist keine Richtlinie gesetzt.',
  'policy-good': 'Alle Richtlinien sind gelesen und in Kraft.',
  'policy-misplaced':
    'Eine Datei mit Richtlinien liegt in einem Ordner, den Siegel nicht liest, und gilt nicht. Näheres auf der Seite der Richtlinien.',
  'policy-entries':
    'Einige Einträge der Richtlinien sind falsch: Statt eines falschen verbindlichen Werts gilt der strenge Wert; andere falsche Einträge gelten nicht. Näheres auf der Seite der Richtlinien.',
  'policy-unreadable':
    'Eine Quelle von Richtlinien lässt sich nicht lesen, oder ihr ist nicht zu trauen. Bis das behoben ist, gilt, was sie zuletzt sagte; ließ sie sich seit dem Start von Siegel nie lesen, gelten die strengen Werte.',
  'broker-good': 'Der Server ist erreichbar, ihm wird vertraut, und er lässt dieses Gerät zu.',
  'broker-reached':
    'Der Server ist erreichbar, und ihm wird vertraut. Ob er dieses Gerät zulässt, weiß das laufende Programm.',
  'broker-clear':
    'Die Verbindung zum Server ist nicht verschlüsselt. Die Gespräche sind trotzdem versiegelt; verwenden Sie mqtts: oder wss:.',
  'broker-fallback': 'Nur ein Ersatzserver ist erreichbar.',
  'broker-none':
    'Es ist kein Server eingetragen. Tragen Sie einen in den Einstellungen ein, oder setzen Sie die Richtlinie BrokerUrl.',
  'broker-unallowed':
    'Die Verbindung zum Server wäre nicht verschlüsselt, und Sie haben ihr nicht zugestimmt. Tragen Sie eine Adresse mit mqtts: oder wss: ein.',
  'broker-locked': 'Der Server dieses Profils ist erst bekannt, wenn es entsperrt ist.',
  'broker-refused':
    'Der Server lehnt die Verbindung ab. Prüfen Sie Adresse und Port, und ob der MQTT-Dienst dort läuft.',
  'broker-unreachable': 'Der Server ist nicht erreichbar. Prüfen Sie das Netz, den Namen des Servers und die Firewall.',
  'broker-tls':
    'Dem Zertifikat des Servers wird nicht vertraut. Prüfen Sie Namen und Ablaufdatum des Zertifikats, TlsRoots, BrokerCertificatePins und die Uhr dieses Geräts.',
  'broker-no-certificate':
    'Der Server lässt nur Geräte mit Zertifikat herein, und dieses hat keines. Fordern Sie das Zertifikat der Organisation an.',
  'broker-timeout': 'Der Server antwortet nicht rechtzeitig. Prüfen Sie das Netz und die Firewall.',
  'broker-not-authorised':
    'Der Server lässt dieses Gerät nicht zu. Prüfen Sie Benutzername, Kennwort oder Zertifikat und seine Zugriffsliste.',
  'broker-taken-over':
    'Ein anderes Programm verwendet beim Server den Namen dieses Geräts. Suchen Sie nach einem kopierten Profil.',
  'broker-protocol':
    'Der Server sendet diesem Gerät Pakete, die zu groß oder in MQTT nicht erlaubt sind. Prüfen Sie, was unter dieser Adresse läuft.',
  'broker-proxy':
    'Über den Proxy ist der Server nicht erreichbar, oder der Proxy verlangt eine Anmeldung. Prüfen Sie ProxyMode und ProxyUrl.',
  'server-good': 'Dieser Server ist erreichbar und antwortet.',
  'server-mute':
    'Die Verbindung kommt zustande, aber dort antwortet kein MQTT-Dienst. Prüfen Sie Adresse, Port und vorgeschaltete Systeme (Load-Balancer, Reverse-Proxy).',
  'server-name':
    'Der Name dieses Servers wird nicht gefunden. Prüfen Sie seine Schreibweise und den Namensdienst (DNS) dieses Netzes.',
  'server-refused': 'Dieser Server lehnt die Verbindung ab. Prüfen Sie Adresse und Port, und ob er läuft.',
  'server-unreachable': 'Dieser Server ist nicht erreichbar. Prüfen Sie das Netz und die Firewall.',
  'server-timeout': 'Dieser Server antwortet nicht rechtzeitig. Prüfen Sie das Netz und die Firewall.',
  'server-tls':
    'Dem Zertifikat dieses Servers wird nicht vertraut. Prüfen Sie Namen und Ablaufdatum des Zertifikats und die Uhr dieses Geräts.',
  'server-opened':
    'Die TLS-Verbindung wird unterwegs aufgebrochen (TLS-Inspektion), oder das Stammzertifikat des Servers ist hier unbekannt: Aussteller oder Schlüssel seines Zertifikats sind weder in der Richtlinie noch im System hinterlegt. Nehmen Sie den Server von der Inspektion aus, oder tragen Sie sein Stammzertifikat in TlsRoots ein.',
  'server-proxy': 'Über den Proxy ist dieser Server nicht erreichbar. Den Grund nennt der Befund zum Proxy.',
  'proxy-none': 'Kein Server wird über einen Proxy erreicht.',
  'proxy-good': 'Der Proxy ist erreichbar, und über ihn sind es auch die Server.',
  'proxy-unreachable':
    'Der Proxy ist nicht erreichbar, oder unter dieser Adresse läuft kein Proxy. Prüfen Sie ProxyMode und ProxyUrl und die Proxyeinstellungen des Systems.',
  'proxy-refuses': 'Der Proxy ist erreichbar und lehnt ab. Lassen Sie CONNECT zu Name und Port der Server durch.',
  'proxy-login':
    'Der Proxy verlangt eine Anmeldung. Geben Sie Name und Kennwort in den Einstellungen an (nur Basic), oder besser: Lassen Sie CONNECT zu den Servern ohne Anmeldung durch.',
  'clock-good': 'Die Uhr stimmt mit der eines Servers überein.',
  'clock-plausible': 'Die Uhr liegt im Gültigkeitszeitraum des Serverzertifikats. Die genaue Zeit nennt kein Server.',
  'clock-off': 'Die Uhr geht mehr als eine Minute falsch. Schalten Sie den Zeitabgleich ein.',
  'clock-wrong': 'Die Uhr geht falsch. Deshalb werden Gespräche abgelehnt: Schalten Sie den Zeitabgleich ein.',
  'clock-not-checked': 'Keiner Ihrer Server nennt die Zeit.',
  'relay-good': 'Alle Relais sind nutzbar.',
  'relay-none': 'Es ist kein Relais eingerichtet.',
  'relay-partly': 'Einige Relais sind nicht nutzbar.',
  'relay-missing':
    'Richtlinie oder Einstellung verlangt ein Relais, und keines ist eingerichtet. Kein Gespräch ist möglich: Setzen Sie TurnServers.',
  'relay-no-account':
    'Relais sind genannt, aber Benutzername oder Kennwort dafür fehlt: Setzen Sie TurnUsername und TurnPassword.',
  'relay-unreachable':
    'Kein Relais antwortet. Prüfen Sie Namen, Ports und die Firewall (UDP und TCP 3478, TLS 5349 oder 443).',
  'relay-tls':
    'Dem Zertifikat des Relais wird nicht vertraut. Prüfen Sie Namen und Ablaufdatum des Zertifikats und die Stammzertifikate des Systems.',
  'relay-not-authorised': 'Das Relais nimmt Benutzername und Kennwort nicht an.',
  'relay-account-fallback':
    'Der Server, der Relaiskonten ausgibt (TurnCredentialsUrl), gibt keines. Stattdessen werden die Relais der Richtlinie benutzt.',
  'relay-account-unreachable':
    'Der Server, der Relaiskonten ausgibt, antwortet nicht. Prüfen Sie TurnCredentialsUrl, Firewall und Proxy.',
  'relay-account-tls':
    'Dem Server, der Relaiskonten ausgibt, wird nicht vertraut, oder er nimmt das Zertifikat dieses Geräts nicht an. Prüfen Sie sein Zertifikat, TlsRoots und die Anmeldestelle.',
  'relay-account-refused':
    'Der Server, der Relaiskonten ausgibt, weist dieses Gerät ab. Prüfen Sie TurnCredentialsUrl und die Logdatei des Servers.',
  'relay-account-unusable':
    'Was der Server ausgibt, ist kein Relaiskonto. Er muss mit username, password, ttl (ab 60 s) und uris in JSON antworten.',
  'relay-refused':
    'Das Relais antwortet, teilt aber keine Adresse zu (TURN-Allocation). Prüfen Sie sein Kontingent und seine Logdatei.',
  'path-good': 'Dieses Relais ist nutzbar.',
  'path-unreachable':
    'Dieses Relais antwortet über dieses Protokoll nicht. Prüfen Sie Namen und Port und die Firewall.',
  'path-tls':
    'Dem Zertifikat dieses Relais wird nicht vertraut. Prüfen Sie Namen und Ablaufdatum des Zertifikats, die Stammzertifikate des Systems und ob die TLS-Verbindung unterwegs aufgebrochen wird.',
  'path-not-authorised': 'Dieses Relais nimmt Benutzername und Kennwort nicht an.',
  'path-refused':
    'Dieses Relais antwortet über dieses Protokoll, teilt aber keine Adresse zu (TURN-Allocation). Prüfen Sie sein Kontingent und seine Logdatei.',
  'trial-call-good': 'Ein Probeanruf über das Relais gelingt: Versiegelter Ton und versiegeltes Bild kamen zurück.',
  'trial-call-lost':
    'Das Relais stellt einen Weg bereit, aber ein Probeanruf darüber kommt nicht zurück. Prüfen Sie, welche Ports das Relais für Medien benutzt und ob es an sich selbst senden darf.',
  'trial-call-not-now':
    'Kein Probeanruf: Ein Anruf, ein anderer Probeanruf, eine Sperre oder eine Änderung der Richtlinien ging vor. Prüfen Sie erneut.',
  'udp-good': 'UDP kommt aus diesem Netz hinaus.',
  'udp-blocked':
    'UDP kommt nicht durch: Relais antworten nur über TCP oder TLS. Gespräche gelingen darüber, in schlechten Netzen mit Lücken. Öffnen Sie UDP 3478 zum Relais.',
  'udp-not-checked':
    'Ob UDP aus diesem Netz hinauskommt, lässt sich nicht sagen: Kein Relais über UDP wurde gefragt, oder keines antwortet überhaupt.',
  'organisation-off': 'Ein Zertifikat einer Organisation ist nicht vorgesehen.',
  'organisation-enrolled': 'Dieses Gerät ist von der Organisation bestätigt.',
  'organisation-ends-soon': 'Das Zertifikat dieses Geräts endet bald und konnte noch nicht erneuert werden.',
  'organisation-waiting':
    'Dieses Gerät ist noch nicht bestätigt: Es fehlt das Einmalkennwort, die Antwort der Anmeldestelle oder das Zertifikat, das Ihre IT ablegt.',
  'organisation-lists':
    'Ein Stammzertifikat oder eine Sperrliste der Richtlinie ist unbrauchbar, abgelaufen oder älter als eine schon gesehene. Bringen Sie die neueste Liste in die Richtlinie.',
  'organisation-failed':
    'Dieses Gerät hat kein gültiges Zertifikat oder konnte seines nicht erneuern. Prüfen Sie Anmeldestelle und Einmalkennwort und die Stammzertifikate in der Richtlinie.',
  'organisation-unknown': 'Nur das laufende, entsperrte Programm kennt das Zertifikat dieses Geräts.',
  'devices-in-window':
    'Zur Prüfung werden Mikrofon und Kamera auf der Befehlszeile nur mit --check-devices geöffnet, im Programm nur im Testfenster.',
  'devices-not-now':
    'Mikrofon und Kamera wurden nicht geöffnet oder gaben keine Antwort: Eine Sperre des Bildschirms oder eine Änderung der Richtlinien ging vor, oder das System fragt nach ihnen. Antworten Sie und prüfen Sie erneut.',
  'microphone-good': 'Das Mikrofon ließ sich beim Ausprobieren öffnen.',
  'microphone-none': 'Beim Ausprobieren wurde kein Mikrofon gefunden. Schließen Sie eines an.',
  'microphone-busy':
    'Das Mikrofon ließ sich beim Ausprobieren nicht starten. Vielleicht benutzt es ein anderes Programm: Schließen Sie dieses und versuchen Sie es erneut.',
  'microphone-refused':
    'Das System erlaubt Siegel den Zugriff auf das Mikrofon nicht. Erlauben Sie ihn in den Datenschutz-Einstellungen des Systems und versuchen Sie es erneut.',
  'camera-good': 'Die Kamera ließ sich beim Ausprobieren öffnen.',
  'camera-none': 'Beim Ausprobieren wurde keine Kamera gefunden. Gespräche ohne Bild brauchen keine.',
  'camera-busy':
    'Die Kamera ließ sich beim Ausprobieren nicht starten. Vielleicht benutzt sie ein anderes Programm: Schließen Sie dieses und versuchen Sie es erneut.',
  'camera-refused':
    'Das System erlaubt Siegel den Zugriff auf die Kamera nicht. Erlauben Sie ihn in den Datenschutz-Einstellungen des Systems und versuchen Sie es erneut.',
  'sandbox-on': 'Die Fenster laufen in der Sandbox.',
  'sandbox-off':
    'Die Fenster laufen ohne Sandbox. Starten Sie Siegel unter einem normalen Benutzerkonto und ohne --no-sandbox.',
  'sandbox-unknown': 'Ohne Fenster lässt sich über die Sandbox nichts sagen.',
  'record-intact': 'Das Sicherheitsprotokoll ist unversehrt.',
  'record-empty': 'Das Sicherheitsprotokoll hat noch keinen Eintrag.',
  'record-began-late':
    'Das Sicherheitsprotokoll beginnt später als die Identität: Die Identität stammt aus einer älteren Version, oder das Protokoll wurde entfernt.',
  'record-broken':
    'Das Sicherheitsprotokoll ist unterbrochen. Löschen Sie nichts; speichern Sie es und gehen Sie der Sache nach.',
  'record-unreadable': 'Das Sicherheitsprotokoll lässt sich nicht lesen.',
  'record-locked': 'Das Sicherheitsprotokoll ist gesperrt. Entsperren Sie Siegel und prüfen Sie noch einmal.',
  'update-none': 'Eine neuere Version ist nicht bekannt.',
  'update-off': 'Siegel sieht hier nicht nach neueren Versionen. Ihre IT installiert sie.',
  'update-available': 'Eine neuere Version ist da.',
  'update-ready': 'Eine neuere Version liegt bereit: Starten Sie Siegel neu.',
  'update-failed':
    'Die Suche nach einer neueren Version ist fehlgeschlagen, oder sie ließ sich nicht speichern oder einrichten. Prüfen Sie Adresse und Schlüssel der Aktualisierungen und ob der Datenträger voll ist.',
};
