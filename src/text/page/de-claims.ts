// German texts where several people claim one address: who they are, and what to choose by.
// The type requires the same keys as en-claims.ts.
import type { Texts } from './catalogue.ts';
import type { enClaims } from './en-claims.ts';

/** German texts of the choice among several people. */
export const deClaims: Texts<typeof enClaims> = {
  title: 'Mehrere beanspruchen diese Adresse',
  text: 'Unter {{address}} stehen auf Ihrem Server {{count}} verschiedene Personen. Wem die Adresse gehört, kann er nicht beweisen. Siegel ruft dort niemanden an, bis Sie gewählt haben.',
  next: 'Bitten Sie die Person, Ihnen persönlich oder auf einem anderen Weg den Fingerabdruck vorzulesen, den Siegel ihr unter „Einstellungen“ zeigt. Wählen Sie nur die Person, deren Ziffern alle übereinstimmen.',
  list: 'Wer die Adresse beansprucht',
  firstSeen: 'Auf diesem Gerät zuerst gesehen am {{date}}.',
  computing: 'Der Fingerabdruck wird berechnet …',
  choose: 'Diese Person wählen',
  chosen: 'Anrufe an {{name}} gehen jetzt an diese Person. Verifiziert ist sie noch nicht.',
  more_one: 'Eine weitere Person wird hier nicht gezeigt. So viele sind kein Versehen: Bitte informieren Sie Ihre IT.',
  more_other:
    '{{count}} weitere Personen werden hier nicht gezeigt. So viele sind kein Versehen: Bitte informieren Sie Ihre IT.',
  none: 'Passt keine, wählen Sie niemanden: Dann wird auch niemand angerufen. Ihre IT kann die falschen Einträge entfernen.',
  mark: 'Mehrfach beansprucht',
};
