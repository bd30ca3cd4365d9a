// The frozen vectors of chains at the limits of size, made from their recipes a second time, by hand and with Node's
// own cryptography.
import { createPrivateKey, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { utf8 } from '../../../src/core/bytes.ts';
import { parseChain } from '../../../src/core/keys/chain.ts';
import { base32, sha256, siegelVectors } from './vector-chains.ts';

type Kind = 'add-device' | 'add-code' | 'proto' | 'drop' | 'recover';
interface Vectors {
  readonly secrets: Readonly<Record<string, string>>;
  readonly chains: {
    readonly address: string;
    readonly recoveryCode: { readonly seed: string; readonly id: string };
    readonly valid: { readonly payload: string };
    readonly forks: Readonly<Record<string, string>>;
  };
  readonly lengths: {
    readonly payloads: readonly {
      readonly fault: string;
      readonly how: string;
      readonly links: readonly (readonly [kind: Kind, count: number, ids?: number])[];
      readonly digits: number;
      readonly bytes: number;
      readonly sha256: string;
    }[];
  };
}
interface Carried {
  readonly link: string;
  readonly sig: string;
}
interface Added {
  readonly by: string;
  readonly add: readonly { readonly id: string }[];
}

const { secrets, chains, lengths } = siegelVectors as Vectors;
const { address, recoveryCode } = chains;

const carriedIn = (payload: string | undefined): readonly Carried[] =>
  (JSON.parse(payload ?? '') as { chain: Carried[] }).chain;
// The second link of `valid` adds the second device and the recovery key. The test of `valid` has checked their joins.
const [first, second] = carriedIn(chains.valid.payload);
const { by, add } = JSON.parse(unwrap(second, 'it has two links').link) as Added;
const [device, code] = add;

function signer(seed: string | undefined): (text: string) => string {
  const der = Buffer.from(`302e020100300506032b657004220420${seed ?? ''}`, 'hex'); // RFC 8410 §7
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return (text) => sign(undefined, Buffer.from(`Siegel 1 link\0${text}`), key).toString('base64url');
}
const signers = { device: signer(secrets['callerSigningSeed']), code: signer(recoveryCode.seed) };

function payloadOf(recipe: Vectors['lengths']['payloads'][number]): string {
  const chain = [unwrap(first, 'it has links')];
  let [ids, zeros] = [0, recipe.digits];
  for (const [kind, count, most = 0] of recipe.links) {
    for (let i = 0; i < count; i++) {
      const n = chain.length + 1;
      const prev = sha256(chain.at(-1)!.link).toString('base64url');
      const at = Number(`1800000000${'0'.repeat(Math.min(6, zeros))}`);
      zeros -= Math.min(6, zeros);
      const head = { v: 1, n, prev, at, by: kind === 'recover' ? recoveryCode.id : by };
      const dropped = Array.from({ length: most }, () => base32(sha256(`Siegel 1 vectors id ${ids++}`)));
      const says = {
        'add-device': { proto: null, add: [device], drop: [] },
        'add-code': { proto: null, add: [code], drop: [] },
        proto: { proto: n % 2 === 0 ? [2, 3] : [1, 2, 3], add: [], drop: [] },
        drop: { proto: null, add: [], drop: dropped },
        recover: { proto: null, add: [device], drop: [by, recoveryCode.id] },
      }[kind];
      const link = JSON.stringify({ ...head, ...says });
      chain.push({ link, sig: signers[kind === 'recover' ? 'code' : 'device'](link) });
    }
  }
  return JSON.stringify({ chain });
}

test.each(lengths.payloads)(
  'the chain made by its recipe matches the vector and is judged “$fault”: $how',
  (recipe) => {
    const payload = payloadOf(recipe);
    expect([payload.length, sha256(payload).toString('hex')]).toEqual([recipe.bytes, recipe.sha256]);
    const chain = parseChain(utf8(payload), address);
    expect(typeof chain === 'string' ? chain : 'valid').toBe(recipe.fault);
  },
);

test('each length limit has a vector at the limit and one beyond', () => {
  expect(lengths.payloads.map(({ fault }) => fault)).toEqual(
    ['size', 'room', 'room', 'size'].flatMap((fault) => ['valid', fault]),
  );
});
