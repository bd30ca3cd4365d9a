// What is said of the policies on who may call whom, and how well a person must be known.
import type { peoplePolicies } from '../../core/policy/table-people.ts';
import type { PolicyTexts } from './policy-text.ts';

/** In German and English. */
export const peopleTexts: PolicyTexts<typeof peoplePolicies> = {
  AllowedPeers: {
    de: {
      title: 'Erlaubte Gegenstellen',
      help: 'Nur mit diesen Adressen kann telefoniert werden, in beide Richtungen: name@domain, @domain, @*.domain oder * für alle. Eine leere Liste erlaubt niemanden.',
    },
    en: {
      title: 'Allowed peers',
      help: 'Calls are possible with these addresses only, both ways: name@domain, @domain, @*.domain, or * for everybody. An empty list allows nobody.',
    },
  },
  BlockedPeers: {
    de: {
      title: 'Gesperrte Gegenstellen',
      help: 'Mit diesen Adressen kann nicht telefoniert werden, auch wenn sie erlaubt sind. Schreibweise wie bei den erlaubten.',
    },
    en: {
      title: 'Blocked peers',
      help: 'No calls with these addresses, even where they are allowed. Written like the allowed ones.',
    },
  },
  UnknownCallers: {
    de: {
      title: 'Unbekannte Anrufende',
      help: 'Was geschieht, wenn jemand anruft, der kein Kontakt ist und von der Organisation nicht bestätigt ist.',
      values: { ring: 'Klingeln', silent: 'Nur anzeigen, ohne Ton', refuse: 'Abweisen' },
    },
    en: {
      title: 'Unknown callers',
      help: 'What happens when somebody calls who is no contact and not confirmed by the organisation.',
      values: { ring: 'Ring', silent: 'Show without sound', refuse: 'Refuse' },
    },
  },
  RequireVerifiedPeer: {
    de: {
      title: 'Verifizierte Gegenstelle verlangen',
      help: 'Ob ein Gespräch voraussetzt, dass die Identität der Gegenstelle verifiziert ist.',
      values: { never: 'Nicht verlangen', listed: 'Für die genannten', always: 'Immer' },
    },
    en: {
      title: 'Require a verified peer',
      help: 'Whether a call takes a peer whose identity has been verified.',
      values: { never: 'Do not require', listed: 'For those listed', always: 'Always' },
    },
  },
  PeersToVerify: {
    de: {
      title: 'Gegenstellen, die verifiziert sein müssen',
      help: 'Gilt, wenn oben „Für die genannten“ gewählt ist. Schreibweise wie bei den erlaubten Gegenstellen.',
    },
    en: {
      title: 'Peers that must be verified',
      help: 'Counts where “For those listed” is chosen above. Written like the allowed peers.',
    },
  },
  AcceptedVerification: {
    de: {
      title: 'Was als verifiziert gilt',
      help: 'Ob die Bestätigung durch die Organisation genügt oder der Sicherheitscode verglichen sein muss.',
      values: {
        'organisation-or-person': 'Bestätigung der Organisation oder Codevergleich',
        person: 'Nur Codevergleich durch die Person',
      },
    },
    en: {
      title: 'What counts as verified',
      help: 'Whether the organisation’s confirmation is enough or the security code must have been compared.',
      values: {
        'organisation-or-person': 'The organisation’s confirmation or the code',
        person: 'Only the code, compared by the person',
      },
    },
  },
  UnverifiedPeer: {
    de: {
      title: 'Wenn eine verlangte Verifizierung fehlt',
      help: 'Ob ein Gespräch zum Vergleich des Sicherheitscodes erlaubt ist (nur Sprache, es endet nach drei Minuten ohne Vergleich) oder gar keines.',
      values: { 'voice-to-verify': 'Drei Minuten Sprache, um den Code zu vergleichen', refuse: 'Kein Gespräch' },
    },
    en: {
      title: 'Where a required verification is missing',
      help: 'Whether a call is allowed for comparing the security code (voice only, it ends after three minutes without it) or none at all.',
      values: { 'voice-to-verify': 'Three minutes of voice to compare the code', refuse: 'No call' },
    },
  },
  VerifyAfterRecovery: {
    de: {
      title: 'Nach einer Wiederherstellung neu vergleichen',
      help: 'Ob eine Person, die ihren Wiederherstellungscode verwendet hat, erst wieder als verifiziert gilt, wenn der Sicherheitscode neu verglichen ist. Sonst gilt sie es wieder, sobald man den Hinweis gelesen hat. Wer das vorher gelesen hat, bleibt, wie er gilt.',
    },
    en: {
      title: 'Compare anew after a recovery',
      help: 'Whether a person who has used their recovery code counts as verified again only once the security code has been compared anew. Otherwise they do as soon as the notice has been read. Whose notice was read before stays as they count.',
    },
  },
};
