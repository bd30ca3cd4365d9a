// A connection to the session bus of a Linux desktop: method calls out, replies and signals in (D-Bus specification
// 0.43). Incoming messages are not trusted. One that cannot be read, is longer than 1 MiB or not little endian is
// dropped. Bytes that begin no message end the connection.
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import {
  type BusCall,
  type BusMessage,
  MOST_READ_BYTES,
  readMessage,
  sizeOfMessage,
  writeCall,
} from './bus-message.ts';
import type { BusArgument } from './bus-types.ts';

export type { BusMessage } from './bus-message.ts';

const PATIENCE_MS = 25_000; // the default of D-Bus itself
const DAEMON = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

/** The other side answered a call with an error, which `errorName` names. */
export class BusError extends Error {
  readonly errorName: string;

  constructor(errorName: string) {
    super('the session bus refuses');
    this.errorName = errorName;
  }
}

/** A connection to the session bus. */
export interface SessionBus {
  /** Our own name on the bus, as `:1.7`; '' if the bus gave none. */
  readonly uniqueName: string;
  /**
   * Calls a method. Rejects with a BusError on an error reply, and with another error after 25 seconds or when the
   * connection is lost.
   */
  readonly call: (method: BusCall, signature: string, body: readonly BusArgument[]) => Promise<BusMessage>;
  /** From here on signals of this name's owner arrive. */
  readonly listen: (name: string) => Promise<void>;
  /** From here on the bus announces each new owner of this name, and its loss, by the signal `NameOwnerChanged`. */
  readonly watchOwner: (name: string) => Promise<void>;
  /** The connection that owns this name, if any. */
  readonly ownerOf: (name: string) => Promise<string | undefined>;
  /**
   * Signals in order. A signal that follows a reply is delivered only after whoever waited for that reply has received
   * it.
   */
  readonly onSignal: (listener: (signal: BusMessage) => void) => void;
  readonly onClose: (listener: () => void) => void;
  readonly close: () => void;
}

/** The socket of the session bus, from the environment. '' if the environment names none on this machine. */
export function sessionBusPath(env: Readonly<Record<string, string | undefined>>): string {
  const address = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  const [, kind, value] = /^unix:(path|abstract)=([^,;]+)/.exec(address) ?? [];
  if (value !== undefined) return (kind === 'abstract' ? '\0' : '') + decodeURIComponent(value);
  const runtime = env['XDG_RUNTIME_DIR'];
  return address === '' && runtime !== undefined ? join(runtime, 'bus') : '';
}

/** Connects to the bus at this socket. Rejects if `path` is '' or no bus lets us in there. */
export async function openSessionBus(path: string): Promise<SessionBus> {
  if (path === '') throw new Error('no session bus');
  const socket = createConnection(path);
  socket.setNoDelay(true);
  socket.unref(); // the connection must not keep the program alive
  const rest = await greet(socket);
  const bus = talk(socket, rest);
  try {
    const [uniqueName] = (await bus.call({ ...DAEMON, member: 'Hello' }, '', [])).body;
    return { ...bus, uniqueName: typeof uniqueName === 'string' ? uniqueName : '' };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

// SASL EXTERNAL: the system tells the daemon who we are.
function greet(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let got = Buffer.alloc(0);
    const fail = (): void => {
      socket.destroy();
      reject(new Error('the session bus does not answer'));
    };
    const timer = setTimeout(fail, PATIENCE_MS);
    const onData = (chunk: Buffer): void => {
      got = Buffer.concat([got, chunk]);
      const end = got.indexOf('\r\n');
      if (end < 0 && got.length < 512) return;
      clearTimeout(timer);
      socket.off('data', onData);
      socket.off('error', fail);
      socket.off('close', fail);
      if (end < 0 || got.toString('latin1', 0, 3) !== 'OK ') return fail();
      socket.write('BEGIN\r\n');
      resolve(got.subarray(end + 2));
    };
    socket.on('data', onData);
    socket.once('error', fail);
    socket.once('close', fail);
    const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
    socket.once('connect', () => socket.write(`\0AUTH EXTERNAL ${user}\r\n`));
  });
}

interface Waiting {
  readonly resolve: (reply: BusMessage) => void;
  readonly reject: (why: Error) => void;
  readonly timer: NodeJS.Timeout;
}

function talk(socket: Socket, first: Buffer): Omit<SessionBus, 'uniqueName'> {
  const waiting = new Map<number, Waiting>(); // by serial
  const signals: ((signal: BusMessage) => void)[] = [];
  const closed: (() => void)[] = [];
  let serial = 0;
  let pending = first;
  let skip = 0; // bytes of a message that is not read

  function settle(message: BusMessage): void {
    const found = waiting.get(message.replyTo);
    if (found === undefined) return;
    waiting.delete(message.replyTo);
    clearTimeout(found.timer);
    if (message.type === 'reply') found.resolve(message);
    else found.reject(new BusError(message.errorName));
  }

  // A signal is delivered in a turn of its own, because a press can arrive together with the reply that identifies its
  // notification.
  function tell(signal: BusMessage): void {
    for (const listener of signals) listener(signal);
  }

  function read(): void {
    for (;;) {
      const skipped = Math.min(skip, pending.length);
      pending = pending.subarray(skipped);
      skip -= skipped;
      const size = sizeOfMessage(pending);
      if (size === 'bad') return void socket.destroy();
      if (size === 'more') return;
      if (size > MOST_READ_BYTES) {
        skip = size; // it is not even collected, because any program of the session can send us one
        continue;
      }
      if (pending.length < size) return;
      const message = readMessage(pending.subarray(0, size));
      pending = pending.subarray(size);
      if (message?.type === 'signal') setImmediate(tell, message);
      else if (message !== undefined) settle(message);
    }
  }

  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    read();
  });
  socket.on('error', () => undefined); // `close` follows
  socket.once('close', () => {
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(new Error('the session bus is gone'));
    }
    waiting.clear();
    for (const listener of closed) listener();
  });

  function call(method: BusCall, signature: string, body: readonly BusArgument[]): Promise<BusMessage> {
    serial += 1;
    const own = serial;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(own);
        reject(new Error('the session bus does not answer'));
      }, PATIENCE_MS);
      waiting.set(own, { resolve, reject, timer });
      socket.write(writeCall(own, method, signature, body));
    });
  }

  async function match(rule: string): Promise<void> {
    await call({ ...DAEMON, member: 'AddMatch' }, 's', [`type='signal',${rule}`]);
  }

  setImmediate(read); // data that came with the greeting
  return {
    call,
    listen: (name) => match(`sender='${name}'`),
    watchOwner: (name) => match(`sender='${DAEMON.destination}',member='NameOwnerChanged',arg0='${name}'`),
    ownerOf: async (name) => {
      const reply = await call({ ...DAEMON, member: 'GetNameOwner' }, 's', [name]).catch(() => undefined);
      const owner = reply?.body[0];
      return typeof owner === 'string' ? owner : undefined;
    },
    onSignal: (listener) => void signals.push(listener),
    onClose: (listener) => void closed.push(listener),
    close: () => void socket.destroy(),
  };
}
