// One installation's sealed self: the vault, what is in it, and the account that runs over it. Turns a person's acts (make an
// identity, unlock, start over) into what follows from them. No key is handed out.
import { canonicalAddress } from '../../core/keys/address.ts';
import { isName } from '../../core/keys/certificate.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Vault } from '../vault/vault.ts';
import type { Account } from './account.ts';
import type { Clock, Random } from './clock.ts';
import type { Identity } from './identity.ts';
import { makeIdentity, readIdentity } from './identity.ts';
import type { Opened } from './opened.ts';
import { openState } from './opened.ts';
import type { SettingsOf } from './settings.ts';

/** What came of an act: done, or why not. */
export type Outcome = 'done' | RefusalCode;

/** The profile in use. */
export interface Profile {
  readonly vault: Vault;
  /** Opens what can be opened without asking anybody. Call once, when everything that reads the profile is there. */
  readonly open: () => void;
  readonly opened: () => Opened | undefined;
  readonly account: () => Account | undefined;
  /** Makes the vault if there is none, and the identity in it. */
  readonly createIdentity: (person: Person) => Promise<Outcome>;
  readonly unlock: (passphrase: string) => Promise<Outcome>;
  /** Keeps a damaged vault aside and begins without one. */
  readonly startOver: () => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

/** Who the identity is for, as typed. */
export interface Person {
  readonly address: string;
  readonly name: string;
  readonly passphrase?: string | undefined;
}

/** What a profile is made of. */
export interface ProfileParts {
  readonly vault: Vault;
  readonly settings: SettingsOf;
  readonly clock: Clock;
  readonly random: Random;
  readonly begin: (identity: Identity, opened: Opened) => Account;
  readonly onDisk: () => void;
  /** Something a person may see has changed. */
  readonly onChange: () => void;
}

/** The profile over a vault. */
export function openProfile(parts: ProfileParts): Profile {
  const { vault, settings, clock } = parts;
  let opened: Opened | undefined;
  let account: Account | undefined;

  function open(): void {
    if (!vault.isOpen()) return;
    const state = openState(vault, parts.onDisk);
    const identity = readIdentity(state.identity, clock);
    if (!vault.isOpen()) return; // reading has found damage: the view says so, and nothing is begun over it
    opened = state;
    state.book.onChange(parts.onChange);
    state.history.onChange(parts.onChange);
    if (settings.attach(state.settings) === 'disk') parts.onDisk();
    if (identity !== undefined) account = parts.begin(identity, state);
    parts.onChange();
  }

  async function end(): Promise<void> {
    const last = account;
    account = undefined;
    opened = undefined;
    await last?.close();
  }

  async function createIdentity(person: Person): Promise<Outcome> {
    if (account !== undefined) return 'identity-exists';
    const address = canonicalAddress(person.address);
    if (address === undefined) return 'bad-address';
    const name = person.name.trim();
    if (!isName(name)) return 'bad-name';
    const { kind } = vault.view();
    if (kind === 'damaged') return 'vault-damaged';
    if (!vault.isOpen()) {
      const made = await vault.create(person.passphrase);
      if (made === 'exists') return 'vault-locked';
      if (made !== 'created') return made;
      open();
    }
    if (opened === undefined || account !== undefined)
      return account === undefined ? 'vault-damaged' : 'identity-exists';
    const identity = makeIdentity(opened.identity, { address, name }, parts.random, clock);
    if (identity === 'disk') return 'disk';
    account = parts.begin(identity, opened);
    parts.onChange();
    return 'done';
  }

  vault.onView(parts.onChange);
  return {
    vault,
    open,
    opened: () => opened,
    account: () => account,
    createIdentity,
    unlock: async (passphrase) => {
      const result = await vault.unlock(passphrase);
      if (result === 'damaged') return 'vault-damaged';
      if (result === 'wrong-passphrase') return result;
      if (opened === undefined) open();
      return vault.isOpen() ? 'done' : 'vault-damaged'; // the key may open and what it seals may not
    },
    startOver: async () => {
      if (vault.view().kind !== 'damaged') return 'identity-exists'; // nothing is put aside that can be opened
      await end();
      settings.detach();
      const outcome = vault.startOver();
      parts.onChange();
      return outcome;
    },
    close: async () => {
      await end();
      vault.close();
    },
  };
}
