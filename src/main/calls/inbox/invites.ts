// Incoming INVITEs (protocol §5 rules 1, 2): each waits for its turn, is checked, and is joined with the messages that
// overtook it. Everything here may come from anybody. A valid INVITE is passed on; other code decides how it relates to
// other calls.
import { equal, toHex } from '../../../core/bytes.ts';
import type { Envelope } from '../../../core/signal/envelope.ts';
import type { Admission } from './admission.ts';
import type { CallDeps } from '../call-deps.ts';
import type { CallIds } from './call-ids.ts';
import type { ContactDevices } from './contact-devices.ts';
import { createEarlyBox } from './early-box.ts';
import { createFalseIdentities } from './false-identity.ts';
import { checkInvite, type CheckedInvite, type InviteRefusal, isIdle } from './invite-check.ts';
import { createInviteLimits, INVITE_EVERY_MS } from './invite-limits.ts';
import { createSenderQueue } from './sender-queue.ts';

/**
 * How many INVITEs may wait: six seconds' worth. The INVITE of a device that is no contact's may wait four times as
 * long while contacts' devices keep sending.
 */
const MOST_INVITES = 128;
const MOST_OF_SENDER = 16;

type InviteEnvelope = Extract<Envelope, { kind: 'invite' }>;
type EarlyEnvelope = Extract<Envelope, { kind: 'early' }>;

interface Waiting {
  readonly envelope: InviteEnvelope;
  readonly drained: Promise<void> | undefined;
  readonly atMs: number; // when it arrived
}

// Compares byte for byte: an INVITE that differs anywhere may be a forgery, and must not displace the genuine one.
function isSameInvite({ envelope: one }: Waiting, { envelope: other }: Waiting): boolean {
  const isSameHead = one.issuedAtMs === other.issuedAtMs && one.ttlSeconds === other.ttlSeconds;
  return isSameHead && equal(one.callId, other.callId) && equal(one.noise, other.noise);
}

/** An INVITE that was checked. */
export interface Invited {
  readonly checked: CheckedInvite;
  /**
   * The EARLY messages of its sender, in order of arrival: a cancel that overtook the INVITE, or came while the INVITE
   * waited.
   */
  readonly early: readonly EarlyEnvelope[];
  /** For an INVITE queued at the broker: resolves when the queue has arrived. */
  readonly drained: Promise<void> | undefined;
}

/** INVITEs until they were checked. */
export interface Invites {
  /** Takes an INVITE of the sender that the topic names. */
  readonly take: (from: string, envelope: InviteEnvelope, isBacklog: boolean) => void;
  /** Keeps an EARLY message of a call that is not known yet. */
  readonly keep: (from: string, envelope: EarlyEnvelope) => void;
  /** Everything queued at the broker has arrived. */
  readonly drained: () => void;
  /** Checks nothing more. */
  readonly close: () => void;
}

/** What the checking of INVITEs needs. */
export interface InviteParts {
  readonly deps: CallDeps;
  readonly admission: Admission;
  readonly ids: CallIds;
  readonly contactDevices: ContactDevices;
  /** Whether a call with this id exists. */
  readonly isTaken: (id: string) => boolean;
  readonly onInvited: (invited: Invited) => void;
}

/** Waits for INVITEs. None has arrived yet. */
export function createInvites({ admission, contactDevices, deps, ids, isTaken, onInvited }: InviteParts): Invites {
  const { clock } = deps;
  const limits = createInviteLimits(clock);
  const queue = createSenderQueue<Waiting>(clock, {
    everyMs: INVITE_EVERY_MS,
    most: MOST_INVITES,
    mostOfSender: MOST_OF_SENDER,
    isKnown: contactDevices.has,
    isSame: isSameInvite,
    read,
  });
  const falseIdentities = createFalseIdentities(deps);
  const box = createEarlyBox(clock);
  // For INVITEs that wait to be read. An account that does not know their ids cannot push anything out of this box.
  const boxOfWaiting = createEarlyBox(clock, MOST_INVITES * 4);
  // Set while the broker's queue is arriving.
  let backlog: { readonly drained: Promise<void>; readonly end: () => void } | undefined;

  function untilDrained(): Promise<void> {
    let end = (): void => undefined;
    backlog ??= { drained: new Promise((resolve) => (end = resolve)), end: () => end() };
    return backlog.drained;
  }

  function refused(why: InviteRefusal | 'reads' | 'id-taken'): void {
    deps.log.info('an invite was refused', { why });
  }

  function read(from: string, { atMs, drained, envelope }: Waiting): void {
    if (deps.own.whyOut() !== undefined) return;
    const checked = checkInvite(from, envelope, atMs, { ...deps, ...admission, contactDevices }, ids, limits);
    if (typeof checked === 'string') return refused(checked);
    if (!('leg' in checked)) return void falseIdentities.hear(checked);
    // Ids are no secret: the broker reads them, and a caller chooses them. But pages, windows and buttons identify a
    // call by its id alone.
    if (isTaken(toHex(envelope.callId))) return refused('id-taken');
    const early = [box, boxOfWaiting].flatMap((each) => each.take(from, envelope.callId));
    onInvited({ checked, early, drained });
  }

  return {
    take: (from, envelope, isBacklog) => {
      const idle = isIdle(from, envelope, deps, ids);
      if (idle !== undefined) return refused(idle);
      contactDevices.look();
      const drained = isBacklog ? untilDrained() : undefined;
      if (queue.put(from, { envelope, drained, atMs: clock.nowMs() }) === 'lost') refused('reads');
    },
    keep: (from, envelope) => {
      const isAwaited = queue.some(from, ({ envelope: { callId } }) => equal(callId, envelope.callId));
      (isAwaited ? boxOfWaiting : box).keep(from, envelope);
    },
    drained: () => {
      backlog?.end();
      backlog = undefined;
    },
    close: () => {
      queue.close();
      falseIdentities.close();
    },
  };
}
