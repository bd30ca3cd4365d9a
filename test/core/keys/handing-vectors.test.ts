// The frozen vectors of the removals that a linking hands over, and of the hint. The test derives the removals from the
// links, with Node's SHA-256.
import { expect, test } from 'vitest';
import { fromHex, utf8 } from '../../../src/core/bytes.ts';
import { readHint } from '../../../src/core/signal/hint.ts';
import { BundleReader } from '../../../src/core/signal/link-bundle.ts';
import { LinkMessage, readLinkText } from '../../../src/core/signal/link.ts';
import { type RemovalText, sha256, siegelVectors } from './vector-chains.ts';

interface Carried {
  readonly link: string;
  readonly sig: string;
}
interface Vectors {
  readonly choosing: { readonly forks: Readonly<Record<string, string>> };
  readonly handing: {
    readonly chain: { readonly text: string; readonly plaintext: string };
    readonly bundle: string;
    readonly parts: readonly string[];
    readonly hint: {
      readonly devices: readonly string[];
      readonly text: string;
      readonly refused: readonly { readonly how: string; readonly text: string }[];
    };
  };
}

const { choosing, handing } = siegelVectors as Vectors;
const message = JSON.parse(handing.chain.text) as {
  readonly person: string;
  readonly chain: readonly Carried[];
  readonly dropped: readonly RemovalText[];
};
// The branch that was not chosen. It contains one of the removals.
const other = JSON.parse(choosing.forks['four: c says versions, b drops d'] ?? '') as {
  readonly chain: readonly Carried[];
};

/**
 * The removals by the last links of these chains, each with the links of the removed device that still count. Their
 * fields are in the order of the protocol.
 */
function removalsOf(...chains: readonly (readonly Carried[])[]): readonly RemovalText[] {
  return chains.flatMap((chain) => {
    const links = chain.map(({ link }) => ({
      hash: sha256(link).toString('base64url'),
      ...(JSON.parse(link) as { readonly by: string; readonly drop: readonly string[] }),
    }));
    const last = links.at(-1)!;
    return last.drop.map((id) => ({
      id,
      link: last.hash,
      signed: links.filter(({ by }) => by === id).map(({ hash }) => hash),
    }));
  });
}

const removals = removalsOf(message.chain, other.chain);
const textOf = (hex: string): string => new TextDecoder().decode(fromHex(hex)).replace(/ +$/, '');

test('the handed-over chain lists the removals of both branches: the removed id, the removing link, and the links that the id signed', () => {
  expect(removals.map(({ signed }) => signed.length)).toEqual([1, 0]);
  expect(JSON.stringify(message.dropped)).toBe(JSON.stringify(removals));
  expect(textOf(handing.chain.plaintext)).toBe(handing.chain.text);
  expect(fromHex(handing.chain.plaintext).length % 256).toBe(0);
  expect(message.person).toBe(sha256(message.chain[0]!.link).toString('base64url'));
  expect(readLinkText(LinkMessage, fromHex(handing.chain.plaintext))).toEqual(message);
});

test('a pin of the bundle has the same removals as the handed-over chain', () => {
  const bundle = JSON.parse(handing.bundle) as { people: { pin: { chain: string; dropped: RemovalText[] } }[] };
  const { pin } = bundle.people[0]!;
  expect(JSON.stringify(pin.dropped)).toBe(JSON.stringify(removals));
  expect(Buffer.from(pin.chain, 'base64url').toString()).toBe(JSON.stringify({ chain: message.chain }));

  const part = JSON.parse(textOf(handing.parts[0]!)) as { kind: 'part'; index: number; count: number; data: string };
  expect(Buffer.from(part.data, 'base64url').toString()).toBe(handing.bundle);
  expect(new BundleReader().take(part)).toEqual(bundle);
});

test('the hint vector lists its devices in order and is read back', () => {
  const { devices, text } = handing.hint;
  expect(text).toBe(`{"v":1,"devices":["${devices.join('","')}"]}`);
  expect(readHint(utf8(text))).toEqual(devices);
});

test.each(handing.hint.refused)('a faulty hint of the vectors is refused: $how', ({ text }) => {
  expect(readHint(utf8(text))).toBeUndefined();
});
