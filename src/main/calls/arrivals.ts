// Calls that come in, until they ring: sorts what the broker brings to the call it belongs to, begins a call for each INVITE that was
// checked (inbox/invites.ts), and does what core/call says becomes of one that may ring beside those that are on (protocol §5 rules 1, 8).
// Nothing here is shown; what may ring is taken in hand, the rest leaves at most a line.
import { unreachable, unwrap } from '../../core/assert.ts';
import { toHex } from '../../core/bytes.ts';
import { readEnvelope } from '../../core/signal/envelope.ts';
import type { Admission } from './inbox/admission.ts';
import type { Call, MayRing } from './call.ts';
import type { CallDeps } from './call-deps.ts';
import { openCallIds } from './inbox/call-ids.ts';
import type { Line } from './history/call-line.ts';
import { createContactDevices } from './inbox/contact-devices.ts';
import { disturberOf } from './ring/disturb.ts';
import { answerByItself } from '../../core/call/glare.ts';
import { isSilenced } from '../../core/call/welcome.ts';
import { type InHand, roomBeside } from './in-hand.ts';
import type { CheckedInvite } from './inbox/invite-check.ts';
import { createReadBudget } from './inbox/invite-limits.ts';
import { createInvites, type Invited } from './inbox/invites.ts';
import { createMissedWords } from './notes/missed-words.ts';
import { createMoveOffers, type MoveOffers } from './notes/move-offers.ts';
import { createHandledWords, type HandledWords } from './notes/handled-words.ts';
import type { Successors } from './successors.ts';
import { createVerifiedWords, type VerifiedWords } from './notes/verified-words.ts';

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
  /** On which of this person's devices calls were taken or declined, and what the others are told. */
  readonly handled: HandledWords;
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
  const contactDevices = createContactDevices(deps);
  const isTaken = (id: string): boolean => calls(id).length > 0;
  const invites = createInvites({ deps, admission, ids, contactDevices, isTaken, onInvited: begin });
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
  const handled = createHandledWords(deps);
  /** Calls that are shown nowhere: those that are being checked, and those that met another one. */
  const apart = new Map<Call, Arriving | undefined>(); // of one that met another one nothing more is to be known
  let isClosed = false;

  function receive(from: string, bytes: Uint8Array, isBacklog: boolean): void {
    const envelope = readEnvelope(bytes);
    if (envelope === undefined) return;
    // Removed: what was agreed goes on, and nothing new begins.
    if (deps.own.isRemoved() && (envelope.kind === 'invite' || envelope.kind === 'move')) return;
    if (envelope.kind === 'invite') return invites.take(from, envelope, isBacklog);
    // What came too late to go on with a call is nothing that somebody has missed.
    if (envelope.kind === 'missed')
      return isOfMove(from, toHex(envelope.callId)) ? undefined : words.take(from, envelope);
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

  // It is genuine: a call of its own begins, and is shown nowhere yet.
  function begin({ checked, drained, early }: Invited): void {
    const call = hooks.make(checked);
    const arriving: Arriving = { checked, isDenied: undefined, line: undefined };
    apart.set(call, arriving);
    const isDrained = drained === undefined;
    const { id: device } = checked.device;
    call.dispatch({ kind: 'invited', device, isDrained, atMs: clock.nowMs() });
    for (const each of early) call.receive(device, each);
    void attend(call, arriving, drained);
  }

  async function attend(call: Call, arriving: Arriving, drained: Promise<void> | undefined): Promise<void> {
    void drained?.then(() => call.dispatch({ kind: 'drained', atMs: clock.nowMs() }));
    const [standing] = await Promise.all([call.peer?.check(), drained]);
    if (isClosed) return; // there is no vault to write to
    if (standing === 'version') deps.log.info('an invite was refused', { why: standing });
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
        // First: what waits for ours waits for this one before ours ends. Windows see all of it at once, because views leave after the turn.
        takeInHand(call, ours);
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
      handled.close();
    },
  };
}
