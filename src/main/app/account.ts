// The account: everything that runs only while there is an identity. An account begins and ends as a whole. It joins
// its parts and decides nothing itself.
import type { Bytes } from '../../core/bytes.ts';
import type { SideDevice } from '../../contract/dispute.ts';
import type { ConnectionView } from '../../contract/connection-view.ts';
import type { Status } from '../../contract/status.ts';
import type { BrokerView, Presence, Settings } from '../../contract/view.ts';
import { isOn } from '../../contract/running.ts';
import type { AccountParts } from './account-parts.ts';
import { createAfterStart } from './after-start.ts';
import { createContactWatch } from './contact-watch.ts';
import { createDesk, type Desk } from '../calls/desk.ts';
import { hush } from '../calls/ring/disturb.ts';
import { mediaChoice } from '../calls/media-choice.ts';
import { keepHistory } from '../calls/history/retention.ts';
import { createBrokerConnection } from '../signalling/broker-connection.ts';
import { createConnectionAim } from '../signalling/connection-aim.ts';
import { type Claims, createClaims } from '../people/claims.ts';
import { createDisputes, type Disputes } from '../people/disputes.ts';
import { knownDevices } from '../people/known-devices.ts';
import { type ForeignClaims, openForeignClaims } from '../people/foreign-claims.ts';
import { openSeenDevices } from '../people/seen-devices.ts';
import type { BrokerPassword } from '../signalling/endpoint.ts';
import { beginOrganisation, type Organisation } from '../organisation/organisation.ts';
import { divideInbox } from '../devices/divided-inbox.ts';
import type { OwnDevices } from '../devices/own-devices.ts';
import type { OwnDisputes } from '../devices/own-disputes.ts';
import type { OwnRemoval } from '../devices/own-removal.ts';
import { createOwnRecovery, type OwnRecovery } from '../devices/own-recovery.ts';
import { createRelays } from '../relays/relays.ts';
import { beginOwnChain } from './begin-own-chain.ts';
import { beginOwnDevices } from './begin-own-devices.ts';
import { beginPeople } from './begin-people.ts';
import type { Identity } from '../devices/identity.ts';
import type { NetworkChange } from '../signalling/network-watch.ts';
import { freezable } from './freezable.ts';
import { type LeftConnection, ringersOf } from './locked-connection.ts';
import { createOwnMembership } from '../devices/own-membership.ts';
import { ownDevice } from './own-device.ts';
import { createPresences } from './presences.ts';
import { createSlices } from '../time/slices.ts';
import { presenceOf } from './status.ts';

/** A running account. */
export interface Account {
  readonly identity: Identity;
  readonly person: Bytes;
  readonly desk: Desk;
  readonly connection: () => ConnectionView;
  readonly removal: Pick<OwnRemoval, 'view' | 'object'>;
  readonly ownDisputes: Pick<OwnDisputes, 'read' | 'decide'>;
  readonly devices: OwnDevices & { readonly isSecond: () => boolean };
  readonly recovery: OwnRecovery;
  readonly presenceOf: (address: string) => Presence;
  readonly claims: Pick<Claims, 'list' | 'choose' | 'others' | 'forget' | 'removeForGood'>;
  readonly foreignClaims: Pick<ForeignClaims, 'devicesOf'>;
  readonly devicesOf: (address: string) => SideDevice[];
  readonly disputes: Pick<Disputes, 'read' | 'decide'>;
  readonly organisation: Pick<Organisation, 'confirmations' | 'enrolment' | 'problems' | 'clientCertificate'>;
  /** Follows settings, policy, own status and the embedded broker's address; reconnects only if the target changed. */
  readonly follow: (
    settings: Settings,
    broker: BrokerView,
    status: Status,
    password: BrokerPassword | undefined,
  ) => void;
  readonly retryNow: () => void;
  /** The machine woke up or the network changed: reconnects, or retries at once what has failed. */
  readonly networkChanged: (change: NetworkChange, addresses?: readonly string[]) => void;
  /**
   * Ends calls and wipes the keys before it returns. Then it announces the presence `gone` and disconnects. If
   * `takeOver` is given, the connection is handed to that function instead, unless this device was removed.
   */
  readonly close: (reason: 'app-closed' | 'app-locked', takeOver?: (left: LeftConnection) => void) => Promise<void>;
}

// How long stored messages stay after they were handed over. Up to 256 notes may wait, and five of them are read per
// second. If the account ends earlier, all of them are read again at the next unlocking.
const JUDGED_MS = 120_000;

/** Begins an account. It is offline until `follow` names a broker. */
export function beginAccount(parts: AccountParts): Account {
  const { identity, opened, clock, log, notices, onChange, onContactNews, policy } = parts;
  const { book } = opened;
  const connection = createBrokerConnection({ clock, random: parts.random, log: log.area('link') });
  const inbox = divideInbox(connection);
  const onDisk = (): void => notices.add({ kind: 'disk', at: clock.nowMs() });
  const ownChain = beginOwnChain({
    ...parts,
    transport: connection,
    log: log.area('chain'),
    onDisk,
    onRound: (round) => {
      membership.see(round);
      tellPresence();
      onChange();
    },
  });
  const seenDevices = openSeenDevices(opened.seenDevices, clock, onDisk);
  const foreignClaims = openForeignClaims({ ...parts, store: opened.foreignClaims, onDisk, onChange: onContactNews });
  const organisation = beginOrganisation({
    ...parts,
    own: {
      address: identity.address,
      person: ownChain.person,
      device: identity.deviceId,
      key: identity.deviceKeys.s,
      d: identity.deviceKeys.d,
      sign: identity.deviceKeys.sign,
    },
    transport: connection,
    people: (said) =>
      beginPeople({ ...parts, seenDevices, foreignClaims, transport: connection, log: log.area('people') }, said),
    enrolments: opened.enrolments,
    revocations: opened.revocations,
    log: log.area('organisation'),
    onDisk,
    onCertificate: () => {
      connection.reconnect();
      relays.retryNow();
    },
  });
  const { confirmations } = organisation;
  const certificate = freezable(organisation.clientCertificate);
  const clientCertificate = certificate.read;
  const relays = createRelays({ ...parts, clientCertificate, log: log.area('relays') });
  const claims = createClaims({ ...parts, people: organisation.people, confirmations, onDisk });
  const { people } = claims;
  const disputes = createDisputes({ ...parts, chains: organisation.chains, seen: seenDevices, confirmations });
  const presences = createPresences({ people, transport: connection, clock, slices: createSlices() }, onContactNews);
  const membership = createOwnMembership({
    chain: ownChain,
    onRemoved: () => {
      parts.onRecord({ kind: 'device-removed', which: 'this' });
      removal.learn();
      desk.removed();
    },
    isInCall: () => desk.views().some(isOn),
    leave: () => {
      devices.follow();
      aim.leave();
    },
  });
  const own = beginOwnDevices({ ...parts, chain: ownChain, seen: seenDevices, transport: connection, onDisk });
  const { devices, removal } = own;
  inbox.onLink(devices.receive);
  const recovery = createOwnRecovery({
    ...parts,
    device: identity.deviceId,
    chain: ownChain,
    offer: opened.recoveryOffer,
    transport: connection,
    rule: () => policy.values().RecoveryCode,
    announce: devices.announce,
    onDisk,
  });
  const history = keepHistory(opened.history, () => parts.settings().historyDays, clock, parts.whenShown);
  let status: Status = 'available';
  let wasOnline = false;
  let hasTaken = false;
  let isLooking = false; // connected only to read this person's own chain
  const desk = createDesk({
    transport: inbox.calls,
    people,
    clock,
    random: parts.random,
    log: log.area('desk'),
    own: ownDevice(identity, ownChain),
    book,
    history,
    callIds: opened.callIds,
    mediaChoice: () => mediaChoice(parts.settings(), relays.values(), relays.current(), relays.pathsTo),
    policy,
    settings: parts.settings,
    confirmations,
    onRecord: parts.onRecord,
    isDoNotDisturb: () => status === 'dnd',
    onNotice: notices.add,
  });

  const watch = createContactWatch(book, presences, clock);
  const afterStart = createAfterStart({ clock, random: parts.random, isCalling: desk.isBusy });
  const tellPresence = (): void =>
    connection.publishPresence(ownChain.state() === 'removed' ? 'gone' : presenceOf(status, desk.views()));
  let forgetTaken = (): void => undefined;
  function takeArrived(): void {
    hasTaken = true;
    for (const { from, bytes } of parts.arrived()) inbox.takeEarlier(from, bytes);
    forgetTaken = clock.after(JUDGED_MS, parts.onTaken);
  }
  connection.onView((view) => {
    const online = view.kind === 'online';
    if (online && !wasOnline) {
      if (!hasTaken) takeArrived();
      isLooking = ownChain.state() === 'removed';
      ownChain.online();
      if (!isLooking) watch.all();
      afterStart.online();
    }
    if (!online && wasOnline) {
      ownChain.offline();
      presences.forget();
      watch.stop();
    }
    if (online !== wasOnline) organisation.follow(online && !isLooking);
    wasOnline = online;
    onChange();
  });
  book.onChange(() => {
    if (wasOnline) watch.changed();
  });
  desk.onView(() => {
    tellPresence();
    membership.leaveIfOff();
    afterStart.callsChanged();
    onChange();
  });

  const aim = createConnectionAim({
    connection,
    device: identity.deviceId,
    policy,
    clientCertificate,
    tunnel: parts.tunnel,
    mayUse: parts.mayUse,
    onAim: tellPresence,
  });

  function retryBeside(): void {
    organisation.enrolment.retryNow();
    relays.retryNow();
  }

  return {
    identity,
    person: ownChain.person,
    desk,
    devices: { ...devices, isSecond: ownChain.isSecond },
    removal,
    ownDisputes: own.disputes,
    recovery,
    connection: aim.view,
    presenceOf: presences.of,
    claims,
    foreignClaims,
    devicesOf: (address) => knownDevices(book, seenDevices, address),
    disputes,
    organisation,
    follow: (settings, broker, nextStatus, password) => {
      if (status !== nextStatus) {
        status = nextStatus;
        tellPresence();
        if (status === 'dnd') hush(desk, book);
      }
      history.apply();
      devices.follow();
      recovery.follow();
      if (membership.isOff()) return membership.leaveIfOff();
      relays.follow();
      aim.follow(settings, broker, password);
    },
    retryNow: () => {
      connection.retryNow();
      retryBeside();
    },
    networkChanged: (change, addresses) => {
      // A connection from a lost address is dead, which would otherwise be noticed only after half a minute.
      if (change === 'lost') connection.reconnect();
      else connection.retryNow();
      desk.networkChanged(change, addresses);
      retryBeside();
      // No timer runs while the machine sleeps: a certificate may have expired meanwhile.
      if (change === 'lost') onContactNews();
    },
    close: async (reason, takeOver) => {
      certificate.freeze();
      forgetTaken();
      watch.stop();
      afterStart.stop();
      history.stop();
      relays.close();
      claims.close();
      disputes.close();
      seenDevices.close();
      foreignClaims.close();
      devices.close();
      removal.close();
      own.disputes.close();
      recovery.end();
      const told = desk.close(reason);
      organisation.close();
      ownChain.offline();
      identity.wipe();
      const heir = ownChain.state() === 'removed' ? undefined : takeOver;
      heir?.({ connection, mayRing: ringersOf(parts.settings(), book.contacts(), presences.devicesOf) });
      await told;
      if (heir === undefined) await connection.close();
    },
  };
}
