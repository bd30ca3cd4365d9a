// German texts where devices of one person contradict each other: of somebody known, and of one's own.
// The type keeps the keys those of en-dispute.ts.
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
  next: 'Fragen Sie die Person persönlich oder auf einem anderen Weg, welches Gerät sie in der Hand hat. Lassen Sie sich den Anfang seiner Kennung vorlesen: Siegel zeigt sie dort unter „Einstellungen“. Entscheiden Sie sich für die Seite, auf der dieses Gerät steht.',
  reading: 'Siegel liest, was die Geräte sagen …',
  list: 'Die Seiten',
  side: 'Seite {{number}}',
  followed: 'Dieser Seite ist dieses Gerät bisher gefolgt.',
  firstSeen: '{{device}}, von diesem Gerät zuerst gesehen am {{date}}',
  noDevices: 'Kein Gerät, das nicht auch auf den anderen Seiten steht.',
  choose: 'Für diese Seite entscheiden',
  chosen:
    'Für {{name}} ist entschieden. Vergleichen Sie im nächsten Gespräch den Sicherheitscode: Noch ist niemand verifiziert.',
  more_one: 'Eine weitere Seite wird hier nicht gezeigt. So viele sind kein Versehen: Bitte informieren Sie Ihre IT.',
  more_other:
    '{{count}} weitere Seiten werden hier nicht gezeigt. So viele sind kein Versehen: Bitte informieren Sie Ihre IT.',
  none: 'Wissen Sie es nicht, entscheiden Sie nichts: Dann wird dort auch niemand angerufen. Eine Entscheidung lässt sich nicht zurücknehmen; war sie falsch, beginnt „Neu kennenlernen“ von vorn.',
  over: 'Die Geräte sind sich wieder einig. Es gibt nichts mehr zu entscheiden; verifiziert ist niemand mehr.',
  read: 'Ich habe das gelesen',
  accepted: '{{name}} ist jetzt nicht verifiziert.',
  unread: 'Der Server hat nicht geantwortet, deshalb kann Siegel die Seiten nicht zeigen.',
  again: 'Noch einmal versuchen',
};
