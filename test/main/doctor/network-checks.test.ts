// The findings on servers, the proxy, relays by transport, and UDP. Each finding occurs in at least one test.
import { afterAll, describe, expect, it } from 'vitest';
import { findings } from '../../../src/contract/finding.ts';
import type { DoctorCheck } from '../../../src/contract/managed.ts';
import { checkPath, checkProxy, checkServer, checkUdp } from '../../../src/main/doctor/checks/network.ts';
import type { MqttAnswer } from '../../../src/main/doctor/mqtt-greeting.ts';
import type { ServerProbe } from '../../../src/main/doctor/server-probe.ts';
import type { TurnOutcome } from '../../../src/main/doctor/turn-probe.ts';

const seen = new Set<string>();
const code = (check: DoctorCheck): string => {
  seen.add(check.finding);
  return check.finding;
};
const reached: ServerProbe = { kind: 'reached' };
const failed = (cause: Extract<ServerProbe, { kind: 'failed' }>['cause'], word: string): ServerProbe => ({
  kind: 'failed',
  cause,
  code: word,
});

describe('findings on servers', () => {
  const check = (probe: ServerProbe, mqtt?: MqttAnswer): string =>
    code(checkServer({ server: 'broker-1', milliseconds: 7, probe, ...(mqtt !== undefined && { mqtt }) }));

  it('a server is good if it answers or was not asked, and mute if it does not speak MQTT', () => {
    expect(check(reached)).toBe('server-good');
    expect(check(reached, 'answers')).toBe('server-good');
    expect(check(reached, 'not-asked')).toBe('server-good');
    expect(check(reached, 'mute')).toBe('server-mute');
  });

  it('an unreachable server is reported with the failing step', () => {
    expect(check(failed('unreachable', 'ENOTFOUND'))).toBe('server-name');
    expect(check(failed('unreachable', 'EAI_AGAIN'))).toBe('server-name');
    expect(check(failed('unreachable', 'ENETUNREACH'))).toBe('server-unreachable');
    expect(check(failed('refused', 'ECONNREFUSED'))).toBe('server-refused');
    expect(check(failed('timeout', 'ETIMEDOUT'))).toBe('server-timeout');
    expect(check(failed('proxy', 'ERR_PROXY_407'))).toBe('server-proxy');
  });

  it('a foreign root and an expired certificate have different findings', () => {
    expect(check(failed('tls', 'CERT_HAS_EXPIRED'))).toBe('server-tls');
    expect(check(failed('tls', 'ERR_TLS_CERT_ALTNAME_INVALID'))).toBe('server-tls');
    for (const word of ['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'ERR_TLS_PIN']) {
      expect(check(failed('tls', word)), word).toBe('server-opened');
    }
  });
});

describe('findings on the proxy', () => {
  const check = (probes: readonly ServerProbe[], isUsed = false): string =>
    code(
      checkProxy(
        probes.map((probe) => ({ probe })),
        isUsed,
      ),
    );

  it('each state of the proxy has its own finding', () => {
    expect(check([reached])).toBe('proxy-none');
    expect(check([reached, failed('refused', 'ECONNREFUSED')], true)).toBe('proxy-good');
    expect(check([failed('proxy', 'ERR_PROXY')])).toBe('proxy-unreachable');
    expect(check([reached, failed('proxy', 'ERR_PROXY_403')], true)).toBe('proxy-refuses');
    expect(check([failed('proxy', 'ERR_PROXY_403'), failed('proxy', 'ERR_PROXY_407')])).toBe('proxy-login');
  });
});

describe('findings on relays by transport', () => {
  const outcome = (kind: TurnOutcome['kind'], by: TurnOutcome['by']): { readonly outcome: TurnOutcome } => ({
    outcome: { kind, by },
  });
  const path = (kind: TurnOutcome['kind']): string =>
    code(checkPath({ server: 'turn-1', milliseconds: 7, ...outcome(kind, 'tls') }));

  it('each outcome of a relay has its own finding with transport and time', () => {
    expect(path('allocated')).toBe('path-good');
    for (const kind of ['unreachable', 'tls', 'not-authorised', 'refused'] as const) {
      expect(path(kind)).toBe(`path-${kind}`);
    }
    const refused = checkPath({
      server: 'turn-2',
      milliseconds: 7,
      outcome: { kind: 'refused', by: 'udp', code: 486 },
    });
    expect(refused.facts).toEqual({ server: 'turn-2', by: 'udp', milliseconds: 7, code: 486 });
  });

  it('UDP is reported as good, blocked or not checked', () => {
    expect(code(checkUdp([outcome('refused', 'udp'), outcome('unreachable', 'tcp')]))).toBe('udp-good');
    expect(code(checkUdp([outcome('unreachable', 'udp'), outcome('allocated', 'tls')]))).toBe('udp-blocked');
    expect(code(checkUdp([outcome('unreachable', 'udp'), outcome('unreachable', 'tcp')]))).toBe('udp-not-checked');
    expect(code(checkUdp([outcome('allocated', 'tcp')]))).toBe('udp-not-checked');
    expect(code(checkUdp([]))).toBe('udp-not-checked');
  });
});

afterAll(() => {
  const ids = ['server', 'proxy', 'relay-path', 'udp'];
  const never = Object.entries(findings).filter(([name, { id }]) => ids.includes(id) && !seen.has(name));
  if (never.length > 0) throw new Error(`no situation leads to ${never.map(([name]) => name).join(', ')}`);
});
