// The texts for the policies on who may call whom, and how well a person must be known.
import type { peoplePolicies } from '../../core/policy/table-people.ts';
import type { PolicyTexts } from './policy-text.ts';

/** These texts in German and English. */
export const peopleTexts: PolicyTexts<typeof peoplePolicies> = {
  AllowedPeers: {
    de: {
      title: 'Erlaubte Adressen',
      help: 'Gespräche sind nur mit diesen Adressen möglich, in beide Richtungen: name@domain, @domain, @*.domain oder * für alle. Eine leere Liste erlaubt niemanden.',
    },
    en: {
      title: 'Allowed addresses',
      help: 'Calls are possible only with these addresses, in both directions: name@domain, @domain, @*.domain, or * for everybody. An empty list allows nobody.',
    },
  },
  BlockedPeers: {
    de: {
      title: 'Gesperrte Adressen',
      help: 'Mit diesen Adressen ist kein Gespräch möglich, auch wenn sie erlaubt sind. Schreibweise wie bei „Erlaubte Adressen“.',
    },
    en: {
      title: 'Blocked addresses',
      help: 'No call is possible with these addresses, even if they are allowed. Written as in “Allowed addresses”.',
    },
  },
  UnknownCallers: {
    de: {
      title: 'Anrufe von Unbekannten',
      help: 'Was geschieht, wenn jemand anruft, der weder Kontakt noch von der Organisation bestätigt ist.',
      values: { ring: 'Klingeln', silent: 'Nur anzeigen, ohne Ton', refuse: 'Abweisen' },
    },
    en: {
      title: 'Unknown callers',
      help: 'What happens when somebody calls who is neither a contact nor confirmed by the organisation.',
      values: { ring: 'Ring', silent: 'Show without sound', refuse: 'Refuse' },
    },
  },
  RequireVerifiedPeer: {
    de: {
      title: 'Verifizierte Gegenseite verlangen',
      help: 'Ob die Gegenseite für ein Gespräch verifiziert sein muss.',
      values: { never: 'Nicht verlangen', listed: 'Bei den unten genannten Adressen', always: 'Immer' },
    },
    en: {
      title: 'Require a verified peer',
      help: 'Whether the peer must be verified for a call.',
      values: { never: 'Do not require', listed: 'For the addresses listed below', always: 'Always' },
    },
  },
  PeersToVerify: {
    de: {
      title: 'Adressen mit Pflicht zur Verifizierung',
      help: 'Gilt nur mit „Bei den unten genannten Adressen“. Schreibweise wie bei „Erlaubte Adressen“.',
    },
    en: {
      title: 'Addresses that require a verified peer',
      help: 'Applies only with “For the addresses listed below”. Written as in “Allowed addresses”.',
    },
  },
  AcceptedVerification: {
    de: {
      title: 'Was als Verifizierung genügt',
      help: 'Ob die Bestätigung durch die Organisation genügt oder der Sicherheitscode verglichen sein muss.',
      values: {
        'organisation-or-person': 'Bestätigung der Organisation oder Sicherheitscode',
        person: 'Nur der Sicherheitscode',
      },
    },
    en: {
      title: 'Accepted verification',
      help: 'Whether the organisation’s confirmation is enough, or the security code must have been compared.',
      values: {
        'organisation-or-person': 'Confirmation by the organisation or security code',
        person: 'Only the security code',
      },
    },
  },
  UnverifiedPeer: {
    de: {
      title: 'Wenn eine verlangte Verifizierung fehlt',
      help: 'Ob dann ein Gespräch erlaubt ist, um den Sicherheitscode zu vergleichen: nur Sprache, und ohne Vergleich endet es nach drei Minuten.',
      values: { 'voice-to-verify': 'Drei Minuten Sprache, um den Code zu vergleichen', refuse: 'Kein Gespräch' },
    },
    en: {
      title: 'If a required verification is missing',
      help: 'Whether a call is then allowed for comparing the security code: by voice only, and without a comparison it ends after three minutes.',
      values: { 'voice-to-verify': 'Three minutes of voice to compare the code', refuse: 'No call' },
    },
  },
  VerifyAfterRecovery: {
    de: {
      title: 'Nach einer Wiederherstellung erneut vergleichen',
      help: 'Ob eine Person, die ihren Wiederherstellungscode verwendet hat, erst wieder als verifiziert gilt, wenn der Sicherheitscode erneut verglichen ist. Sonst genügt es, den Hinweis zu lesen. Für einen Hinweis, der schon gelesen ist, ändert sich nichts.',
    },
    en: {
      title: 'Compare again after a recovery',
      help: 'Whether a person who has used their recovery code counts as verified again only once the security code has been compared again. Otherwise it is enough to read the notice. Nothing changes for a notice that was read before.',
    },
  },
};
