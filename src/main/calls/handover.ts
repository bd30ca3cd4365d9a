// The moving of one call to another device of one of the two people (protocol §5 rule 15, docs/decisions/0022): what we have asked
// for, and what the peer has announced. An announcement lets one device and one call id in, once, for a minute; nothing else.
import { type Bytes, fromB64u, toB64u, toHex } from '../../core/bytes.ts';
import type { EndReason } from '../../core/call/end-reason.ts';
import type { Role } from '../../core/call/ring-state.ts';
import type { Device } from '../../core/keys/identity.ts';
import type { Session } from '../../core/signal/message.ts';
import type { CallView } from '../../contract/view.ts';
import type { ProvenDevice } from '../../core/organisation/proven-device.ts';
import type { CallDeps } from './call-deps.ts';
import { type MoveEndReason, sendMoveWord } from './notes/move-words.ts';

/** How long an announcement of the peer lets a call in. */
export const ANNOUNCED_MS = 60_000;
/** How long we wait for the peer to say that the call goes on there: longer than a person may be asked there. */
export const AWAIT_MOVE_MS = 75_000;
/** How long after the question the peer's word that the call was moved means anything: a call let in at the last moment is connected by then. */
export const BELIEVED_MS = 120_000;
const SHOWN_MS = 20_000; // that it came to nothing
/** How long the peer's word that it was moved may take, once our other device has the call and the way to the peer is lost. */
const TAKEN_MS = 5000;
const MOST_VOID = 16; // a move that is taken back leaves two

type Transfer = Extract<Session, { kind: 'transfer' }>;
type State = NonNullable<CallView['moving']>['state'];

/** A call that the peer has announced in another: device, id in hex, and when. */
export interface Announcement {
  readonly device: string;
  readonly call: string;
  readonly atMs: number;
}

interface Asked {
  readonly device: Device;
  readonly callId: Bytes;
  readonly atMs: number;
}

/** What a handover needs of its call. */
export interface HandoverHooks {
  readonly role: Role;
  readonly peer: () => ProvenDevice | undefined;
  readonly isSecured: () => boolean;
  /** Whether there is no way to the peer, at this moment. */
  readonly isBroken: () => boolean;
  /** The call goes on on our other device, and the peer's word of that is lost. */
  readonly onTaken: () => void;
  readonly send: (message: Transfer) => void;
  readonly onChange: () => void;
}

/** Moving one call. */
export class Handover {
  readonly #deps: Pick<CallDeps, 'clock' | 'own' | 'random' | 'transport'>;
  readonly #hooks: HandoverHooks;
  #asked: Asked | undefined;
  #state: State | undefined; // of what was asked last
  #isOpen = false; // no end of that offer is known yet
  #announced: Announcement | undefined;
  #void: readonly Announcement[] = [];
  #takenBack: Asked | undefined; // taken back last
  #tookPlace = false;
  #cancel: () => void = () => undefined;

  constructor(deps: Pick<CallDeps, 'clock' | 'own' | 'random' | 'transport'>, hooks: HandoverHooks) {
    this.#deps = deps;
    this.#hooks = hooks;
  }

  /** The device at the other end, and the identity this call is bound to. */
  get peer(): ProvenDevice | undefined {
    return this.#hooks.peer();
  }

  /** What a person sees of it, and of the device at the other end. */
  get seen(): Pick<CallView, 'moving' | 'peerDevice' | 'tookPlace'> {
    const device = this.#asked?.device.id;
    const state = this.#state;
    const peer = this.#hooks.isSecured() ? this.peer?.device : undefined;
    return {
      ...(device === undefined || state === undefined ? {} : { moving: { device, state } }),
      ...(peer === undefined ? {} : { peerDevice: peer }),
      ...(this.#tookPlace ? { tookPlace: true } : {}),
    };
  }

  /** Whether a person here has asked for it, not too long ago: only then the peer's word that it was moved means anything. */
  get hasAsked(): boolean {
    return this.#asked !== undefined && this.#isYounger(this.#asked, BELIEVED_MS);
  }

  /** What the peer has announced, while that lets a call in. */
  get announced(): Announcement | undefined {
    return this.#isAnnounced() ? this.#announced : undefined;
  }

  /** What the peer has announced and what came to nothing: that call is not to be gone on with here. */
  get voided(): readonly Announcement[] {
    return this.#void;
  }

  /** Announces the move to the peer and offers the call to this device of ours; `moving` while one is under way on either side. */
  ask(device: Device): 'moving' | 'unknown-device' | undefined {
    const { clock, random } = this.#deps;
    const peer = this.#hooks.peer();
    if (peer === undefined || this.#state === 'asked') return 'moving';
    if (this.#hooks.role === 'callee' && this.#isAnnounced()) return 'moving'; // the caller's stands
    this.#tellAsked('withdrawn'); // an older offer may lie there yet
    const callId = random(16);
    const to = { address: peer.address, person: toB64u(peer.person) };
    // The peer first: it knows of the call before it comes.
    this.#hooks.send({ kind: 'transfer', device: device.id, call: toB64u(callId) });
    const text = { kind: 'move', to, device: peer.device } as const;
    const onUnsent = (): void => {
      if (this.#state === 'asked' && this.#asked?.callId === callId) this.#fail('failed');
    };
    if (!sendMoveWord(this.#deps, device, callId, text, onUnsent)) return 'unknown-device';
    this.#voidAnnounced();
    this.#asked = { device, callId, atMs: clock.nowMs() };
    this.#isOpen = true;
    this.#show('asked', AWAIT_MOVE_MS, () => this.#fail('failed'));
    return undefined;
  }

  /** The device of ours that was asked says no, or that nobody took it there, or that it has the call. */
  answered(device: string, call: string, reason: 'refused' | 'unanswered' | 'taken'): void {
    if (this.#state !== 'asked' || this.#asked?.device.id !== device || toHex(this.#asked.callId) !== call) return;
    this.#isOpen = false;
    if (reason === 'taken') return this.#awaitEnd();
    this.#fail(reason === 'refused' ? 'refused' : 'failed');
  }

  /** The person takes it back while it is asked, or has read what came of it; false where there is nothing to be seen. */
  dismiss(): boolean {
    if (this.#state === undefined) return false;
    this.#takeBack();
    this.#clear();
    return true;
  }

  /** The link to the broker is back: what was taken back meanwhile, or just before, may have reached nobody. */
  linkBack(): void {
    if (this.#takenBack === undefined || this.#state === 'asked') return; // a newer question has taken its place
    if (this.#isYounger(this.#takenBack, BELIEVED_MS)) this.#sayTakenBack(this.#takenBack);
  }

  /**
   * The peer announces which device of its person will call, under which id; a newer announcement takes the place of an older.
   * `isOvertaken`: one that it has made later was heard before it.
   */
  hear({ device, call }: Transfer, isOvertaken: boolean): void {
    const heard = { device, call: hexOf(call), atMs: this.#deps.clock.nowMs() };
    // Both at once: the caller's stands.
    if (isOvertaken || (this.#state === 'asked' && this.#hooks.role === 'caller')) this.#toVoid(heard);
    else this.#announce(heard);
    this.#hooks.onChange(); // its INVITE may be here already
  }

  /** Whether this device was announced under this call id, not too long ago; true once. */
  takes(device: string, callId: Bytes): boolean {
    if (!this.#isAnnounced() || this.#announced?.device !== device) return false;
    if (this.#announced.call !== toHex(callId)) return false;
    this.#announced = undefined;
    return true;
  }

  /** This call has taken the place of another one of the peer's. */
  tookPlace(): void {
    this.#tookPlace = true;
  }

  /** The call is over. */
  stop(reason: EndReason): void {
    this.#cancel();
    const isMoved = reason === 'transferred' && this.hasAsked;
    if (!isMoved) this.#tellAsked('over');
    this.#isOpen = false; // it was taken: nothing is taken back any more
    this.#state = isMoved ? 'moved' : undefined;
    // Where a person has ended it, nobody wants to go on with it; where it broke off, its successor may ring.
    if (reason === 'hung-up' || reason === 'peer-hung-up' || reason === 'transferred') this.#voidAnnounced();
    this.#announced = undefined;
    this.#takenBack = undefined;
  }

  #isAnnounced(): boolean {
    return this.#announced !== undefined && this.#isYounger(this.#announced, ANNOUNCED_MS);
  }

  #isYounger({ atMs }: { readonly atMs: number }, thanMs: number): boolean {
    const ageMs = this.#deps.clock.nowMs() - atMs;
    return ageMs >= 0 && ageMs < thanMs;
  }

  #announce(heard: Announcement): void {
    if (this.#state === 'asked') {
      this.#takeBack();
      this.#fail('failed');
    }
    this.#voidAnnounced();
    this.#announced = heard;
  }

  #voidAnnounced(): void {
    if (this.#announced !== undefined) this.#toVoid(this.#announced);
    this.#announced = undefined;
  }

  #toVoid(announcement: Announcement): void {
    this.#void = [...this.#void, announcement].slice(-MOST_VOID);
  }

  // The peer, too: the broker may keep MOVE-END from the device that was asked (protocol §5 rule 16).
  #takeBack(): void {
    if (this.#asked === undefined || !this.#isOpen || !this.hasAsked) return;
    this.#isOpen = false;
    this.#takenBack = this.#asked;
    this.#sayTakenBack(this.#asked);
  }

  #sayTakenBack({ callId, device }: Asked): void {
    sendMoveWord(this.#deps, device, callId, { kind: 'move-end', reason: 'withdrawn' });
    // Where the peer has announced a move of its own since, ours has come to nothing there by that.
    if (this.#isAnnounced()) return;
    const nobodys = toB64u(this.#deps.random(16));
    this.#hooks.send({ kind: 'transfer', device: device.id, call: nobodys });
  }

  #tellAsked(reason: MoveEndReason): void {
    if (this.#asked === undefined || !this.#isOpen || !this.hasAsked) return;
    this.#isOpen = false;
    sendMoveWord(this.#deps, this.#asked.device, this.#asked.callId, { kind: 'move-end', reason });
  }

  // It is the peer's to end this call, and until it does so the call is there. Where the way is lost as well, its word is lost.
  #awaitEnd(): void {
    this.#cancel();
    this.#cancel = this.#deps.clock.after(TAKEN_MS, () => {
      if (!this.hasAsked) this.#fail('failed');
      else if (this.#hooks.isBroken()) this.#hooks.onTaken();
      else this.#awaitEnd();
    });
  }

  #fail(state: State): void {
    this.#show(state, SHOWN_MS, () => this.#clear());
  }

  #clear(): void {
    this.#cancel();
    this.#state = undefined;
    this.#hooks.onChange();
  }

  #show(state: State, forMs: number, then: () => void): void {
    this.#cancel();
    this.#state = state;
    this.#cancel = this.#deps.clock.after(forMs, then);
    this.#hooks.onChange();
  }
}

const hexOf = (text: string): string => toHex(fromB64u(text) ?? new Uint8Array());
