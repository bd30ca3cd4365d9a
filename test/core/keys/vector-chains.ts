// Chains, removals and choices from the frozen vectors, for the tests that check them again, with Node or with the
// second implementation of the rule of protocol §2 (chain-search/reference.ts).
import { createHash } from 'node:crypto';
import { unwrap } from '../../../src/core/assert.ts';
import { type Bytes, fromB64u, toB64u, utf8 } from '../../../src/core/bytes.ts';
import type { Choice, Removal } from '../../../src/core/keys/chain-choice.ts';
import { reopenChain } from '../../../src/core/keys/chain.ts';
import type { SignedLink } from '../../../src/core/keys/link.ts';
import type { OwnLink } from '../../../src/core/keys/own-changes.ts';
import { readVectors } from './read-vectors.ts';

/**
 * A removal: the removed id, and in b64u the hash of the link that removes it and the hashes of the links that the
 * removed id signed and that still count.
 */
export interface RemovalText {
  readonly id: string;
  readonly link: string;
  readonly signed: readonly string[];
}
/** The result of a choice; chains and cut links by hashes in b64u. */
export interface Outcome {
  readonly kind: 'chosen' | 'disputed';
  readonly head?: string;
  readonly heads?: readonly string[];
  readonly dropped?: readonly RemovalText[];
  readonly members?: readonly string[];
  readonly cut: readonly string[];
}

/** The vectors; each test states the form of its section. */
export const siegelVectors = readVectors('siegel-1.json');

/** Decodes b64u. */
export const bytesOf = (text: string): Bytes => unwrap(fromB64u(text), 'b64u');

/** SHA-256 by Node. */
export function sha256(...parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The first 26 characters of base32, in lower case. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  return Array.from({ length: 26 }, (_, i) => letters[Number.parseInt(bits.slice(i * 5, i * 5 + 5), 2)]).join('');
}

/** The links of a payload for `address`. Throws if there is no payload, or if the payload is not a chain. */
export function linksOf(payload: string | undefined, address: string): readonly SignedLink[] {
  const chain = reopenChain(utf8(unwrap(payload, 'there is a chain of this name')), address);
  if (typeof chain === 'string') throw new Error(chain);
  return chain.links;
}

/** The hash of the last link in b64u. */
export const headOf = (links: readonly OwnLink[]): string => toB64u(unwrap(links.at(-1), 'it has links').hash);

/** Turns a removal of the vectors into the form of core. */
export function readRemoval({ id, link, signed }: RemovalText): Removal {
  return { id, link: bytesOf(link), signed: signed.map(bytesOf) };
}

/** Turns a removal of core into the form of the vectors. */
export function writeRemoval({ id, link, signed }: Removal): RemovalText {
  return { id, link: toB64u(link), signed: signed.map(toB64u) };
}

/** A choice in the form of the vectors. The protocol gives cut links no order; the vectors sort them by hash. */
export function outcomeOf(choice: Choice<OwnLink>): Outcome {
  const { kind } = choice;
  const cut = choice.cut
    .map(({ hash }) => Buffer.from(hash))
    .toSorted((a, b) => a.compare(b))
    .map(toB64u);
  if (choice.kind === 'disputed') return { kind, heads: choice.branches.map(headOf), cut };
  const { links, dropped, members } = choice;
  return { kind, head: headOf(links), dropped: dropped.map(writeRemoval), members: [...members], cut };
}
