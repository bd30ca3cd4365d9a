// Which values a policy may have, by type, bounds and form. All systems use this one check.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOfForm } from '../../../src/core/policy/form.ts';
import type { PolicyForm } from '../../../src/core/policy/policy.ts';
import { readValue } from '../../../src/core/policy/read-value.ts';
import { policies } from '../../../src/core/policy/table.ts';
import { anyName, anyPolicyWith } from './any-policy.ts';

describe('values of policies', () => {
  it('a valid policy value is read unchanged', () => {
    fc.assert(
      fc.property(anyPolicyWith(1), ({ policy, values: [value] }) => {
        expect(readValue(policy, value)).toEqual({ kind: 'value', value });
      }),
    );
  });

  it('a policy value is refused or read unchanged, and never repaired', () => {
    fc.assert(
      fc.property(anyName, fc.jsonValue(), (name, raw) => {
        const reading = readValue(policies[name], raw);
        expect(reading.kind === 'value' ? reading.value : raw).toEqual(raw);
      }),
    );
  });

  it.each([
    ['AllowVideo', 1, 'wrong-type'],
    ['AllowVideo', 'true', 'wrong-type'],
    ['IdleLockMinutes', '5', 'wrong-type'],
    ['IdleLockMinutes', true, 'wrong-type'],
    ['IdleLockMinutes', 1441, 'out-of-bounds'],
    ['IdleLockMinutes', -1, 'out-of-bounds'],
    ['IdleLockMinutes', 1.5, 'out-of-bounds'],
    ['IdleLockMinutes', Number.NaN, 'out-of-bounds'],
    ['UnknownCallers', 'Ring', 'out-of-bounds'],
    ['UnknownCallers', '', 'out-of-bounds'],
    ['UnknownCallers', 0, 'wrong-type'],
    ['BrokerUrl', ['mqtts://a.example'], 'wrong-type'],
    ['BrokerUrl', 'https://a.example', 'out-of-bounds'],
    ['BrokerUrl', `mqtts://a.example/${'x'.repeat(2048)}`, 'out-of-bounds'],
    ['AllowedPeers', '*', 'wrong-type'],
    ['AllowedPeers', ['*', 1], 'wrong-type'],
    ['AllowedPeers', ['*', ''], 'out-of-bounds'],
    ['AllowedPeers', { 0: '*' }, 'wrong-type'],
    ['AllowedPeers', ['@a.example', 'nobody'], 'out-of-bounds'],
    ['AllowedPeers', ['\u0430nna@klinik.example'], 'out-of-bounds'],
    ['Address', 'anna\uFFA0@klinik.example', 'out-of-bounds'],
    ['AllowedPeers', Array.from({ length: 4097 }, () => '*'), 'out-of-bounds'],
  ] as const)('the policy %s = %j is refused as %s', (name, raw, kind) => {
    expect(readValue(policies[name], raw)).toEqual({ kind });
  });
});

const certificate = '-----BEGIN CERTIFICATE-----\r\nAAAA\r\nBB==\r\n-----END CERTIFICATE-----\r\n';
const good: Readonly<Record<PolicyForm, readonly string[]>> = {
  text: ['', 'IT-Hilfe, Telefon 4711', 'a\u00E4\u65E5'],
  'broker-url': [
    'mqtts://b.example',
    'MQTTS://B.Example:8883',
    'wss://b.example/mqtt?x=1',
    'mqtt://127.0.0.1:1883',
    'mqtt://[::1]:1883',
    'wss://[2001:db8::10.0.0.1]/mqtt',
    'mqtts://broker1.4u.example',
  ],
  'https-url': ['https://a.example', 'https://a.example:8443/x/%20?y=1#z'],
  'proxy-url': ['http://proxy.example:3128', 'http://10.0.0.1:8080/'],
  'turn-url': ['turn:turn.example', 'turns:turn.example:5349?transport=tcp', 'turn:[2001:db8::1]'],
  peers: ['*', '@a.example', '@*.a.example', 'Anna@A.example', ' anna@a.example '],
  address: ['anna@a.example', '${user}@a.example', '${user}.${user}@a.example'],
  path: ['/etc/x', String.raw`C:\x\${user}`, 'C:/x', String.raw`\\server\share`],
  certificate: [certificate, ` ${certificate}`],
  'revocation-list': ['-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----'],
  sha256: ['AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='],
  ed25519: [`${'/'.repeat(42)}8=`],
};
const bad: Readonly<Record<PolicyForm, readonly string[]>> = {
  text: ['a\nb', 'a\u0000', 'a\u202Eb', 'a\u2066b', '\uD800', '\uFFFD', 'a\u2028b', 'a\u0085b'],
  'broker-url': [
    '',
    'b.example',
    'http://b.example',
    'mqtts://',
    'mqtts://anna@b.example',
    'mqtts://a:b@c.example',
    'mqtts://b.example:0',
    'mqtts://b.example:65536',
    'mqtts://b.example#x',
    'mqtts://b.exa mple',
    'mqtts://-b.example',
    'mqtts://10.0.0.256',
    'mqtts://10.0.1',
    'mqtts://010.0.0.1',
    'wss://[1:2]',
    'wss://[1:2:3:4:5:6:7:8::]',
    'wss://[::1.2.3.4:5]',
    'mqtts://b.example/\n',
  ],
  'https-url': [
    '',
    'http://a.example',
    'https://anna@a.example',
    'https://',
    'javascript:alert(1)',
    'https://a.example/"onclick',
  ],
  'proxy-url': [
    'proxy.example:3128',
    'https://proxy.example:3128',
    'http://anna:x@proxy.example:3128',
    'http://proxy.example:3128/x',
  ],
  'turn-url': ['stun:a.example', 'turn://a.example', 'turn:a.example?transport=sctp', 'turn:anna@a.example', 'turn:'],
  peers: ['', 'anna', '@', '@*', '@*.', '*.a.example', '*@a.example@', 'anna@', '@a.example@b'],
  address: ['', 'anna', '@a.example', '${user}', '${user}@${user}@a.example', 'anna@${device}'],
  path: ['', 'x', './x', '../x', 'C:x', '\\x', '/x\n', '/x\u0000'],
  certificate: [
    '',
    'AAAA',
    `${certificate}${certificate}`,
    certificate.replaceAll('CERTIFICATE', 'PRIVATE KEY'),
    `x${certificate}`,
    '-----BEGIN CERTIFICATE-----\nAAA\n-----END CERTIFICATE-----',
    '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----',
    '-----BEGIN CERTIFICATE-----\nA!AA\n-----END CERTIFICATE-----',
  ],
  'revocation-list': [certificate],
  sha256: ['', 'AAAA', `${'A'.repeat(43)}=`.replace('A=', 'B='), `${'A'.repeat(42)}-=`],
  ed25519: ['', 'A'.repeat(44)],
};
const rows = (table: Readonly<Record<PolicyForm, readonly string[]>>): readonly (readonly [PolicyForm, string])[] =>
  (Object.keys(table) as PolicyForm[]).flatMap((form) => table[form].map((text) => [form, text] as const));

describe('texts in policies', () => {
  it('every text accepted as an https-url can be parsed as a URL', () => {
    const piece = fc.constantFrom(
      '1',
      '0',
      '255',
      '256',
      '01',
      '.',
      '..',
      ':',
      '::',
      'f',
      'beef',
      '12345',
      'x',
      '0x',
      '-',
    );
    const host = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(host, fc.boolean(), (name, isV6) => {
        const text = `https://${isV6 ? `[${name}]` : name}/x`;
        expect(isOfForm('https-url', text) && !URL.canParse(text), text).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it.each(rows(good))('the form %s accepts %j', (form, text) => {
    expect(isOfForm(form, text)).toBe(true);
  });
  it.each(rows(bad))('the form %s refuses %j', (form, text) => {
    expect(isOfForm(form, text)).toBe(false);
  });
});
