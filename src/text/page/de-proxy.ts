// German texts of the login at a proxy.
import type { Texts } from './catalogue.ts';
import type { enProxy } from './en-proxy.ts';

/** German texts of the proxy. */
export const deProxy: Texts<typeof enProxy> = {
  proxy: {
    title: 'Proxy',
    wanted:
      'Der Proxy {{proxy}} Ihres Netzes verlangt einen Benutzernamen und ein Kennwort, bevor er Siegel durchlässt.',
    refused: 'Der Proxy {{proxy}} nimmt diesen Benutzernamen mit diesem Kennwort nicht an.',
    accepted: 'Sie sind am Proxy {{proxy}} angemeldet.',
    kept: 'Für den Proxy {{proxy}} ist eine Anmeldung gespeichert. Sie wird nur benutzt, wenn er danach fragt.',
    otherKind:
      'Der Proxy {{proxy}} verlangt eine Art der Anmeldung, die Siegel nicht kann, etwa die von Windows. Bitten Sie Ihre IT, Siegel ohne Anmeldung zum Server durchzulassen.',
    clear:
      'Name und Kennwort gehen unverschlüsselt zu diesem Proxy, wie bei jedem Programm, das sich an ihm anmeldet. Wer das Netz kontrolliert, in dem Sie sind, kann sich als dieser Proxy ausgeben und bekommt sie ebenfalls.',
    user: 'Benutzername am Proxy',
    password: 'Kennwort am Proxy',
    passwordKept: 'Ein Kennwort ist gespeichert. Um es zu ändern, geben Sie ein neues ein.',
    save: 'Am Proxy anmelden',
    forget: 'Diese Anmeldung vergessen',
  },
};
