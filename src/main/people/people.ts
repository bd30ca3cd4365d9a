// Who the person behind an address is, and with which devices: what calls, notes, presence and the organisation ask. How that is
// known, and what makes it a change, is not their business. Nothing here rings, and nothing is verified here.
import type { Bytes } from '../../core/bytes.ts';
import type { Head, HeadRelation } from '../../core/signal/head.ts';
import type { Invited } from './address-reading.ts';

/** A device that may be called: its id, its two public keys of 32 bytes, and the versions of the protocol it speaks. */
export interface PeerDevice {
  readonly id: string;
  readonly s: Bytes;
  readonly d: Bytes;
  readonly proto: readonly number[];
}

/** A person as known at one time: the same object for as long as nothing else was read. */
export interface PeerPerson {
  readonly address: string;
  /** The person id, 32 bytes. */
  readonly person: Bytes;
  /** The devices that may be called now, in the order in which they were added. */
  readonly devices: readonly PeerDevice[];
  readonly head: Head;
  readonly relation: (head: Head) => HeadRelation;
}

/** What looking somebody up came to. `readAtMs` in ms since 1970. */
export type Sight =
  /**
   * The person, who does not contradict the pinned one. `isConfirmed`: the directory has brought something of this person, and nothing
   * about whom it means is disputed.
   */
  | { readonly kind: 'person'; readonly peer: PeerPerson; readonly isConfirmed: boolean; readonly readAtMs: number }
  /** The directory contradicts what is pinned: a key change, which is noted in the book and was not read yet. */
  | { readonly kind: 'changed'; readonly peer: PeerPerson }
  /** Nothing of the pinned person, but somebody else claims the address, or has called from it. That changes nothing about the pinned one. */
  | { readonly kind: 'other' }
  /** Nobody is pinned, and more than one person claims the address, or may (one claim, of too many): whom it means is for a person to say. */
  | { readonly kind: 'several'; readonly claims: readonly PeerPerson[] }
  /** Nobody was found, and so many claim the address that not all of them were read. */
  | { readonly kind: 'crowded' }
  /** Nobody, or nothing that can be read. */
  | { readonly kind: 'none' }
  | { readonly kind: 'timeout' };

/** How long a look-up may take, and how old what it finds may be (0: it is read afresh). In ms. */
export interface LookOptions {
  readonly timeoutMs: number;
  readonly maxAgeMs: number;
  /**
   * Who has called, by their INVITE: the look-up is about this person then, finds them also where the directory is silent, as far as
   * the pin and INVITE's chain go, and does not find them under an address that is pinned to another person.
   */
  readonly invited?: Invited;
  /** The person id of somebody who claims the address: the look-up is about them then, also where another person is pinned there. */
  readonly claimant?: Bytes;
}

/** People by their addresses, which are in wire form (protocol §2). */
export interface People {
  /** Reads the address and compares what it finds with the pinned person. It pins nobody. */
  readonly look: (address: string, options: LookOptions) => Promise<Sight>;
  /** Reads the address for the contact list: it pins nobody new, moves the pin of a pinned person on and notes a dispute, as `look` does. */
  readonly glance: (address: string, options: LookOptions) => Promise<PeerPerson | 'none' | 'timeout'>;
  /** Reads who claims the address beside the pinned person, of whom it tells nothing. */
  readonly others: (address: string, options: LookOptions) => Promise<readonly PeerPerson[] | 'timeout'>;
  /** The pinned person as last read, whom a call may ring where nothing is read. */
  readonly held: (address: string) => PeerPerson | undefined;
  /**
   * A person has placed or accepted a call: pins this one where nobody is pinned, and follows the pinned one. `changed`: it is
   * another one, which is noted in the book, or a change waits there to be read.
   */
  readonly pin: (peer: PeerPerson, atMs: number) => 'ok' | 'changed';
  /**
   * A person has compared the code in a call with this one, who claims the address of `replaced`: pins them, verified, in that one's
   * place. `changed`: somebody else is pinned by now, or was not verified, or a change waits to be read; `disk`: it could not be written.
   */
  readonly replace: (peer: PeerPerson, replaced: Bytes, atMs: number) => 'replaced' | 'changed' | 'disk';
}
