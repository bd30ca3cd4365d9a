// A person by their chain (protocol §2): the devices that result from all its links, without those whose removal this
// device has accepted.
import { unwrap } from '../../core/assert.ts';
import type { Bytes } from '../../core/bytes.ts';
import { devicesOf } from '../../core/keys/chain.ts';
import { areSameRemovals } from '../../core/keys/chain-choice.ts';
import { chainHead, chainRelation } from '../../core/keys/chain-head.ts';
import type { SignedLink } from '../../core/keys/link.ts';
import type { Head, HeadRelation } from '../../core/signal/head.ts';
import type { Held } from './held.ts';
import type { PeerDevice, PeerPerson } from './people.ts';

/** A person, made from the chain and the removals that this device holds. */
export class ChainPerson implements PeerPerson {
  readonly held: Held;
  readonly devices: readonly PeerDevice[];
  readonly head: Head;

  constructor(held: Held) {
    const removed = new Set(held.dropped.map(({ id }) => id));
    this.held = held;
    this.devices = devicesOf(held.chain).filter(({ id }) => !removed.has(id));
    this.head = chainHead(held.chain);
  }

  get address(): string {
    return this.held.chain.address;
  }

  get person(): Bytes {
    return this.held.chain.person;
  }

  readonly relation = (head: Head): HeadRelation => chainRelation(this.held.chain, head);
}

/** Persons by what is held of them: the same object as long as the last link and the removals are the same. */
export function createChainPersons(): (held: Held) => ChainPerson {
  // As long as the address reader remembers an address's links, each reading returns the same link objects. A person is
  // forgotten together with their chain.
  const known = new WeakMap<SignedLink, ChainPerson>();
  return (held) => {
    const last = unwrap(held.chain.links.at(-1), 'a chain has a link');
    const before = known.get(last);
    if (before !== undefined && areSameRemovals(before.held.dropped, held.dropped)) return before;
    const person = new ChainPerson(held);
    known.set(last, person);
    return person;
  };
}
