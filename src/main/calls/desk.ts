// The desk: calls are placed, answered, held and ended here, and windows and tray learn of that. All commands of a
// person for calls arrive here. Messages of the broker go through arrivals.ts, and core/call/concurrent-calls.ts
// decides which call may be heard.
import { assert, unwrap } from '../../core/assert.ts';
import { type Bytes, fromHex, toHex } from '../../core/bytes.ts';
import type { ForOther } from '../../core/call/concurrent-calls.ts';
import { mayType } from '../../core/call/media-state.ts';
import { mayDismissMove, whyNotMove } from '../../core/call/move-state.ts';
import { isSecured } from '../../core/call/ring-state.ts';
import { noVideo, whyNotAnswer } from '../../core/call/trust-state.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Reply } from '../../contract/ipc.ts';
import type { MediaCommand, MediaFact } from '../../contract/media.ts';
import type { CallView, Media, MoveOffer } from '../../contract/view.ts';
import type { NetworkChange } from '../signalling/network-watch.ts';
import { createAdmission } from './inbox/admission.ts';
import { createArrivals } from './arrivals.ts';
import type { CallSide } from './call-signalling.ts';
import { Call } from './call.ts';
import type { CallDeps } from './call-deps.ts';
import type { CallRecords } from './history/call-records.ts';
import type { GrantPort } from './session/grant.ts';
import { createInHand } from './in-hand.ts';
import { ownDevice } from './notes/own-notes.ts';
import { DONE, onCalls, refusal } from './on-calls.ts';
import { createPlacing } from './placing.ts';
import { createSharing, type Sharing } from './sharing.ts';
import { createTalking, type Talking } from './talking.ts';
import { createSuccessors } from './successors.ts';
import { counted } from './unsent.ts';
import { toCompare } from './ring/whom.ts';

/** The calls of this device. `call` is an id in hex; every command refuses an unknown one with `unknown-call`. */
export interface Desk extends Sharing, Talking {
  /** Places a call to an address in wire form; holds the current call first. A refused command changes nothing. */
  readonly place: (address: string, media: Media) => Reply<string>;
  /**
   * Places a voice call to another person who claims a verified person's address. Nobody is pinned until the code was
   * typed right.
   */
  readonly placeToCompare: (address: string, person: Bytes) => Reply<string>;
  /**
   * Accepts the ringing call. Its caller is pinned once a reading of the directory agrees. `forOther`: what happens to
   * the other calls. It may be left out if they are all on hold.
   */
  readonly answer: (call: string, media: Media, forOther?: ForOther) => Reply<undefined>;
  readonly decline: (call: string) => Reply<undefined>;
  readonly silence: (call: string) => Reply<undefined>;
  readonly hangUp: (call: string) => Reply<undefined>;
  /** A person has seen the end: the call is no longer shown. */
  readonly dismiss: (call: string) => Reply<undefined>;
  readonly mute: (call: string, isMuted: boolean) => Reply<undefined>;
  readonly camera: (call: string, isOn: boolean) => Reply<undefined>;
  /** Holds or resumes the call. Resuming holds the other call first. */
  readonly hold: (call: string, isHeld: boolean) => Reply<undefined>;
  /** Offers the call to another device of this person and tells the peer. It continues here until it is live there. */
  readonly move: (call: string, device: string) => Reply<undefined>;
  readonly takeOver: (call: string) => Reply<undefined>;
  /** Refuses the offer and tells the other device, or dismisses the notice that the offer is over. */
  readonly refuseMove: (call: string) => Reply<undefined>;
  /** Withdraws our offer of this call, or dismisses its outcome. */
  readonly dismissMove: (call: string) => Reply<undefined>;
  readonly offer: () => MoveOffer | undefined;
  readonly type: (call: string, text: string, isDone: boolean) => Reply<undefined>;
  /** Checks a typed code: a right one marks the peer verified; `code-mismatch` silences the call permanently. */
  readonly confirmCode: (call: string, code: string) => Reply<undefined>;
  /** A report of the call window's page. A report about a call that is over is dropped. */
  readonly mediaFact: (fact: MediaFact) => void;
  /** Attaches the sealing worker of this call, made when its `open` command arrives. */
  readonly attachWorker: (call: string, port: GrantPort) => void;
  /** The computer woke, or has these addresses now: paths that may be lost are looked for anew. */
  readonly networkChanged: (change: NetworkChange, addresses?: readonly string[]) => void;
  readonly pageLost: (call: string) => void;
  /** Another device removed this one: calls without an ANSWER end, all others continue. */
  readonly removed: () => void;
  /** Ends all calls before it returns. Resolves when each message about that is at the broker or has failed. */
  readonly close: (reason: 'app-closed' | 'app-locked') => Promise<void>;
  /** All calls that are on, ring, or have an end not seen yet; in the order in which they were taken in hand. */
  readonly views: () => readonly CallView[];
  /** Whether there is a call that has not ended, including one that is still being checked. */
  readonly isBusy: () => boolean;
  readonly onView: (listener: () => void) => void;
  /** Called with each command for a page of a call window, in order. */
  readonly onMediaCommand: (listener: (command: MediaCommand) => void) => void;
}

/** A desk without calls. It listens to the transport from now on. */
export function createDesk(parts: CallDeps): Desk {
  const { clock, transport } = parts;
  const sending = counted(transport);
  const deps: CallDeps = { ...parts, transport: sending.transport };
  const viewListeners: (() => void)[] = [];
  const commandListeners: ((command: MediaCommand) => void)[] = [];
  const inHand = createInHand(clock.nowMs);
  const admission = createAdmission(deps, inHand.isCalling);
  const successors = createSuccessors(inHand, clock.nowMs);
  const place = createPlacing({ deps, admission, inHand, make });
  const on = onCalls(inHand);
  let isClosed = false;

  function tell(): void {
    for (const listener of viewListeners) listener();
  }

  function write(records: CallRecords, hasRung: boolean): void {
    if (!admission.isWorthARecord(records.entry, hasRung)) return;
    deps.history.add(arrivals.handled.named(records.entry));
    deps.onRecord(records.recorded);
  }

  function make(side: CallSide): Call {
    return new Call(side, deps, {
      onChange: (call) => {
        successors.changed(call);
        arrivals.handled.follow(call);
        if (inHand.all().includes(call)) tell();
      },
      onCommand: (call, command) => {
        if (inHand.all().includes(call)) for (const listener of commandListeners) listener(command);
      },
      onTaken: (call, from) => arrivals.offers.tellTaken(from, call.id),
      onMayRing: (call, how) => arrivals.mayRing(call, how),
      onRefused: ({ direction }, why) => admission.refused(direction, why),
      onVerified: ({ address, callId }) => arrivals.verified.tell(callId, address),
      onEnded: (call, records, hasRung) => {
        arrivals.handled.follow(call, records.entry);
        if (!arrivals.ended(call, records, hasRung)) write(records, true);
        const { direction, reason } = records.recorded;
        deps.log.info('a call has ended', { reason, direction });
      },
    });
  }

  const arrivals = createArrivals(deps, {
    admission,
    make: (checked) => make({ direction: 'in', checked, isCalling: inHand.isCalling }),
    inHand,
    successors,
    onOffer: tell,
    write,
  });

  function networkChanged(change: NetworkChange | 'broker', addresses: readonly string[] = []): void {
    const common = { kind: 'network', atMs: clock.nowMs() } as const;
    for (const call of inHand.on())
      call.dispatch(change === 'lost' ? { ...common, change, addresses } : { ...common, change });
  }
  const all = (): readonly Call[] => [...inHand.all(), ...arrivals.calls()];

  function answer(call: string, media: Media, forOther?: ForOther): Reply<undefined> {
    return on(call, (found): RefusalCode | undefined => {
      const why = whyNotAnswer(found.state, media);
      if (why === 'unknown-call') return why;
      const objection = deps.own.whyOut() ?? why ?? inHand.only(found, forOther);
      if (objection === undefined) found.accept(media, false);
      return objection;
    });
  }

  function hold(call: string, isHeld: boolean): Reply<undefined> {
    return on(call, (found): RefusalCode | undefined => {
      if (!isSecured(found.ring)) return 'unknown-call';
      const objection = isHeld ? undefined : inHand.only(found, 'hold');
      if (objection !== undefined) return objection;
      inHand.chosen(found);
      found.control.change({ hold: isHeld });
      return undefined;
    });
  }

  function move(call: string, device: string): Reply<undefined> {
    return on(call, (found): RefusalCode | undefined => {
      const why = whyNotMove(found, clock.nowMs());
      if (why === 'unknown-call' || why === 'code-mismatch') return why;
      if (ownDevice(deps, device) === undefined) return 'unknown-device';
      if (transport.view().kind !== 'online') return 'not-connected';
      if (why !== undefined) return why;
      const [id, voidId] = [deps.random(16), deps.random(16)];
      const ids = { call: toHex(id), voidCall: toHex(voidId) };
      found.dispatch({ kind: 'move', device, ...ids, atMs: clock.nowMs() });
      return undefined;
    });
  }

  function takeOver(call: string): Reply<undefined> {
    const offered = arrivals.offers.find(call);
    if (offered === undefined) return refusal('unknown-call');
    const { address, device, person } = offered;
    const placed = place(address, 'audio', { kind: 'device', person, device }, fromHex(call));
    if (!placed.ok) return placed;
    const begun = unwrap(inHand.find(placed.value), 'a call that was placed is in hand');
    begun.dispatch({ kind: 'taken-over', device: offered.from, atMs: clock.nowMs() });
    arrivals.offers.taken();
    return DONE;
  }

  function dismiss(call: string): Reply<undefined> {
    return on(call, (found): RefusalCode | undefined => {
      if (!found.isEnded) return 'call-exists';
      inHand.drop(found);
      tell();
      return undefined;
    });
  }

  function everyCall(run: (call: Call) => void): void {
    if (isClosed) return;
    for (const call of all()) run(call);
    tell();
  }

  deps.book.onChange(() => everyCall(({ peer }) => peer?.follow()));
  for (const { onChange } of [deps.policy, deps.book]) onChange(() => everyCall((call) => call.policy.judge()));
  deps.confirmations.onChange(() => everyCall((call) => call.policy.refresh()));
  transport.onMessage((from, bytes, isBacklog) => {
    assert(!isClosed, 'a message after the keys are gone stays with the broker');
    arrivals.receive(from, bytes, isBacklog);
  });
  transport.onDrained(() => {
    arrivals.drained();
    networkChanged('broker');
  });

  return {
    place: (address, media) => place(address, media, { kind: 'address' }),
    placeToCompare: (address, person) => {
      const whom = toCompare(deps.book, address, person);
      return whom === undefined ? refusal('unknown-person') : place(address, 'audio', whom);
    },
    answer,
    decline: (call) => on(call, (found) => found.dispatch({ kind: 'decline', atMs: clock.nowMs() })),
    silence: (call) => on(call, (found) => found.dispatch({ kind: 'silence', atMs: clock.nowMs() })),
    hangUp: (call) => on(call, (found) => found.hangUp()),
    dismiss,
    mute: (call, isMuted) => on(call, (found) => found.control.change({ mute: isMuted })),
    camera: (call, isOn) =>
      on(call, (found): RefusalCode | undefined => {
        const objection = isOn ? noVideo(found.trust) : undefined;
        if (objection !== undefined) return objection;
        found.control.change({ camera: isOn });
        return undefined;
      }),
    ...createSharing(inHand, on),
    ...createTalking(inHand),
    hold,
    move,
    takeOver,
    refuseMove: (call) => (arrivals.offers.refuse(call) ? DONE : refusal('unknown-call')),
    dismissMove: (call) =>
      on(call, (found): RefusalCode | undefined => {
        if (!mayDismissMove(found.move)) return 'unknown-call';
        found.dispatch({ kind: 'dismiss-move', atMs: clock.nowMs() });
        return undefined;
      }),
    offer: () => arrivals.offers.view(),
    type: (call, text, isDone) =>
      on(call, (found): RefusalCode | undefined => {
        if (!mayType(found.state)) return 'unknown-call';
        found.text?.type(text, isDone);
        return undefined;
      }),
    confirmCode: (call, code) =>
      on(call, (found): RefusalCode | undefined => {
        const verdict = found.confirmCode(code);
        return verdict === 'confirmed' ? undefined : verdict;
      }),
    mediaFact: (fact) => {
      const found = inHand.find(fact.call);
      if (found?.isEnded === false) found.control.fact(fact);
    },
    attachWorker: (call, port) => {
      const found = inHand.find(call);
      if (found?.isEnded === false) found.control.page.workers.take(port);
      else port.close();
    },
    networkChanged,
    pageLost: (call) => void on(call, (found) => found.dispatch({ kind: 'page-lost', atMs: clock.nowMs() })),
    removed: () => everyCall((call) => call.dispatch({ kind: 'removed', atMs: clock.nowMs() })),
    close: async (reason) => {
      isClosed = true;
      arrivals.close();
      for (const call of all()) call.dispatch({ kind: 'fault', reason, atMs: clock.nowMs() });
      await sending.settled();
    },
    views: () =>
      inHand.all().map((call) => ({ ...call.view(), ...(inHand.isLeftHeld(call) ? { leftHeld: true } : {}) })),
    isBusy: () => all().some((call) => !call.isEnded),
    onView: (listener) => void viewListeners.push(listener),
    onMediaCommand: (listener) => void commandListeners.push(listener),
  };
}
