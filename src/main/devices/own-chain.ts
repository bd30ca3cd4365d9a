// Our person's chain (protocol §2). It is read, chosen as peers choose, and completed with what this device signed. It
// is stored on disk before it is published, because any reader may keep a published link. The hint follows.
//
//   in ──a reading drops this device──▶ removed          waiting ──a reading has this device──▶ in
//      ◀──the chain that counts has it again──
import { assert, unwrap } from '../../core/assert.ts';
import type { Bytes } from '../../core/bytes.ts';
import { payloadOf } from '../../core/keys/chain.ts';
import { chainHead, chainRelation } from '../../core/keys/chain-head.ts';
import type { DeviceKeys } from '../../core/keys/identity.ts';
import type { DeviceMember } from '../../core/keys/member.ts';
import { membershipOf } from '../../core/keys/own-changes.ts';
import type { Head, HeadRelation } from '../../core/signal/head.ts';
import type { Steps } from '../../core/steps.ts';
import type { AddressReader } from '../people/address-reader.ts';
import type { AddressReading } from '../people/address-reading.ts';
import { type Choice, firstHeld, type Held } from '../people/held.ts';
import type { Transport } from '../signalling/transport.ts';
import type { Store } from '../vault/store.ts';
import { createChainRounds, endOf, type Round } from './chain-rounds.ts';
import type { Clock } from '../time/clock.ts';
import { follow, type KeptChain, keepOwn, type OwnHeld, ownOf, presentIn, signerOf, yielding } from './kept-chain.ts';
import { type Author, type NoLink, type OwnChange, sayAgainSteps, saySteps } from './own-links.ts';
import { keepInHint } from './own-hint.ts';
import { keepOwnTopic } from './own-topic.ts';
import { type Slices, whileUp } from '../time/slices.ts';

/**
 * Whether this device is in the chain that counts. `waiting`: this device was never in that chain, as far as the chain
 * was read. A member publishes. So does a device against which its person has decided, until its topic has the chosen
 * chain.
 */
export type OwnState = 'in' | 'removed' | 'waiting';

/**
 * A change's result. `done`: it was read back. `unconfirmed`: it is stored, and published again until it is read back.
 * Otherwise it was not made.
 */
export type Changing = 'done' | 'unconfirmed' | NoLink | 'disk' | 'not-connected' | 'out' | 'disputed';

/** The chain of our own person, as last read or changed. `online` starts reading. */
export interface OwnChain {
  readonly person: Bytes;
  readonly held: () => Held;
  /** The devices of the person that are not removed, in the order in which they were added. */
  readonly devices: () => readonly DeviceMember[];
  readonly state: () => OwnState;
  /** Whether links contradict each other and a person has to decide. Until then what was held stays. */
  readonly isDisputed: () => boolean;
  /**
   * Whether this may be a second person, made by mistake: another person was found under the address before this one
   * was first published.
   */
  readonly isSecond: () => boolean;
  readonly head: () => Head;
  /** When the head last changed in this run, 0 if it has not. */
  readonly sinceMs: () => number;
  /** How a head of our chain, as a peer names it, relates to the held chain. */
  readonly relation: (head: Head) => HeadRelation;
  /** The broker connection is up: checks and publishes the chain, and keeps doing so. */
  readonly online: () => void;
  /** The broker connection is down: reading and publishing stop, and use no keys and no disk from then on. */
  readonly offline: () => void;
  readonly refresh: () => void;
  /** Reads, then signs this change on top. Members to add bring their join signature; no device drops itself. */
  readonly change: (what: OwnChange) => Promise<Changing>;
  /** What the directory has of this person, read afresh, as if only the chain's first link were known. */
  readonly readAfresh: () => Promise<AddressReading>;
  /**
   * Carries out the person's decision: the result of `make` replaces what is held. The result is stored before it
   * counts or is published.
   */
  readonly decide: <R extends string>(
    make: (now: OwnHeld, author: Author) => Steps<OwnHeld | R>,
  ) => Promise<'decided' | 'disk' | R>;
}

/** What the chain is made of. */
export interface OwnChainParts {
  readonly own: { readonly address: string; readonly deviceKeys: DeviceKeys };
  readonly store: Store<KeptChain>;
  readonly reader: AddressReader;
  readonly transport: Pick<Transport, 'readDirectory' | 'publishChain' | 'publishHint'>;
  readonly slices: Slices;
  readonly clock: Clock;
  readonly onRound: (round: Round) => void;
  /** The held chain, the state or the dispute has changed. */
  readonly onChange: () => void;
  /** A reading has shown that another person claims the address. */
  readonly onClaim: () => void;
  /** In a reading this many chains of our person have links that count for nothing (protocol §2.6.1, §2.7.5). */
  readonly onCut: (chains: number) => void;
  readonly onDisk: () => void;
}

/** The result of accepting a choice. `written`: what is held is on disk and may be published. */
type Taken = 'written' | Exclude<Changing, 'done' | 'unconfirmed'>;

/** What a round has taken, and its result. */
type Turn = { readonly taken: Taken; readonly round: Round };

const TIMEOUT_MS = 3000;

/** The chain in `kept`, as the store of `parts` has it. Nothing was read or published yet. */
export function createOwnChain(parts: OwnChainParts, kept: OwnHeld): OwnChain {
  const { own, store, reader, transport, slices, clock } = parts;
  const { id } = own.deviceKeys;
  const topic = { address: own.address, device: id };
  let now = kept;
  let isDisputed = false;
  let isSecond = false;
  let isFirst = true; // until publishing was first tried in this run
  let onDisk = kept; // what the store holds
  let sinceMs = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let connection: symbol | undefined; // the connection that is up
  let isPublished = false; // this connection has read our chain back from our topic

  const stateOf = ({ held: { chain, dropped } }: OwnHeld): OwnState =>
    membershipOf(id, { links: chain.links, dropped }, []).kind;

  /** One after the other: two rounds at once would sign two links on top of the same one. */
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = turn.then(run, run);
    turn = result.catch(() => undefined);
    return result;
  }

  function become(next: OwnHeld, isNextDisputed: boolean): void {
    if (next === now && isNextDisputed === isDisputed) return;
    if (chainHead(next.held.chain).head !== chainHead(now.held.chain).head) sinceMs = clock.nowMs();
    now = next;
    isDisputed = isNextDisputed;
    parts.onChange();
  }

  function write(next: OwnHeld): 'written' | 'disk' {
    if (next === onDisk) return 'written';
    const outcome = store.write(keepOwn(next));
    if (outcome === 'written') onDisk = next;
    else parts.onDisk();
    return outcome;
  }

  /** What is held, with `what` and everything still missing signed on top, in slices. */
  function* said(what: OwnChange): Steps<OwnHeld | NoLink> {
    const complete = yield* sayAgainSteps(now, authorNow());
    return yield* saySteps(complete, what, authorNow());
  }

  const authorNow = (): Author => ({ id, signer: signerOf(own.deviceKeys), at: Math.floor(clock.nowMs() / 1000) });

  /** Accepts a choice and signs `what` on top of it. `isFinal`: the last part of the reading has come. */
  async function take(isUp: () => boolean, choice: Choice, isFinal: boolean, what: OwnChange): Promise<Taken> {
    const followed = follow(id, now, choice.held);
    // A dispute found in the later part of a reading does not end with the first part of the next reading.
    const isStill = isDisputed && followed === now && !isFinal;
    become(followed, choice.kind === 'disputed' || isStill);
    const refusal = isDisputed ? 'disputed' : stateOf(now) === 'in' ? undefined : 'out';
    if (refusal !== undefined) return write(now) === 'disk' ? 'disk' : refusal;
    const next = await slices.run(whileUp(isUp, said(what)));
    if (next === 'not-connected') return next;
    if (typeof next === 'string') return write(now) === 'disk' ? 'disk' : next;
    if (write(next) === 'disk') return 'disk';
    become(next, false);
    return 'written';
  }

  async function publish(isUp: () => boolean): Promise<Round> {
    const isIn = stateOf(now) === 'in';
    if (!isIn && now.yields !== true) return 'out';
    isFirst = false;
    const keeping = await keepOwnTopic(transport, clock, topic, payloadOf(now.held.chain));
    if (!isUp()) return 'not-connected';
    isPublished = keeping === 'kept';
    if (isPublished && now.yields === true) {
      now = yielding(now, false); // if this cannot be written, a start publishes once more
      write(now);
    }
    // A device that yields has to try again, unless the broker refuses or does not keep what it publishes.
    const isLost = keeping === 'timeout' || keeping === 'not-connected';
    return isIn || isLost ? keeping : 'out';
  }

  /** The choice of a reading for our person, who comes first in it. Reports what else the reading shows. */
  function choiceIn({ persons }: AddressReading): Choice {
    const [first, ...others] = persons;
    const { choice, cut, isFromDirectory } = unwrap(first, 'our person is held');
    if (cut.length > 0) parts.onCut(cut.length);
    if (!others.some((each) => each.isFromDirectory)) return choice;
    isSecond ||= isFirst && now.held.chain.links.length === 1 && !isFromDirectory;
    parts.onClaim();
    return choice;
  }

  async function round(isUp: () => boolean, what: OwnChange): Promise<Turn> {
    const none = { taken: 'not-connected', round: 'not-connected' } as const;
    if (!isUp()) return none;
    const asked = now;
    const question = { address: own.address, held: [asked.held], own: ownOf(id, asked) };
    const reading = await reader.read({ ...question, timeoutMs: TIMEOUT_MS, maxAgeMs: 0 });
    if (!isUp()) return none;
    if (reading.kind === 'timeout') return { taken: 'not-connected', round: 'timeout' };
    const { rest } = reading;
    const taken = await take(isUp, choiceIn(reading), rest === undefined, what);
    void rest?.then((later) => inTurn(() => takeRest(isUp, asked, later)));
    if (taken === 'disk' || taken === 'not-connected') return { taken, round: taken };
    const published = await publish(isUp);
    if (rest === undefined) await keepHint(isUp, reading);
    return { taken, round: published };
  }

  // The hint follows the published chain, because a hint must lead to something (§2.8.4).
  async function keepHint(isUp: () => boolean, reading: AddressReading): Promise<void> {
    if (!isUp() || stateOf(now) !== 'in' || !isPublished) return;
    await keepInHint(transport, topic, presentIn(now.held), reading);
  }

  async function takeRest(isUp: () => boolean, asked: OwnHeld, reading: AddressReading): Promise<void> {
    if (!isUp() || reading.kind === 'timeout') return;
    await takeLate(isUp, asked, choiceIn(reading));
    await keepHint(isUp, reading);
  }

  // Takes what an unknown device has published, such as a device that used the recovery code.
  async function takeLate(isUp: () => boolean, asked: OwnHeld, choice: Choice): Promise<void> {
    // What is held has changed. A member reads everything again soon, a removed device with its next connection.
    if (now.held !== asked.held) return;
    if (follow(id, now, choice.held) === now && (choice.kind === 'disputed') === isDisputed) return;
    const taken = await take(isUp, choice, true, {});
    if (isUp() && taken !== 'disk' && taken !== 'not-connected') parts.onRound(await publish(isUp));
  }

  let seen = now; // at the end of the last round
  const rounds = createChainRounds(clock, async (isUp) => {
    const { round: outcome } = await inTurn(() => round(isUp, {}));
    if (isUp()) parts.onRound(outcome);
    const isNew = now !== seen;
    seen = now;
    return endOf(outcome, stateOf(now) === 'removed', isNew);
  });

  return {
    person: kept.held.chain.person,
    held: () => now.held,
    devices: () => presentIn(now.held),
    state: () => stateOf(now),
    isDisputed: () => isDisputed,
    isSecond: () => isSecond,
    head: () => chainHead(now.held.chain),
    sinceMs: () => sinceMs,
    relation: (head) => chainRelation(now.held.chain, head),
    online: () => {
      connection = Symbol('a connection');
      isPublished = false;
      rounds.online();
    },
    offline: () => {
      connection = undefined;
      rounds.offline();
    },
    refresh: rounds.again,
    change: async (what) => {
      assert(what.drop?.includes(id) !== true, 'a device does not drop itself');
      const mine = connection;
      const isUp = (): boolean => mine !== undefined && mine === connection;
      const { taken, round: published } = await inTurn(() => round(isUp, what));
      if (isUp() && published === 'out') parts.onRound(published); // other results follow from the next round
      if (taken !== 'written') return taken;
      rounds.settle();
      return published === 'kept' ? 'done' : 'unconfirmed';
    },
    readAfresh: () =>
      reader.read({ address: own.address, held: [firstHeld(now.held.chain)], timeoutMs: TIMEOUT_MS, maxAgeMs: 0 }),
    decide: async (make) =>
      inTurn(async () => {
        const made = await slices.run(make(now, authorNow()));
        if (typeof made === 'string') return made;
        const next = yielding(made, stateOf(made) !== 'in');
        if (write(next) === 'disk') return 'disk';
        become(next, false);
        rounds.again();
        return 'decided';
      }),
  };
}
