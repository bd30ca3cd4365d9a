// Messages of other devices, and incoming calls until they ring. A message goes to the calls that it names, and a note
// to its reader in notes/. Each checked INVITE (inbox/invites.ts) begins a call. While other calls are on, core/call
// decides whether the new call rings beside them (protocol §5 rules 1, 2, 8, 15). Nothing is shown here: a call that
// rings goes to in-hand.ts, and any other leaves at most a call record.
import { unreachable, unwrap } from '../../core/assert.ts';
import { toHex } from '../../core/bytes.ts';
import { readEnvelope } from '../../core/signal/envelope.ts';
import type { Admission } from './inbox/admission.ts';
import type { Call, MayRing } from './call.ts';
import type { CallDeps } from './call-deps.ts';
import { openCallIds } from './inbox/call-ids.ts';
import type { CallRecords } from './history/call-records.ts';
import { createContactDevices } from './inbox/contact-devices.ts';
import { disturberOf } from './ring/disturb.ts';
import { answerByItself } from '../../core/call/glare.ts';
import { isSilenced } from '../../core/call/welcome.ts';
import { type InHand, roomBeside } from './in-hand.ts';
import type { CheckedInvite } from './inbox/invite-check.ts';
import { createReadBudget } from './inbox/invite-limits.ts';
import { createInvites, type Invited } from './inbox/invites.ts';
import { createMissedNotes } from './notes/missed-notes.ts';
import { createMoveOffers, type MoveOffers } from './notes/move-offers.ts';
import { createHandledNotes, type HandledNotes } from './notes/handled-notes.ts';
import type { Successors } from './successors.ts';
import { createVerifiedNotes, type VerifiedNotes } from './notes/verified-notes.ts';

/** An incoming call that is being checked, or that found no room beside another call. */
interface Arriving {
  readonly checked: CheckedInvite;
  /**
   * Whether the directory denies the caller's identity, or shows that their device does not speak this version.
   * Undefined until the caller was read and the broker's queue has arrived.
   */
  isDenied: boolean | undefined;
  /** The records of a call that ended while it was checked and before `isDenied` was known. */
  records: CallRecords | undefined;
}

/** Incoming calls until they ring. */
export interface Arrivals {
  /** Takes a message of a device: an INVITE, a note, or a message for the calls that it names. */
  readonly receive: (from: string, bytes: Uint8Array, isBacklog: boolean) => void;
  /** Everything queued at the broker has arrived. */
  readonly drained: () => void;
  /** The calls that are being checked, and those that were answered with `busy`. */
  readonly calls: () => readonly Call[];
  /** All checks let this call ring: decides whether it rings beside the other calls, or what happens to it instead. */
  readonly mayRing: (call: Call, how: MayRing) => void;
  /** A call has ended. Returns whether it ended while it was checked: the records of such a call are handled here. */
  readonly ended: (call: Call, records: CallRecords, hasRung: boolean) => boolean;
  /** Calls that other devices of this person offer to this one. */
  readonly offers: MoveOffers;
  /** The notes by which this person's devices tell each other whom the person has verified. */
  readonly verified: VerifiedNotes;
  /** The notes by which this person's devices tell each other which of them answered or declined a call. */
  readonly handled: HandledNotes;
  /** Reads no INVITE and no note any more. */
  readonly close: () => void;
}

/** What arrivals need from the desk. */
export interface ArrivalHooks {
  readonly admission: Admission;
  /** Makes a call for a checked INVITE. */
  readonly make: (checked: CheckedInvite) => Call;
  readonly inHand: InHand;
  readonly successors: Successors;
  readonly onOffer: () => void;
  readonly write: (records: CallRecords, hasRung: boolean) => void;
}

/** Creates arrivals to which no call has come in yet. */
export function createArrivals(deps: CallDeps, hooks: ArrivalHooks): Arrivals {
  const { clock } = deps;
  const { admission, inHand } = hooks;
  const { isOfMove } = hooks.successors;
  const ids = openCallIds(deps.callIds, clock.nowMs);
  const contactDevices = createContactDevices(deps);
  const isTaken = (id: string): boolean => calls(id).length > 0;
  const invites = createInvites({ deps, admission, ids, contactDevices, isTaken, onInvited: begin });
  const notes = createMissedNotes({ ...deps, ...admission }, ids, contactDevices);
  // Offers have a reading budget of their own, so that they use up no part of the budget for INVITEs.
  const offers = createMoveOffers(deps, ids, createReadBudget(clock), {
    onChange: hooks.onOffer,
    onAnswer: (from, id, reason) => {
      const answer = { kind: 'move-answered', device: from, call: id, reason, atMs: clock.nowMs() } as const;
      for (const call of inHand.on()) call.dispatch(answer);
    },
    onOver: (from, id) => inHand.find(id)?.dispatch({ kind: 'offer-over', device: from, atMs: clock.nowMs() }),
  });
  const verified = createVerifiedNotes(deps);
  const handled = createHandledNotes(deps);
  /** Calls that are shown nowhere: those that are being checked, and those that found no room. */
  const apart = new Map<Call, Arriving | undefined>(); // undefined for a ringing call that gave way to another caller
  let isClosed = false;

  function receive(from: string, bytes: Uint8Array, isBacklog: boolean): void {
    const envelope = readEnvelope(bytes);
    if (envelope === undefined) return;
    // This device is not in the chain of its person: calls that are on may continue, and no INVITE or offer counts.
    if (deps.own.whyOut() !== undefined && (envelope.kind === 'invite' || envelope.kind === 'move')) return;
    if (envelope.kind === 'invite') return invites.take(from, envelope, isBacklog);
    // A call that was only meant to continue another one is not a missed call.
    if (envelope.kind === 'missed')
      return isOfMove(from, toHex(envelope.callId)) ? undefined : notes.take(from, envelope);
    if (envelope.kind === 'move') return isBacklog ? undefined : offers.take(from, envelope);
    if (envelope.kind === 'move-end') return offers.take(from, envelope);
    if (envelope.kind === 'verified') return verified.take(from, envelope);
    if (envelope.kind === 'handled') return handled.take(from, envelope);
    const found = calls(toHex(envelope.callId));
    if (found.length === 0 && envelope.kind === 'early') invites.keep(from, envelope);
    for (const call of found) call.receive(from, envelope);
  }

  const callOn = (id: string): Call => unwrap(inHand.find(id), 'a call that is on is in hand');
  const hidden = (): readonly Call[] => [...apart.keys()];
  const calls = (id: string): readonly Call[] => [...inHand.all(), ...hidden()].filter((call) => call.id === id);

  // The INVITE is genuine: a call begins, and is not shown yet.
  function begin({ checked, drained, early }: Invited): void {
    const call = hooks.make(checked);
    const arriving: Arriving = { checked, isDenied: undefined, records: undefined };
    apart.set(call, arriving);
    const isDrained = drained === undefined;
    const { id: device } = checked.device;
    call.dispatch({ kind: 'invited', device, isDrained, atMs: clock.nowMs() });
    for (const each of early) call.receive(device, each);
    void attend(call, arriving, drained);
  }

  async function attend(call: Call, arriving: Arriving, drained: Promise<void> | undefined): Promise<void> {
    void drained?.then(() => call.dispatch({ kind: 'drained', atMs: clock.nowMs() }));
    const [verdict] = await Promise.all([call.peer?.check(), drained]);
    if (isClosed) return; // there is no vault to write to
    if (verdict === 'version') deps.log.info('an invite was refused', { why: verdict });
    arriving.isDenied = verdict === 'disagrees' || verdict === 'version';
    if (arriving.records !== undefined) leave(call, arriving, arriving.records);
  }

  // A call that ended while it was checked gets a record only under a name that the directory did not deny.
  function leave(call: Call, { checked, isDenied }: Arriving, records: CallRecords): void {
    apart.delete(call);
    if (isClosed || isDenied === true || isOfMove(checked.device.id, call.id)) return;
    hooks.write(records, false);
  }

  // The call is genuine as far as can be known: decides what happens to it beside the other calls.
  function mayRing(call: Call, { agrees, isVisual }: MayRing): void {
    const { checked } = unwrap(apart.get(call), 'a call that may ring is being checked');
    const room = roomBeside(inHand, call, deps.book);
    const becomes = hooks.successors.arrival(call, checked, agrees, room);
    switch (becomes.kind) {
      case 'goes-on':
        return goOn(callOn(becomes.old), call, checked);
      case 'too-late':
        return call.dispatch({ kind: 'refused', reason: 'offer-over', atMs: clock.nowMs() });
      case 'busy':
        return call.dispatch({ kind: 'no-room', ttlMs: ttlMs(checked), atMs: clock.nowMs() });
      case 'gives-way':
        return call.dispatch({ kind: 'refused', reason: 'glare', atMs: clock.nowMs() });
      case 'rings':
        return show(call, checked, isVisual);
      case 'before': {
        const stranger = callOn(becomes.call);
        inHand.drop(stranger);
        apart.set(stranger, undefined);
        stranger.dispatch({ kind: 'no-room', ttlMs: 0, atMs: clock.nowMs() });
        return show(call, checked, isVisual);
      }
      case 'instead': {
        const ours = callOn(becomes.call);
        // This comes first: calls that are held for our own call are held for the incoming one before ours ends.
        // Windows see both changes together, because views are sent after this turn of the event loop.
        takeInHand(call, ours);
        ours.dispatch({ kind: 'glare', atMs: clock.nowMs() });
        inHand.drop(ours);
        letRing(call, checked, isVisual);
        const { control, media } = ours;
        const answer = answerByItself(call, { media, hasCameraOn: control.local.camera });
        if (answer !== undefined) call.accept(answer, true);
        return;
      }
      default:
        unreachable(becomes);
    }
  }

  function show(call: Call, checked: CheckedInvite, isVisual: boolean): void {
    takeInHand(call);
    letRing(call, checked, isVisual);
  }

  function takeInHand(call: Call, insteadOf?: Call): void {
    apart.delete(call);
    inHand.take(call, insteadOf);
  }

  function letRing(call: Call, checked: CheckedInvite, isVisual: boolean): void {
    const silenced = isSilenced(deps.isDoNotDisturb(), disturberOf(call.view(), deps.book));
    call.letRing({ isVisual, silenced, ttlMs: ttlMs(checked) });
  }

  // The peer continues a call on another of their devices, as announced: nobody here has to do anything.
  function goOn(old: Call, call: Call, checked: CheckedInvite): void {
    hooks.successors.used(old, call);
    takeInHand(call);
    call.letRing({ isVisual: true, silenced: true, ttlMs: ttlMs(checked) });
    hooks.successors.follow(old, call);
  }

  // How long the call may still ring. Its ttl counts from the arrival of INVITE (rule 1).
  function ttlMs({ expiresAtMs }: CheckedInvite): number {
    return Math.max(0, expiresAtMs - clock.nowMs());
  }

  return {
    receive,
    drained: () => {
      invites.drained();
      contactDevices.look();
      verified.again();
      offers.again();
    },
    offers,
    verified,
    handled,
    calls: hidden,
    mayRing,
    ended: (call, records, hasRung) => {
      const arriving = apart.get(call);
      if (arriving === undefined || hasRung) {
        apart.delete(call);
        return false;
      }
      if (arriving.isDenied === undefined) arriving.records = records;
      else leave(call, arriving, records);
      return true;
    },
    close: () => {
      isClosed = true;
      invites.close();
      notes.close();
      offers.close();
      verified.close();
      handled.close();
    },
  };
}
