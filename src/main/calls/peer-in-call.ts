// The person at the other end of one call (protocol §5 rules 1 and 7), as looked up: what a reading has found is compared with whom the
// call is bound to, and becomes facts. When they are read and what follows is decided by the machine (core/call/trust-reading.ts).
import { unwrap } from '../../core/assert.ts';
import { type Bytes, equal } from '../../core/bytes.ts';
import type { CallEvent } from '../../core/call/event.ts';
import type { TrustEffect } from '../../core/call/trust-event.ts';
import type { Performer } from '../../core/call/performer.ts';
import {
  type PeerSeen,
  READ_MS,
  type ReadCause,
  type Standing,
  standingOf,
} from '../../core/call/trust-reading-state.ts';
import type { Head } from '../../core/signal/head.ts';
import type { Invited } from '../people/address-reading.ts';
import type { PeerPerson, Sight } from '../people/people.ts';
import type { CallDeps } from './call-deps.ts';
import { speaksWith } from './ring/ringable.ts';

const RECENT_MS = 60_000;

type Deps = Pick<CallDeps, 'people' | 'clock' | 'own'>;

/** How the effects that are about reading a peer are performed. */
export function readingOf(peer: () => PeerInCall) {
  return {
    'read-peer': (effect) => void peer().read(effect),
    'hold-peer': (effect) => peer().hold(effect),
    'pin-peer': () => peer().pin(),
  } satisfies Partial<Performer>;
}

/** Whom a call is bound to. */
export interface BoundTo {
  readonly address: string;
  readonly person: Bytes;
  /** The id of the peer's device, once known. */
  readonly device: () => string | undefined;
  /** What INVITE said, where the peer calls. */
  readonly invited?: Invited;
  /** The head of the peer's own devices that INVITE named. */
  readonly heard?: Head | null;
}

/** The peer of one call. */
export class PeerInCall {
  readonly #bound: BoundTo;
  readonly #deps: Deps;
  readonly #dispatch: (event: CallEvent) => void;
  #brought: PeerPerson | undefined; // by the reading that the machine is told of right now
  #peer: PeerPerson | undefined;
  #heard: Head | undefined;

  constructor(bound: BoundTo, deps: Deps, dispatch: (event: CallEvent) => void) {
    this.#bound = bound;
    this.#deps = deps;
    this.#dispatch = dispatch;
    this.#heard = bound.heard ?? undefined;
  }

  /** The person as we hold them. */
  get peer(): PeerPerson | undefined {
    return this.#peer;
  }

  /** Takes the person as looked up for this call already. */
  found(peer: PeerPerson, how: { readonly isConfirmed: boolean; readonly isFromMemory: boolean }): void {
    this.#peer = peer;
    this.#dispatch({ kind: 'peer-found', ...how, atMs: this.#deps.clock.nowMs() });
  }

  /** The peer names the head of its own devices: one that we do not know is read (rule 7). Null says nothing. */
  hear(head: Head | null): void {
    if (head === null) return;
    this.#heard = head;
    this.#dispatch({ kind: 'head-heard', isKnown: this.#hasHeard(this.#peer), atMs: this.#deps.clock.nowMs() });
  }

  /**
   * Callee, before it rings: the caller, from the directory or as read within the last minute, and by what INVITE brought. A device that
   * nothing shows to be theirs disagrees: anybody can name an address and a person.
   */
  async check(): Promise<Standing> {
    const standing = await this.#check();
    this.#dispatch({ kind: 'caller-checked', standing, atMs: this.#deps.clock.nowMs() });
    return standing;
  }

  async #check(): Promise<Standing> {
    const { clock } = this.#deps;
    const first = await this.#look(READ_MS, RECENT_MS);
    const isFresh = first.kind === 'person' && first.readAtMs >= clock.nowMs();
    const standing = this.#came('check', first) ?? 'disagrees';
    if (standing !== 'disagrees' || isFresh) return standing;
    return this.#came('check', await this.#look(READ_MS, 0)) ?? standing; // a device added just now
  }

  /** What is known of the address has changed, by whatever was read: the machine is told of the person who is pinned there now. */
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

  /** Holds who came from here on. */
  hold({ from }: Extract<TrustEffect, { kind: 'hold-peer' }>): void {
    if (from === 'book') this.#peer = this.#deps.people.held(this.#bound.address) ?? this.#peer;
    else this.#peer = unwrap(this.#brought, 'a reading that counts has brought somebody');
  }

  /** A person has accepted the one we hold. */
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

  // Tells the machine, and answers what it means for a call that knows nothing of the peer yet.
  #came(cause: ReadCause, sight: Sight): Standing | undefined {
    const seen = this.#seenIn(sight);
    this.#brought = 'peer' in sight ? sight.peer : undefined;
    try {
      this.#dispatch({ kind: 'peer-read', cause, seen, atMs: this.#deps.clock.nowMs() });
    } finally {
      this.#brought = undefined;
    }
    return standingOf(seen);
  }

  #seenIn(sight: Sight): PeerSeen {
    if (sight.kind === 'person') return this.#seen(sight.peer, { isConfirmed: sight.isConfirmed, isDisputed: false });
    if (sight.kind === 'changed') return this.#seen(sight.peer, { isConfirmed: false, isDisputed: true });
    // The address is pinned to somebody else than who calls; a caller has pinned whom it rings.
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
