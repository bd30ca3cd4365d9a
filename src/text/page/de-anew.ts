// German texts for a verified person who has set up Siegel anew: who else claims the address,
// and the call that compares the code. The type requires the same keys as en-anew.ts.
import type { Texts } from './catalogue.ts';
import type { enAnew } from './en-anew.ts';

/** German texts of the replacement of a verified person. */
export const deAnew: Texts<typeof enAnew> = {
  text: 'Sie haben diese Person am {{date}} verifiziert. Hat sie Siegel ohne ihren Wiederherstellungscode neu eingerichtet, hält Siegel sie für jemand anderen. Rufen Sie sie hier an und vergleichen Sie den Sicherheitscode: Erst dann tritt sie an die Stelle der Person, die Sie kennen. Bis dahin ändert sich nichts.',
  reading: 'Der Server wird gefragt, wer diese Adresse noch beansprucht …',
  list: 'Wer diese Adresse noch beansprucht',
  recognise:
    'Eine Adresse kann jeder beanspruchen. Der Code zeigt, dass niemand zwischen Ihnen ist; dass es die richtige Person ist, müssen Sie selbst erkennen. Erkennen Sie sie nicht, legen Sie auf. Die Ziffern sind der Fingerabdruck, den Siegel der Person unter „Einstellungen“ zeigt.',
  call: 'Anrufen und Code vergleichen',
  more_one: 'Eine weitere Person wird hier nicht gezeigt. So viele sind kein Versehen: Bitte informieren Sie Ihre IT.',
  more_other:
    '{{count}} weitere Personen werden hier nicht gezeigt. So viele sind kein Versehen: Bitte informieren Sie Ihre IT.',
  nobody:
    'Zurzeit beansprucht niemand sonst diese Adresse. Bitten Sie die Person, Siegel unter dieser Adresse fertig einzurichten und verbunden zu bleiben, und sehen Sie dann noch einmal nach.',
  unread:
    'Der Server hat nicht rechtzeitig geantwortet. Prüfen Sie Ihre Verbindung, und sehen Sie dann noch einmal nach.',
  again: 'Noch einmal nachsehen',
  disputed: 'Entscheiden Sie zuerst oben zwischen den Geräten dieser Person, die Sie am {{date}} verifiziert haben.',
  remove: 'Entfernen und vergessen …',
  removeText:
    'Soll Siegel diese Person nicht mehr kennen, können Sie den Kontakt mit allem entfernen, was Siegel über sie weiß, einschließlich der Verifizierung.',
};
