// How the two devices of a call agree on keys: the ring until ANSWER, the session from there (protocol §5). It performs
// the effects of the machine that concern ring and session. It holds no secret: session/ does.
import { unwrap } from '../../core/assert.ts';
import { type Bytes, fromHex, toB64u } from '../../core/bytes.ts';
import type { CallEvent } from '../../core/call/event.ts';
import type { Description } from '../../core/call/media-path.ts';
import type { PeerDescription } from '../../core/call/page-state.ts';
import { deviceOf } from '../../core/call/ring-state.ts';
import type { CallState } from '../../core/call/state.ts';
import type { CallEnvelope } from '../../core/signal/envelope.ts';
import type { Media } from '../../contract/view.ts';
import type { ProvenDevice } from '../../core/organisation/proven-device.ts';
import type { CallDeps } from './call-deps.ts';
import type { CallMedia } from './call-media.ts';
import { createIncomingRing, type IncomingRing } from './ring/incoming-ring.ts';
import { performedBy } from './session/key-secrets.ts';
import type { InvitePace } from './inbox/invite-limits.ts';
import type { CheckedInvite } from './inbox/invite-check.ts';
import { calleeOf, type CalleeOptions } from './ring/callee-devices.ts';
import { createOutgoingRing, type OutgoingRing } from './ring/outgoing-ring.ts';
import { type PeerInCall, readingOf } from './peer-in-call.ts';
import { type Performer, together } from '../../core/call/performer.ts';
import type { CallSession, CallSessionParts } from './session/call-session.ts';
import type { Whom } from './ring/whom.ts';

/** Which side of a call this device is, and what that side begins with. */
export type CallSide =
  | {
      readonly direction: 'out';
      readonly address: string;
      readonly callId: Bytes;
      readonly media: Media;
      readonly pace: InvitePace;
      readonly whom: Whom;
    }
  | {
      readonly direction: 'in';
      readonly checked: CheckedInvite;
      /** Whether a call to an address was placed here and is on. */
      readonly isCalling: (address: string) => boolean;
    };

/** Keys and messages of one call. */
export class CallSignalling {
  readonly #side: CallSide;
  readonly #deps: CallDeps;
  readonly #control: CallMedia;
  readonly #dispatch: (event: CallEvent) => void;
  readonly #onChange: () => void;
  readonly #onPeer: () => void;
  readonly #call: () => CallState;
  readonly #nowMs: () => number;
  readonly #out: OutgoingRing | undefined;
  readonly #in: IncomingRing | undefined;
  #session: CallSession | undefined;
  #description: Description | undefined;

  constructor(
    side: CallSide,
    deps: CallDeps,
    control: CallMedia,
    hooks: {
      readonly dispatch: (event: CallEvent) => void;
      readonly call: () => CallState;
      /** The call's own time. */
      readonly nowMs: () => number;
      readonly onChange: () => void;
      /** The peer was read, something newer about them became known, or their device became known. */
      readonly onPeer: () => void;
      /** Caller: what policy says about devices of the callee. */
      readonly judgeEach: CalleeOptions['judgeEach'];
    },
  ) {
    this.#side = side;
    this.#deps = deps;
    this.#control = control;
    this.#dispatch = hooks.dispatch;
    this.#onChange = hooks.onChange;
    this.#onPeer = hooks.onPeer;
    this.#call = hooks.call;
    this.#nowMs = hooks.nowMs;
    if (side.direction === 'in') {
      this.#in = createIncomingRing(side, deps, hooks.dispatch);
    } else {
      const accepts = (answer: Description): boolean => control.accepts(answer) !== undefined;
      const media = (): Media => (control.mayVideo ? side.media : 'audio');
      this.#out = createOutgoingRing({ ...side, ...hooks, deps, accepts, media });
    }
  }

  /** The session, from ANSWER on. */
  get session(): CallSession | undefined {
    return this.#session;
  }

  /** The person at the other end, once found. */
  get peer(): PeerInCall | undefined {
    return this.#in?.peer ?? this.#out?.peer();
  }

  /** The identity to which this call is bound, once known. */
  get person(): Bytes | undefined {
    return this.#in?.person ?? this.#out?.person();
  }

  /** The peer's device: the caller's from the start, the callee's from its ANSWER on. */
  get device(): ProvenDevice | undefined {
    return this.#in?.device ?? this.#out?.device();
  }

  /** Takes an envelope for this call from a device. An envelope that does not fit is dropped. */
  receive(from: string, envelope: CallEnvelope): void {
    if (envelope.kind === 'session') {
      if (from === deviceOf(this.#call().ring)) this.#session?.receive(envelope);
    } else if (this.#out !== undefined) {
      this.#out.receive(from, envelope);
    } else if (envelope.kind === 'early' && this.#in?.callerDevice === from) {
      this.#in.receive(envelope);
    }
  }

  /** The functions that perform effects about the ring, the reading of the peer, keys and messages. */
  get performs() {
    const out = (): OutgoingRing => unwrap(this.#out, 'a caller rings devices');
    const incoming = (): IncomingRing => unwrap(this.#in, 'a callee was rung');
    const session = (): CallSession => unwrap(this.#session, 'the session is there from ANSWER on');
    const own = {
      invite: ({ devices }) => out().invite(devices),
      cancel: ({ devices, reason }) => out().cancel(devices, reason),
      'leave-notes': ({ devices }) => out().leaveNotes(devices),
      early: ({ message }) => incoming().say(message),
      'take-answer': ({ device }) => this.#takeAnswer(device),
      'send-answer': () => this.#sendAnswer(),
      'send-confirm': () => this.#sendConfirm(),
      'repeat-confirm': () => session().repeatConfirm(),
      'send-ready': () => {
        incoming().wipeEarly();
        session().sendReady();
      },
      'announce-move': ({ call, device }) =>
        void session().send({ kind: 'transfer', device, call: toB64u(fromHex(call)) }),
      announce: ({ state }) => void session().announce(state),
      'send-text': ({ line }) => session().text.leave(line),
      silence: () => session().text.erase(),
      'send-end': ({ reason }) => void session().send({ kind: 'end', reason }),
      forget: () => this.#forget(),
      'compare-own-head': () => this.#compareOwnHead(),
      'tell-old-chain': () => this.#tellOldChain(),
      'bind-description': ({ description }) => this.#describe(description),
      'judge-peer': () => {
        this.#out?.callee.compare();
        this.#onPeer();
      },
    } satisfies Partial<Performer>;
    const callee = calleeOf(() => out().callee);
    const reading = readingOf(() => unwrap(this.peer, 'a peer who is read was found'));
    return together(together(callee, reading), together(performedBy(session), own));
  }

  #compareOwnHead(): void {
    const { clock, own } = this.#deps;
    const theirs = this.#in?.ownHeadAsHeld ?? this.#out?.ownHeadAsHeld() ?? null;
    const isEarlier = theirs !== null && own.relation(theirs) === 'earlier';
    const atMs = clock.nowMs();
    this.#dispatch({ kind: 'own-head-compared', isEarlier, hasMs: atMs - own.headSinceMs(), atMs });
  }

  #tellOldChain(): void {
    const { clock, onNotice } = this.#deps;
    const peer = this.#side.direction === 'out' ? this.#side.address : this.#side.checked.address;
    onNotice({ kind: 'own-chain-old', at: clock.nowMs(), peer });
  }

  #takeAnswer(device: string): void {
    const { answer, begin } = unwrap(this.#out, 'a caller takes ANSWERs').take(device);
    this.#onPeer();
    this.#begun(begin(this.#parts(device)));
    const sdp = unwrap(this.#control.accepts(answer), 'an ANSWER is taken when its description was accepted');
    this.#peerDescribed({ type: 'offer', sdp, fingerprint: answer.fingerprint });
  }

  #peerDescribed(description: PeerDescription): void {
    this.#dispatch({ kind: 'peer-described', description, atMs: this.#deps.clock.nowMs() });
  }

  #describe(description: Description): void {
    this.#description = description;
    this.#dispatch({ kind: 'described', atMs: this.#deps.clock.nowMs() });
  }

  #sendAnswer(): void {
    const ring = unwrap(this.#in, 'a callee answers');
    const description = unwrap(this.#description, 'a description was announced');
    this.#begun(ring.answer(description, this.#parts(ring.callerDevice)));
  }

  #sendConfirm(): void {
    const session = unwrap(this.#session, 'CONFIRM comes after ANSWER');
    session.sendConfirm(unwrap(this.#description, 'a description was announced'));
    unwrap(this.#out, 'a caller sends CONFIRM').wipeEarly(); // this erases r_A, too
  }

  #begun(session: CallSession): void {
    this.#session = session;
    this.#control.begin(session);
  }

  // What the session with this device needs.
  #parts(device: string): CallSessionParts {
    const { random, transport } = this.#deps;
    return {
      nowMs: this.#nowMs,
      random,
      send: (bytes, expirySeconds) => void transport.send(device, bytes, expirySeconds),
      call: this.#call,
      worker: () => this.#control.page.workers.port,
      dispatch: this.#dispatch,
      onChange: this.#onChange,
    };
  }

  #forget(): void {
    this.#session?.end();
    this.#out?.wipe();
    this.#in?.wipe();
  }
}
