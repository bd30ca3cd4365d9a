// Points the broker connection at the brokers that settings and policy name. It reconnects only if the brokers, or how
// they are reached and trusted, have changed. A broker that nobody has allowed is never connected to.
import type { ConnectionView } from '../../contract/connection-view.ts';
import type { BrokerView, Settings } from '../../contract/view.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import type { BrokerPassword } from './endpoint.ts';
import type { BrokerConnection } from './broker-connection.ts';
import { brokerTargetOf } from './broker-target.ts';
import type { Tunnel } from './proxy.ts';
import type { ClientCertificate } from './stream.ts';

/** What decides which brokers are used. */
export interface AimParts {
  readonly connection: BrokerConnection;
  readonly device: string;
  readonly policy: { readonly values: () => PolicyValues; readonly lockOf: (name: 'BrokerUrl') => unknown };
  readonly clientCertificate: () => ClientCertificate | undefined;
  readonly tunnel: Tunnel;
  /** Whether this broker may be connected to. Asks the person if it is their decision. */
  readonly mayUse: (url: string) => boolean;
  /** Called before the connection is pointed elsewhere. */
  readonly onAim?: () => void;
}

/** A broker connection that follows its brokers. */
export interface ConnectionAim {
  readonly follow: (
    settings: Pick<Settings, 'brokerUrl' | 'brokerUsername'>,
    embedded: BrokerView,
    password: BrokerPassword | undefined,
  ) => void;
  /** Closes the connection until the next call of `follow`. */
  readonly leave: () => void;
  /** The connection's view, or that its broker is not allowed. */
  readonly view: () => ConnectionView;
}

/** The aim of a connection that is off. */
export function createConnectionAim({ connection, device, policy, onAim, ...parts }: AimParts): ConnectionAim {
  let aimed = '';
  let unallowed: string | undefined;
  return {
    follow: (settings, embedded, password) => {
      const values = policy.values();
      const target = brokerTargetOf({
        device,
        settings,
        password,
        embedded,
        policy: values,
        isLocked: policy.lockOf('BrokerUrl') !== undefined,
        clientCertificate: parts.clientCertificate,
        tunnel: parts.tunnel,
      });
      // The broker of this program has no TLS options, and is on this machine whatever address it listens on.
      unallowed = target?.tls === undefined || parts.mayUse(target.url) ? undefined : target.url;
      const next = unallowed === undefined ? target : undefined;
      const told = JSON.stringify([next, unallowed, values.ProxyMode, values.ProxyUrl]);
      if (told === aimed) return;
      aimed = told;
      onAim?.();
      if (next === undefined || connection.open(next) !== 'opening') void connection.close();
    },
    leave: () => {
      aimed = '';
      void connection.close();
    },
    view: () => (unallowed === undefined ? connection.view() : { kind: 'unallowed', url: unallowed }),
  };
}
