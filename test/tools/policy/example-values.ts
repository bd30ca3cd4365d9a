// For each policy, a value that the policy accepts and values that it refuses. These values depend on the policy's type
// and form, never on its name.
import type { Policy, PolicyForm, PolicyValue } from '../../../src/core/policy/policy.ts';

const texts: Readonly<Record<PolicyForm, string>> = {
  text: 'Ein Text, mit Umlaut: ü',
  'broker-url': 'wss://siegel.klinik.example/mqtt',
  'https-url': 'https://klinik.example/datenschutz',
  'proxy-url': 'http://proxy.klinik.example:3128',
  'turn-url': 'turns:turn.klinik.example:443?transport=tcp',
  peers: '@*.klinik.example',
  address: '${user}@klinik.example',
  path: '/var/lib/siegel/${user}/token',
  certificate: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  'revocation-list': '-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n',
  sha256: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  ed25519: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
};

/** A value that `policy` accepts. */
export function goodValue(policy: Policy): PolicyValue {
  switch (policy.type) {
    case 'boolean':
      return !policy.default;
    case 'number':
      return policy.max;
    case 'enum':
      return policy.values.find((value) => value !== policy.default)!;
    case 'string':
      return texts[policy.form];
    default:
      return [texts[policy.form]];
  }
}

/** Values that `policy` refuses, each with the reason. */
export function badValues(policy: Policy): readonly (readonly [wrong: string, value: unknown])[] {
  const types: readonly (readonly [string, unknown])[] = [
    ['null', null],
    ['an object', {}],
    ['a number, or a text in place of one', policy.type === 'number' ? '1' : 1],
    ['a text, or a list in place of one', policy.type === 'string' || policy.type === 'enum' ? ['x'] : 'true'],
  ];
  switch (policy.type) {
    case 'boolean':
      return types;
    case 'number':
      return [...types, ['too small', policy.min - 1], ['too large', policy.max + 1], ['a fraction', policy.min + 0.5]];
    case 'enum':
      return [...types, ['no such choice', 'x'], ['a choice in capitals', policy.values[0]!.toUpperCase()]];
    case 'string':
      return [...types, ['too long', 'x'.repeat(policy.maxLength + 1)], ['a control character', 'x\u0000y']];
    default:
      return [
        ...types,
        ['a number among the items', [texts[policy.form], 1]],
        ['an empty item', ['']],
        ['an item too long', ['@'.padEnd(policy.itemMaxLength + 1, 'x')]],
        ['too many items', Array.from({ length: policy.maxItems + 1 }, () => texts[policy.form])],
      ];
  }
}
