// Which brokers the link is to use and how, out of policy and what the person has set. What policy decides counts before what a
// person wrote; the embedded broker stands in where nobody named one. Pure.
import type { PolicyValues } from '../../core/policy/table.ts';
import type { BrokerView, Settings } from '../../contract/view.ts';
import type { LinkTarget } from './link.ts';
import type { Tunnel } from './proxy.ts';
import { type BrokerPassword, placeOf } from './endpoint.ts';
import { type ClientCertificate, isSecure, parseBrokerUrl } from './stream.ts';

/** What the target is made of. */
export interface TargetParts {
  readonly device: string;
  readonly settings: Pick<Settings, 'brokerUrl' | 'brokerUsername'>;
  readonly password: BrokerPassword | undefined;
  readonly embedded: BrokerView;
  readonly policy: PolicyValues;
  /** Whether the broker is not the person's to choose. */
  readonly isLocked: boolean;
  readonly clientCertificate: () => ClientCertificate | undefined;
  readonly tunnel: Tunnel;
}

/** The target, or undefined where no broker is named and none runs here. */
export function linkTargetOf(parts: TargetParts): LinkTarget | undefined {
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
 * The brokers that are used, first choice first. Behind one by TLS none in clear: who keeps the first from being reached would
 * otherwise decide that everybody on the way reads who calls whom, and that no certificate is asked for.
 */
export function brokersInOrder(named: readonly string[]): readonly string[] {
  const urls = named.filter((each) => each !== '');
  const isClear = (text: string): boolean => {
    const url = parseBrokerUrl(text);
    return url !== undefined && !isSecure(url);
  };
  return urls[0] === undefined || isClear(urls[0]) ? urls : urls.filter((each) => !isClear(each));
}

/** Where these brokers are, in their order; what is no address is left out. */
export function placesOf(named: readonly string[]): readonly string[] {
  return brokersInOrder(named).flatMap((text) => {
    const url = parseBrokerUrl(text);
    return url === undefined ? [] : [placeOf(url)];
  });
}

// On this machine or in this network, in clear: no certificate, no pin, no proxy and no password have to do with it.
function embeddedTarget(device: string, embedded: BrokerView): LinkTarget | undefined {
  if (embedded.kind !== 'running') return undefined;
  return { device, url: embedded.url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:') };
}
