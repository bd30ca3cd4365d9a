// What setting up and linking do with the installation they run in: who it is for, the place of its identity, what a linking has brought.
// The profile (app) is it; here is only what its devices ask of it.
import type { RefusalCode } from '../../contract/failure.ts';
import type { OwnHeld } from './kept-chain.ts';
import type { LinkedState } from './kept-link.ts';
import type { DeviceSeeds } from './long-term-keys.ts';
import type { OwnDevices } from './own-devices.ts';

/** What came of an act: done, or why not. */
export type Outcome = 'done' | RefusalCode;

/** Who the identity is for, as typed; what policy knows better counts instead. */
export interface Person {
  readonly address: string;
  readonly name: string;
  readonly passphrase?: string | undefined;
}

/** The device that an identity is to be, and the chain that has it; without one it begins a person. */
export interface OwnBeginning {
  readonly seeds: DeviceSeeds;
  readonly chain?: OwnHeld;
}

/** The installation, as far as somebody becomes a person or a device of one in it. */
export interface Installation {
  /** What runs because there is an identity; undefined while there is none, or it is locked. Another object is another account. */
  readonly account: () => { readonly devices: Pick<OwnDevices, 'expect'> } | undefined;
  /** Makes the vault if there is none, and the identity in it, of the seeds in `own`, which it takes over, or of new ones. */
  readonly createIdentity: (person: Person, own?: OwnBeginning) => Promise<Outcome>;
  /**
   * Makes the vault if there is none, and keeps the place of the identity for a linking: nobody else makes one until `release`.
   */
  readonly claim: (passphrase?: string) => Promise<Outcome>;
  readonly release: () => void;
  /** Writes what a linking has brought, in one piece; from then on this is a device of that person. */
  readonly keepLinked: (state: LinkedState) => 'kept' | 'disk';
  /** Opens what was kept, and begins its account. */
  readonly beginLinked: () => void;
  /** Ends the account and erases everything that is kept; the program is as at its first start. */
  readonly erase: () => Promise<Outcome>;
}
