// What setting up and linking need from the installation in which they run: who it is for, where the identity is
// stored, and what this device was given when it was linked. The profile (app) implements it; this is only the
// interface.
import type { RefusalCode } from '../../contract/failure.ts';
import type { OwnHeld } from './kept-chain.ts';
import type { LinkedState } from './kept-link.ts';
import type { DeviceSeeds } from './long-term-keys.ts';
import type { OwnDevices } from './own-devices.ts';

/** The result of an act: done, or why not. */
export type Outcome = 'done' | RefusalCode;

/** The person of the identity, as typed. A value that policy sets takes precedence. */
export interface Person {
  readonly address: string;
  readonly name: string;
  readonly passphrase?: string | undefined;
}

/** The device that an identity is to be, and the chain that contains it. Without a chain the device begins a person. */
export interface OwnBeginning {
  readonly seeds: DeviceSeeds;
  readonly chain?: OwnHeld;
}

/** The installation, as far as it becomes a person's device. */
export interface Installation {
  /**
   * The running account. Undefined without an identity, and while the program is locked. A different object is a
   * different account.
   */
  readonly account: () => { readonly devices: Pick<OwnDevices, 'expect'> } | undefined;
  /**
   * Makes the identity from the seeds in `own`, which it takes over, or from new seeds. Makes the vault first if there
   * is none.
   */
  readonly createIdentity: (person: Person, own?: OwnBeginning) => Promise<Outcome>;
  /**
   * Makes the vault if there is none, and reserves the identity for a linking: nothing else makes one until `release`.
   */
  readonly claim: (passphrase?: string) => Promise<Outcome>;
  readonly release: () => void;
  /**
   * Writes everything that this device was given when it was linked, in one file. From then on this is a device of that
   * person.
   */
  readonly keepLinked: (state: LinkedState) => 'kept' | 'disk';
  /** Opens what was stored, and starts its account. */
  readonly beginLinked: () => void;
  /** Ends the account and erases everything stored. Afterwards the program is in the state of a first start. */
  readonly erase: () => Promise<Outcome>;
}
