// A new installation looks at the address that it will have: it connects to the broker under the id of its future
// device and reads once. Nothing of that stays (decision 0061).
import type { ConnectionCause, ConnectionView } from '../../contract/connection-view.ts';
import type { BrokerView } from '../../contract/view.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import type { ClearBrokers } from '../signalling/clear-brokers.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { SettingsOf } from '../policy/settings.ts';
import type { Slices } from '../time/slices.ts';
import type { Log } from '../log.ts';
import { createAddressReader } from '../people/address-reader.ts';
import type { AddressReading } from '../people/address-reading.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { createConnectionAim, type ConnectionAim } from '../signalling/connection-aim.ts';
import { createBrokerConnection, type BrokerConnection } from '../signalling/broker-connection.ts';
import type { Tunnel } from '../signalling/proxy.ts';
import { isSecure } from '../signalling/stream.ts';

/** Why it is unknown who is under the address. */
export type NoLook =
  | 'no-server' // no server is set
  | 'server-silent' // the server cannot be reached, or does not keep to MQTT
  | 'server-proxy' // the proxy refuses the connection
  | 'proxy-login' // the proxy asks for a login
  | 'server-refused' // the server refuses this device, or is not trusted
  | 'server-in-clear' // the server is reached without TLS, and the person has not agreed to that
  | 'directory-silent'; // the directory does not answer, or answers only in part and that part names nobody

/** Looks at addresses. */
export interface FirstLook {
  /**
   * The persons under an address; one look at a time. `uncertified`: the broker admits only certified devices of the
   * organisation, and a device gets its certificate once it belongs to a person.
   */
  readonly read: (address: string, device: string) => Promise<AddressReading | NoLook | 'uncertified'>;
  /** Settings, policy or the embedded broker may have changed. */
  readonly follow: () => void;
}

/** What a first look is made of. */
export interface FirstLookParts {
  readonly settings: Pick<SettingsOf, 'read' | 'brokerPassword'>;
  readonly policy: Pick<PolicyInForce, 'values' | 'lockOf'>;
  readonly broker: () => BrokerView;
  readonly tunnel: Tunnel;
  readonly clearBrokers: Pick<ClearBrokers, 'mayUse' | 'renew' | 'answered'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly slices: Slices;
  readonly log: Log;
}

const CONNECT_MS = 10_000;
const READ_MS = 3000;
const REST_MS = 30_000; // here all chains count as strangers': 64 signatures a second (decision 0051)
/** Causes that waiting does not resolve. */
const SETTLED: readonly ConnectionCause[] = [
  'tls',
  'no-certificate',
  'not-authorised',
  'proxy',
  'proxy-login',
  'protocol',
];
const REFUSED: readonly ConnectionCause[] = ['tls', 'no-certificate', 'not-authorised'];

type Waiting = Extract<ConnectionView, { readonly kind: 'waiting' }>;

/** A first look, not begun yet. */
export function createFirstLook(parts: FirstLookParts): FirstLook {
  const { clock, policy, settings } = parts;
  let aim: ConnectionAim | undefined;

  function follow(): void {
    aim?.follow(settings.read(), parts.broker(), settings.brokerPassword());
  }

  async function read(address: string, device: string): Promise<AddressReading | NoLook | 'uncertified'> {
    parts.clearBrokers.renew();
    const connection = createBrokerConnection(parts);
    connection.onMessage(() => undefined);
    aim = createConnectionAim({
      connection,
      device,
      policy,
      clientCertificate: () => undefined,
      tunnel: parts.tunnel,
      mayUse: parts.clearBrokers.mayUse,
    });
    try {
      const connected = await connect(connection, aim);
      return connected === 'online' ? await readWith(connection, address) : connected;
    } finally {
      aim = undefined;
      await connection.close(); // before an account connects under the same id
    }
  }

  async function connect(connection: BrokerConnection, own: ConnectionAim): Promise<'online' | NoLook | 'uncertified'> {
    follow();
    if (own.view().kind === 'unallowed') {
      await parts.clearBrokers.answered();
      follow();
      if (own.view().kind === 'unallowed') return 'server-in-clear';
    }
    if (connection.view().kind === 'online') return 'online';
    if (connection.view().kind === 'off') return 'no-server';
    return new Promise((resolve) => {
      let last: Waiting | undefined;
      const end = (): void => resolve(outcomeOf(last));
      const cancel = clock.after(CONNECT_MS, end);
      connection.onView((view) => {
        if (view.kind === 'waiting') last = view;
        const isOver = view.kind === 'waiting' && SETTLED.includes(view.cause);
        if (view.kind !== 'online' && !isOver) return;
        cancel();
        if (isOver) end();
        else resolve('online');
      });
    });
  }

  function outcomeOf(last: Waiting | undefined): NoLook | 'uncertified' {
    if (last === undefined) return 'server-silent';
    if (wantsCertificate(last) && getsCertificate(policy.values())) return 'uncertified';
    if (last.cause === 'proxy') return 'server-proxy';
    if (last.cause === 'proxy-login') return 'proxy-login';
    return REFUSED.includes(last.cause) ? 'server-refused' : 'server-silent';
  }

  // Whether the broker demands a certificate. A plain refusal (`not-authorised`) counts as such a demand only over TLS,
  // and only if no user name or password is set, because these may be wrong. A failure of TLS itself is our own
  // judgement of the server and shows nothing.
  function wantsCertificate({ cause, url }: Waiting): boolean {
    if (cause === 'no-certificate') return true;
    const isNameless = settings.read().brokerUsername === '' && settings.brokerPassword() === undefined;
    return cause === 'not-authorised' && isNameless && isSecure(new URL(url));
  }

  async function readWith(connection: BrokerConnection, address: string): Promise<AddressReading | NoLook> {
    const reader = createAddressReader({ ...parts, source: connection });
    const reading = await reader.read({ address, held: [], timeoutMs: READ_MS, maxAgeMs: 0 });
    if (reading.kind === 'timeout') return 'directory-silent';
    const whole = reading.rest === undefined ? reading : await within(REST_MS, reading.rest, reading);
    // An incomplete reading that found nobody proves nothing about the rest.
    return whole.persons.length === 0 && !whole.isWhole ? 'directory-silent' : whole;
  }

  async function within<T>(timeoutMs: number, work: Promise<T>, instead: T): Promise<T> {
    let cancel = (): void => undefined;
    const late = new Promise<T>((resolve) => (cancel = clock.after(timeoutMs, () => resolve(instead))));
    return await Promise.race([work, late]).finally(() => cancel());
  }

  return { read, follow };
}

/** Whether policy lets this device get a certificate of the organisation. */
function getsCertificate({ OrganisationRoots, EnrolmentUrl, CertificateFile }: PolicyValues): boolean {
  return OrganisationRoots.length > 0 && (EnrolmentUrl !== '' || CertificateFile !== '');
}
