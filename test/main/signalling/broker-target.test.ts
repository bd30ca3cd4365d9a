// Which broker counts: policy's, the person's, or the embedded one. And which credentials go to which broker.
import { describe, expect, test } from 'vitest';
import { isOfForm } from '../../../src/core/policy/form.ts';
import { parseBrokerUrl } from '../../../src/main/signalling/stream.ts';
import { brokerTargetOf, type TargetParts } from '../../../src/main/signalling/broker-target.ts';
import { defaultPolicyValues } from '../../../src/main/policy/policy-in-force.ts';
import { ANNA } from './connection-scene.ts';

const SITE = 'wss://broker.klinik.example';
const OWN = 'mqtts://own.example';
const running = { kind: 'running', url: 'mqtt://0.0.0.0:1883', clients: 0 } as const;

function targetOf(more: Partial<Omit<TargetParts, 'policy'>> = {}, policy: Partial<TargetParts['policy']> = {}) {
  return brokerTargetOf({
    device: ANNA,
    settings: { brokerUrl: '', brokerUsername: '' },
    password: undefined,
    embedded: { kind: 'stopped' },
    isLocked: false,
    clientCertificate: () => undefined,
    tunnel: () => Promise.resolve(undefined),
    ...more,
    policy: { ...defaultPolicyValues(), ...policy },
  });
}
const secret = { text: 'secret', places: ['mqtts://own.example:8883'] };
const own = { settings: { brokerUrl: OWN, brokerUsername: 'anna' }, password: secret };

describe('choosing the broker', () => {
  test('there is no broker if none is named and none runs', () => expect(targetOf()).toBeUndefined());

  test('the person’s broker is used unless policy locks another broker', () => {
    expect(targetOf(own)?.url).toBe(OWN);
    expect(targetOf(own, { BrokerUrl: SITE })?.url).toBe(OWN);
    expect(targetOf({ ...own, isLocked: true }, { BrokerUrl: SITE })?.url).toBe(SITE);
    expect(targetOf({}, { BrokerUrl: SITE })?.url).toBe(SITE);
  });

  test('the embedded broker is used only if no other is named, and gets no credentials', () => {
    const policy = { TlsRoots: ['root'], BrokerCertificatePins: ['pin'] };
    expect(targetOf({ embedded: running, password: secret }, policy)).toEqual({
      device: ANNA,
      url: 'mqtt://127.0.0.1:1883',
    });
    expect(targetOf({ embedded: running }, { BrokerUrl: SITE })?.url).toBe(SITE);
    expect(targetOf({ ...own, embedded: running })?.url).toBe(OWN);
    expect(targetOf({ embedded: { ...running, url: 'mqtt://[::]:1883' } })?.url).toBe('mqtt://[::1]:1883');
  });

  test('fallback brokers follow in order, once each, and replace a missing first broker', () => {
    const FallbackBrokerUrls = ['wss://b', SITE, 'wss://c'];
    expect(targetOf({}, { BrokerUrl: SITE, FallbackBrokerUrls })).toMatchObject({
      url: SITE,
      fallbackUrls: ['wss://b', 'wss://c'],
    });
    expect(targetOf({}, { FallbackBrokerUrls })).toMatchObject({ url: 'wss://b', fallbackUrls: [SITE, 'wss://c'] });
  });

  test('no fallback without TLS follows a first broker with TLS', () => {
    const FallbackBrokerUrls = ['mqtt://b', 'ws://c', 'tcp://d', 'mqtts://e', 'wss://f'];
    const secure = ['mqtts://e', 'wss://f'];
    expect(targetOf({}, { BrokerUrl: SITE, FallbackBrokerUrls })?.fallbackUrls).toEqual(secure);
    expect(targetOf(own, { FallbackBrokerUrls })?.fallbackUrls).toEqual(secure);
    expect(targetOf({}, { FallbackBrokerUrls: ['ssl://a', ...FallbackBrokerUrls] })?.fallbackUrls).toEqual(secure);
    // Somebody whose first broker has no TLS has agreed to connections without TLS.
    expect(targetOf({}, { FallbackBrokerUrls })?.fallbackUrls).toEqual(FallbackBrokerUrls.slice(1));
  });

  test('roots and pins come from policy, name and password from the person', () => {
    const policy = { BrokerUrl: SITE, TlsRoots: ['root'], BrokerCertificatePins: ['pin'] };
    expect(targetOf({ ...own, isLocked: true }, policy)).toMatchObject({
      username: 'anna',
      password: secret,
      tls: { roots: ['root'], pins: ['pin'] },
    });
    expect(targetOf({}, policy)).not.toHaveProperty('password');
  });
});

test('a broker address that policy accepts can be read, even in capitals or with port, path, query or IPv6', () => {
  for (const text of ['mqtt://a', 'MQTTS://a:1', 'ws://[::1]:80/x?y=1', 'WSS://a.b/mqtt']) {
    expect(isOfForm('broker-url', text)).toBe(true);
    expect(parseBrokerUrl(text)).toBeDefined();
  }
});
