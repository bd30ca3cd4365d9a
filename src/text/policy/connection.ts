// The texts for the policies on how this device reaches the broker and which paths media take.
import type { connectionPolicies } from '../../core/policy/table-connection.ts';
import type { PolicyTexts } from './policy-text.ts';

/** These texts in German and English. */
export const connectionTexts: PolicyTexts<typeof connectionPolicies> = {
  BrokerUrl: {
    de: {
      title: 'Server (Broker)',
      help: 'Adresse des MQTT-5-Brokers Ihrer Organisation, zum Beispiel wss://siegel.klinik.example. Leer: Die Person trägt sie selbst ein.',
    },
    en: {
      title: 'Server (broker)',
      help: 'Address of your organisation’s MQTT 5 broker, for example wss://siegel.clinic.example. Empty: the person enters it.',
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
      help: 'Bei Broker, Relaiskonten und Aktualisierungen wird nur diesen Stammzertifikaten (PEM) vertraut, bei der Anmeldestelle auch denen der Organisation. Leer: Vertraut wird denen des Systems, bei der Anmeldestelle nur denen der Organisation.',
    },
    en: {
      title: 'Root certificates of the servers',
      help: 'For broker, relay accounts and updates, only these root certificates (PEM) are trusted; for enrolment also those of the organisation. Empty: those of the system; for enrolment only those of the organisation.',
    },
  },
  BrokerCertificatePins: {
    de: {
      title: 'Festgelegte Schlüssel des Brokers',
      help: 'SHA-256 über den öffentlichen Schlüssel (SubjectPublicKeyInfo) im Zertifikat des Brokers, in Base64. Jeder andere Schlüssel wird abgelehnt. Nennen Sie immer auch den nächsten.',
    },
    en: {
      title: 'Pinned keys of the broker',
      help: 'SHA-256 of the public key (SubjectPublicKeyInfo) in the broker’s certificate, base64. Any other key is refused. Always list the next one too.',
    },
  },
  TurnServers: {
    de: {
      title: 'Relais (TURN)',
      help: 'TURN-Server für Gespräche ohne direkten Weg, zum Beispiel turns:turn.klinik.example:443?transport=tcp. Ein Relais sieht nur versiegelte Pakete.',
    },
    en: {
      title: 'Relays (TURN)',
      help: 'TURN servers for calls without a direct path, for example turns:turn.clinic.example:443?transport=tcp. A relay sees only sealed packets.',
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
      title: 'Relais: Server, der Konten ausgibt',
      help: 'HTTPS-Adresse des Servers, der Relaiskonten auf Zeit ausgibt, samt den Relais dazu. Hat das Gerät ein Zertifikat, zeigt es dieses vor. Gibt der Server nichts aus, gelten die Relais oben.',
    },
    en: {
      title: 'Relays: server that issues accounts',
      help: 'HTTPS address of the server that issues temporary relay accounts, with their relays. A device with a certificate shows it there. If the server issues nothing, the relays above are used.',
    },
  },
  RelayOnly: {
    de: {
      title: 'Gespräche nur über das Relais',
      help: 'Die Gegenseite erfährt dann keine Netzadresse dieses Geräts. Ohne erreichbares Relais (TURN) kommt kein Gespräch zustande.',
    },
    en: {
      title: 'Calls only through the relay',
      help: 'The peer then does not learn this device’s network address. Without a reachable relay (TURN) no call connects.',
    },
  },
  ProxyMode: {
    de: {
      title: 'Proxy',
      help: 'Wie Siegel Broker, Anmeldestelle, Relaiskonten und Aktualisierungen erreicht. Ton und Bild gehen nie über einen HTTP-Proxy.',
      values: { system: 'Einstellung des Systems', direct: 'Keiner', manual: 'Wie unten angegeben' },
    },
    en: {
      title: 'Proxy',
      help: 'How Siegel reaches broker, enrolment, relay accounts and updates. Sound and picture never go through an HTTP proxy.',
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
      help: 'For example http://proxy.clinic.example:3128. Applies only with “As given below”.',
    },
  },
  AllowLocalBroker: {
    de: {
      title: 'Eingebauter Server erlaubt',
      help: 'Ob der eingebaute Server (Broker) auf diesem Gerät laufen darf.',
    },
    en: { title: 'Built-in server allowed', help: 'Whether the built-in server (broker) may run on this device.' },
  },
};
