// The person at the other end of one call, as looked up (protocol §5 rules 1 and 7). A reading is compared with the
// person to whom the call is bound, and becomes facts. The machine decides when to read and what follows
// (core/call/trust-reading.ts).
import { unwrap } from '../../core/assert.ts';
import { type Bytes, equal } from '../../core/bytes.ts';
import type { CallEvent } from '../../core/call/event.ts';
import type { TrustEffect } from '../../core/call/trust-event.ts';
import type { Performer } from '../../core/call/performer.ts';
import {
  type PeerSeen,
  READ_MS,
  type ReadCause,
  type ListVerdict,
  listVerdictOf,
} from '../../core/call/trust-reading-state.ts';
import type { Head } from '../../core/signal/head.ts';
import type { Invited } from '../people/address-reading.ts';
import type { PeerPerson, Sight } from '../people/people.ts';
import type { CallDeps } from './call-deps.ts';
import { speaksWith } from './ring/ringable.ts';

const RECENT_MS = 60_000;

type Deps = Pick<CallDeps, 'people' | 'clock' | 'own'>;

/** The functions that perform effects about reading a peer. */
export function readingOf(peer: () => PeerInCall) {
  return {
    'read-peer': (effect) => void peer().read(effect),
    'hold-peer': (effect) => peer().hold(effect),
    'pin-peer': () => peer().pin(),
  } satisfies Partial<Performer>;
}

/** The person to whom a call is bound. */
export interface BoundTo {
  readonly address: string;
  readonly person: Bytes;
  /** The id of the peer's device, once known. */
  readonly device: () => string | undefined;
  /** What INVITE says about the peer, if the peer is the caller. */
  readonly invited?: Invited;
  /** The head of the peer's own chain that INVITE named. */
  readonly heard?: Head | null;
}

/** The peer of one call. */
export class PeerInCall {
  readonly #bound: BoundTo;
  readonly #deps: Deps;
  readonly #dispatch: (event: CallEvent) => void;
  #brought: PeerPerson | undefined; // found by the reading that is reported to the machine now
  #peer: PeerPerson | undefined;
  #heard: Head | undefined;

  constructor(bound: BoundTo, deps: Deps, dispatch: (event: CallEvent) => void) {
    this.#bound = bound;
    this.#deps = deps;
    this.#dispatch = dispatch;
    this.#heard = bound.heard ?? undefined;
  }

  /** The person as this device holds them. */
  get peer(): PeerPerson | undefined {
    return this.#peer;
  }

  /** Takes a person who was already looked up for this call. */
  found(peer: PeerPerson, how: { readonly isConfirmed: boolean; readonly isFromMemory: boolean }): void {
    this.#peer = peer;
    this.#dispatch({ kind: 'peer-found', ...how, atMs: this.#deps.clock.nowMs() });
  }

  /** The peer names the head of its own chain. An unknown head causes a reading (rule 7). Null changes nothing. */
  hear(head: Head | null): void {
    if (head === null) return;
    this.#heard = head;
    this.#dispatch({ kind: 'head-heard', isKnown: this.#hasHeard(this.#peer), atMs: this.#deps.clock.nowMs() });
  }

  /**
   * Callee, before the call rings: looks the caller up, in the directory or a reading of the last minute, and in what
   * INVITE carried. If nothing shows that the device is the caller's, the verdict is `disagrees`, because anybody can
   * name an address and a person.
   */
  async check(): Promise<ListVerdict> {
    const verdict = await this.#check();
    this.#dispatch({ kind: 'caller-checked', verdict, atMs: this.#deps.clock.nowMs() });
    return verdict;
  }

  async #check(): Promise<ListVerdict> {
    const beganAtMs = this.#deps.clock.nowMs();
    const first = await this.#look(READ_MS, RECENT_MS);
    const isFresh = 'readAtMs' in first && first.readAtMs >= beganAtMs;
    const verdict = this.#came('check', first) ?? 'disagrees';
    if (verdict !== 'disagrees' || isFresh) return verdict;
    return this.#came('check', await this.#look(READ_MS, 0)) ?? verdict; // the device may have been added just now
  }

  /**
   * The trust book has changed: reports whom the book now has pinned for the address. Reports `nothing` if the book has
   * nobody, or the same as this call.
   */
  follow(): void {
    const held = this.#deps.people.held(this.#bound.address);
    const isSame = held === undefined || held === this.#peer;
    const seen = isSame ? ({ kind: 'nothing' } as const) : this.#seen(held, { isConfirmed: true, isDisputed: false });
    this.#dispatch({ kind: 'peer-held', seen, atMs: this.#deps.clock.nowMs() });
  }

  /** Reads the person afresh. */
  async read({ cause, timeoutMs }: Extract<TrustEffect, { kind: 'read-peer' }>): Promise<void> {
    this.#came(cause, await this.#look(timeoutMs, 0));
  }

  /** From now on holds the person just found, or the one that the trust book has by now. */
  hold({ from }: Extract<TrustEffect, { kind: 'hold-peer' }>): void {
    if (from === 'book') this.#peer = this.#deps.people.held(this.#bound.address) ?? this.#peer;
    else this.#peer = unwrap(this.#brought, 'a reading that counts has brought somebody');
  }

  /** The call was accepted, by a person or automatically: pins the peer as held here. */
  pin(): void {
    this.#deps.people.pin(unwrap(this.#peer, 'a peer who is pinned was read'), this.#deps.clock.nowMs());
  }

  #look(timeoutMs: number, maxAgeMs: number): Promise<Sight> {
    const { address, invited } = this.#bound;
    return this.#deps.people.look(address, {
      timeoutMs,
      maxAgeMs,
      ...(invited === undefined ? {} : { invited }),
    });
  }

  // Reports to the machine, and returns what the reading means for a call that knows nothing of the peer yet.
  #came(cause: ReadCause, sight: Sight): ListVerdict | undefined {
    const seen = this.#seenIn(sight);
    this.#brought = 'peer' in sight ? sight.peer : undefined;
    try {
      this.#dispatch({ kind: 'peer-read', cause, seen, atMs: this.#deps.clock.nowMs() });
    } finally {
      this.#brought = undefined;
    }
    return listVerdictOf(seen);
  }

  #seenIn(sight: Sight): PeerSeen {
    if (sight.kind === 'person') return this.#seen(sight.peer, { isConfirmed: sight.isConfirmed, isDisputed: false });
    if (sight.kind === 'changed') return this.#seen(sight.peer, { isConfirmed: false, isDisputed: true });
    // `other`: somebody calls us who is not the person pinned or confirmed for the address. For a call from here,
    // `other` only means that nothing of its callee was read.
    return { kind: sight.kind === 'other' && this.#bound.invited !== undefined ? 'other' : 'nothing' };
  }

  #seen(peer: PeerPerson, how: { readonly isConfirmed: boolean; readonly isDisputed: boolean }): PeerSeen {
    const id = this.#bound.device();
    const device = peer.devices.find((each) => each.id === id);
    const isTheirs = equal(peer.person, this.#bound.person);
    return {
      kind: 'person',
      isTheirs,
      isListed: id === undefined || device !== undefined,
      speaks: device === undefined || speaksWith(this.#deps, device),
      isOlder: isTheirs && this.#peer?.relation(peer.head) === 'earlier',
      hasHeard: this.#hasHeard(peer),
      ...how,
    };
  }

  #hasHeard(peer: PeerPerson | undefined): boolean {
    return this.#heard === undefined || peer?.relation(this.#heard) !== 'unknown';
  }
}
