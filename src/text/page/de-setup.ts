// German texts of the set-up: a new identity, an address that somebody uses already, a recovery.
// Short sentences, formal Sie, no jargon; the type requires the same keys as en-setup.ts.
import type { Catalogue } from './catalogue.ts';

/** German texts of the set-up. */
export const deSetup: Pick<Catalogue, 'setup' | 'used' | 'recover'> = {
  setup: {
    title: 'Siegel einrichten',
    lead: 'Wenige Angaben genügen für Gespräche, die niemand mithört.',
    address: 'Ihre Adresse',
    addressHint: 'Wie bei einer E-Mail: name@organisation',
    name: 'Ihr Name',
    nameHint: 'Wird bei Anrufen mitgesendet und neben Ihrer Adresse gezeigt.',
    create: 'Einrichten',
    creating: 'Wird eingerichtet …',
    store: 'Ihr Schlüssel',
    storeOs:
      'Er wird durch den Schlüsselspeicher des Systems geschützt ({{backend}}). Er verlässt dieses Gerät nie: Ein weiteres Gerät hat einen eigenen.',
    storePassphrase:
      'Er wird durch die Passphrase geschützt, die Sie gerade gewählt haben. Sie brauchen sie bei jedem Start.',
    otherPassphrase: 'Eine andere Passphrase wählen',
    storeNone: 'Dieses System bietet keinen geschützten Schlüsselspeicher',
    storeNoneWhy:
      'Siegel bewahrt keinen Schlüssel ungeschützt auf. Gefunden: {{backend}}. Entsperren oder installieren Sie den Schlüsselspeicher des Systems (unter Linux zum Beispiel GNOME Keyring oder KWallet) und starten Sie Siegel neu – oder schützen Sie den Schlüssel mit einer Passphrase.',
    usePassphrase: 'Schlüssel mit einer Passphrase schützen',
    passphrase: 'Passphrase',
    passphraseHint: 'Mindestens 12 Zeichen. Sie brauchen sie bei jedem Start. Sie kann nicht wiederhergestellt werden.',
    passphraseRepeat: 'Passphrase wiederholen',
    passphraseShort: 'Bitte mindestens 12 Zeichen.',
    passphraseDiffers: 'Die beiden Eingaben unterscheiden sich.',
    addressMissing: 'Bitte geben Sie Ihre Adresse ein.',
    nameMissing: 'Bitte geben Sie Ihren Namen ein.',
    looking: 'Siegel fragt den Server, ob schon jemand diese Adresse benutzt. Das dauert einige Sekunden.',
    retry: 'Noch einmal versuchen',
    serverTitle: 'Serveradresse prüfen',
    localTitle: 'Kein Server? Dieser Computer kann einer sein',
  },
  used: {
    title: 'Diese Adresse ist schon vergeben',
    lead: 'Auf diesem Server gehört {{address}} schon jemandem. Sind Sie das, machen Sie als dieselbe Person weiter.',
    leadSeveral:
      'Auf diesem Server gehört {{address}} schon mehreren Personen. Sind Sie eine davon, machen Sie als diese weiter.',
    linkTitle: 'Sie haben noch ein Gerät, das funktioniert',
    recoverTitle: 'Alle Ihre Geräte sind verloren',
    recoverText:
      'Mit Ihrem Wiederherstellungscode bleiben Sie dieselbe Person, und wer Sie verifiziert hat, muss das in der Regel nicht noch einmal tun. Alle Geräte, die Sie bisher hatten, werden entfernt.',
    recoverDo: 'Mit dem Code wiederherstellen',
    newTitle: 'Sie haben weder ein anderes Gerät noch den Code, oder Sie sind jemand anderes',
    newText:
      'Dann können Sie Siegel als neue Person einrichten. Für Ihre Kontakte sind Sie dann jemand anderes: Keine Verifizierung gilt für Sie, und wer die frühere Person kennt, ruft weiter diese an. Die frühere bleibt im Verzeichnis; wer diese Adresse zum ersten Mal anruft, muss deshalb wählen. Fragen Sie vorher Ihre IT.',
    newDo: 'Als neue Person einrichten',
    back: 'Andere Adresse verwenden',
  },
  recover: {
    title: 'Mit dem Wiederherstellungscode einrichten',
    lead: '{{name}} ({{address}}) bleibt dieselbe Person, mit diesem Gerät als einzigem.',
    code: 'Wiederherstellungscode',
    codeHint: 'Neun Gruppen, wie sie auf Ihrem Blatt stehen. Leerzeichen und Großbuchstaben spielen keine Rolle.',
    text: 'Jedes Gerät, das Sie bisher hatten, wird entfernt, und Ihre Kontakte lesen, dass Sie den Code verwendet haben. Ihre eigenen Kontakte, Verifizierungen und die Anrufliste waren nur auf diesen Geräten und kommen nicht wieder.',
    start: 'Wiederherstellen',
    starting: 'Wird wiederhergestellt …',
    done: 'Sie sind dieselbe Person wie zuvor, mit diesem Gerät als einzigem. Das gilt für alle, sobald Siegel verbunden ist. Der Wiederherstellungscode ist verbraucht: Legen Sie in den Einstellungen einen neuen an.',
    doneDisputed:
      'Dieses Gerät ist mit dem Wiederherstellungscode eingerichtet, aber ein anderes Gerät widerspricht dem. Ihre Kontakte entscheiden, wem sie glauben: Vergleichen Sie mit ihnen den Sicherheitscode.',
  },
};
