// What a person is told before they decide about their own devices: objecting to the removal of this device, or
// choosing between devices that contradict each other. In German and English, as in consent.ts.
import type { Language } from '../../contract/view.ts';
import type { ConsentWords } from './words.ts';

interface OwnDeviceTexts {
  readonly object: (by: string) => ConsentWords;
  readonly recoveryCode: string;
  readonly chooseSide: (stay: string, go: string, isThisOut: boolean) => ConsentWords;
}

/** Texts about one's own devices. */
export const ownDeviceTexts: Readonly<Record<Language, OwnDeviceTexts>> = {
  de: {
    object: (by) => ({
      message: 'Der Entfernung dieses Geräts widersprechen?',
      detail: `Entfernt hat es: ${by}.\n\nDieses Gerät entfernt dann seinerseits, wer es entfernt hat, und macht dort weiter, wo Ihre Geräte davor waren. Wer die Entfernung schon gelesen hat, nimmt von diesem Gerät trotzdem nichts an. Wer sie noch nicht gelesen hat, sieht, dass Ihre Geräte sich widersprechen, und ruft Sie nicht an, bis er entschieden hat.\n\nWidersprechen Sie nur, wenn jemand anderes Ihre Identität benutzt. Sagen Sie Ihren Kontakten danach auf einem anderen Weg, welches Gerät Ihres ist, und entscheiden Sie auf jedem Ihrer anderen Geräte in den Einstellungen. Das lässt sich nicht rückgängig machen.`,
      yes: 'Widersprechen',
    }),
    recoveryCode: 'Ihr Wiederherstellungscode',
    chooseSide: (stay, go, isThisOut) => ({
      message: 'Für diese Geräte entscheiden?',
      detail: `Es bleiben:\n${stay}\n\nNicht mehr Ihre sind:\n${go}\n\n${isThisOut ? 'Auch dieses Gerät gehört dann nicht mehr dazu: Es kann nicht mehr anrufen und wird nicht mehr angerufen.\n\n' : ''}Das gilt für dieses Gerät. Entscheiden Sie auf jedem Ihrer anderen Geräte ebenso, und sagen Sie Ihren Kontakten auf einem anderen Weg, welche Geräte Ihre sind: Auch sie müssen entscheiden. Das lässt sich nicht rückgängig machen.`,
      yes: 'Entscheiden',
    }),
  },
  en: {
    object: (by) => ({
      message: 'Object to the removal of this device?',
      detail: `It was removed by: ${by}.\n\nThis device then removes whoever removed it, and continues where your devices were before. People who have already read the removal still accept nothing from this device. People who have not read it yet see that your devices disagree, and do not call you until they have decided.\n\nObject only if somebody else is using your identity. Afterwards tell your contacts in some other way which device is yours, and decide on each of your other devices in the settings. This cannot be undone.`,
      yes: 'Object',
    }),
    recoveryCode: 'your recovery code',
    chooseSide: (stay, go, isThisOut) => ({
      message: 'Choose these devices?',
      detail: `These stay:\n${stay}\n\nThese are no longer yours:\n${go}\n\n${isThisOut ? 'This device is one of them: it can then no longer call or be called.\n\n' : ''}This applies to this device. Choose the same on each of your other devices, and tell your contacts in some other way which devices are yours: they have to decide too. This cannot be undone.`,
      yes: 'Choose',
    }),
  },
};
