// Calls that come in, until they ring: sorts what the broker brings to the call it belongs to, has INVITEs checked and decides
// what may ring (protocol §5 rules 1, 2, 8). Nothing here is shown; what may ring is handed on, the rest leaves at most a line.
import { unreachable, unwrap } from '../../core/assert.ts';
import { equal, toHex } from '../../core/bytes.ts';
import { type Envelope, readEnvelope } from '../../core/signal/envelope.ts';
import type { Admission } from './inbox/admission.ts';
import type { Call, MayRing } from './call.ts';
import type { CallDeps } from './call-deps.ts';
import { openCallIds } from './inbox/call-ids.ts';
import type { Line } from './history/call-line.ts';
import { createContactDevices } from './inbox/contact-devices.ts';
import { disturberOf } from './ring/disturb.ts';
import { createEarlyBox } from './inbox/early-box.ts';
import { createFalseIdentities } from './inbox/false-identity.ts';
import { answerByItself } from '../../core/call/glare.ts';
import { isSilenced } from '../../core/call/welcome.ts';
import { type InHand, roomBeside } from './in-hand.ts';
import { checkInvite, type CheckedInvite, type InviteRefusal, isIdle } from './inbox/invite-check.ts';
import { createInviteLimits, createReadBudget, INVITE_EVERY_MS } from './inbox/invite-limits.ts';
import { createMissedWords } from './notes/missed-words.ts';
import { createMoveOffers, type MoveOffers } from './notes/move-offers.ts';
import { createSenderQueue } from './inbox/sender-queue.ts';
import type { Successors } from './successors.ts';
import { createVerifiedWords, type VerifiedWords } from './notes/verified-words.ts';

/** INVITEs that wait to be read: six seconds' worth; who is no contact may wait four times that while contacts' devices keep coming. */
const MOST_INVITES = 128;
const MOST_OF_SENDER = 16;

type InviteEnvelope = Extract<Envelope, { kind: 'invite' }>;

interface Invited {
  readonly envelope: InviteEnvelope;
  /** Of a backlog: resolves when that has come. */
  readonly ready: Promise<void> | undefined;
  readonly atMs: number; // when it arrived
}

// Byte for byte: what differs anywhere may be a forgery, and keeps the true one out of nothing.
function isSameInvite({ envelope: one }: Invited, { envelope: other }: Invited): boolean {
  const isSameHead = one.issuedAtMs === other.issuedAtMs && one.ttlSeconds === other.ttlSeconds;
  return isSameHead && equal(one.callId, other.callId) && equal(one.noise, other.noise);
}

/** A call on its way in, or one that met another one. */
interface Arriving {
  readonly checked: CheckedInvite;
  /** Whether the directory denies who calls; undefined until the caller was read and the backlog has come. */
  isDenied: boolean | undefined;
  /** Where it has ended before that. */
  line: Line | undefined;
}

/** Calls on their way in. */
export interface Arrivals {
  /** Takes what a device sent, for whichever call it names. */
  readonly receive: (from: string, bytes: Uint8Array, isBacklog: boolean) => void;
  /** What waited at the broker has come. */
  readonly drained: () => void;
  /** The calls that are being checked, and those that were told that we are busy. */
  readonly calls: () => readonly Call[];
  /** A call may ring: it does, beside those that are on, or it gives way. */
  readonly mayRing: (call: Call, how: MayRing) => void;
  /** A call has ended; whether that was before it rang, and its line is seen to here. */
  readonly ended: (call: Call, line: Line, hasRung: boolean) => boolean;
  /** What other devices of this person offer to this one. */
  readonly offers: MoveOffers;
  /** What other devices of this person say of whom they have verified, and what they are told. */
  readonly verified: VerifiedWords;
  /** Nothing rings any more. */
  readonly close: () => void;
}

/** What arrivals need of the desk. */
export interface ArrivalHooks {
  readonly admission: Admission;
  /** A call for an INVITE that was checked. */
  readonly make: (checked: CheckedInvite) => Call;
  readonly inHand: InHand;
  readonly successors: Successors;
  readonly onOffer: () => void;
  readonly write: (line: Line, hasRung: boolean) => void;
}

/** No call has come in yet. */
export function createArrivals(deps: CallDeps, hooks: ArrivalHooks): Arrivals {
  const { clock } = deps;
  const { admission, inHand } = hooks;
  const { isOfMove } = hooks.successors;
  const ids = openCallIds(deps.callIds, clock.nowMs);
  const limits = createInviteLimits(clock);
  const contactDevices = createContactDevices(deps);
  const invites = createSenderQueue<Invited>(clock, {
    everyMs: INVITE_EVERY_MS,
    most: MOST_INVITES,
    mostOfSender: MOST_OF_SENDER,
    isKnown: contactDevices.has,
    isSame: isSameInvite,
    read: invited,
  });
  const words = createMissedWords({ ...deps, ...admission }, ids, contactDevices);
  // No reading is taken from an INVITE.
  const offers = createMoveOffers(deps, ids, createReadBudget(clock), {
    onChange: hooks.onOffer,
    onAnswer: (from, id, reason) => {
      const answer = { kind: 'move-answered', device: from, call: id, reason, atMs: clock.nowMs() } as const;
      for (const call of inHand.on()) call.dispatch(answer);
    },
    onOver: (from, id) => inHand.find(id)?.dispatch({ kind: 'offer-over', device: from, atMs: clock.nowMs() }),
  });
  const verified = createVerifiedWords(deps);
  const falseIdentities = createFalseIdentities(deps);
  const box = createEarlyBox(clock);
  // Of INVITEs that wait to be read: an account that does not know their ids can push nothing out of it.
  const boxOfWaiting = createEarlyBox(clock, MOST_INVITES * 4);
  /** Calls that are shown nowhere: those that are being checked, and those that met another one. */
  const apart = new Map<Call, Arriving | undefined>(); // of one that met another one nothing more is to be known
  let backlog: { readonly drained: Promise<void>; readonly end: () => void } | undefined; // what waited is on its way
  let isClosed = false;

  function receive(from: string, bytes: Uint8Array, isBacklog: boolean): void {
    const envelope = readEnvelope(bytes);
    if (envelope === undefined) return;
    // Removed: what was agreed goes on, and nothing new begins.
    if (deps.own.isRemoved() && (envelope.kind === 'invite' || envelope.kind === 'move')) return;
    if (envelope.kind === 'invite') return knocks(from, envelope, isBacklog);
    // What came too late to go on with a call is nothing that somebody has missed.
    if (envelope.kind === 'missed')
      return isOfMove(from, toHex(envelope.callId)) ? undefined : words.take(from, envelope);
    if (envelope.kind === 'move') return isBacklog ? undefined : offers.take(from, envelope);
    if (envelope.kind === 'move-end') return offers.take(from, envelope);
    if (envelope.kind === 'verified') return verified.take(from, envelope);
    const found = calls(toHex(envelope.callId));
    if (found.length === 0 && envelope.kind === 'early') {
      const isAwaited = invites.some(from, ({ envelope: { callId } }) => equal(callId, envelope.callId));
      (isAwaited ? boxOfWaiting : box).keep(from, envelope);
    }
    for (const call of found) call.receive(from, envelope);
  }

  const callOn = (id: string): Call => unwrap(inHand.find(id), 'a call that is on is in hand');
  const hidden = (): readonly Call[] => [...apart.keys()];
  const calls = (id: string): readonly Call[] => [...inHand.all(), ...hidden()].filter((call) => call.id === id);

  function knocks(from: string, envelope: InviteEnvelope, isBacklog: boolean): void {
    const idle = isIdle(from, envelope, deps, ids);
    if (idle !== undefined) return notTaken(idle);
    contactDevices.look();
    const ready = isBacklog ? untilDrained() : undefined;
    if (invites.put(from, { envelope, ready, atMs: clock.nowMs() }) === 'lost') notTaken('reads');
  }

  function untilDrained(): Promise<void> {
    let end = (): void => undefined;
    backlog ??= { drained: new Promise((resolve) => (end = resolve)), end: () => end() };
    return backlog.drained;
  }

  function notTaken(why: InviteRefusal | 'reads' | 'id-taken'): void {
    deps.log.info('an invite was refused', { why });
  }

  function invited(from: string, { atMs, envelope, ready }: Invited): void {
    if (deps.own.isRemoved()) return;
    const checked = checkInvite(from, envelope, atMs, { ...deps, ...admission, contactDevices }, ids, limits);
    if (typeof checked === 'string') return notTaken(checked);
    if (!('leg' in checked)) return void falseIdentities.hear(checked);
    // The broker reads ids, and a caller chooses its own: pages, windows and buttons know a call by nothing else.
    if (calls(toHex(envelope.callId)).length > 0) return notTaken('id-taken');
    const call = hooks.make(checked);
    const arriving: Arriving = { checked, isDenied: undefined, line: undefined };
    apart.set(call, arriving);
    const isDrained = ready === undefined;
    call.dispatch({ kind: 'invited', device: checked.device.id, isDrained, atMs: clock.nowMs() });
    // A cancel that overtook it, or came while it waited.
    for (const each of [box, boxOfWaiting]) {
      for (const early of each.take(from, envelope.callId)) call.receive(from, early);
    }
    void attend(call, arriving, ready);
  }

  async function attend(call: Call, arriving: Arriving, ready: Promise<void> | undefined): Promise<void> {
    void ready?.then(() => call.dispatch({ kind: 'drained', atMs: clock.nowMs() }));
    const [standing] = await Promise.all([call.peer?.check(), ready]);
    if (isClosed) return; // there is no vault to write to
    if (standing === 'version') notTaken('version');
    arriving.isDenied = standing === 'disagrees' || standing === 'version';
    if (arriving.line !== undefined) leave(call, arriving, arriving.line);
  }

  // What ended before it rang has a line only under a name that the directory did not deny.
  function leave(call: Call, { checked, isDenied }: Arriving, line: Line): void {
    apart.delete(call);
    if (isClosed || isDenied === true || isOfMove(checked.device.id, call.id)) return;
    hooks.write(line, false);
  }

  // It is genuine as far as anybody can tell: what becomes of it beside the calls that are on.
  function mayRing(call: Call, { agrees, isSoundless }: MayRing): void {
    const { checked } = unwrap(apart.get(call), 'a call that may ring is being checked');
    const room = roomBeside(inHand, call, deps.book);
    const becomes = hooks.successors.arrival(call, checked, agrees, room);
    switch (becomes.kind) {
      case 'goes-on':
        return goOn(callOn(becomes.old), call, checked);
      case 'too-late':
        return call.dispatch({ kind: 'refused', reason: 'offer-over', atMs: clock.nowMs() });
      case 'busy':
        return call.dispatch({ kind: 'engaged', ttlMs: ttlMs(checked), atMs: clock.nowMs() });
      case 'gives-way':
        return call.dispatch({ kind: 'refused', reason: 'glare', atMs: clock.nowMs() });
      case 'rings':
        return show(call, checked, isSoundless);
      case 'before': {
        const stranger = callOn(becomes.call);
        inHand.drop(stranger);
        apart.set(stranger, undefined);
        stranger.dispatch({ kind: 'engaged', ttlMs: 0, atMs: clock.nowMs() });
        return show(call, checked, isSoundless);
      }
      case 'instead': {
        const ours = callOn(becomes.call);
        takeInHand(call, ours); // first: what waits for ours waits for this one before ours ends
        ours.dispatch({ kind: 'glare', atMs: clock.nowMs() });
        inHand.drop(ours);
        letRing(call, checked, isSoundless);
        const { control, media } = ours;
        const answer = answerByItself(call, { media, hasCameraOn: control.local.camera });
        if (answer !== undefined) call.accept(answer, true);
        return;
      }
      default:
        unreachable(becomes);
    }
  }

  function show(call: Call, checked: CheckedInvite, isSoundless: boolean): void {
    takeInHand(call);
    letRing(call, checked, isSoundless);
  }

  function takeInHand(call: Call, insteadOf?: Call): void {
    apart.delete(call);
    inHand.take(call, insteadOf);
  }

  function letRing(call: Call, checked: CheckedInvite, isSoundless: boolean): void {
    const isQuiet = isSilenced(deps.isQuiet(), disturberOf(call.view(), deps.book));
    call.letRing({ isSoundless, isQuiet, ttlMs: ttlMs(checked) });
  }

  // The peer goes on with a call on another device, as it has announced in it: nobody here has to do anything.
  function goOn(old: Call, call: Call, checked: CheckedInvite): void {
    hooks.successors.used(old, call);
    takeInHand(call);
    call.letRing({ isSoundless: true, isQuiet: true, ttlMs: ttlMs(checked) });
    hooks.successors.follow(old, call);
  }

  // It counts from the INVITE's arrival (rule 1).
  function ttlMs({ expiresAtMs }: CheckedInvite): number {
    return Math.max(0, expiresAtMs - clock.nowMs());
  }

  return {
    receive,
    drained: () => {
      backlog?.end();
      backlog = undefined;
      contactDevices.look();
      verified.again();
      offers.again();
    },
    offers,
    verified,
    calls: hidden,
    mayRing,
    ended: (call, line, hasRung) => {
      const arriving = apart.get(call);
      if (arriving === undefined || hasRung) {
        apart.delete(call);
        return false;
      }
      if (arriving.isDenied === undefined) arriving.line = line;
      else leave(call, arriving, line);
      return true;
    },
    close: () => {
      isClosed = true;
      invites.close();
      words.close();
      offers.close();
      verified.close();
      falseIdentities.close();
    },
  };
}
