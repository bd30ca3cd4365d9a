// Which brokers are used and how, by policy and the person's settings. If policy locks the broker, it overrides what a
// person has entered. The embedded broker is used if nobody named a broker. Pure.
import type { PolicyValues } from '../../core/policy/table.ts';
import type { BrokerView, Settings } from '../../contract/view.ts';
import type { BrokerTarget } from './broker-connection.ts';
import type { Tunnel } from './proxy.ts';
import { type BrokerPassword, placeOf } from './endpoint.ts';
import { type ClientCertificate, isSecure, parseBrokerUrl } from './stream.ts';

/** What the target is made from. */
export interface TargetParts {
  readonly device: string;
  readonly settings: Pick<Settings, 'brokerUrl' | 'brokerUsername'>;
  readonly password: BrokerPassword | undefined;
  readonly embedded: BrokerView;
  readonly policy: PolicyValues;
  /** Whether policy decides the broker, so that the person's choice has no effect. */
  readonly isLocked: boolean;
  readonly clientCertificate: () => ClientCertificate | undefined;
  readonly tunnel: Tunnel;
}

/** The target. Undefined if no broker is named and none runs here. */
export function brokerTargetOf(parts: TargetParts): BrokerTarget | undefined {
  const { device, settings, password, policy } = parts;
  const isPersons = !parts.isLocked && settings.brokerUrl !== '';
  const url = isPersons ? settings.brokerUrl : policy.BrokerUrl;
  const fallbackUrls = policy.FallbackBrokerUrls;
  if (url === '' && fallbackUrls.length === 0) return embeddedTarget(device, parts.embedded);
  const [first = '', ...others] = brokersInOrder([url, ...fallbackUrls]);
  return {
    device,
    url: first,
    fallbackUrls: others.filter((each) => each !== first),
    ...(settings.brokerUsername !== '' && { username: settings.brokerUsername }),
    ...(password !== undefined && { password }),
    tls: {
      roots: policy.TlsRoots,
      pins: policy.BrokerCertificatePins,
      clientCertificate: parts.clientCertificate,
    },
    tunnel: parts.tunnel,
  };
}

/**
 * The brokers in use, in order of preference. If the first is reached by TLS, those without TLS are left out.
 * Otherwise, whoever blocks the first would let everybody on the network read who calls whom, and would avoid
 * certificates.
 */
export function brokersInOrder(named: readonly string[]): readonly string[] {
  const urls = named.filter((each) => each !== '');
  const isClear = (text: string): boolean => {
    const url = parseBrokerUrl(text);
    return url !== undefined && !isSecure(url);
  };
  return urls[0] === undefined || isClear(urls[0]) ? urls : urls.filter((each) => !isClear(each));
}

/** The places (`placeOf`) of these brokers in use, in order of preference. Invalid URLs are left out. */
export function placesOf(named: readonly string[]): readonly string[] {
  return brokersInOrder(named).flatMap((text) => {
    const url = parseBrokerUrl(text);
    return url === undefined ? [] : [placeOf(url)];
  });
}

// The embedded broker runs on this machine, without TLS: certificates, pins, proxies and passwords do not apply.
function embeddedTarget(device: string, embedded: BrokerView): BrokerTarget | undefined {
  if (embedded.kind !== 'running') return undefined;
  return { device, url: embedded.url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:') };
}
