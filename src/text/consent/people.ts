// What a person is told before they decide to whom an address belongs, or have Siegel forget that. In German and
// English, as in consent.ts.
import type { Language } from '../../contract/view.ts';
import type { ConsentWords } from './words.ts';

interface PersonTexts {
  readonly forgetPerson: (address: string) => ConsentWords;
  readonly removePerson: (address: string) => ConsentWords;
  readonly choosePerson: (address: string, digits: string) => ConsentWords;
  readonly chooseSide: (address: string, stay: string, go: string) => ConsentWords;
}

/** Texts about other people. */
export const personTexts: Readonly<Record<Language, PersonTexts>> = {
  de: {
    forgetPerson: (address) => ({
      message: `Vergessen, wer ${address} ist?`,
      detail:
        'Siegel vergisst, welche Geräte zu dieser Person gehören. Beim nächsten Anruf lernt es neu kennen, wer unter dieser Adresse steht. Das kann auch jemand anderes sein.\n\nTun Sie das nur, wenn die Person Ihnen selbst gesagt hat, dass sie Siegel ohne ihren Wiederherstellungscode neu eingerichtet hat, und vergleichen Sie im ersten Gespräch den Sicherheitscode. Das lässt sich nicht rückgängig machen.',
      yes: 'Vergessen',
    }),
    removePerson: (address) => ({
      message: `${address} aus den Kontakten entfernen und vergessen, wer das ist?`,
      detail:
        'Siegel vergisst diese Person: ihren Namen bei Ihnen, ihre Geräte und, falls Sie sie verifiziert haben, auch das. Wer danach unter dieser Adresse gefunden wird, ist für Siegel unbekannt und kann jemand anderes sein.\n\nHat die Person Siegel nur neu eingerichtet, brauchen Sie das nicht: Ein Anruf, in dem Sie den Sicherheitscode vergleichen, genügt, und bis dahin bleibt alles, wie es ist. Das lässt sich nicht rückgängig machen.',
      yes: 'Entfernen und vergessen',
    }),
    choosePerson: (address, digits) => ({
      message: `Diese Person für ${address} verwenden?`,
      detail: `Ihr Fingerabdruck:\n${digits}\n\nMehrere beanspruchen diese Adresse, und der Server kann nicht sagen, wem sie gehört. Verwenden Sie diese Person nur, wenn sie Ihnen genau diese Ziffern persönlich oder auf einem anderen Weg genannt hat. Sie sieht sie in Siegel unter „Einstellungen“.\n\nAnrufe an diese Adresse gehen dann nur noch an sie. Verifiziert ist sie erst, wenn Sie im Gespräch den Sicherheitscode vergleichen.`,
      yes: 'Diese Person verwenden',
    }),
    chooseSide: (address, stay, go) => ({
      message: `Für diese Geräte von ${address} entscheiden?`,
      detail: `Es bleiben:\n${stay}\n\nNicht mehr zu dieser Person gehören:\n${go}\n\nEntscheiden Sie nur so, wenn die Person Ihnen persönlich oder auf einem anderen Weg gesagt hat, welches Gerät sie in der Hand hat, und dessen ganze Kennung oben unter „Es bleiben“ steht. Sie sieht die Kennung in Siegel unter „Einstellungen“, „Dieses Gerät“.\n\nAnrufe von den anderen Geräten klingeln dann nicht mehr. Verifiziert ist die Person erst, wenn Sie im Gespräch den Sicherheitscode vergleichen. Das lässt sich nicht rückgängig machen.`,
      yes: 'Entscheiden',
    }),
  },
  en: {
    forgetPerson: (address) => ({
      message: `Forget who ${address} is?`,
      detail:
        'Siegel forgets which devices belong to this person. With the next call it gets to know again whoever is found under this address. That may be somebody else.\n\nDo this only if the person has told you themselves that they set up Siegel again without their recovery code, and compare the security code in the first call. This cannot be undone.',
      yes: 'Forget',
    }),
    removePerson: (address) => ({
      message: `Remove ${address} from your contacts and forget who it is?`,
      detail:
        'Siegel forgets this person: the name you gave them, their devices and, if you verified them, the verification. Whoever is found under this address afterwards is unknown to Siegel, and may be somebody else.\n\nIf the person has only set up Siegel again, you do not need this: a call in which you compare the security code is enough, and until then everything stays as it is. This cannot be undone.',
      yes: 'Remove and forget',
    }),
    choosePerson: (address, digits) => ({
      message: `Use this person for ${address}?`,
      detail: `Their fingerprint:\n${digits}\n\nSeveral people claim this address, and the server cannot say whose it is. Use this person only if they have told you exactly these digits in person or in some other way. They see them in Siegel under “Settings”.\n\nCalls to this address then go to them alone. They are verified only once you compare the security code in a call.`,
      yes: 'Use this person',
    }),
    chooseSide: (address, stay, go) => ({
      message: `Choose these devices of ${address}?`,
      detail: `These stay:\n${stay}\n\nThese no longer belong to the person:\n${go}\n\nChoose them only if the person has told you in person or in some other way which device is in their hands, and its whole device ID is above under “These stay”. They see the device ID in Siegel under “Settings”, “This device”.\n\nCalls from the other devices then no longer ring. The person is verified only once you compare the security code in a call. This cannot be undone.`,
      yes: 'Choose',
    }),
  },
};
