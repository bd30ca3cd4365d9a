// The question and the answer of reading an address (protocol §2.9), and what such a reading asks of the broker.
import type { Bytes } from '../../core/bytes.ts';
import type { Own } from '../../core/keys/chain-choice.ts';
import type { Chain } from '../../core/keys/chain.ts';
import type { CarriedLink, SignedLink } from '../../core/keys/link.ts';
import type { Transport } from '../signalling/transport.ts';
import type { Choice, Held } from './held.ts';

/** The directory at the broker. */
export type DirectorySource = Pick<Transport, 'readDirectory'>;

/**
 * What an INVITE says about its sender: the person id, the device, and its chain, which is empty if it was too long.
 */
export interface Invited {
  readonly person: Bytes;
  readonly device: string;
  readonly chain: readonly CarriedLink[];
}

/** The certificates that devices show (protocol §12). At this point it is unknown which person each of them names. */
export interface Credentials {
  /** What the named device shows now, if anything. */
  readonly read: Transport['readCredential'];
  /**
   * Whether `shown` is a certificate of the organisation for this device under this address. This costs some signature
   * checks, but names are compared first.
   */
  readonly isFor: (shown: Bytes, address: string, device: string) => boolean;
}

/** A question. `maxAgeMs` 0 reads afresh; `timeoutMs` starts now. */
export interface AddressQuestion {
  readonly address: string;
  /** Persons whom this device has pinned under this address, or the person to whom this device belongs. */
  readonly held: readonly Held[];
  /** The asking device, if it belongs to a held person. */
  readonly own?: Own<SignedLink>;
  readonly invited?: Invited;
  /** Devices that the organisation confirms for this address. */
  readonly confirmed?: readonly string[];
  /**
   * Used if nobody is held and more devices claim the address than are read: if any of these devices show a certificate
   * of the organisation, only those are read by name.
   */
  readonly credentials?: Credentials;
  readonly timeoutMs: number;
  readonly maxAgeMs: number;
}

/** A person under the address. */
export interface PersonRead {
  readonly person: Bytes;
  readonly choice: Choice;
  /**
   * Every verified chain of this person, up to the last link that counts. A reader who holds something else by now
   * chooses again among them.
   */
  readonly read: readonly Chain[];
  /**
   * For the log: the first cut or overruled link (protocol §2.6.1, §2.7.5) of each chain that has one. The signature of
   * such a link need not have been checked, so a stranger may have written it.
   */
  readonly cut: readonly SignedLink[];
  /**
   * Whether a device of this person that is not removed has published a chain of theirs. A chain that is only a
   * beginning of the held one counts too.
   */
  readonly isFromDirectory: boolean;
  /** Whether every chain read for this person was judged. False: the choice may lack their newest links. */
  readonly isWhole: boolean;
}

/**
 * What is known of an address. If the directory did not answer (`timeout`), that is what this device holds and what
 * INVITE carried.
 */
export type AddressReading = AddressKnowledge &
  ({ readonly kind: 'timeout' } | { readonly kind: 'read'; readonly readAtMs: number });

interface AddressKnowledge {
  /** Persons held, in their order, whether read or not, then the others. Empty if nobody is held or found. */
  readonly persons: readonly PersonRead[];
  /** The devices that the hint of the address names. Undefined if it was not read, or not yet. It proves nothing. */
  readonly hinted?: readonly string[];
  /** Whether all parts arrived completely and everything in them was judged. */
  readonly isWhole: boolean;
  /** Whether a part has not arrived, or not completely: other persons may be missing. */
  readonly isPartial: boolean;
  /**
   * Whether still more persons may claim the address: a bound was reached, the hint has names that were not asked for,
   * or chains of other persons wait for their checks.
   */
  readonly isCrowded: boolean;
  /**
   * If the answer did not wait for everything: the complete answer, including strangers' chains, which may take
   * minutes.
   */
  readonly rest?: Promise<AddressReading>;
}
