// Chains for the choice, written by hand: links without signatures, whose hashes begin with a byte that a test chooses.
import type { Bytes } from '../../../src/core/bytes.ts';
import { membersAfter } from '../../../src/core/keys/chain-choice.ts';
import type { OwnLink } from '../../../src/core/keys/own-changes.ts';

export type Chain = readonly OwnLink[];

/** The content of a link; `hash` is the first byte of its hash. Ids that begin with `r` are recovery keys. */
export interface Says {
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
  readonly proto?: readonly number[];
  readonly hash?: number;
}

let made = 0;

/** 32 bytes that no other link has, beginning with `first`. */
function freshHash(first: number): Bytes {
  const hash = new Uint8Array(32);
  const view = new DataView(hash.buffer);
  view.setUint8(0, first);
  view.setUint32(1, ++made);
  return hash;
}

function memberOf(id: string): OwnLink['link']['add'][number] {
  return id.startsWith('r') ? { kind: 'recovery', id } : { kind: 'device', id, proto: [1] };
}

/** The chain with one more link, signed by `by`. */
export function extend(chain: Chain, by: string, { add = [], drop = [], proto, hash = 128 }: Says): Chain {
  return [...chain, { hash: freshHash(hash), link: { by, proto, add: add.map(memberOf), drop } }];
}

/** A person with these members: the first begins the chain and adds the others. */
export function personOf(first: string, ...others: readonly string[]): Chain {
  const chain = extend([], first, { add: [first] });
  return others.length === 0 ? chain : extend(chain, first, { add: others });
}

/** Ids of the members after the last link. */
export function memberIds(chain: Chain): readonly string[] {
  return [...membersAfter(chain).keys()];
}
