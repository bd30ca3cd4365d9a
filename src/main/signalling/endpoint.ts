// Where an address leads: host and port, by the scheme where the address names no port.

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

/** The far end of this address; port 0, which nothing answers, for a scheme that is not known here. */
export function endpointOf(url: URL): Endpoint {
  const port = url.port === '' ? (DEFAULT_PORT[url.protocol] ?? 0) : Number(url.port);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port };
}

/**
 * Scheme, host and port of this address, the scheme's own port written out: what a password belongs to, and what a person allows.
 * A path does not count.
 */
export function placeOf(url: URL): string {
  return `${url.protocol}//${authorityOf(endpointOf(url))}`.toLowerCase();
}

/** `host:port` as a URL and CONNECT have it. */
export function authorityOf({ host, port }: Endpoint): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** A password for the broker. It goes to `places` (`placeOf`) only: those that were named when the person typed it. */
export interface BrokerPassword {
  readonly text: string;
  readonly places: readonly string[];
}
