// The messages that arrive at one device of a history, until a call rings. `Arrivals` asks core/call which of two
// crossing calls survives, which caller is told that we are busy, and which new call continues an older one. Then it
// does what core/call says, as arrivals.ts does in main (protocol §5 rules 1, 8, 15).
import { unreachable, unwrap } from '../../../../src/core/assert.ts';
import type { Bytes } from '../../../../src/core/bytes.ts';
import { answerByItself, survives } from '../../../../src/core/call/glare.ts';
import { type Room, roomFor } from '../../../../src/core/call/room.ts';
import type { RingEffect } from '../../../../src/core/call/ring-effect.ts';
import { type PeerSeen, listVerdictOf } from '../../../../src/core/call/trust-reading-state.ts';
import { factsOf, isVerified } from '../../../../src/core/call/trust-state.ts';
import { judgeCaller } from '../../../../src/core/policy/peer-rules.ts';
import type { InHand } from './in-hand.ts';
import type { Rules } from './owner.ts';
import { personOf } from './people.ts';
import type { Side } from './side.ts';
import type { Successors } from './successors.ts';
import type { Surroundings, Word } from './surroundings.ts';

const TTL_MS = 45_000;

type MayRing = Extract<RingEffect, { kind: 'may-ring' }>;

/** What arrivals need from their device. */
export interface ArrivalParts {
  readonly world: Surroundings;
  readonly rules: Rules;
  readonly isDoNotDisturb: boolean;
  readonly inHand: InHand;
  readonly successors: Successors;
  readonly begin: (begun: Side['begun']) => Side;
  /** What a reading of the caller returns. */
  readonly seen: () => PeerSeen;
  readonly judge: (side: Side) => void;
}

/** Incoming calls that do not ring yet. */
export class Arrivals {
  readonly #parts: ArrivalParts;
  readonly #hidden = new Set<Side>(); // calls that are being checked, and those whose caller was told that we are busy
  readonly #seen = new Set<string>(); // all calls that ever arrived
  readonly #early = new Map<string, readonly [string, Word]>();

  constructor(parts: ArrivalParts) {
    this.#parts = parts;
  }

  /** The call of this id that is being checked, or whose caller was told that we are busy. */
  find(id: string): Side | undefined {
    return [...this.#hidden].find(({ begun }) => begun.id === id);
  }

  /** Forgets a call that has ended. */
  drop(side: Side): void {
    this.#hidden.delete(side);
  }

  /** Takes a message under an id that no call has. */
  take(from: string, id: string, word: Word): void {
    if (word.kind === 'cancel') this.#early.set(id, [from, word]); // the cancel may have overtaken its INVITE
    if (word.kind === 'invite' && !this.#seen.has(id)) this.#invited(from, id, word.isVideo);
  }

  #invited(from: string, id: string, isVideo: boolean): void {
    const { agenda, roll } = this.#parts.world;
    this.#seen.add(id);
    const side = this.#parts.begin({ id, direction: 'in', person: personOf(from), isVideo, device: from });
    this.#hidden.add(side);
    const isDrained = roll(4) > 0;
    side.dispatch({ kind: 'invited', device: from, isDrained });
    const early = this.#early.get(id);
    if (early !== undefined) side.hear(...early);
    if (!isDrained) agenda.after(roll(4000), () => side.dispatch({ kind: 'drained' }));
    agenda.after(roll(3000), () => {
      const came = this.#parts.seen();
      side.dispatch({ kind: 'peer-read', cause: 'check', seen: came });
      side.dispatch({ kind: 'caller-checked', verdict: listVerdictOf(came) ?? 'unconfirmed' });
    });
  }

  /** Asks the organisation. When it answers, judges the caller by the rules then in force, and dispatches `knocked`. */
  askWelcome(side: Side): void {
    const { judge, rules, world } = this.#parts;
    world.agenda.after(world.roll(1000), () => {
      judge(side);
      side.dispatch({ kind: 'organisation-asked' });
      const hasAllowedPath = !rules.mustRelay || rules.hasRelays;
      side.dispatch({ kind: 'knocked', knock: { stranger: this.#asStranger(side), hasAllowedPath } });
    });
  }

  // A caller is not a stranger while this device has an outgoing call with the same person.
  #asStranger({ begun, call }: Side): Rules['unknownCallers'] {
    const { inHand, rules } = this.#parts;
    const isCalled = inHand
      .on()
      .some((other) => other.begun.direction === 'out' && other.begun.person === begun.person);
    const caller = { isContact: factsOf(call.trust)?.book !== 'new', isConfirmed: rules.isConfirmed(begun.device) };
    return isCalled ? 'ring' : judgeCaller(rules.unknownCallers, caller);
  }

  /** Lets the call ring, unless another call prevents it. */
  mayRing(side: Side, { agrees, isVisual }: MayRing): void {
    const from = unwrap(side.begun.device, 'a call that came in has a device');
    const becomes = this.#parts.successors.arrival(side, from, agrees, this.#roomFor(side));
    switch (becomes.kind) {
      case 'goes-on': {
        const old = this.#found(becomes.old);
        this.#parts.successors.used(old, side);
        this.#take(side);
        side.dispatch({ kind: 'cleared', silenced: true, isVisual: true, ttlMs: TTL_MS });
        return this.#parts.successors.follow(old, side);
      }
      case 'too-late':
        return side.dispatch({ kind: 'refused', reason: 'offer-over' });
      case 'busy':
        this.#parts.world.count('somebody hears that we are busy');
        return side.dispatch({ kind: 'no-room', ttlMs: TTL_MS });
      case 'gives-way':
        this.#parts.world.count('both call each other');
        return side.dispatch({ kind: 'refused', reason: 'glare' });
      case 'rings':
        this.#take(side);
        return this.#rings(side, isVisual);
      case 'before': {
        this.#parts.world.count('a stranger gives way');
        const stranger = this.#found(becomes.call);
        this.#parts.inHand.drop(stranger);
        this.#hidden.add(stranger);
        stranger.dispatch({ kind: 'no-room', ttlMs: 0 });
        this.#take(side);
        return this.#rings(side, isVisual);
      }
      case 'instead': {
        this.#parts.world.count('both call each other');
        const ours = this.#found(becomes.call);
        this.#take(side, ours);
        ours.dispatch({ kind: 'glare' });
        this.#parts.inHand.drop(ours);
        this.#rings(side, isVisual);
        const survivor = { media: mediaOf(side), isVerified: isVerified(side.call.trust) };
        const hasCameraOn = ours.call.media.switches.local.camera;
        const answer = answerByItself(survivor, { media: mediaOf(ours), hasCameraOn });
        if (answer !== undefined) side.accept(answer, true);
        return;
      }
      default:
        unreachable(becomes);
    }
  }

  #roomFor(side: Side): Room {
    const { inHand } = this.#parts;
    const beside = inHand.on().map((other) => ({
      id: other.begun.id,
      ring: other.call.ring,
      isWithCaller: other.begun.person === side.begun.person,
      survives: survives(bytesOf(other), bytesOf(side)),
      isStranger: isStranger(other),
      leavesRoom: inHand.hasRoom(other),
    }));
    return roomFor({ isStranger: isStranger(side), hasRoom: inHand.hasRoom() }, beside);
  }

  #take(side: Side, insteadOf?: Side): void {
    this.#hidden.delete(side);
    this.#parts.inHand.take(side, insteadOf);
  }

  #rings(side: Side, isVisual: boolean): void {
    const { inHand, isDoNotDisturb, world } = this.#parts;
    if (inHand.on().length > 1) world.count('a second call rings');
    if (isDoNotDisturb) world.count('a call rings under do not disturb');
    side.dispatch({ kind: 'cleared', silenced: isDoNotDisturb, isVisual, ttlMs: TTL_MS });
  }

  #found(id: string): Side {
    return unwrap(
      this.#parts.inHand.on().find(({ begun }) => begun.id === id),
      'a call that is on is in hand',
    );
  }
}

function bytesOf({ begun }: Side): Bytes {
  return new TextEncoder().encode(begun.id);
}

function mediaOf({ begun, call }: Side): 'audio' | 'video' {
  return begun.isVideo && call.media.switches.mayVideo ? 'video' : 'audio';
}

// Whether the peer is a stranger: new to the book, and not confirmed.
function isStranger({ call: { trust } }: Side): boolean {
  const facts = factsOf(trust);
  return facts?.book === 'new' && !facts.isConfirmed;
}
