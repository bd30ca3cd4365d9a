// The server of the embedded broker: MQTT 5 over TCP and WebSocket, in memory. This is the only file that loads
// `aedes`. The bundler makes a chunk of this file, which broker.ts loads only when a broker is started and policy
// allows one.
import type { EventEmitter } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { type AedesPublishPacket, Aedes, type Client } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { inboxTopic } from '../../core/signal/topics.ts';
import { systemClock, systemRandom } from '../time/system-clock.ts';
import type { Log } from '../log.ts';
import { createBrokerNames } from './broker-names.ts';
import { mayConnect, maySubscribe, mayPublish, retainedBudget } from './broker-rules.ts';
import { MAX_PACKET_BYTES } from './connection.ts';
import { MARKER_BYTES } from './marker.ts';

const LOOPBACK = '127.0.0.1';
const SESSION_EXPIRY_SECONDS = 14 * 24 * 3600;
const MOST_SESSIONS = 5000;
const MOST_CONNECTIONS = 2000;
// Return codes. In a CONNACK of MQTT 5 they become 0x87 and, for a name that is taken, 0x85.
const NOT_AUTHORIZED = 5;
const IDENTIFIER_REJECTED = 2;

/** Where to listen. Port 0 means any free port; `webSocketPort` adds a WebSocket listener. */
export interface BrokerOptions {
  readonly host?: string;
  readonly port: number;
  readonly webSocketPort?: number;
}

/** A server that listens. */
export interface BrokerServer {
  readonly url: string;
  /** The URL of the WebSocket listener, if there is one. */
  readonly webSocketUrl: string | undefined;
  readonly clients: () => number;
  /** Called when a client has come or gone. */
  readonly onClients: (listener: () => void) => void;
  readonly close: () => Promise<void>;
}

/** Listens as `options` say. Rejects with the system's error if it cannot, leaving nothing open. */
export async function serveBroker(options: BrokerOptions, log: Log): Promise<BrokerServer> {
  const host = options.host ?? LOOPBACK;
  const aedes = await makeAedes(log);
  const servers: Server[] = [];
  try {
    const tcp = createTcpServer({ noDelay: true }, (socket) => void aedes.handle(socket));
    servers.push(tcp);
    watch(tcp, log);
    const url = `mqtt://${await listen(tcp, host, options.port)}`;
    let webSocketUrl: string | undefined;
    if (options.webSocketPort !== undefined) {
      const http = makeWebSocketServer(aedes);
      servers.push(http);
      watch(http, log);
      webSocketUrl = `ws://${await listen(http, host, options.webSocketPort)}`;
    }
    return {
      url,
      webSocketUrl,
      clients: () => aedes.connectedClients,
      onClients: (listener) => {
        aedes.on('clientReady', listener);
        aedes.on('clientDisconnect', listener);
      },
      close: () => shutDown(aedes, servers),
    };
  } catch (error) {
    await shutDown(aedes, servers);
    throw error;
  }
}

type Authenticated = Parameters<Aedes['authenticate']>[3];

async function makeAedes(log: Log): Promise<Aedes> {
  const budget = retainedBudget();
  const names = createBrokerNames<Client>((_name, holder) => ask(holder), systemClock);
  const authenticate = async (client: Client, username: string | undefined, done: Authenticated): Promise<void> => {
    const refuse = (why: string, returnCode: number): void =>
      done(Object.assign(new Error(why), { returnCode }), false);
    if (!mayConnect(client.id, username)) refuse('not a device', NOT_AUTHORIZED);
    else if (await names.claim(client.id, client)) done(null, true);
    else refuse('the name is taken', IDENTIFIER_REJECTED);
  };
  const aedes = await Aedes.createBroker({
    maximumPacketSize: MAX_PACKET_BYTES,
    maxClientsIdLength: 64,
    sessionExpiryIntervalLimit: SESSION_EXPIRY_SECONDS,
    pendingSessionsLimit: MOST_SESSIONS,
    keepaliveLimit: 120,
    authenticate: (client, username, _password, done) => void authenticate(client, username, done),
    authorizePublish: (client, packet, done) => {
      const publication = { topic: packet.topic, bytes: packet.payload.length, retain: packet.retain };
      const allowed = client !== null && mayPublish(client.id, publication) && budget.take(publication);
      done(allowed ? null : new Error('not authorized'));
    },
    authorizeSubscribe: (client, subscription, done) => {
      done(null, maySubscribe(client.id, subscription.topic) ? subscription : null);
    },
    // Queued messages pass here too: a message allowed when it was queued is checked again when it goes out.
    authorizeForward: (client, packet: AedesPublishPacket) =>
      maySubscribe(client.id, inboxAsFilter(packet.topic)) ? packet : null,
  });
  aedes.on('clientReady', (client) => names.heard(client.id, client));
  aedes.on('ack', (_packet, client) => names.heard(client.id, client));
  aedes.on('ping', (_packet, client) => names.heard(client.id, client));
  aedes.on('clientDisconnect', (client) => names.left(client.id, client));
  const faults: EventEmitter = aedes; // the types of aedes leave this event out
  faults.on('error', (error: unknown) => {
    log.error('the embedded broker has a fault', { error });
  });
  aedes.on('clientError', (_client, error) => {
    log.debug('a client of the embedded broker went wrong', { error });
  });
  aedes.on('connectionError', (_client, error) => {
    log.debug('a connection to the embedded broker was refused', { error });
  });
  return aedes;
}

// A marker like those that a device sends to itself: 16 random bytes, which every client must acknowledge and none
// reads.
function ask(client: Client): void {
  if (!client.connected) return; // nothing may be sent before the client's CONNACK
  const topic = inboxTopic(client.id, client.id);
  const payload = Buffer.from(systemRandom(MARKER_BYTES));
  client.publish({ cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false }, () => undefined);
}

function inboxAsFilter(topic: string): string {
  return topic.startsWith('sgl/1/in/') ? topic.replace(/[^/]+$/, '+') : topic;
}

function makeWebSocketServer(aedes: Aedes): HttpServer {
  const http = createHttpServer((_request, response) => response.writeHead(426).end());
  const sockets = new WebSocketServer({
    server: http,
    maxPayload: MAX_PACKET_BYTES,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has('mqtt') ? 'mqtt' : false),
  });
  sockets.on('connection', (socket, request) => {
    const stream = createWebSocketStream(socket);
    stream.on('error', () => stream.destroy());
    aedes.handle(stream, request);
  });
  // `watch` and `listen` handle failures of the server itself. Without this listener the copy that arrives here would
  // be thrown.
  sockets.on('error', () => undefined);
  return http;
}

// A server that cannot accept (no file handles left) emits an error event. Without a listener, that event would end the
// program.
function watch(server: Server, log: Log): void {
  server.maxConnections = MOST_CONNECTIONS;
  server.on('error', (error) => {
    log.warn('the embedded broker cannot accept a connection', { error });
  });
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      const bound = server.address() as AddressInfo;
      resolve(bound.family === 'IPv6' ? `[${bound.address}]:${bound.port}` : `${bound.address}:${bound.port}`);
    });
  });
}

async function shutDown(aedes: Aedes, servers: readonly Server[]): Promise<void> {
  const closed = servers.map(
    (server) =>
      new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      ),
  );
  await new Promise<void>((resolve) => {
    aedes.close(resolve);
  });
  for (const server of servers) if ('closeAllConnections' in server) (server as HttpServer).closeAllConnections();
  await Promise.all(closed);
}
