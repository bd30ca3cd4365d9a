// The device that a call runs on, as the call sees it, and the policy of its person's organisation.
import type { RingEffect } from '../../../../src/core/call/ring-effect.ts';
import type { TrustEffect } from '../../../../src/core/call/trust-event.ts';
import type { TrustFacts } from '../../../../src/core/call/trust-state.ts';
import { judgementsOf } from '../../../../src/core/policy/peer-rules.ts';
import type { PolicyValues } from '../../../../src/core/policy/table.ts';

/** The three people of a history. */
export type Person = 'a' | 'b' | 'c';

/** A device and its person, as its calls see them. */
export interface Owner<Side> {
  readonly name: string;
  readonly person: Person;
  readonly rules: Rules;
  /** Which devices the calls of this device ring. */
  readonly callees: {
    readonly lookUp: (side: Side) => void;
    readonly judge: (side: Side, nr: number, devices: readonly string[]) => void;
    readonly askTurn: (side: Side) => void;
    readonly compare: (side: Side) => void;
  };
  /** Incoming calls ask whether they may ring. */
  readonly arrivals: {
    readonly askWelcome: (side: Side) => void;
    readonly mayRing: (side: Side, effect: Extract<RingEffect, { kind: 'may-ring' }>) => void;
  };
  /** Reads the peer in the directory; the result arrives later. */
  readonly read: (side: Side, effect: Extract<TrustEffect, { kind: 'read-peer' }>) => void;
  /** What is known of the peer, or what policy demands, may have changed. */
  readonly judge: (side: Side) => void;
  /** The call rings here. */
  readonly rings: (side: Side) => void;
  /** A call has changed, and everything that followed is done. */
  readonly changed: (side: Side) => void;
  /** The side at the other end of a call, once the two have a session. */
  readonly other: (side: Side) => Side | undefined;
  /** The peer of this call is verified from now on. */
  readonly verify: (side: Side) => void;
  readonly hasVerified: (person: Person) => boolean;
  /** Tells another device of this person that the call it has offered is live here. */
  readonly tellTaken: (device: string, id: string) => void;
  /** Whether another call with the same person is secured here. */
  readonly hasSuccessor: (side: Side) => boolean;
}

/** The rules of a person's organisation for calls. */
export class Rules {
  readonly hasRelays: boolean;
  readonly unknownCallers: PolicyValues['UnknownCallers'];
  allowsVideo = true;
  relayOnly = false;
  isConstantRate = false; // high confidentiality
  verifies: 'never' | 'always' = 'never';
  accepts: 'person' | 'organisation-or-person' = 'organisation-or-person';
  unverified: 'voice-to-verify' | 'refuse' = 'voice-to-verify';
  readonly blocked = new Set<Person>();
  /** The devices, of anybody, that count as confirmed here. */
  readonly confirmed = new Set<string>();

  constructor({ hasRelays, unknownCallers }: Pick<Rules, 'hasRelays' | 'unknownCallers'>) {
    this.hasRelays = hasRelays;
    this.unknownCallers = unknownCallers;
  }

  get mustRelay(): boolean {
    return this.relayOnly || this.isConstantRate;
  }

  /** How policy judges a call with this person on this device. */
  judgements(person: Person, device: string | undefined): TrustFacts['judgements'] {
    const isConfirmed = this.isConfirmed(device);
    const policies = {
      AllowedPeers: ['*'],
      BlockedPeers: [...this.blocked],
      RequireVerifiedPeer: this.verifies,
      PeersToVerify: [],
      AcceptedVerification: this.accepts,
      UnverifiedPeer: this.unverified,
    };
    return judgementsOf(policies, { address: person, isConfirmed });
  }

  isConfirmed(device: string | undefined): boolean {
    return device !== undefined && this.confirmed.has(device);
  }
}
