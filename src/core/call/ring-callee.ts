// Which devices a call rings (protocol §5 rules 1, 2), as data: what was read about the callee, which of their devices
// policy admits, when those devices accept another INVITE, and which list applies once a newer one is read. The steps
// are in ring-looking.ts and ring-relisting.ts.
//
//   looking   reading ─a person with devices that may ring─▶ admitting ─judged, and it is our turn─▶ calling
//              ▲  │ nobody, and devices may be on their way here
//              └──▼
//            arriving
//
// While this device is connected, a call ends for want of a callee only after two readings. A person who is just
// setting up publishes a chain first and the hint a moment later, and readers at RabbitMQ find nothing without the hint.
// And if a flood has filled the hint with names, the second reading draws other ones.

/**
 * How often the callee is read again while their devices may still be on their way to our broker. When a broker fails,
 * its devices come to the next one within seconds of each other and publish their chains there.
 */
export const ARRIVING_EVERY_MS = 1000;

/** The result of looking the callee up. */
export type CalleeSeen =
  /** `isArriving`: we came to this broker only a moment ago, and the callee's devices may be coming now. */
  | { readonly kind: 'nobody'; readonly isCrowded: boolean; readonly isArriving: boolean }
  /** Nothing was received: of the claimant who is called, or at all; or not all in time where nobody is pinned. */
  | { readonly kind: 'silent'; readonly isOffline: boolean }
  | { readonly kind: 'changed' | 'several' }
  | {
      readonly kind: 'person';
      /** The call was placed for this person, or for no particular person. */
      readonly isMeant: boolean;
      /** The person was read before this call, and may have changed since. */
      readonly isFromMemory: boolean;
      /** The one to eight devices that speak our version of the protocol, or why there are none. */
      readonly rings: readonly string[] | 'unreachable' | 'version';
    };

/** What is known of the callee after ringing began. */
export interface CalleeKnown {
  /** What was read contradicts the pinned person. */
  readonly isDisputed: boolean;
  /**
   * The newest list differs from the one by which they are rung, and is not older. It need not continue the older list:
   * a removal can be on another branch than the last link of that list, or arrive without a further link.
   */
  readonly isNewer: boolean;
  /** The devices that may ring according to the newest list. */
  readonly rings: readonly string[];
  /** All their devices. A device that is not among them rings no longer. */
  readonly devices: readonly string[];
}

/** How far looking for the callee has come. Times in ms since 1970. */
export type LookingStep =
  | { readonly kind: 'reading'; readonly isAfresh: boolean }
  | { readonly kind: 'arriving'; readonly againAtMs: number }
  | {
      readonly kind: 'admitting';
      /** Undefined until policy has decided. */
      readonly admitted: readonly string[] | undefined;
      readonly turn: 'asked' | 'now' | { readonly atMs: number };
    };

/**
 * The list of the callee's devices by which they are rung. `devices`: all devices in a newer list, while policy decides
 * about it.
 */
export interface CalleeList {
  readonly nr: number;
  readonly devices: readonly string[] | undefined;
}

/** When looking for the callee wants a `time` event, in ms since 1970; Infinity: never. */
export function lookingWakeAtMs(step: LookingStep): number {
  if (step.kind === 'arriving') return step.againAtMs;
  return step.kind === 'admitting' && typeof step.turn === 'object' ? step.turn.atMs : Number.POSITIVE_INFINITY;
}
