// A connection to a TURN server: datagrams, or a stream that is split into messages. turn-probe.ts decides what it
// carries.
import { createSocket } from 'node:dgram';
import { isIP, type Socket } from 'node:net';
import { type Bytes, concat } from '../../core/bytes.ts';
import { connectRelay, type TurnServer } from '../relays/turn-server.ts';
import { readStun, type StunMessage } from './stun.ts';

/** An open connection. */
export interface TurnConnection {
  readonly send: (bytes: Uint8Array) => void;
  /** Whether messages may get lost and must be repeated. */
  readonly isLossy: boolean;
  readonly close: () => void;
}

/** What a connection reports. Over UDP, `onFailed` may come again until the connection is closed. */
export interface TurnConnectionEvents {
  readonly onMessage: (message: StunMessage) => void;
  readonly onFailed: (error: unknown) => void;
}

/** Opens a connection. Messages that are sent earlier wait until it is open. */
export function openTurnConnection({ host, port, by }: TurnServer, events: TurnConnectionEvents): TurnConnection {
  if (by === 'udp') return datagrams(host, port, events);
  return stream(connectRelay({ host, port, by }), events);
}

function datagrams(host: string, port: number, events: TurnConnectionEvents): TurnConnection {
  const socket = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4');
  const queue: Uint8Array[] = [];
  let isConnected = false;
  socket.on('error', events.onFailed);
  socket.on('message', (bytes) => {
    const read = readStun(bytes);
    if (read !== undefined && read !== 'more') events.onMessage(read.message);
  });
  // A connected socket ignores datagrams of anybody else, and learns at once of a closed port.
  socket.once('connect', () => {
    isConnected = true;
    for (const bytes of queue) socket.send(bytes);
  });
  socket.connect(port, host);
  return {
    isLossy: true,
    send: (bytes) => {
      if (isConnected) socket.send(bytes);
      else queue.push(bytes);
    },
    close: () => {
      socket.removeAllListeners();
      socket.on('error', () => undefined); // the look-up of a name may still fail
      socket.close();
    },
  };
}

function stream(socket: Socket, events: TurnConnectionEvents): TurnConnection {
  let rest: Bytes = new Uint8Array(0);
  let isOver = false;
  const fail = (error: unknown): void => {
    if (isOver) return;
    isOver = true;
    socket.destroy();
    events.onFailed(error);
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('closed')));
  socket.on('data', (bytes: Buffer) => {
    rest = concat(rest, bytes);
    for (let read = readStun(rest); read !== 'more'; read = readStun(rest)) {
      if (read === undefined) return fail(new Error('not STUN'));
      rest = rest.slice(read.length);
      events.onMessage(read.message);
    }
    return undefined;
  });
  return {
    isLossy: false,
    send: (bytes) => void socket.write(bytes),
    close: () => {
      isOver = true;
      socket.destroy();
    },
  };
}
