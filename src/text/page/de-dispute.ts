// German texts for devices of one person that contradict each other: a known person's, or one's own. The type requires
// the same keys as en-dispute.ts.
import type { Texts } from './catalogue.ts';
import type { enDispute } from './en-dispute.ts';

/** German texts of a dispute and of its decision. */
export const deDispute: Texts<typeof enDispute> = {
  title: 'Die Geräte von {{name}} widersprechen sich',
  text: 'Geräte dieser Person haben einander entfernt. Siegel kann nicht entscheiden, welche von ihnen noch zu ihr gehören, und ruft dort niemanden an, bis Sie entschieden haben.',
  seen: 'Bemerkt am {{date}}.',
  verifiedBefore: 'Zuletzt haben Sie diese Person am {{date}} verifiziert. Das gilt nicht mehr.',
  neverVerified: 'Sie hatten diese Person noch nicht verifiziert.',
  reasonsTitle: 'Übliche Gründe',
  reasonDevice:
    'Die Person hat auf zwei Geräten gleichzeitig Geräte entfernt oder wollte nicht, dass eines entfernt wird.',
  reasonAttack: 'Selten, aber ernst: Jemand anderes hat eines ihrer Geräte oder dessen Schlüssel.',
  isNot:
    'Der Server kann das nicht vortäuschen: Jede Entfernung ist mit dem Schlüssel eines ihrer Geräte unterschrieben.',
  next: 'Fragen Sie die Person persönlich oder auf einem anderen Weg, welches Gerät sie in der Hand hat. Lassen Sie sich seine ganze Kennung vorlesen: Siegel zeigt sie dort unter „Einstellungen“, „Dieses Gerät“. Entscheiden Sie sich für die Seite, auf der genau diese Kennung steht; steht sie auf keiner, entscheiden Sie nichts.',
  one: 'Der Server zeigt nur noch diese Seite. Was er nicht mehr zeigt, kann trotzdem stimmen: Entscheiden Sie nur, wenn das Gerät auf dieser Seite steht, dessen Kennung die Person Ihnen vorgelesen hat.',
  reading: 'Siegel liest, was die Geräte sagen …',
  list: 'Die Seiten',
  side: 'Seite {{number}}',
  followed: 'Bisher galt auf diesem Gerät diese Seite.',
  firstSeen: '{{device}}, von diesem Gerät zuerst gesehen am {{date}}',
  revoked: '(Ihre Organisation hat sein Zertifikat gesperrt: Fragen Sie Ihre IT, welches Gerät gemeint ist.)',
  noDevices: 'Alle Geräte dieser Seite stehen auch auf den anderen Seiten.',
  choose: 'Für diese Seite entscheiden',
  chosen:
    'Ihre Entscheidung über die Geräte von {{name}} ist gespeichert. Vergleichen Sie im nächsten Gespräch den Sicherheitscode: Noch ist niemand verifiziert.',
  more_one: 'Eine weitere Seite wird hier nicht gezeigt. So viele sind kein Versehen: Bitte informieren Sie Ihre IT.',
  more_other:
    '{{count}} weitere Seiten werden hier nicht gezeigt. So viele sind kein Versehen: Bitte informieren Sie Ihre IT.',
  none: 'Wissen Sie es nicht, entscheiden Sie nichts: Dann wird dort auch niemand angerufen. Eine Entscheidung lässt sich nicht rückgängig machen; war sie falsch, beginnt „Neu kennenlernen“ von vorn.',
  nobody:
    'Unter dieser Adresse gibt es kein Gerät mehr und deshalb nichts zu entscheiden. Der Widerspruch bleibt vermerkt. Sobald es wieder Geräte gibt, zeigt Siegel sie hier; oder Sie lernen neu kennen, wer dann kommt.',
  several:
    'Mehrere Personen beanspruchen diese Adresse, und bekannt ist hier noch keine: Siegel weiß nicht, um wessen Geräte es geht. Bitte fragen Sie Ihre IT, oder lernen Sie neu kennen, wer dort ist: Siegel fragt Sie dann, welche Person es ist.',
  unread: 'Der Server hat nicht vollständig geantwortet, deshalb kann Siegel die Seiten nicht zeigen.',
  again: 'Noch einmal versuchen',
  removedBy: 'Entfernt hat es {{name}}.',
  removedByCode:
    'Jemand hat auf einem anderen Gerät Ihren Wiederherstellungscode verwendet. Dadurch wurde dieses Gerät entfernt.',
  removedByUnknown: 'Auf welchem Gerät, ist hier nicht bekannt.',
  learnt: 'Dieses Gerät weiß das seit {{date}}.',
  objectText:
    'Hat das jemand anderes in Ihrem Namen getan, können Sie widersprechen: Dieses Gerät entfernt dann seinerseits, wer es entfernt hat, und ist wieder eines Ihrer Geräte. Wer die Entfernung schon gelesen hat, nimmt trotzdem nichts von ihm an; alle anderen sehen, dass Ihre Geräte sich widersprechen, und entscheiden.',
  objectDo: 'Widersprechen …',
  ownTitle: 'Ihre Geräte widersprechen sich',
  ownText:
    'Geräte von Ihnen haben einander entfernt. Bis Sie entschieden haben, bleibt dieses Gerät bei dem, was es vorher wusste, und wer beide Seiten liest, ruft Sie nicht an.',
  ownNotice:
    'Geräte von Ihnen haben einander entfernt. Sehen Sie unter „Ihre Geräte“ nach, welche, und entscheiden Sie.',
  objectionTitle: 'Ein entferntes Gerät widerspricht',
  objectionText:
    'Wer Ihre Geräte noch nicht kennt, trifft auf beide Seiten und muss entscheiden. Dieses Gerät bleibt bei seiner Seite. Entscheiden Sie sich nur dann für die andere Seite, wenn nicht Sie das Gerät entfernt haben. Waren Sie es, gibt es hier nichts zu tun, und Ihre IT kann den Eintrag des entfernten Geräts vom Server löschen.',
  ownNext:
    'Jedes Ihrer Geräte entscheidet für sich, Ihre Kontakte ebenso: Sagen Sie ihnen auf einem anderen Weg, welche Geräte Ihre sind.',
  ownChosen: 'Dieses Gerät geht jetzt von dieser Seite aus. Entscheiden Sie auf Ihren anderen Geräten ebenso.',
};
