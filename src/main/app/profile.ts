// One installation's sealed state: the vault, and the account that runs over it.
import { isOn } from '../../contract/running.ts';
import type { RecordEvent } from '../record/record-event.ts';
import type { SecurityRecord } from '../record/security-record.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { wipeKeys } from '../vault/form.ts';
import type { Protection, Vault } from '../vault/vault.ts';
import type { Installation, Outcome, OwnBeginning, Person } from '../devices/installation.ts';
import type { Account } from './account.ts';
import type { Clock, Random } from '../time/clock.ts';
import { collectGarbage } from '../curves/collect.ts';
import type { Identity } from '../devices/identity.ts';
import { keepIdentity, readIdentity } from '../devices/identity.ts';
import type { LeftConnection, LockedConnection } from './locked-connection.ts';
import type { Opened } from './opened.ts';
import { openState } from './opened.ts';
import type { OwnHeld } from '../devices/kept-chain.ts';
import { personToBe } from '../policy/known-person.ts';
import { type DeviceSeeds, newSeeds, wipeSeeds } from '../devices/long-term-keys.ts';
import type { SettingsOf } from '../policy/settings.ts';

/** The profile in use. */
export interface Profile extends Installation {
  readonly vault: Vault;
  /**
   * Opens the state and begins the account, if no passphrase is needed. To be run once, when everything that reads the
   * profile exists.
   */
  readonly open: () => void;
  readonly opened: () => Opened | undefined;
  readonly account: () => Account | undefined;
  readonly unlock: (passphrase: string) => Promise<Outcome>;
  /** Changes what protects the key: a passphrase, or without one the key store. `proof`: the old passphrase. */
  readonly protect: (wanted: Protection) => Promise<Outcome>;
  /**
   * Wipes every key before it returns. `call-exists`: a lock by a person or after idleness ends no call.
   */
  readonly lock: (why: LockCause) => Promise<Outcome>;
  /** Opens with the key store what `lock` closed. `vault-locked`: a passphrase is needed instead. */
  readonly reopen: (by: 'person' | 'system') => Outcome;
  readonly lockCause: () => LockCause | undefined;
  /** Puts a damaged vault aside and begins without a vault. `identity-exists`: the vault is not damaged. */
  readonly startOver: () => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

/** What locked the program. */
export type LockCause = Extract<RecordEvent, { kind: 'locked' }>['why'];

/** What a profile is made of. */
export interface ProfileParts {
  readonly vault: Vault;
  readonly settings: SettingsOf;
  readonly policy: Pick<PolicyInForce, 'values'>;
  readonly login: string; // the name under which the person is logged in
  readonly clock: Clock;
  readonly random: Random;
  readonly record: Pick<SecurityRecord, 'note' | 'attach' | 'detach'>;
  readonly begin: (identity: Identity, opened: Opened) => Account;
  readonly lockedConnection: Pick<LockedConnection, 'prepare' | 'close'>;
  readonly onDisk: () => void;
  /** Something that a person may see has changed. */
  readonly onChange: () => void;
}

/** The profile over a vault. */
export function openProfile(parts: ProfileParts): Profile {
  const { vault, settings, clock, lockedConnection, record, policy } = parts;
  const allowsPassphrase = (): boolean => policy.values().KeyStoreMinimum === 'passphrase';
  let opened: Opened | undefined;
  let account: Account | undefined;
  let lockCause: LockCause | undefined;
  let damagesNoted = 0;
  let isClaimed = false;

  function noteFailedOpenings(): void {
    const damages = vault.damages();
    for (const { purpose } of damages.slice(damagesNoted)) record.note({ kind: 'failed-opening', what: purpose });
    damagesNoted = damages.length;
  }

  function noteDamages(): void {
    noteFailedOpenings();
    const view = vault.view();
    if (view.kind === 'damaged') record.note({ kind: 'vault-damaged', cause: view.cause });
  }

  function open(): void {
    if (!vault.isOpen()) return noteDamages();
    const state = openState(vault, parts.onDisk, record.note);
    const identity = readIdentity(state.identity);
    noteDamages();
    if (!vault.isOpen()) return; // reading found damage: the view says so, and nothing is begun
    record.attach(identity === undefined ? 'nothing' : 'identity');
    opened = state;
    state.book.onChange(parts.onChange);
    state.history.onChange(() => {
      noteFailedOpenings(); // parts of the history are opened only after a start
      parts.onChange();
    });
    if (settings.attach(state.settings) === 'disk') parts.onDisk();
    if (identity !== undefined) account = parts.begin(identity, state);
    parts.onChange();
  }

  // The keys of the account and its calls are erased when this returns. The returned promise waits for the broker.
  function end(reason: 'app-closed' | 'app-locked', takeOver?: (left: LeftConnection) => void): Promise<void> {
    const last = account;
    const told = last?.close(reason, takeOver);
    account = undefined;
    collectGarbage(); // keys that the engine holds for us are erased with their handles
    return told ?? Promise.resolve();
  }

  function shut(): void {
    record.detach();
    opened = undefined;
  }

  function isInCall(): boolean {
    return account?.desk.views().some(isOn) === true;
  }

  async function lock(why: LockCause): Promise<Outcome> {
    if (account === undefined) return lockCause === undefined ? 'no-identity' : 'done';
    if ((why === 'person' || why === 'idle') && isInCall()) return 'call-exists';
    noteFailedOpenings();
    const takeOver = opened === undefined ? undefined : lockedConnection.prepare(opened.waitingKey);
    const told = end('app-locked', takeOver);
    record.note({ kind: 'locked', why });
    shut();
    settings.lock();
    vault.lock();
    lockCause = why;
    parts.onChange();
    await told;
    return 'done';
  }

  function unlocked(by: 'person' | 'system' | 'passphrase'): void {
    const wasLocked = lockCause !== undefined;
    lockCause = undefined;
    if (opened === undefined) open();
    if (wasLocked || by === 'passphrase') record.note({ kind: 'unlocked', by });
    parts.onChange();
  }

  function reopen(by: 'person' | 'system'): Outcome {
    if (lockCause === undefined) return account === undefined ? 'no-identity' : 'done';
    const outcome = vault.reopen();
    if (outcome === 'locked') return 'vault-locked';
    if (outcome === 'damaged') {
      record.note({ kind: 'failed-opening', what: 'key' });
      return vault.view().kind === 'damaged' ? 'vault-damaged' : 'no-key-store'; // a locked key store: ask again
    }
    unlocked(by);
    return vault.isOpen() ? 'done' : 'vault-damaged';
  }

  // Makes sure that the vault is open and has room for an identity. A damaged vault and an existing account stay as
  // they are.
  async function prepare(passphrase: string | undefined): Promise<Outcome> {
    const view = vault.view();
    const isWrapped = vault.isOpen() && view.kind === 'passphrase';
    if ((passphrase !== undefined || isWrapped) && !allowsPassphrase()) return 'passphrase-not-allowed';
    if (view.kind === 'damaged') return 'vault-damaged';
    if (!vault.isOpen()) {
      const made = await vault.create(passphrase);
      if (made === 'exists') return 'vault-locked';
      if (made !== 'created') return made;
      open();
    } else if (passphrase !== undefined) {
      // The vault was made for a linking that failed: the passphrase typed last opens it.
      const wrapped = await vault.rewrap(passphrase);
      if (wrapped === 'closed') return 'vault-locked';
      if (wrapped === 'disk') return 'disk';
    }
    if (opened === undefined) return 'vault-damaged';
    return goOnLinked();
  }

  // A stored linking has already made this device one of a person's devices, even before it is spread over the stores.
  // So there is no room for another identity.
  function goOnLinked(): Outcome {
    const linked = account === undefined ? opened?.link.read()?.whole : undefined;
    if (linked !== undefined) {
      wipeKeys(linked);
      beginLinked();
      if (account === undefined) return 'disk';
    }
    return account === undefined ? 'done' : 'identity-exists';
  }

  function beginLinked(): void {
    isClaimed = false;
    shut();
    open();
  }

  async function claim(passphrase?: string): Promise<Outcome> {
    if (account !== undefined) return 'identity-exists';
    if (isClaimed) return 'linking';
    isClaimed = true;
    const prepared = await prepare(passphrase);
    isClaimed = prepared === 'done';
    return prepared;
  }

  async function createIdentity(person: Person, own?: OwnBeginning): Promise<Outcome> {
    const seeds = own?.seeds ?? newSeeds(parts.random);
    const outcome = await keepPerson(person, seeds, own?.chain);
    wipeSeeds(seeds);
    return outcome;
  }

  async function keepPerson(person: Person, seeds: DeviceSeeds, chain: OwnHeld | undefined): Promise<Outcome> {
    if (account !== undefined) return 'identity-exists';
    if (isClaimed) return 'linking';
    const wanted = personToBe(person, policy.values(), parts.login);
    if (typeof wanted === 'string') return wanted;
    const prepared = await prepare(person.passphrase);
    if (prepared !== 'done') return prepared;
    if (opened === undefined) return 'vault-damaged';
    if (isClaimed) return 'linking'; // claimed meanwhile
    const identity = keepIdentity(opened, wanted, seeds, clock, chain);
    if (identity === 'disk') return 'disk';
    record.note({ kind: 'identity-made', protection: vault.view().kind === 'passphrase' ? 'passphrase' : 'system' });
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
    claim,
    release: () => void (isClaimed = false),
    keepLinked: (state) => (opened?.link.write({ whole: state }) === 'written' ? 'kept' : 'disk'),
    beginLinked,
    erase: async () => {
      await end('app-closed');
      await lockedConnection.close();
      shut();
      settings.detach();
      const outcome = vault.erase();
      if (outcome === 'done') record.note({ kind: 'erased' });
      parts.onChange();
      return outcome;
    },
    unlock: async (passphrase) => {
      if (vault.isOpen()) return 'done';
      if (!allowsPassphrase()) return 'passphrase-not-allowed'; // what it protects stays as it is
      const result = await vault.unlock(passphrase);
      if (result === 'wrong-passphrase') record.note({ kind: 'failed-opening', what: 'passphrase' });
      if (result === 'damaged') return 'vault-damaged';
      if (result === 'wrong-passphrase') return result;
      unlocked('passphrase');
      return vault.isOpen() ? 'done' : 'vault-damaged'; // the key may open while what it seals does not
    },
    protect: async (wanted) => {
      if (account === undefined) return lockCause === undefined ? 'no-identity' : 'vault-locked';
      if (wanted.passphrase !== undefined && !allowsPassphrase()) return 'passphrase-not-allowed';
      const outcome = await vault.protect(wanted);
      if (outcome === 'wrong-passphrase') record.note({ kind: 'failed-opening', what: 'passphrase' });
      if (outcome === 'closed') return 'vault-locked';
      if (outcome !== 'protected') return outcome;
      record.note({ kind: 'protection-changed', to: wanted.passphrase === undefined ? 'system' : 'passphrase' });
      return 'done';
    },
    startOver: async () => {
      if (vault.view().kind !== 'damaged') return 'identity-exists'; // nothing that can be opened is put aside
      await end('app-closed');
      await lockedConnection.close();
      shut();
      settings.detach();
      const outcome = vault.startOver();
      if (outcome === 'done') record.note({ kind: 'started-over' });
      parts.onChange();
      return outcome;
    },
    lock,
    reopen,
    lockCause: () => lockCause,
    close: async () => {
      noteFailedOpenings();
      const told = Promise.all([end('app-closed'), lockedConnection.close()]);
      record.note({ kind: 'quit' });
      shut();
      vault.close();
      await told;
    },
  };
}
