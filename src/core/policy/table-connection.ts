// Policies on how this device reaches the broker and how media find their way.
import { emptyBlock } from './form.ts';
import type { Policy } from './policy.ts';

const common = { category: 'connection', applies: 'live', since: '0.2' } as const;

/** The connection's policies. */
export const connectionPolicies = {
  BrokerUrl: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 2048,
    form: 'broker-url',
    default: '',
    strict: '',
    text: {
      de: {
        title: 'Server (Broker)',
        help: 'Adresse des MQTT-5-Brokers Ihrer Organisation, zum Beispiel wss://siegel.klinik.example. Leer: Die Person trägt sie selbst ein.',
      },
      en: {
        title: 'Server (broker)',
        help: 'Address of your organisation’s MQTT 5 broker, for example wss://siegel.klinik.example. Empty: the person enters it.',
      },
    },
  },
  FallbackBrokerUrls: {
    ...common,
    type: 'list',
    scope: 'both',
    maxItems: 8,
    itemMaxLength: 2048,
    form: 'broker-url',
    default: [],
    strict: [],
    text: {
      de: {
        title: 'Ersatzserver',
        help: 'Weitere Broker, die der Reihe nach versucht werden, wenn der erste nicht erreichbar ist. Alle müssen dieselben Nachrichten führen (Cluster oder Brücke).',
      },
      en: {
        title: 'Fallback servers',
        help: 'Further brokers, tried in order when the first one cannot be reached. All of them must carry the same messages (cluster or bridge).',
      },
    },
  },
  TlsRoots: {
    ...common,
    type: 'list',
    scope: 'machine',
    maxItems: 16,
    itemMaxLength: 16_384,
    form: 'certificate',
    default: [],
    strict: [emptyBlock('CERTIFICATE')], // empty would be the system’s: whoever has a certificate of those
    text: {
      de: {
        title: 'Stammzertifikate der Server',
        help: 'Nur diesen Stammzertifikaten (PEM) wird bei Broker, Anmeldestelle, Ausgabe der Relaiskonten und Aktualisierungen vertraut. Leer: die des Systems; für die Anmeldestelle nur die der Organisation.',
      },
      en: {
        title: 'Root certificates of the servers',
        help: 'Broker, enrolment, lending of relay accounts and updates are trusted by these roots (PEM) only. Empty: the system’s; for enrolment only the organisation’s.',
      },
    },
  },
  BrokerCertificatePins: {
    ...common,
    type: 'list',
    scope: 'machine',
    maxItems: 16,
    itemMaxLength: 64,
    form: 'sha256',
    default: [],
    strict: ['AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='],
    text: {
      de: {
        title: 'Festgelegte Schlüssel des Brokers',
        help: 'SHA-256 über den öffentlichen Schlüssel (SubjectPublicKeyInfo) im Zertifikat des Brokers, Base64. Ein anderer Schlüssel wird abgelehnt. Nennen Sie immer auch den nächsten.',
      },
      en: {
        title: 'Pinned keys of the broker',
        help: 'SHA-256 of the public key (SubjectPublicKeyInfo) in the broker’s certificate, base64. Any other key is refused. Always list the next one too.',
      },
    },
  },
  TurnServers: {
    ...common,
    type: 'list',
    scope: 'both',
    maxItems: 8,
    itemMaxLength: 512,
    form: 'turn-url',
    default: [],
    strict: [],
    text: {
      de: {
        title: 'Relais (TURN)',
        help: 'TURN-Server, über die Gespräche laufen, wenn es keinen direkten Weg gibt, zum Beispiel turns:turn.klinik.example:443?transport=tcp. Ein Relais sieht nur verschlüsselte Pakete.',
      },
      en: {
        title: 'Relays (TURN)',
        help: 'TURN servers that carry a call where there is no direct path, for example turns:turn.klinik.example:443?transport=tcp. A relay sees encrypted packets only.',
      },
    },
  },
  TurnUsername: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 512,
    form: 'text',
    default: '',
    strict: '',
    text: {
      de: { title: 'Relais: Benutzername', help: 'Benutzername für alle genannten TURN-Server.' },
      en: { title: 'Relays: user name', help: 'User name for all TURN servers listed.' },
    },
  },
  TurnPassword: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 512,
    form: 'text',
    default: '',
    strict: '',
    isSecret: true,
    text: {
      de: {
        title: 'Relais: Kennwort',
        help: 'Kennwort für alle genannten TURN-Server. Es schützt das Relais vor fremder Nutzung, nicht die Gespräche.',
      },
      en: {
        title: 'Relays: password',
        help: 'Password for all TURN servers listed. It protects the relay from use by others, not the calls.',
      },
    },
  },
  TurnCredentialsUrl: {
    ...common,
    type: 'string',
    scope: 'machine',
    maxLength: 2048,
    form: 'https-url',
    default: '',
    strict: '',
    text: {
      de: {
        title: 'Relais: Ausgabe von Konten',
        help: 'Adresse (HTTPS), die Siegel ein Konto auf Zeit mit den Relais dazu gibt. Das Gerät zeigt dort sein Zertifikat, wo es eines hat. Kommt nichts, gelten die oben genannten Relais.',
      },
      en: {
        title: 'Relays: lending of accounts',
        help: 'Address (HTTPS) that gives Siegel an account for a time, with the relays it is for. The device shows its certificate there if it has one. If nothing comes, the relays above count.',
      },
    },
  },
  RelayOnly: {
    ...common,
    type: 'boolean',
    scope: 'both',
    default: false,
    strict: true,
    tighter: true,
    text: {
      de: {
        title: 'Nur über das Relais',
        help: 'Gespräche laufen ausschließlich über TURN; die Gegenseite erfährt keine Netzadresse dieses Geräts. Ohne erreichbares Relais kommt kein Gespräch zustande.',
      },
      en: {
        title: 'By relay only',
        help: 'Calls use TURN exclusively; the other side learns no network address of this device. Without a relay in reach no call connects.',
      },
    },
  },
  ProxyMode: {
    ...common,
    type: 'enum',
    scope: 'machine',
    values: ['system', 'direct', 'manual'],
    default: 'system',
    strict: 'system',
    valueText: {
      de: { system: 'Einstellung des Systems', direct: 'Keiner', manual: 'Wie unten angegeben' },
      en: { system: 'The system’s setting', direct: 'None', manual: 'As given below' },
    },
    text: {
      de: {
        title: 'Proxy',
        help: 'Weg zum Broker, zur Anmeldestelle, zur Ausgabe der Relaiskonten und zu Aktualisierungen. Medien gehen nie über einen HTTP-Proxy.',
      },
      en: {
        title: 'Proxy',
        help: 'The way to broker, enrolment, lending of relay accounts and updates. Media never go through an HTTP proxy.',
      },
    },
  },
  ProxyUrl: {
    ...common,
    type: 'string',
    scope: 'machine',
    maxLength: 512,
    form: 'proxy-url',
    default: '',
    strict: '',
    text: {
      de: {
        title: 'Adresse des Proxys',
        help: 'Zum Beispiel http://proxy.klinik.example:3128. Gilt nur mit „Wie unten angegeben“.',
      },
      en: {
        title: 'Proxy address',
        help: 'For example http://proxy.klinik.example:3128. Counts only with “As given below”.',
      },
    },
  },
  AllowLocalBroker: {
    ...common,
    type: 'boolean',
    scope: 'machine',
    default: true,
    strict: false,
    tighter: false,
    text: {
      de: {
        title: 'Eingebauter Broker erlaubt',
        help: 'Ob auf diesem Gerät der eingebaute Broker gestartet werden darf.',
      },
      en: { title: 'Built-in broker allowed', help: 'Whether the built-in broker may be started on this machine.' },
    },
  },
} as const satisfies Record<string, Policy>;
