// The device that a call runs on, as the call sees it, and the policy of its person's organisation.
import type { RingEffect } from '../../../../src/core/call/ring-effect.ts';
import type { TrustEffect } from '../../../../src/core/call/trust-event.ts';
import type { TrustFacts } from '../../../../src/core/call/trust-state.ts';
import { judgementsOf } from '../../../../src/core/policy/peer-rules.ts';
import type { PolicyValues } from '../../../../src/core/policy/table.ts';

/** The three people of a history. */
export type Person = 'a' | 'b' | 'c';

/** A device, and whose it is, as its calls see it. */
export interface Owner<Side> {
  readonly name: string;
  readonly person: Person;
  readonly rules: Rules;
  /** Whom calls of this device ring. */
  readonly callees: {
    readonly lookUp: (side: Side) => void;
    readonly judge: (side: Side, nr: number, devices: readonly string[]) => void;
    readonly askTurn: (side: Side) => void;
    readonly compare: (side: Side) => void;
  };
  /** Calls that come in ask whether they may ring. */
  readonly arrivals: {
    readonly askWelcome: (side: Side) => void;
    readonly mayRing: (side: Side, effect: Extract<RingEffect, { kind: 'may-ring' }>) => void;
  };
  /** The directory is asked for the peer: what it brings comes in time. */
  readonly read: (side: Side, effect: Extract<TrustEffect, { kind: 'read-peer' }>) => void;
  /** What is known of the peer, or wanted of calls with them, may have changed. */
  readonly judge: (side: Side) => void;
  /** It rings here. */
  readonly rings: (side: Side) => void;
  /** A call has changed, and everything that followed is done. */
  readonly changed: (side: Side) => void;
  /** The side at the other end of a call, once it has a session with it. */
  readonly other: (side: Side) => Side | undefined;
  /** The peer of this call is verified from here on. */
  readonly verify: (side: Side) => void;
  readonly hasVerified: (person: Person) => boolean;
  /** Another device of this person is told that the call which it offers is live here. */
  readonly tellTaken: (device: string, id: string) => void;
  /** Whether another call with the same person is live here, or is this one's end. */
  readonly hasSuccessor: (side: Side) => boolean;
}

/** What the organisation of a person wants of calls. */
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
  /** Devices that the organisation of their person has confirmed. */
  readonly confirmed = new Set<string>();

  constructor({ hasRelays, unknownCallers }: Pick<Rules, 'hasRelays' | 'unknownCallers'>) {
    this.hasRelays = hasRelays;
    this.unknownCallers = unknownCallers;
  }

  get mustRelay(): boolean {
    return this.relayOnly || this.isConstantRate;
  }

  /** What it makes of this person on this device. */
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
