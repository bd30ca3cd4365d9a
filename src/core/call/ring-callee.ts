// Whom a call rings (protocol §5 rules 1, 2), as data: what was read of the callee, which of their devices policy admits, when their devices
// take another INVITE, and what they are rung by once something newer is read. Steps are in ring-looking.ts and ring-relisting.ts.
//
//   looking   reading ─a person with devices that may ring─▶ admitting ─judged, and it is our turn─▶ calling
//              ▲  │ nobody, and devices may be on their way here
//              └──▼
//            arriving
//
// Nobody is there only where two readings, one after the other, find nobody: whoever is setting up publishes a chain first, and a moment
// later the hint without which RabbitMQ's readers do not find it; of names that a flood has put into the hint others are drawn the next time.

/** Devices whose broker fails come to the next one within seconds of each other, and publish their chains there. */
export const ARRIVING_EVERY_MS = 1000;

/** What looking the callee up has come to. */
export type CalleeSeen =
  /** `isArriving`: we have come to this broker a moment ago, and so may they. */
  | { readonly kind: 'nobody'; readonly isCrowded: boolean; readonly isArriving: boolean }
  /** Nothing comes of somebody who is pinned, or nothing at all. */
  | { readonly kind: 'silent'; readonly isOffline: boolean }
  | { readonly kind: 'changed' | 'several' }
  | {
      readonly kind: 'person';
      /** The person for whom this call was placed, where that was said. */
      readonly isMeant: boolean;
      /** Read before this call: it may have changed a moment ago. */
      readonly isFromMemory: boolean;
      /** The devices that speak our version of the protocol, 1 to 8; or why there are none. */
      readonly rings: readonly string[] | 'unreachable' | 'version';
    };

/** What is known of the callee since they are rung. */
export interface CalleeKnown {
  /** It contradicts whom we hold. */
  readonly isDisputed: boolean;
  /**
   * It is not what they are rung by, and nothing earlier. Not only what goes on from that: a removal may stand beside the link that we ring
   * by, or come without another link.
   */
  readonly isNewer: boolean;
  /** The devices that may ring by it. */
  readonly rings: readonly string[];
  /** All devices of theirs: whoever is not among them rings no more. */
  readonly devices: readonly string[];
}

/** How far looking for the callee has come. Times in ms since 1970. */
export type LookingStep =
  | { readonly kind: 'reading'; readonly isAfresh: boolean }
  | { readonly kind: 'arriving'; readonly againAtMs: number }
  | {
      readonly kind: 'admitting';
      /** Undefined while policy is asked. */
      readonly admitted: readonly string[] | undefined;
      readonly turn: 'asked' | 'now' | { readonly atMs: number };
    };

/** Which list of devices they are rung by; `devices` of theirs while policy is asked about a newer one. */
export interface CalleeList {
  readonly nr: number;
  readonly devices: readonly string[] | undefined;
}

/** When looking for the callee wants a `time` event, in ms since 1970. */
export function lookingWakeAtMs(step: LookingStep): number {
  if (step.kind === 'arriving') return step.againAtMs;
  return step.kind === 'admitting' && typeof step.turn === 'object' ? step.turn.atMs : Number.POSITIVE_INFINITY;
}
