// What is said of the policies on how this device reaches the broker and how media find their way.
import type { connectionPolicies } from '../../core/policy/table-connection.ts';
import type { PolicyTexts } from './policy-text.ts';

/** In German and English. */
export const connectionTexts: PolicyTexts<typeof connectionPolicies> = {
  BrokerUrl: {
    de: {
      title: 'Server (Broker)',
      help: 'Adresse des MQTT-5-Brokers Ihrer Organisation, zum Beispiel wss://siegel.klinik.example. Leer: Die Person trägt sie selbst ein.',
    },
    en: {
      title: 'Server (broker)',
      help: 'Address of your organisation’s MQTT 5 broker, for example wss://siegel.klinik.example. Empty: the person enters it.',
    },
  },
  FallbackBrokerUrls: {
    de: {
      title: 'Ersatzserver',
      help: 'Weitere Broker, die der Reihe nach versucht werden, wenn der erste nicht erreichbar ist. Alle müssen dieselben Nachrichten führen (Cluster oder Brücke).',
    },
    en: {
      title: 'Fallback servers',
      help: 'Further brokers, tried in order when the first one cannot be reached. All of them must carry the same messages (cluster or bridge).',
    },
  },
  TlsRoots: {
    de: {
      title: 'Stammzertifikate der Server',
      help: 'Nur diesen Stammzertifikaten (PEM) wird bei Broker, Anmeldestelle, Ausgabe der Relaiskonten und Aktualisierungen vertraut. Leer: die des Systems; für die Anmeldestelle nur die der Organisation.',
    },
    en: {
      title: 'Root certificates of the servers',
      help: 'Broker, enrolment, lending of relay accounts and updates are trusted by these roots (PEM) only. Empty: the system’s; for enrolment only the organisation’s.',
    },
  },
  BrokerCertificatePins: {
    de: {
      title: 'Festgelegte Schlüssel des Brokers',
      help: 'SHA-256 über den öffentlichen Schlüssel (SubjectPublicKeyInfo) im Zertifikat des Brokers, Base64. Ein anderer Schlüssel wird abgelehnt. Nennen Sie immer auch den nächsten.',
    },
    en: {
      title: 'Pinned keys of the broker',
      help: 'SHA-256 of the public key (SubjectPublicKeyInfo) in the broker’s certificate, base64. Any other key is refused. Always list the next one too.',
    },
  },
  TurnServers: {
    de: {
      title: 'Relais (TURN)',
      help: 'TURN-Server, über die Gespräche laufen, wenn es keinen direkten Weg gibt, zum Beispiel turns:turn.klinik.example:443?transport=tcp. Ein Relais sieht nur verschlüsselte Pakete.',
    },
    en: {
      title: 'Relays (TURN)',
      help: 'TURN servers that carry a call where there is no direct path, for example turns:turn.klinik.example:443?transport=tcp. A relay sees encrypted packets only.',
    },
  },
  TurnUsername: {
    de: { title: 'Relais: Benutzername', help: 'Benutzername für alle genannten TURN-Server.' },
    en: { title: 'Relays: user name', help: 'User name for all TURN servers listed.' },
  },
  TurnPassword: {
    de: {
      title: 'Relais: Kennwort',
      help: 'Kennwort für alle genannten TURN-Server. Es schützt das Relais vor fremder Nutzung, nicht die Gespräche.',
    },
    en: {
      title: 'Relays: password',
      help: 'Password for all TURN servers listed. It protects the relay from use by others, not the calls.',
    },
  },
  TurnCredentialsUrl: {
    de: {
      title: 'Relais: Ausgabe von Konten',
      help: 'Adresse (HTTPS), die Siegel ein Konto auf Zeit mit den Relais dazu gibt. Das Gerät zeigt dort sein Zertifikat, wo es eines hat. Kommt nichts, gelten die oben genannten Relais.',
    },
    en: {
      title: 'Relays: lending of accounts',
      help: 'Address (HTTPS) that gives Siegel an account for a time, with the relays it is for. The device shows its certificate there if it has one. If nothing comes, the relays above count.',
    },
  },
  RelayOnly: {
    de: {
      title: 'Nur über das Relais',
      help: 'Gespräche laufen ausschließlich über TURN; die Gegenseite erfährt keine Netzadresse dieses Geräts. Ohne erreichbares Relais kommt kein Gespräch zustande.',
    },
    en: {
      title: 'By relay only',
      help: 'Calls use TURN exclusively; the other side learns no network address of this device. Without a relay in reach no call connects.',
    },
  },
  ProxyMode: {
    de: {
      title: 'Proxy',
      help: 'Weg zum Broker, zur Anmeldestelle, zur Ausgabe der Relaiskonten und zu Aktualisierungen. Medien gehen nie über einen HTTP-Proxy.',
      values: { system: 'Einstellung des Systems', direct: 'Keiner', manual: 'Wie unten angegeben' },
    },
    en: {
      title: 'Proxy',
      help: 'The way to broker, enrolment, lending of relay accounts and updates. Media never go through an HTTP proxy.',
      values: { system: 'The system’s setting', direct: 'None', manual: 'As given below' },
    },
  },
  ProxyUrl: {
    de: {
      title: 'Adresse des Proxys',
      help: 'Zum Beispiel http://proxy.klinik.example:3128. Gilt nur mit „Wie unten angegeben“.',
    },
    en: {
      title: 'Proxy address',
      help: 'For example http://proxy.klinik.example:3128. Counts only with “As given below”.',
    },
  },
  AllowLocalBroker: {
    de: {
      title: 'Eingebauter Broker erlaubt',
      help: 'Ob auf diesem Gerät der eingebaute Broker gestartet werden darf.',
    },
    en: { title: 'Built-in broker allowed', help: 'Whether the built-in broker may be started on this machine.' },
  },
};
