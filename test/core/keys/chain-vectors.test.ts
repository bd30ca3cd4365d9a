// Reads the frozen vectors of chains again: the valid one with Node's own cryptography and by hand, the invalid ones
// with the product, and the choices with the second implementation of the rule.
import { createPublicKey, hkdfSync, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { toB64u, toHex, utf8 } from '../../../src/core/bytes.ts';
import { parseChain, reopenChain } from '../../../src/core/keys/chain.ts';
import { verifyChainSteps } from '../../../src/core/keys/chain-verify.ts';
import { readRecoveryCode } from '../../../src/core/keys/recovery-code.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { referenceRule } from './chain-search/reference.ts';
import {
  base32,
  bytesOf,
  linksOf,
  type Outcome,
  outcomeOf,
  readRemoval,
  type RemovalText,
  sha256,
  siegelVectors,
} from './vector-chains.ts';

interface Vectors {
  readonly secrets: Readonly<Record<string, string>>;
  readonly chains: {
    readonly address: string;
    readonly recoveryCode: Readonly<Record<'shown' | 'seed' | 'publicKey' | 'id', string>>;
    readonly valid: {
      readonly payload: string;
      readonly person: string;
      readonly links: readonly { readonly hash: string; readonly members: readonly string[] }[];
    };
    readonly invalid: readonly { readonly fault: string; readonly how: string; readonly payload: string }[];
    readonly forks: Readonly<Record<string, string>>;
    readonly choices: readonly {
      readonly shows: string;
      readonly held: string;
      readonly dropped: readonly RemovalText[];
      readonly read: readonly string[];
      readonly outcome: Outcome;
    }[];
  };
}
interface LinkText {
  readonly n: number;
  readonly prev: string | null;
  readonly by: string;
  readonly add: readonly { readonly id: string; readonly s?: string; readonly d: string; readonly join: string }[];
  readonly drop: readonly string[];
}

const { secrets, chains } = siegelVectors as Vectors;
const { address, valid, invalid, recoveryCode } = chains;

const isSigned = (label: string, text: Uint8Array, signature: string, d: string): boolean =>
  verify(
    undefined,
    Buffer.concat([Buffer.from(`${label}\0`), text]),
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: d }, format: 'jwk' }),
    bytesOf(signature),
  );

test('in the valid vector, each link follows the previous link and is signed by a member, and later members have signed their joins', () => {
  const { chain } = JSON.parse(valid.payload) as { chain: { link: string; sig: string }[] };
  const person = sha256(unwrap(chain[0], 'it has links').link);
  expect(toHex(person)).toBe(valid.person);
  const keys = new Map<string, string>();
  let members: string[] = [];
  let hash: string | null = null;
  for (const [i, { link, sig }] of chain.entries()) {
    const { n, prev, by, add, drop } = JSON.parse(link) as LinkText;
    expect([n, prev]).toEqual([i + 1, hash]);
    expect(n === 1 || members.includes(by)).toBe(true);
    for (const { id, s, d, join } of add) {
      const label = s === undefined ? 'Siegel 1 recovery' : 'Siegel 1 device';
      const keysOfIt = Buffer.concat([bytesOf(s ?? ''), bytesOf(d)]);
      expect(base32(sha256(label, keysOfIt))).toBe(id);
      const proto = s === undefined ? [] : [0, 1, 1];
      const text = Buffer.concat([person, Buffer.from([0, id.length]), utf8(id), keysOfIt, Buffer.from(proto)]);
      expect(n === 1 || isSigned('Siegel 1 join', text, join, d)).toBe(true);
      keys.set(id, d);
    }
    expect(isSigned('Siegel 1 link', utf8(link), sig, keys.get(by) ?? '')).toBe(true);
    hash = toB64u(sha256(link));
    members = [...members.filter((id) => !drop.includes(id)), ...add.map(({ id }) => id)];
    expect({ hash, members }).toEqual(valid.links[i]);
  }
  expect(reopenChain(utf8(valid.payload), address)).toMatchObject({ kind: 'verified' });
});

test.each(invalid)('the invalid vector is refused with “$fault”: $how', ({ fault, payload }) => {
  const chain = parseChain(utf8(payload), address);
  expect(typeof chain === 'string' ? chain : runSteps(verifyChainSteps(chain))).toBe(fault);
});

test('every kind of fault has a vector, except the two faults about lengths', () => {
  const faults = ['form', 'address', 'order', 'id', 'author', 'drop', 'add', 'key', 'own-drop', 'proto', 'nothing'];
  expect(new Set(invalid.map(({ fault }) => fault))).toEqual(new Set([...faults, 'members', 'signature']));
});

const named = (name: string) => linksOf(chains.forks[name], address);

test.each(chains.choices)('the reference rule chooses as the vector says: $shows', (vector) => {
  const choice = referenceRule()(named(vector.held), vector.dropped.map(readRemoval), vector.read.map(named));
  expect(outcomeOf(choice)).toEqual(vector.outcome);
});

test('the recovery code of the vectors gives its secret bits, those bits give the seed, and the recovery key gives its id', () => {
  const seed = Buffer.from(
    hkdfSync('sha512', Buffer.from(secrets['recoveryCode'] ?? '', 'hex'), '', 'Siegel 1 recovery seed', 32),
  );
  expect(seed.toString('hex')).toBe(recoveryCode.seed);
  const code = readRecoveryCode(recoveryCode.shown.toLowerCase().replaceAll(' ', '-'));
  if (typeof code === 'string') throw new Error(code);
  expect(code.use(toHex)).toBe(secrets['recoveryCode']);
  expect(base32(sha256('Siegel 1 recovery', Buffer.from(recoveryCode.publicKey, 'hex')))).toBe(recoveryCode.id);
});
