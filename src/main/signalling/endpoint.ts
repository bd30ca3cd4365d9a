// Where a URL leads (host and port, the latter by the scheme if the URL names none), and where a password may go.

/** A host name or address without brackets, and a port. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORT: Readonly<Record<string, number>> = {
  'mqtt:': 1883,
  'mqtts:': 8883,
  'ws:': 80,
  'wss:': 443,
  'https:': 443,
};

/** The far end of this URL. Port 0, where nothing answers, for an unknown scheme. */
export function endpointOf(url: URL): Endpoint {
  const port = url.port === '' ? (DEFAULT_PORT[url.protocol] ?? 0) : Number(url.port);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port };
}

/**
 * Scheme, host and port of this URL, with the scheme's default port written out. Passwords for a broker, and a person's
 * consent to a connection without TLS, hold for such a place. Paths are ignored.
 */
export function placeOf(url: URL): string {
  return `${url.protocol}//${authorityOf(endpointOf(url))}`.toLowerCase();
}

/** `host:port` as in a URL and in CONNECT of HTTP. */
export function authorityOf({ host, port }: Endpoint): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** A password for the broker. It is sent only to `places` (`placeOf`): those named when the person typed it. */
export interface BrokerPassword {
  readonly text: string;
  readonly places: readonly string[];
}
