// The sealed stores of an open vault. The purpose and version of each store are bound into its sealed data, and are
// named only in this file. Only the settings (cautious-settings.ts) and the security record name their own.
import { CallIdState } from '../calls/inbox/call-ids.ts';
import type { History } from '../calls/history/history.ts';
import { openHistory } from '../calls/history/history.ts';
import { HistoryState } from '../calls/history/history-parts.ts';
import type { Book } from '../contacts/book.ts';
import { openBook } from '../contacts/book.ts';
import { BookState } from '../contacts/book-state.ts';
import { type DeviceMarks, KeptMarks, openDeviceMarks } from '../devices/device-marks.ts';
import { type DeviceNames, KeptNames, openDeviceNames } from '../devices/device-names.ts';
import { KeptOffer, openRecoveryOffer, type RecoveryOffer } from '../devices/recovery-offer.ts';
import { type KeptLink, linkForm, spreadLink } from '../devices/kept-link.ts';
import { KeptEnrolment } from '../organisation/own-credential.ts';
import { KeptForeignClaims } from '../people/foreign-claims.ts';
import { KeptClaims } from '../people/kept-claims.ts';
import { KeptSeenDevices } from '../people/seen-devices.ts';
import { KeptRevocations } from '../organisation/revocations.ts';
import { type KeptWaitingKey, waitingKeyForm } from './locked-connection.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { Store } from '../vault/store.ts';
import type { Vault } from '../vault/vault.ts';
import { cautiousSettings } from '../policy/cautious-settings.ts';
import { identityForm, type KeptIdentity } from '../devices/identity.ts';
import { KeptChain } from '../devices/kept-chain.ts';
import type { SettingsChange } from '../policy/settings.ts';

/** All state of an open vault. */
export interface Opened {
  readonly book: Book;
  /** The book as stored on disk, for handing it over as a whole. */
  readonly bookState: () => BookState | undefined;
  readonly history: History;
  readonly callIds: Store<CallIdState>;
  readonly chain: Store<KeptChain>;
  readonly identity: Store<KeptIdentity>;
  readonly settings: Store<SettingsChange>;
  readonly claims: Store<KeptClaims>;
  readonly foreignClaims: Store<KeptForeignClaims>;
  readonly seenDevices: Store<KeptSeenDevices>;
  readonly revocations: Store<KeptRevocations>;
  readonly enrolments: Store<KeptEnrolment>;
  readonly deviceNames: DeviceNames;
  readonly deviceMarks: DeviceMarks;
  readonly recoveryOffer: RecoveryOffer;
  /** The key for messages that arrive while the program is locked. */
  readonly waitingKey: Store<KeptWaitingKey>;
  /**
   * The data that this new device got by linking, until that data is spread over the other stores. From the moment at
   * which this store holds it, this device is one of the person's devices.
   */
  readonly link: Store<KeptLink>;
}

/** Opens the stores of an open vault. `onDisk` is called when a write fails. `onRecord` gets the events of the book. */
export function openState(vault: Vault, onDisk: () => void, onRecord: OnRecord): Opened {
  // Nothing may continue without identity, chain and trust book: silently starting them anew would make a new person
  // who trusts anybody.
  const required = { required: true };
  const identity = vault.storeOf('identity', identityForm, 5, required); // version 5: only the device's own keys
  const chain = vault.store('chain', KeptChain, 1, required);
  const book = vault.store('book', BookState, 1, required);
  const names = vault.store('device-names', KeptNames, 1);
  const marks = vault.store('device-marks', KeptMarks, 1);
  const settings = cautiousSettings(vault);
  const link = vault.storeOf('link', linkForm, 5);
  if (spreadLink({ link, identity, book, chain, names, marks, settings }) === 'disk') onDisk();
  chain.read(); // damage must be known before anything begins
  const opened = openBook(book, onDisk, onRecord);
  return {
    identity,
    book: opened,
    bookState: book.read,
    history: openHistory({
      strangers: vault.store('history', HistoryState, 1), // in older profiles this store holds all calls
      known: vault.shelf('history', HistoryState, 1),
      isContact: (address) => opened.contact(address) !== undefined,
      onDisk,
    }),
    callIds: vault.store('call-ids', CallIdState, 1),
    chain,
    settings,
    claims: vault.store('claims', KeptClaims, 1),
    foreignClaims: vault.store('foreign-claims', KeptForeignClaims, 1),
    seenDevices: vault.store('seen-devices', KeptSeenDevices, 1),
    deviceNames: openDeviceNames(names),
    deviceMarks: openDeviceMarks(marks),
    recoveryOffer: openRecoveryOffer(vault.store('recovery-offer', KeptOffer, 1)),
    waitingKey: vault.storeOf('waiting-key', waitingKeyForm, 1),
    link,
    revocations: vault.store('revocations', KeptRevocations, 1),
    enrolments: vault.store('enrolment', KeptEnrolment, 1),
  };
}
