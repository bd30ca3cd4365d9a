// Which person is behind an address, and with which devices. Calls, notes, presence and the organisation ask here. They
// need not know how a person is found, or what counts as a change. Nothing rings here, and only `replace` verifies
// anybody.
import type { Bytes } from '../../core/bytes.ts';
import type { Head, HeadRelation } from '../../core/signal/head.ts';
import type { Invited } from './address-reading.ts';

/** A device that may be called: its id, its two public keys of 32 bytes, and its protocol versions. */
export interface PeerDevice {
  readonly id: string;
  readonly s: Bytes;
  readonly d: Bytes;
  readonly proto: readonly number[];
}

/** A person as known at one time. The object stays the same until something else is read. */
export interface PeerPerson {
  readonly address: string;
  /** The person id, 32 bytes. */
  readonly person: Bytes;
  /** The devices that may be called now, in the order in which they were added. */
  readonly devices: readonly PeerDevice[];
  readonly head: Head;
  readonly relation: (head: Head) => HeadRelation;
}

/** The result of a look-up. `readAtMs` in ms since 1970. */
export type Sight =
  /**
   * The person looked for. `isConfirmed`: the directory has returned something about this person, and no dispute
   * concerns them. Where nobody is pinned, a caller must also be the only claimant, or the only one whom the
   * organisation confirms.
   */
  | { readonly kind: 'person'; readonly peer: PeerPerson; readonly isConfirmed: boolean; readonly readAtMs: number }
  /** Devices of the person contradict each other: a dispute, noted in the book, which a person here has not decided. */
  | { readonly kind: 'changed'; readonly peer: PeerPerson }
  /**
   * Nothing was found of the person looked for, but another person claims the address. Or a caller was looked for, and
   * the address means another person: the pinned one or, where nobody is pinned, the only one whom the organisation
   * confirms. That changes nothing about the pinned person.
   */
  | { readonly kind: 'other'; readonly readAtMs: number }
  /**
   * Nobody is pinned, and several persons claim the address, or only one was found and not all claims were read. A
   * person has to say whom the address means.
   */
  | { readonly kind: 'several'; readonly claims: readonly PeerPerson[] }
  /** Nobody was found, and so many claim the address that not all of them were read. */
  | { readonly kind: 'crowded' }
  /** Nobody is there, or nothing readable. */
  | { readonly kind: 'none' }
  | { readonly kind: 'timeout' };

/** How long a look-up may take, and how old its result may be (0: read afresh). In ms. */
export interface LookOptions {
  readonly timeoutMs: number;
  readonly maxAgeMs: number;
  /**
   * The sender of an INVITE. The look-up then concerns this person. They are found even if the directory is silent, as
   * far as the pin and INVITE's chain allow. They are not found under an address that is pinned to another person.
   */
  readonly invited?: Invited;
  /** The id of a claimant of the address. The look-up then concerns them, even if another person is pinned there. */
  readonly claimant?: Bytes;
}

/** People by their addresses, which are in wire form (protocol §2). */
export interface People {
  /** Reads the address. The pin follows what was read, or a dispute is noted. Nobody new is pinned. */
  readonly look: (address: string, options: LookOptions) => Promise<Sight>;
  /**
   * Reads the address, and returns the pinned person if the directory has them or, if nobody is pinned, the only person
   * there. Like `look` it updates the pin of a pinned person and notes a dispute about them. It pins nobody new.
   */
  readonly glance: (address: string, options: LookOptions) => Promise<PeerPerson | 'none' | 'timeout'>;
  /** Reads who claims the address beside the pinned person. It reports nothing about the pinned person. */
  readonly others: (address: string, options: LookOptions) => Promise<readonly PeerPerson[] | 'timeout'>;
  /** The pinned person as last read, whom a call may ring if nothing is read. */
  readonly held: (address: string) => PeerPerson | undefined;
  /**
   * Pins this person if nobody is pinned: a call with them was placed or accepted, they were chosen among claimants, or
   * another device of ours has verified them. An existing pin stays as it is. `changed`: another person is pinned, or a
   * dispute waits.
   */
  readonly pin: (peer: PeerPerson, atMs: number) => 'ok' | 'changed';
  /**
   * A person has compared the code in a call with `peer`, who claims the address of `replaced`. Pins `peer`, verified,
   * in place of `replaced`. `changed`: somebody else is pinned by now, `replaced` was not verified, or a dispute
   * waits. `disk`: it could not be written.
   */
  readonly replace: (peer: PeerPerson, replaced: Bytes, atMs: number) => 'replaced' | 'changed' | 'disk';
}
