// A TURN server from its URL, and the stream to a server that is reached by TCP or TLS. Calls and the network check
// open the same stream, so that the check finds what a call meets.
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { systemRoots } from '../signalling/system-roots.ts';

/** Where a relay is and how it is reached (RFC 7065). */
export interface TurnServer {
  readonly host: string;
  readonly port: number;
  readonly by: 'udp' | 'tcp' | 'tls';
}

/** The server in a `turn:` or `turns:` URL. Undefined if the URL is neither. */
export function turnServerOf(url: string): TurnServer | undefined {
  const match = /^(turns?):(\[[0-9a-f:.]+\]|[^:?[\]]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i.exec(url);
  if (match === null) return undefined;
  const [, scheme = '', host = '', port, transport] = match;
  const isSecure = scheme.toLowerCase() === 'turns';
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port ?? (isSecure ? 5349 : 3478)),
    by: isSecure ? 'tls' : transport?.toLowerCase() === 'tcp' ? 'tcp' : 'udp',
  };
}

/** Opens a stream to a server that is reached by TCP or TLS. The system's roots are trusted. */
export function connectRelay({ host, port, by }: TurnServer): Socket {
  if (by !== 'tls') return connectTcp({ host, port, noDelay: true });
  const roots = systemRoots();
  return connectTls({
    host,
    port,
    ...(isIP(host) === 0 && { servername: host }),
    ...(roots !== undefined && { ca: [...roots] }),
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  });
}
