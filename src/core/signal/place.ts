// Where a message of a call's session stood (protocol §4): what of two came later, whichever arrived first.

/** Generation and counter of a message. */
export interface Place {
  readonly generation: number;
  readonly counter: bigint;
}

/** Before any message. */
export const NO_PLACE: Place = { generation: 0, counter: -1n };

/** Whether `one` left before `other`. */
export function isBefore(one: Place, other: Place): boolean {
  return one.generation < other.generation || (one.generation === other.generation && one.counter < other.counter);
}
