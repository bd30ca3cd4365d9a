// German texts of one's own relay.
import type { Texts } from './catalogue.ts';
import type { enRelay } from './en-relay.ts';

/** German texts of the relay. */
export const deRelay: Texts<typeof enRelay> = {
  relay: {
    title: 'Relais',
    note: 'Ein Relais (TURN-Server) leitet Anrufe weiter, wo zwei Geräte einander nicht direkt erreichen, etwa hinter manchen Firewalls. Es sieht Netzadressen, wann Sie sprechen und wie viel. Es hört und sieht nichts: Alles bleibt versiegelt.',
    ofOrganisation: 'Ihre Organisation hat das Relais festgelegt.',
    server: 'Adresse des Relais',
    serverHint: 'Zum Beispiel turns:relais.example:443 oder turn:relais.example:3478?transport=udp',
    user: 'Benutzername',
    password: 'Kennwort',
    passwordKept: 'Ein Kennwort ist gespeichert. Lassen Sie das Feld leer, um es zu behalten.',
    save: 'Relais speichern',
    remove: 'Relais entfernen',
    test: 'Relais prüfen',
    tested: {
      testing: 'Das Relais wird gefragt …',
      carried: 'Das Relais stellt einen Weg bereit, und ein Probeanruf darüber gelingt.',
      lost: 'Das Relais stellt einen Weg bereit, aber ein Probeanruf darüber kommt nicht zurück. Prüfen Sie seine Ports für Medien und ob es an sich selbst senden darf.',
      allocated:
        'Das Relais stellt einen Weg bereit. Ein Probeanruf wurde nicht versucht: Ein Anruf, ein anderer Probeanruf, eine Sperre oder eine Änderung der Richtlinien ging vor.',
      unreachable: 'Das Relais antwortet nicht. Prüfen Sie Adresse und Port, und ob eine Firewall dazwischen ist.',
      tls: 'Dem Zertifikat des Relais kann nicht vertraut werden.',
      'not-authorised': 'Das Relais kennt diesen Benutzernamen mit diesem Kennwort nicht.',
      refused: 'Das Relais antwortet, stellt aber keinen Weg bereit.',
    },
    needed: 'Es gibt kein Relais. Tragen Sie zuerst unter „Relais“ eines ein.',
  },
};
