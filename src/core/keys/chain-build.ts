// New links: the first one of a person, and one more on a verified chain (protocol §2). Before a link of ours leaves,
// it is checked by the rules for strangers' links, so that no reader refuses it.
import { assert, unwrap } from '../assert.ts';
import { type Bytes, equal } from '../bytes.ts';
import { runSteps, type Steps } from '../steps.ts';
import { carriedLinks, type Chain, devicesOf, membersOf, parseCarriedSteps, payloadOf } from './chain.ts';
import { type ChainFault, LAST_ADDING_LINK, MAX_ADDING_BYTES, MAX_DEVICES } from './chain-rules.ts';
import { signFirstLink, signNextLink } from './link.ts';
import { deviceId } from './identity.ts';
import { type Member, type Signer, verifyJoin } from './member.ts';

/** The device that begins a person. `s` is its public agreement key, `at` in s since 1970. */
export interface Beginning {
  readonly address: string;
  readonly s: Bytes;
  readonly proto: readonly number[];
  readonly at: number;
}

/** What a next link changes. Members to add bring their join signature. `at` in s since 1970. */
export interface Change {
  readonly by: string;
  readonly at: number;
  readonly proto?: readonly number[];
  readonly add?: readonly Member[];
  readonly drop?: readonly string[];
}

/** The first link of a new person, signed by its device's key `d`. Fields that break protocol §2 are a bug of ours. */
export function beginChain({ address, s, proto, at }: Beginning, d: Signer): Chain {
  const id = deviceId(s, d.publicKey);
  const device = { kind: 'device', id, s, d: d.publicKey, proto, join: undefined } as const;
  const chain = runSteps(parseCarriedSteps([signFirstLink({ at, address, device }, d)], address));
  assert(typeof chain !== 'string', 'a first link of ours breaks its own rules');
  return { ...chain, kind: 'verified' };
}

/**
 * The chain with one more link, signed with the key of `change.by`, or the rule that the link would break. Signing with
 * another key is a bug of ours.
 */
export function extendChain(chain: Chain, change: Change, key: Signer): Chain | ChainFault {
  return runSteps(extendChainSteps(chain, change, key));
}

/**
 * `extendChain` in steps: one for each link, because all links are read again together with the new one, then one for
 * each join signature.
 */
export function* extendChainSteps(chain: Chain, change: Change, key: Signer): Steps<Chain | ChainFault> {
  const { by, at, proto, add = [], drop = [] } = change;
  const author = membersOf(chain).find(({ id }) => id === by);
  if (author === undefined) return 'author';
  assert(equal(author.d, key.publicKey), 'a link is signed with the key of its author');
  const last = unwrap(chain.links.at(-1), 'a chain has a link');
  const fields = { n: chain.links.length + 1, prev: last.hash, at, by, proto, add, drop };
  const carried = [...carriedLinks(chain), signNextLink(fields, key)];
  const extended = yield* parseCarriedSteps(carried, chain.address);
  if (typeof extended === 'string') return extended;
  for (const member of add) {
    yield;
    if (!verifyJoin(chain.person, member)) return 'signature';
  }
  return { ...extended, kind: 'verified' };
}

// How many bytes a link takes at most if it adds one device and changes nothing else.
const MOST_ADDING_BYTES = 700;

/**
 * Whether a link that adds a device fits behind the last one (protocol §2.5.6, §2.5.7). `devices`: the chain has its
 * maximum of devices. `links`: the chain has grown too long.
 */
export function roomForDevice(chain: Chain): 'room' | 'devices' | 'links' {
  if (devicesOf(chain).length >= MAX_DEVICES) return 'devices';
  const isShort = payloadOf(chain).length + MOST_ADDING_BYTES <= MAX_ADDING_BYTES;
  return isShort && chain.links.length < LAST_ADDING_LINK ? 'room' : 'links';
}
