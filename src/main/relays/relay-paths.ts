// How the page of a call reaches relays. The page resolves no name and connects to no other host by TCP
// (app/session.ts). For a UDP relay it gets the relay's addresses, one of each family, which main looks up. For a TCP
// or TLS relay it gets a door: a port of this machine from which main forwards bytes to that relay alone. So main
// checks the certificate of a TLS relay, under the relay's name. The forwarded bytes are TURN, with DTLS and sealed
// frames inside.
import { lookup } from 'node:dns/promises';
import { createServer, isIP, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Log } from '../log.ts';
import { connectRelay, type TurnServer, turnServerOf } from './turn-server.ts';

const HERE = '127.0.0.1';
const MOST_STREAMS = 32; // at a time for one door; a call uses one or two
const MOST_ADDRESSES = 2; // of a name: a machine can use one of each family

/** Relays in the form that a page gets. */
export interface RelayPaths {
  /**
   * The URLs that the page gets in place of these. A relay that is not ready is left out. All these relays are prepared
   * for the next time.
   */
  readonly of: (urls: readonly string[]) => readonly string[];
  /**
   * Prepares these relays: doors that are not open yet are opened, and names of UDP relays are looked up again.
   * Resolves when that is done, even if a relay is not ready then.
   */
  readonly prepare: (urls: readonly string[]) => Promise<void>;
  readonly close: () => void;
}

/** Looks up names and opens streams. Replaced in tests. */
export interface RelayNetwork {
  readonly lookUp: (host: string) => Promise<readonly string[]>;
  readonly connect: (server: TurnServer) => Socket;
}

const systemNetwork: RelayNetwork = {
  lookUp: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  connect: connectRelay,
};

/** The paths to the relays of a running account of the program (app/account.ts; not a relay account). */
export function createRelayPaths(log: Log, network: RelayNetwork = systemNetwork): RelayPaths {
  const ready = new Map<string, readonly string[]>(); // URL of a relay → URLs for the page
  const doors = new Map<string, Server>();
  const preparing = new Map<string, Promise<void>>();
  let isClosed = false;

  async function makeReady(url: string, server: TurnServer): Promise<void> {
    if (server.by === 'udp') {
      const found = isIP(server.host) === 0 ? await network.lookUp(server.host) : [server.host];
      ready.set(
        url,
        firstOfEachFamily(found).map((address) => `turn:${inUrl(address)}:${server.port}?transport=udp`),
      );
    } else if (!doors.has(url)) {
      const door = await openDoor(() => network.connect(server));
      if (isClosed) return void door.close();
      doors.set(url, door);
      ready.set(url, [`turn:${HERE}:${(door.address() as AddressInfo).port}?transport=tcp`]);
    }
  }

  const prepareOne = (url: string): Promise<void> => {
    const running = preparing.get(url);
    const server = turnServerOf(url);
    if (running !== undefined || server === undefined) return running ?? Promise.resolve();
    const work = makeReady(url, server)
      .catch((error: unknown) => log.warn('a relay is not ready', { error })) // the last known addresses stay
      .finally(() => preparing.delete(url));
    preparing.set(url, work);
    return work;
  };

  return {
    of: (urls) =>
      urls.flatMap((url) => {
        void prepareOne(url);
        return ready.get(url) ?? [];
      }),
    prepare: async (urls) => {
      await Promise.all(urls.map(prepareOne));
    },
    close: () => {
      isClosed = true;
      for (const door of doors.values()) door.close();
    },
  };
}

const inUrl = (address: string): string => (isIP(address) === 6 ? `[${address}]` : address);

/** The order is stable, so that a page learns only of real changes. */
function firstOfEachFamily(addresses: readonly string[]): readonly string[] {
  const sorted = addresses.toSorted();
  const found = [4, 6].flatMap((family) => sorted.find((address) => isIP(address) === family) ?? []);
  return found.slice(0, MOST_ADDRESSES);
}

async function openDoor(connect: () => Socket): Promise<Server> {
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect();
    const end = (): void => {
      near.destroy();
      far.destroy();
    };
    for (const one of [near, far]) one.once('error', end).once('close', end);
    near.pipe(far);
    far.pipe(near);
  });
  server.maxConnections = MOST_STREAMS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: HERE }, resolve);
  });
  return server;
}
