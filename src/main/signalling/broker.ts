// The embedded broker for demonstrations and small networks: MQTT 5 over TCP and WebSocket, in memory, on loopback unless told
// otherwise. It is as little trusted as any other broker; what it forgets when it stops, devices publish again.
import type { EventEmitter } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { type AedesPublishPacket, Aedes } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { BrokerView } from '../../contract/view.ts';
import type { Log } from '../log.ts';
import { mayConnect, maySubscribe, mayPublish, retainedBudget } from './broker-rules.ts';
import { MAX_PACKET_BYTES } from './connection.ts';

const LOOPBACK = '127.0.0.1';
const SESSION_EXPIRY_SECONDS = 14 * 24 * 3600;
const MOST_SESSIONS = 5000;
const MOST_CONNECTIONS = 2000;
const NOT_AUTHORIZED = 5;

/** Where to listen. Port 0 takes any free one; `webSocketPort` adds a WebSocket listener. */
export interface BrokerOptions {
  readonly host?: string;
  readonly port: number;
  readonly webSocketPort?: number;
}

type Started = 'running' | 'broker-in-use' | 'locked' | 'internal';

/** The broker, running or not. */
export interface Broker {
  /** `locked`: policy allows no broker here. */
  readonly start: (options: BrokerOptions) => Promise<Started>;
  readonly stop: () => Promise<void>;
  readonly view: () => BrokerView;
  readonly onView: (listener: (view: BrokerView) => void) => void;
  /** Where the WebSocket listener is, while there is one. */
  readonly webSocketUrl: () => string | undefined;
}

interface Running {
  readonly aedes: Aedes;
  readonly servers: readonly Server[];
  readonly url: string;
  readonly webSocketUrl: string | undefined;
}

/** A broker that is stopped; it starts only while it `isAllowed`. */
export function createBroker(log: Log, isAllowed: () => boolean = () => true): Broker {
  const listeners: ((view: BrokerView) => void)[] = [];
  let view: BrokerView = { kind: 'stopped' };
  let running: Running | undefined;

  function show(next: BrokerView): void {
    view = next;
    for (const listener of listeners) listener(next);
  }

  async function stop(): Promise<void> {
    const last = running;
    running = undefined;
    if (last !== undefined) await shutDown(last.aedes, last.servers);
    if (running === undefined) show({ kind: 'stopped' });
  }

  async function start(options: BrokerOptions): Promise<Started> {
    await stop();
    if (!isAllowed()) return 'locked';
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
      running = { aedes, servers, url, webSocketUrl };
      const count = (): void => {
        if (running?.aedes === aedes) show({ kind: 'running', url, clients: aedes.connectedClients });
      };
      aedes.on('clientReady', count);
      aedes.on('clientDisconnect', count);
      count();
      if (isAllowed()) return 'running';
      await stop(); // policy has changed its mind while it started
      return 'locked';
    } catch (error) {
      await shutDown(aedes, servers);
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      const cause = isTaken ? 'broker-in-use' : 'internal';
      log.warn('the embedded broker did not start', { error });
      show({ kind: 'failed', cause });
      return cause;
    }
  }

  return {
    start,
    stop,
    view: () => view,
    onView: (listener) => void listeners.push(listener),
    webSocketUrl: () => running?.webSocketUrl,
  };
}

async function makeAedes(log: Log): Promise<Aedes> {
  const budget = retainedBudget();
  const aedes = await Aedes.createBroker({
    maximumPacketSize: MAX_PACKET_BYTES,
    maxClientsIdLength: 64,
    sessionExpiryIntervalLimit: SESSION_EXPIRY_SECONDS,
    pendingSessionsLimit: MOST_SESSIONS,
    keepaliveLimit: 120,
    authenticate: (client, username, _password, done) => {
      if (mayConnect(client.id, username)) done(null, true);
      else done(Object.assign(new Error('not a device'), { returnCode: NOT_AUTHORIZED }), false);
    },
    authorizePublish: (client, packet, done) => {
      const publication = { topic: packet.topic, bytes: packet.payload.length, retain: packet.retain };
      const allowed = client !== null && mayPublish(client.id, publication) && budget.take(publication);
      done(allowed ? null : new Error('not authorized'));
    },
    authorizeSubscribe: (client, subscription, done) => {
      done(null, maySubscribe(client.id, subscription.topic) ? subscription : null);
    },
    // Queued messages pass here too: what was allowed when it was queued is checked once more when it goes out.
    authorizeForward: (client, packet: AedesPublishPacket) =>
      maySubscribe(client.id, inboxAsFilter(packet.topic)) ? packet : null,
  });
  const faults: EventEmitter = aedes; // its types leave this event out
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
  // `watch` and `listen` see failures of the server itself; without this listener the copy here would be thrown.
  sockets.on('error', () => undefined);
  return http;
}

// A server that cannot accept (no file handle is left) says so as an error event; unheard, it would end the program.
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
