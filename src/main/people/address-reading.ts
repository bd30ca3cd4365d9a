// What reading an address asks and answers (protocol §2.9), and what it asks of the broker.
import type { Bytes } from '../../core/bytes.ts';
import type { Own } from '../../core/keys/chain-choice.ts';
import type { Chain } from '../../core/keys/chain.ts';
import type { CarriedLink, SignedLink } from '../../core/keys/link.ts';
import type { Transport } from '../signalling/transport.ts';
import type { Choice, Held } from './held.ts';

/** The directory at the broker. */
export type DirectorySource = Pick<Transport, 'readDirectory'>;

/** What an INVITE says of its sender: the person id, the device, and its chain, which is empty where it was too long. */
export interface Invited {
  readonly person: Bytes;
  readonly device: string;
  readonly chain: readonly CarriedLink[];
}

/** What devices show of an organisation (protocol §12), before any person is known by whom a certificate could be judged whole. */
export interface Credentials {
  /** What this device shows now, if anything. */
  readonly read: Transport['readCredential'];
  /** Whether that is a certificate of the organisation for this device under this address. Some signature checks; names come first. */
  readonly isFor: (shown: Bytes, address: string, device: string) => boolean;
}

/** A question. `maxAgeMs` 0 reads afresh; `timeoutMs` runs from now on. */
export interface AddressQuestion {
  readonly address: string;
  /** Persons whom this device has pinned under this address, or is itself. */
  readonly held: readonly Held[];
  /** The device that asks, where it is one of a person held. */
  readonly own?: Own<SignedLink>;
  readonly invited?: Invited;
  /** Devices that the organisation confirms for this address. */
  readonly confirmed?: readonly string[];
  /** Asked where nobody is held and more claim the address than are read: which of them to read first. */
  readonly credentials?: Credentials;
  readonly timeoutMs: number;
  readonly maxAgeMs: number;
}

/** A person under the address. */
export interface PersonRead {
  readonly person: Bytes;
  readonly choice: Choice;
  /** Every chain of this person that came and was verified, as far as it counts: for whoever holds something else meanwhile. */
  readonly read: readonly Chain[];
  /** The first link of each part that was cut, to be noted. Its signature was not checked: a stranger may have written it. */
  readonly cut: readonly SignedLink[];
  /** Whether a device of this person that is not removed has a chain of it in the directory; a beginning of the chain held is one. */
  readonly isFromDirectory: boolean;
  /** Whether every chain of this person that was read has been judged; false: the choice may not have seen its newest links. */
  readonly isWhole: boolean;
}

/** What is known of an address. Where the directory did not answer (`timeout`), that is what this device holds and what INVITE brought. */
export type AddressReading = AddressKnowledge &
  ({ readonly kind: 'timeout' } | { readonly kind: 'read'; readonly readAtMs: number });

interface AddressKnowledge {
  /** Persons held, in their order, whether they were read or not, then the others; empty where nobody is there. */
  readonly persons: readonly PersonRead[];
  /** The devices that the hint of the address names; undefined where it was not read, or not yet. It proves nothing. */
  readonly hinted?: readonly string[];
  /** Whether all parts came whole and everything in them has been judged. */
  readonly isWhole: boolean;
  /**
   * Whether others may claim the address as well because there are so many: a bound was reached, the hint has names that were not asked
   * for, or chains of persons who are not among these wait for their checks.
   */
  readonly isCrowded: boolean;
  /** Where the answer did not wait for everything: what everything comes to, strangers' chains too, which may take minutes. */
  readonly rest?: Promise<AddressReading>;
}
